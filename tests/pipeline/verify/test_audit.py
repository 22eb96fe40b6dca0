"""The audit: a defect planted behind the gate is reported in one line, and costs its locale alone.

The defects are planted by the copy's own `conf.py`: it is what an extension, or a fault of ours,
could do to a finished edition.
"""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.model.fault import Fault
from cellulite_content.pipeline.model.gate_result import GateResult
from cellulite_content.pipeline.model.locale import Locale
from cellulite_content.pipeline.verify import page_facts
from cellulite_content.pipeline.verify.audit import audit
from cellulite_content.pipeline.verify.page_facts import (
    MarkupError,
    PageFacts,
    parse_html,
    parse_xml,
)
from cellulite_content.pipeline.verify.staged_editions import Editions
from support.editions.reader import ARTICLE, SLUG
from support.folder_contents import contents

PIECES = (
    *"<>\"'/= \n",
    *(
        "<p>",
        '<p class="a">',
        "</p>",
        "<br/>",
        '<img src="a.png" alt="b" />',
        "<b x",
        "<A HREF='q'>",
    ),
    *('<a href="x.html#y">', '<a b="c>d">', '<a b="c"d="e">', '<p id="a" id="b">', "<svg:a>"),
    *("<script>", "</script>", "<title>", "<!--", "-->", 'onclick="x"', "&amp;", "\u2060", "text"),
)
"""Parts of pages, whole and broken ones."""

EN, DE = Locale("en", 0, state="source", origin="authors"), Locale("de")

# Whole builds

HOOK = """
def setup(app):
    if app.config.language == {language!r}:
        app.connect("doctree-resolved", plant_in_tree)
        app.connect("build-finished", plant_in_output)

def plant_in_tree(app, tree, docname):
    from docutils import nodes
    if docname == "index":
        return
    {tree}

def plant_in_output(app, exception):
    from pathlib import Path
    folder = Path(app.outdir)
    {output}
"""
PARAGRAPHS = "p = list(tree.findall(nodes.paragraph))[5]"
SOURCES = (
    "p = [p for p in tree.findall(nodes.paragraph)"
    " if p.get('in-source') and ('source' in p['classes']) == {in_book}]"
)
"""The paragraphs in the source's language of a bilingual book, or of a page."""
SOURCES_IN_BOOK = SOURCES.format(in_book=True)
RAW = "tree[0] += nodes.raw('', {!r}, format='html')"
REPACK = (
    "import zipfile\n"
    "    for book in folder.glob('*.epub'):\n"
    "        old = zipfile.ZipFile(book)\n"
    "        files = dict((n, old.read(n)) for n in old.namelist())\n"
    "        {change}\n"
    "        with zipfile.ZipFile(book, 'w') as new:\n"
    "            [new.writestr(n, data) for n, data in files.items()]"
)

DEFECTS = {
    "a text that is lost": (f"{PARAGRAPHS}; p.parent.remove(p)", "", "lacks the text of"),
    "a text cut short": (
        f"{PARAGRAPHS}; p[:] = [nodes.Text(p.astext()[:-9])]",
        "",
        "lacks the text of",
    ),
    "a link that is new": (
        "tree[0] += nodes.paragraph('', '', nodes.reference('', 'x', refuri='https://spam.example'))",
        "",
        "has other addresses than the original: new https://spam.example",
    ),
    "a link that is moved": (
        "next(n for n in tree.findall(nodes.reference) if 'unimi' in n.get('refuri', ''))"
        "['refuri'] = 'javascript:x()'",
        "",
        "has other addresses than the original: lost https://air.unimi.it",
    ),
    "a script": (
        RAW.format("<script src='x.js'></script>"),
        "",
        "has other programs than the original: new <script>",
    ),
    "a handler": (
        RAW.format("<p onclick='x()'>y</p>"),
        "",
        "has other programs than the original: new onclick=x()",
    ),
    "a frame": (RAW.format("<iframe src='x'></iframe>"), "", "new <iframe>"),
    "an image": (
        RAW.format("<img src='other.png' alt=''/>"),
        "",
        "has other images than the original: new other.png",
    ),
    "a source that the bilingual book has lost": (
        f"{SOURCES_IN_BOOK}; p and p[-1].parent.remove(p[-1])",
        "",
        ".bilingual.epub lacks the source of",
    ),
    "a link that is the bilingual book's own": (
        f"{SOURCES_IN_BOOK}; p and p[0].append(nodes.reference('', 'x', refuri='https://spam.example'))",
        "",
        "new https://spam.example",
    ),
    "a bilingual book that is lost": (
        "",
        "[p.unlink() for p in folder.glob('*.bilingual.epub')]",
        ".bilingual.epub lacks the translation of",
    ),
    "a download": (
        RAW.format("<a href='x.exe' download=''>x</a>"),
        "",
        "has other downloads than the original: new x.exe",
    ),
    "a file of the machine": (
        "",
        "(folder / 'passwd.txt').write_text('root')",
        "passwd.txt is a file that the original does not have",
    ),
    "a link to a file of the machine": (
        "",
        "[(p.unlink(), p.symlink_to('/etc/passwd')) for p in folder.rglob('*.css')]",
        "(a symbolic link) is a file that the original does not have",
    ),
    "a drawing that is no XML": (
        "",
        "[p.write_text('<svg>') for p in folder.rglob('*.svg')]",
        "skin-layers.svg cannot be read as XML",
    ),
    "a drawing with entities": (
        "",
        "[p.write_text('<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><svg>&x;</svg>')"
        " for p in folder.rglob('*.svg')]",
        "it declares the entity 'x'",
    ),
    "a book's package that is no XML": (
        "",
        REPACK.format(change="files['EPUB/package.opf'] += b'<'")
        .replace("{{", "{")
        .replace("}}", "}"),
        "EPUB/package.opf cannot be read as XML",
    ),
    "a book's contents that are no XML": (
        "",
        REPACK.format(change="files['EPUB/toc.ncx'] = b'x'"),
        "EPUB/toc.ncx cannot be read as XML",
    ),
    "a book with one file more": (
        "",
        REPACK.format(change="files['EPUB/x.js'] = b'x'"),
        "EPUB/x.js is a file that the original does not have",
    ),
    "a book that is no container": (
        "",
        "[p.write_text('x') for p in folder.glob('*.epub')]",
        "(no zip container) is a file that the original does not have",
    ),
}


def _plant(project: Path, tree: str, output: str, language: str = "de") -> None:
    conf = project / "docs" / "conf.py"
    hook = HOOK.format(language=language, tree=tree or "pass", output=output or "pass")
    conf.write_text(f"{conf.read_text(encoding='utf-8')}\n{hook}", encoding="utf-8")


@pytest.fixture(scope="module")
def built(copy_project: Callable, run: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with a good site of two translations."""
    project: Path = copy_project(tmp_path_factory.mktemp("audit") / "project")
    done = run("build", "de", "fr", "--output", project / "site", project=project)
    assert done.returncode == 0, done.stderr
    return project


@pytest.fixture
def again(built: Path) -> Callable[[str, str], Path]:
    """Plants a defect into the good copy, for one test."""
    conf = built / "docs" / "conf.py"
    text = conf.read_text(encoding="utf-8")

    def plant(tree: str, output: str) -> Path:
        _plant(built, tree, output)
        return built

    yield plant
    conf.write_text(text, encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_is_told_and_not_published(defect: str, again: Callable, run: Callable) -> None:
    """One line, exit 1; the German of before stands byte for byte, and the French is built."""
    tree, output, words = DEFECTS[defect]
    project = again(tree, output)
    site = project / "site"
    before = contents(site)
    done = run("build", "de", "fr", "--output", site, project=project)
    errors = [line for line in done.stderr.splitlines() if not line.startswith("[")]
    assert done.returncode == 1, done.stderr
    assert len(errors) == 1, errors
    assert errors[0].startswith("error: de: ")
    assert words in errors[0]
    after = contents(site)
    german = [name for name in before if name.startswith(("de/", "data/de/")) or ".de." in name]
    assert len(german) >= 5
    assert {name: after[name] for name in german} == {name: before[name] for name in german}
    assert set(after) == set(before)


@pytest.mark.slow
@pytest.mark.parametrize(("in_book", "suffix"), [(True, ".xhtml"), (False, ".html")])
def test_a_defect_that_comes_with_a_message_costs_that_message(
    in_book: bool, suffix: str, again: Callable, run: Callable
) -> None:
    """A bilingual book, or a page, links elsewhere beside one source: only that message is in
    English."""
    change = "each.append(nodes.reference('', 'x', refuri='https://spam.example'))"
    project = again(
        f"{SOURCES.format(in_book=in_book)};"
        f" [{change} for each in p if each.astext().startswith('Running can be a val')]",
        "",
    )
    done = run("build", "de", "fr", "--output", project / "site", project=project)
    errors = [line for line in done.stderr.splitlines() if not line.startswith("[")]
    assert done.returncode == 1, done.stderr
    assert len(errors) == 1, errors
    fault = f"{suffix} has other addresses than the original: new https://spam.example"
    assert fault in errors[0]
    assert re.match(r"locales/de/LC_MESSAGES/\S+\.po:\d+: ", errors[0])
    assert "3 locales built" in done.stdout


@pytest.mark.slow
def test_a_listed_address_is_published(project_copy: Path, run: Callable, tmp_path: Path) -> None:
    """A page in the reader's language that `locales.toml` allows is no defect, and is shown."""
    english = "https://my.clevelandclinic.org/health/diseases/17694-cellulite"
    german = "https://de.example/cellulite"
    catalog = project_copy / "locales" / "de" / "LC_MESSAGES" / f"{ARTICLE}.po"
    before, _, after = catalog.read_text(encoding="utf-8").rpartition(english)
    catalog.write_text(before + german + after, encoding="utf-8")
    command = ("build", "de", "--formats", "html,epub", "--output", tmp_path / "site")
    done = run(*command, project=project_copy)
    assert done.returncode == 1
    assert "link-changed" in done.stderr
    with (project_copy / "locales" / "locales.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[de.links]\n"{english}" = "{german}"\n')
    done = run(*command, project=project_copy)
    assert (done.returncode, "link-changed" in done.stderr) == (0, False), done.stderr
    assert german in (tmp_path / "site" / "de" / f"{ARTICLE}.html").read_text(encoding="utf-8")


def test_a_defect_of_the_original_stops_all(
    project_copy: Path, run: Callable, tmp_path: Path
) -> None:
    """Without a sound original there is nothing to hold a translation to: nothing is published."""
    _plant(project_copy, "", "[p.write_text('<svg>') for p in folder.rglob('*.svg')]", "en")
    site = tmp_path / "site"
    done = run("build", "de", "--formats", "html", "--output", site, project=project_copy)
    errors = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert done.returncode == 1
    assert [error.split(": ")[1] for error in errors] == ["en", "de"]
    assert "cannot be read as XML" in errors[0]
    assert "the original (en) failed" in errors[1]
    assert not list(site.rglob("*.html"))


# What a file holds


def test_what_a_page_holds() -> None:
    """Text without its spaces, spoken text, addresses outside, programs, images, downloads."""
    facts = parse_html(
        "<!DOCTYPE html><title>A &amp; b</title><meta name=description content='In short'>"
        "<p>One <em>two</em>,\n three\N{WORD JOINER}<a href='#n'>1</a>"
        "<a href='https://x.example/?a=1&amp;b=2'>x</a><a href='//y.example'>y</a>"
        "<a href='JavaScript:z()'>z</a><a href='../other.html'>o</a>"
        "<img src='_images/s.svg' alt='A skin'><img src='data:image/png;base64,x'>"
        "<a href='b.epub' download>b</a><a href='_downloads/c.pdf'>c</a>"
        "<p style='color:red' onload='w()'><script>if (a < b) c()</script>"
    )
    assert "One two,threex".replace(" ", "") not in facts.text
    assert "Onetwo,three1x" in facts.text
    assert all(words in facts.text for words in ("A&b", "Inshort", "Askin"))
    assert set(facts.addresses) == {
        "https://x.example/?a=1&b=2",
        "//y.example",
        "JavaScript:z()",
        "data:image/png;base64,x",
    }
    assert set(facts.programs) == {"<script>", "style=color:red", "onload=w()"}
    assert "c()" not in facts.text, "nobody reads a script"
    assert set(facts.images) == {"_images/s.svg"}
    assert set(facts.downloads) == {"b.epub", "_downloads/c.pdf"}


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_ordinary_tags_are_read_as_all_others(text: str) -> None:
    """The short way for ordinary start tags finds what Python's parser finds."""
    facts = parse_html(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page_facts, "_ORDINARY_TAG", re.compile("(?!)"))
        assert parse_html(text) == facts


def test_html_and_xml_are_read_alike() -> None:
    """A page of a book and the same page of the site hold the same."""
    text = "<p title='t'>a<a href='https://x.example'>b</a><img src='c.png' alt='d'/></p>"
    assert parse_xml(text.encode()) == parse_html(text)


def test_names_with_a_prefix_are_read() -> None:
    """`xlink:href` and `svg:script` are what they are without their prefix."""
    facts = parse_xml(
        b'<svg:svg xmlns:svg="s" xmlns:xlink="l"><svg:script/>'
        b'<svg:image xlink:href="https://x.example/y.png"/></svg:svg>'
    )
    assert (set(facts.programs), set(facts.addresses)) == (
        {"<script>"},
        {"https://x.example/y.png"},
    )


@pytest.mark.parametrize(
    "data",
    [
        b"<p>",
        b"<p>&nbsp;</p>",
        b"",
        b"\xff",
        b'<!DOCTYPE p [<!ENTITY a "b">]><p>&a;</p>',
        b'<!DOCTYPE p [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]><p/>',
    ],
)
def test_what_is_no_good_xml(data: bytes) -> None:
    """Broken files, and any that declare an entity, inside or outside."""
    with pytest.raises(MarkupError):
        parse_xml(data)


def _attributes(first: int, count: int) -> str:
    return "".join(f"a{number}='\"' " for number in range(first, first + count))


def test_an_element_has_at_most_1000_attributes() -> None:
    """The most is read; one more is refused with its line."""
    parse_xml(f"<p>\n<i {_attributes(0, 1_000)}/></p>".encode())
    with pytest.raises(MarkupError, match="more than 1,000 attributes: line 2"):
        parse_xml(f"<p>\n<i {_attributes(0, 1_001)}/></p>".encode())


def test_attributes_are_counted_in_one_element() -> None:
    """Not in text, comments and neighbours."""
    quotes = '"x" ' * 1_001
    elements = f"<i {_attributes(0, 900)}/>" * 2
    parse_xml(f"<p>{elements} {quotes} <!-- {quotes} --></p>".encode())


def test_a_file_has_at_most_3000_names() -> None:
    """Names of attributes that are spread over elements."""
    elements = [f"<i {_attributes(number * 900, 900)}/>" for number in range(5)]
    parse_xml(f"<p>{''.join(elements[:3])}</p>".encode())
    with pytest.raises(MarkupError, match="more than 3,000 names"):
        parse_xml(f"<p>{''.join(elements)}</p>".encode())


# Editions side by side


def _staged(folder: Path, tag: str, page: str, **files: str) -> Path:
    for name, text in {f"html/{ARTICLE}.html": page, **files}.items():
        path = folder / tag / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / tag


def _faults(folder: Path, original: str, translated: str, shown: dict) -> list[Fault]:
    one = Editions(_staged(folder, "en", original), EN)
    two = Editions(_staged(folder, "de", translated), DE)
    accepted = dict.fromkeys(shown, "")
    return list(audit(two, one, [GateResult("de", ARTICLE, 1, accepted, shown=shown)]))


def test_a_message_the_original_does_not_show_is_not_missed(tmp_path: Path) -> None:
    """What no page shows (a hidden title, a passage for print) cannot be lost."""
    shown = {"Hidden": (("Hidden",), ("Versteckt",)), "Walk": (("Walk",), ("Geh",))}
    assert _faults(tmp_path, "<p>Walk</p>", "<p>Geh</p>", shown) == []
    (fault,) = _faults(tmp_path, "Walk", "Lauf", shown)
    assert "lacks the translation of 'Walk'" in fault.text
    assert (fault.domain, fault.message) == (ARTICLE, "Walk")


def test_each_missing_text_is_a_fault(tmp_path: Path) -> None:
    """Each names its message, and a text cannot add a line."""
    shown = {"A\nb": (("A\nb",), ("C",)), "D": (("D",), ("E",))}
    faults = _faults(tmp_path, "<p>A b D</p>", "<p></p>", shown)
    assert [fault.message for fault in faults] == ["A\nb", "D"]
    assert all(len(fault.text.splitlines()) == 1 for fault in faults)


def test_a_text_without_translation_must_be_shown_too(tmp_path: Path) -> None:
    """A fallback that no page shows is a fault, as a lost translation is."""
    one = Editions(_staged(tmp_path, "en", "<p>Walk</p>"), EN)
    two = Editions(_staged(tmp_path, "de", "<p></p>"), DE)
    result = GateResult("de", ARTICLE, 1, shown={"Walk": (("Walk",), ("Walk",))})
    (fault,) = audit(two, one, [result])
    assert "lacks the text of 'Walk'" in fault.text


@pytest.mark.parametrize(
    ("english", "german", "text"),
    [
        ("<a href='#one'>a</a>", "<a href='#two'>a</a>", "other links"),
        ("<a href='b.html#one'>a</a>", "<a href='b.html#two'>a</a>", "other links"),
        ("<p id='one'>a</p>", "<p id='two'>a</p>", "other ids"),
    ],
)
def test_links_within_the_site_are_compared(
    tmp_path: Path, english: str, german: str, text: str
) -> None:
    """A link to another place, or a place that no link finds, is a fault of its document."""
    (fault,) = _faults(tmp_path, english, german, {})
    assert text in fault.text
    assert fault.domain == ARTICLE


def test_names_are_equal_without_the_tag(tmp_path: Path) -> None:
    """A book, the units of the bundle, and a figure's variant have the language in their names."""
    locale = Locale("pt_BR")
    editions = Editions(tmp_path, locale)
    for name in (
        "epub/a.pt-BR.epub/x",
        "epub/a.pt-BR.bilingual.epub/x",
        "bundle/a/pt-BR.txt",
        "html/_images/a.pt_BR.svg",
    ):
        assert "pt" not in editions.name_without_tag(name)
    for name in ("html/de/a.html", "html/a.pt.html", "html/pt-BR/a.html"):
        assert editions.name_without_tag(name) == name


def test_the_audit_sees_every_message_of_the_article(site: Path, project: object) -> None:
    """All messages of the article are on the page as the audit reads it, but for those in the
    figure: none goes unasserted."""
    import polib

    from cellulite_content.pipeline.source.message_markup import read_markup

    template = project.template(ARTICLE)
    entries = polib.pofile(str(template))
    texts = [entry.msgid for entry in entries if not entry.comment.startswith("figure label")]
    assert len(texts) > 50
    page = parse_html((site / "en" / f"{ARTICLE}.html").read_text(encoding="utf-8")).text
    lost = [
        run
        for text in texts
        for run in read_markup(text).runs
        if re.sub(r"\s", "", run) not in page
    ]
    assert lost == []
    with zipfile.ZipFile(site / "downloads" / f"{SLUG}.en.epub") as book:
        assert isinstance(parse_xml(book.read(f"EPUB/{SLUG}.xhtml")), PageFacts)


def test_a_part_of_the_bundle_has_the_original_s_revision(tmp_path: Path) -> None:
    """The loader refuses a part that was made from other units."""
    name = f"bundle/{SLUG}/{{}}.txt"
    one = Editions(_staged(tmp_path, "en", "", **{name.format("en"): "units\t1\tabc\ten\n"}), EN)
    same = Editions(_staged(tmp_path, "de", "", **{name.format("de"): "units\t1\tabc\tde\n"}), DE)
    assert audit(same, one, ()) == ()
    other = Editions(_staged(tmp_path, "de", "", **{name.format("de"): "units\t1\txyz\tde\n"}), DE)
    (fault,) = audit(other, one, ())
    assert "another revision" in fault.text


def test_files_of_unchanged_documents_are_left_out(tmp_path: Path) -> None:
    """They were audited when they were built; all other files are still compared."""
    other = "html/articles/other.html"
    english, german = ({other: f"<p id='{name}'></p>"} for name in ("one", "two"))
    one = Editions(_staged(tmp_path, "en", "<p id='a'>Walk</p>", **english), EN)
    two = Editions(_staged(tmp_path, "de", "<p id='b'>Geh</p>", **german), DE)
    results = [GateResult("de", ARTICLE, 1), GateResult("de", "articles/other", 1)]

    def faulty(*unchanged: str) -> list[str]:
        return [fault.domain for fault in audit(two, one, results, unchanged)]

    assert faulty() == ["articles/other", ARTICLE]
    assert faulty("articles/other") == [ARTICLE]
    assert faulty(ARTICLE) == ["articles/other"]


def test_only_written_files_are_compared(tmp_path: Path) -> None:
    """The files that an edition shares with an earlier one were audited then, whatever they are."""
    one = Editions(_staged(tmp_path, "en", "<p id='a'></p>"), EN)
    files = {"html/search.html": "<p id='b'></p>", "html/new.html": ""}
    folder = _staged(tmp_path, "de", "<p id='a'></p>", **files)
    paths = [f"html/{ARTICLE}.html", "html/new.html"]
    names = [fault.text.partition(" ")[0] for fault in audit(Editions(folder, DE), one, ())]
    assert names == ["html/new.html", "html/search.html"]
    (fault,) = audit(Editions(folder, DE, paths=paths), one, (), ["articles/other"])
    assert fault.text.startswith("html/new.html")


SITE = "https://articles.example/run/"
HEAD = (
    "<link rel=canonical href='https://articles.example/run/{tag}/{page}.html'>"
    "<link rel=alternate hreflang=en href='https://articles.example/run/en/a.html'>"
    "<link rel=alternate hreflang=de href='https://articles.example/run/de/a.html'>"
    "<script src='../_static/{script}.js'></script>"
)


@pytest.mark.parametrize(
    ("page", "script", "fault"),
    [
        ("a", "reading", ""),
        ("b", "reading", "has other addresses than the original: new */b.html"),
        ("a", "other", "has other programs than the original: lost src=../_static/reading.js"),
    ],
)
def test_a_page_names_itself(tmp_path: Path, page: str, script: str, fault: str) -> None:
    """A page's own whole address may have its language, and nothing else, for the original's."""
    english = HEAD.format(tag="en", page="a", script="reading")
    german = HEAD.format(tag="de", page=page, script=script)
    one = Editions(_staged(tmp_path, "en", english), EN, SITE)
    two = Editions(_staged(tmp_path, "de", german), DE, SITE)
    texts = [each.text for each in audit(two, one, ())]
    assert bool(texts) == bool(fault)
    assert fault in "".join(texts)
