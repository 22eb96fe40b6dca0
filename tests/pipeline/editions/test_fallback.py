"""What readers get where a translation is missing, refused or unreadable: English that says so.

Each scenario runs the command on a copy of the project, as a translator or maintainer would.
"""

import difflib
import io
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
import pytest
from lxml import etree

from cellulite_content.pipeline.editions.search import SCRIPTS
from cellulite_content.pipeline.model.locale import Locale
from cellulite_content.pipeline.model.project import load_project
from support.editions.reader import (
    ARTICLE,
    COPIED_TRANSLATIONS,
    INCOMPLETE,
    SLUG,
    XML_LANG,
    Book,
    X,
    leaks,
    page,
    said,
    squeezed,
    text_of,
    without_sources,
    words,
)
from support.small_projects import HEAD, write_project

OLD = (
    "Cellulite is not simply caused by being overweight or unhealthy. "
    "Cellulite can appear on people of every body size."
)
NEW = OLD.replace("every body size", "every size and shape")
FINDING = re.compile(r"^(?P<path>locales/\S+?):(?P<line>\d+): .+ \((?P<code>[a-z-]+)\)$")


@dataclass
class Scenario:
    """A copy of the project, what a run of the command said, and what it built."""

    project: Path
    output: Path
    code: int = 0
    errors: list[str] = field(default_factory=list)

    def build(self, run: Callable, *arguments: str) -> None:
        """Build into `output` and keep what was said."""
        done = run("build", *arguments, "--output", self.output, project=self.project)
        self.code = done.returncode
        self.errors = [line for line in done.stderr.splitlines() if not line.startswith("[")]
        assert "Traceback" not in done.stderr

    def catalog(self, locale: str, domain: str = ARTICLE) -> Path:
        """The path of a catalog."""
        return self.project / "locales" / locale / "LC_MESSAGES" / f"{domain}.po"

    def page(self, tag: str) -> etree._Element:
        """A locale's page, without the sources that it shows on request."""
        return without_sources(page(self.output / tag / f"{ARTICLE}.html"))

    def book(self, tag: str) -> Book:
        """A locale's book."""
        return Book((self.output / "downloads" / f"{SLUG}.{tag}.epub").read_bytes())

    def everything(self) -> Iterator[bytes]:
        """All that was published, books unpacked."""
        folders = (self.output, self.project / "build" / "bundle")
        for path in (path for folder in folders for path in sorted(folder.rglob("*"))):
            if path.suffix in (".epub", ".zip"):
                with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as container:
                    yield from map(container.read, container.namelist())
            elif path.is_file():
                yield path.read_bytes()


@pytest.fixture(scope="module")
def begin(
    copy_project: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], Scenario]:
    """Begins a scenario with a fresh copy of the project."""

    def start() -> Scenario:
        folder = tmp_path_factory.mktemp("scenario")
        return Scenario(copy_project(folder / "project"), folder / "site")

    return start


def _incomplete(locale: Locale) -> str:
    """What an edition says of passages that it has in the source's language, which it names."""
    return said(locale, INCOMPLETE) % {"language": locale.name_of(Locale("en"))}


def _replace(path: Path, msgid: str, msgstr: str) -> int:
    """Give a message another translation, on one line; returns the line of its msgstr."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    number = _line(lines, msgid)
    lines[number] = f"msgstr {_quoted(msgstr)}\n"
    path.write_text("".join(lines), encoding="utf-8")
    return number + 1


def _make_fuzzy(path: Path, msgid: str) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines.insert(_line(lines, msgid) - 1, "#, fuzzy\n")
    path.write_text("".join(lines), encoding="utf-8")


def _line(lines: list[str], msgid: str) -> int:
    """The index of the msgstr of a message that is on one line."""
    number = lines.index(f"msgid {_quoted(msgid)}\n") + 1
    assert lines[number].startswith('msgstr "')
    return number


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def _marked(root: etree._Element) -> list[etree._Element]:
    """The elements of an article or book page that say they are English."""
    body = root.find(".//article")
    body = body if body is not None else root.find(f"{X}body")
    return body.xpath(".//*[@lang='en']")


# One English paragraph is edited


@pytest.fixture(scope="module")
def before(begin: Callable[[], Scenario], run: Callable) -> Scenario:
    """The project with catalogs as `update` leaves them."""
    scenario = begin()
    assert run("update", project=scenario.project).returncode == 0
    return scenario


@pytest.fixture(scope="module")
def edited(before: Scenario, begin: Callable[[], Scenario], run: Callable) -> Scenario:
    """The same after an author changed one paragraph, extracted, updated and built."""
    scenario = begin()
    shutil.rmtree(scenario.project / "locales")
    shutil.copytree(before.project / "locales", scenario.project / "locales")
    _edit(scenario.project / "docs" / f"{ARTICLE}.rst", OLD, NEW)
    for stage in ("extract", "update"):
        done = run(stage, project=scenario.project)
        assert done.returncode == 0, done.stderr
    scenario.build(run, "--formats", "html,epub,bundle")
    return scenario


@pytest.mark.parametrize("locale", COPIED_TRANSLATIONS, ids=lambda locale: locale.tag)
def test_edited_paragraph_changes_one_entry(
    edited: Scenario, before: Scenario, locale: Locale
) -> None:
    """One edited paragraph makes one fuzzy message with its old source, and no other line moves."""
    new = edited.catalog(locale.code)
    fuzzy = [entry for entry in polib.pofile(str(new)) if entry.fuzzy]
    assert [(entry.msgid, entry.previous_msgid) for entry in fuzzy] == [(NEW, OLD)]
    changes = difflib.ndiff(
        before.catalog(locale.code).read_text(encoding="utf-8").splitlines(),
        new.read_text(encoding="utf-8").splitlines(),
    )
    told = sorted(line for line in changes if line[0] in "+-")
    assert told == sorted(
        [f'- msgid "{OLD}"', "+ #, fuzzy", f'+ #| msgid "{OLD}"', f'+ msgid "{NEW}"']
    )


def test_edited_paragraph_leaves_the_interface_alone(edited: Scenario, before: Scenario) -> None:
    """An edited article changes no byte of the interface's catalogs and template."""
    for locale in COPIED_TRANSLATIONS:
        old, new = (each.catalog(locale.code, "interface") for each in (before, edited))
        assert new.read_bytes() == old.read_bytes()


def test_edited_paragraph_is_no_error(edited: Scenario) -> None:
    """A message that waits for a translator is normal: the build says nothing and gives 0."""
    assert (edited.code, edited.errors) == (0, [])


@pytest.mark.parametrize("locale", COPIED_TRANSLATIONS, ids=lambda locale: locale.tag)
def test_edited_paragraph_is_english_on_the_page(edited: Scenario, locale: Locale) -> None:
    """The page shows the new English of that paragraph alone, with its language and direction."""
    (paragraph,) = _marked(edited.page(locale.tag))
    assert (paragraph.tag, text_of(paragraph)) == ("p", NEW)
    assert paragraph.get("dir") == "ltr"
    assert _incomplete(locale) in words(edited.page(locale.tag))


@pytest.mark.parametrize("locale", COPIED_TRANSLATIONS, ids=lambda locale: locale.tag)
def test_edited_paragraph_is_english_in_the_book(edited: Scenario, locale: Locale) -> None:
    """The book does the same, with `xml:lang`, which ePub readers heed."""
    found = edited.book(locale.tag)
    (paragraph,) = _marked(found.text)
    assert (paragraph.tag, text_of(paragraph)) == (f"{X}p", NEW)
    assert (paragraph.get(XML_LANG), paragraph.get("dir")) == ("en", "ltr")
    for name in ("title.xhtml", "about.xhtml"):
        assert _incomplete(locale) in words(found.pages[name])


@pytest.mark.parametrize("locale", COPIED_TRANSLATIONS, ids=lambda locale: locale.tag)
def test_old_translation_is_not_shown(edited: Scenario, locale: Locale) -> None:
    """The translation of the old words is nowhere: it might now say something else."""
    old = said(locale, OLD)
    assert old not in squeezed(edited.page(locale.tag).text_content())
    assert old not in edited.book(locale.tag).words()


def test_leak_check_sees_english(edited: Scenario, before: Scenario) -> None:
    """The check for leaked English, which other tests trust, sees a text that is English."""
    german = load_project(before.project).locale("de")
    text = words(edited.page("de").find(".//article"))
    assert leaks(text, german) == []
    shown = said(german, "Conclusion")
    assert leaks(text.replace(shown, "Conclusion"), german) == ["Conclusion"]
    assert OLD.strip(".") in leaks(text.replace(NEW, OLD), german)


# Hostile translations


@pytest.fixture(scope="module")
def hostile(begin: Callable[[], Scenario], run: Callable) -> Scenario:
    """Three catalogs, each with a translation that would do harm."""
    scenario = begin()
    passwd = os.path.relpath("/etc/passwd", scenario.project / "docs" / "articles")
    for code, (msgid, msgstr) in _attacks(passwd).items():
        _replace(scenario.catalog(code), msgid, msgstr)
    scenario.build(run, "--formats", "html,epub,bundle")
    return scenario


CREAMS = (
    "Analysis of 7 trials of creams, "
    "`University of Milan <https://air.unimi.it/handle/2434/244369>`__, 2014."
)


def _attacks(passwd: str) -> dict[str, tuple[str, str]]:
    moved = CREAMS.replace("air.unimi.it/handle", "spam.example/handle")
    return {
        "de": (OLD, f".. include:: {passwd}"),
        "fr": (CREAMS, moved),
        "ja": (OLD, "最初の段落。\n\n次の段落。"),
    }


@pytest.mark.parametrize(
    ("locale", "code", "msgid"),
    [
        ("de", "directive", OLD),
        ("fr", "link-changed", CREAMS),
        ("ja", "not-one-paragraph", OLD),
    ],
)
def test_hostile_translation_is_refused(
    hostile: Scenario, locale: str, code: str, msgid: str
) -> None:
    """Each attack gets one line, `path:line: … (code)`, and the line is that message's."""
    path = hostile.catalog(locale)
    name = path.relative_to(hostile.project).as_posix()
    (told,) = [line for line in hostile.errors if line.startswith(name)]
    found = FINDING.match(told)
    assert found, told
    assert found["code"] == code
    lines = path.read_text(encoding="utf-8").splitlines()
    block = lines[int(found["line"]) - 1 :]
    block = block[: block.index("")] if "" in block else block
    assert f"msgid {_quoted(msgid)}" in block


def test_hostile_translations_fail_the_build(hostile: Scenario) -> None:
    """The exit code is 1, and nothing but the three refusals is said."""
    assert hostile.code == 1
    assert len(hostile.errors) == 3


@pytest.mark.parametrize(("tag", "msgid"), [("de", OLD), ("fr", CREAMS), ("ja", OLD)])
def test_refused_translation_falls_back(hostile: Scenario, tag: str, msgid: str) -> None:
    """The reader gets the English of that message, marked as such, on the page and in the book."""
    english = re.sub(r"`([^<]*) <[^>]*>`__", r"\1", msgid)
    for root in (hostile.page(tag), hostile.book(tag).text):
        (marked,) = _marked(root)
        assert text_of(marked) == english


def test_moved_link_is_nowhere(hostile: Scenario) -> None:
    """The address that a translation brought in is nowhere in what was published."""
    assert not any(b"spam.example" in data for data in hostile.everything())


def test_no_file_is_published(hostile: Scenario) -> None:
    """No line of /etc/passwd is in any page, book or data file."""
    lines = [line for line in Path("/etc/passwd").read_bytes().splitlines() if line]
    assert lines
    everything = b"\n".join(hostile.everything())
    assert len(everything) > 100_000
    assert [line for line in lines if line in everything] == []
    assert b".. include::" not in everything


@pytest.mark.parametrize("locale", COPIED_TRANSLATIONS, ids=lambda locale: locale.tag)
def test_other_locales_are_published(hostile: Scenario, locale: Locale) -> None:
    """A refusal costs one message: every locale has its page and its book."""
    assert (hostile.output / locale.tag / f"{ARTICLE}.html").is_file()
    if locale.code not in _attacks(""):
        assert _marked(hostile.page(locale.tag)) == []
        assert _marked(hostile.book(locale.tag).text) == []


# A catalog that cannot be read


@pytest.fixture(scope="module")
def unreadable(begin: Callable[[], Scenario], run: Callable) -> tuple[Scenario, dict[str, bytes]]:
    """A good build, then one with conflict marks in the German catalog; and the first's German."""
    scenario = begin()
    scenario.build(run)
    assert scenario.code == 0
    good = _editions(scenario.output)
    path = scenario.catalog("de")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    number = _line(lines, OLD)
    ours = lines[number]
    conflict = ["<<<<<<< HEAD\n", ours, "=======\n", ours, ">>>>>>> branch\n"]
    lines[number : number + 1] = conflict
    path.write_text("".join(lines), encoding="utf-8")
    _replace(scenario.catalog("fr"), "Conclusion", "Pour conclure")
    scenario.build(run)
    return scenario, good


def _editions(output: Path) -> dict[str, bytes]:
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.suffix in (".html", ".epub", ".css", ".svg")
    }


def test_unreadable_catalog_is_told_once(unreadable: tuple[Scenario, dict[str, bytes]]) -> None:
    """The build gives 1 and one finding with the line of the first conflict mark."""
    scenario, _ = unreadable
    path = scenario.catalog("de")
    line = path.read_text(encoding="utf-8").splitlines().index("<<<<<<< HEAD") + 1
    name = path.relative_to(scenario.project).as_posix()
    (told,) = [each for each in scenario.errors if name in each]
    found = FINDING.match(told)
    assert found, told
    assert (found["line"], found["code"]) == (str(line), "unreadable-catalog")
    assert scenario.code == 1


def test_unreadable_catalog_keeps_the_last_edition(
    unreadable: tuple[Scenario, dict[str, bytes]],
) -> None:
    """The German pages and book of the build before are there, byte for byte."""
    scenario, good = unreadable
    now = _editions(scenario.output)
    german = [name for name in good if name.startswith("de/") or ".de." in name]
    assert len(german) >= 4
    assert {name: now[name] for name in german} == {name: good[name] for name in german}


def test_unreadable_catalog_does_not_stop_the_others(
    unreadable: tuple[Scenario, dict[str, bytes]],
) -> None:
    """The French, changed since, is published anew, and its menu still leads to the German."""
    scenario, good = unreadable
    assert set(_editions(scenario.output)) == set(good)
    assert "Pour conclure" in scenario.page("fr").text_content()
    assert "Pour conclure" in scenario.book("fr").words()
    assert scenario.page("fr").xpath("//a[@lang='de']")
    shelf = page(scenario.output / "index.html")
    assert shelf.xpath("//section[@lang='de']")


def test_shelf_tells_the_truth_of_the_last_edition(
    unreadable: tuple[Scenario, dict[str, bytes]],
) -> None:
    """The list of languages does not call a German edition untranslated that is complete."""
    scenario, _ = unreadable
    (entry,) = page(scenario.output / "index.html").xpath("//section[@lang='de']")
    german = load_project(scenario.project).locale("de")
    assert said(german, "Will running reduce cellulite?") in text_of(entry)


# Files that are no catalogs


CANARY = "CANARY-OF-A-STRAY-FILE"
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture(scope="module")
def stray(begin: Callable[[], Scenario], run: Callable) -> Scenario:
    """Files in the locales' folders that stock Sphinx would load, and a linked catalog."""
    scenario = begin()
    spanish = scenario.catalog("es", "x").parent
    (spanish / "sphinx.po").write_text(f'{HEADER}msgid "Next"\nmsgstr "{CANARY}"\n')
    (spanish / "sphinx.js").write_text(f"alert('{CANARY}')\n")
    message = polib.POEntry(msgid=OLD, msgstr=CANARY)
    compiled = polib.POFile()
    compiled.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    compiled.append(message)
    compiled.save_as_mofile(str(scenario.catalog("es").with_suffix(".mo")))
    linked = scenario.catalog("pl")
    target = scenario.project.parent / "elsewhere.po"
    shutil.move(linked, target)
    _replace(target, OLD, CANARY)
    linked.symlink_to(target)
    scenario.build(run, "--formats", "html,epub,bundle")
    return scenario


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("es/LC_MESSAGES/sphinx.po", "stray-file"),
        ("es/LC_MESSAGES/sphinx.js", "stray-file"),
        (f"es/LC_MESSAGES/{ARTICLE}.mo", "stray-file"),
        (f"pl/LC_MESSAGES/{ARTICLE}.po", "symbolic-link"),
    ],
)
def test_stray_file_is_told(stray: Scenario, name: str, code: str) -> None:
    """Each such file is reported by its path, and the build gives 1."""
    assert stray.code == 1
    (told,) = [line for line in stray.errors if line.startswith(f"locales/{name}: ")]
    assert told.endswith(f"({code})")


def test_stray_file_is_never_read(stray: Scenario) -> None:
    """Nothing that is in such a file is published, and the Spanish is whole without it."""
    assert not any(CANARY.encode() in data for data in stray.everything())
    assert _marked(stray.page("es")) == []
    scripts = {path.name for path in stray.output.rglob("*.js")}
    assert scripts == {"reading.js", "searchindex.js", "shelf.js", f"{SLUG}.js", *SCRIPTS}


def test_linked_catalog_is_not_overwritten(stray: Scenario, run: Callable) -> None:
    """`update` refuses the link too, and leaves the file behind it as it is."""
    target = stray.project.parent / "elsewhere.po"
    old = target.read_bytes()
    _edit(stray.project / "docs" / f"{ARTICLE}.rst", OLD, NEW)
    assert run("extract", project=stray.project).returncode == 0
    done = run("update", "pl", project=stray.project)
    assert done.returncode == 1
    assert "symbolic link" in done.stderr
    assert target.read_bytes() == old
    assert stray.catalog("pl").is_symlink()


# Texts outside of paragraphs


@pytest.fixture(scope="module")
def elsewhere(begin: Callable[[], Scenario], run: Callable) -> Scenario:
    """In Arabic, the alternative text, a heading, the title and a label wait for a translator."""
    scenario = begin()
    alt = next(
        entry.msgid
        for entry in polib.pofile(str(scenario.catalog("ar")))
        if entry.comment.startswith("alternative text")
    )
    for msgid in (alt, "Conclusion", "Will running reduce cellulite?"):
        _make_fuzzy(scenario.catalog("ar"), msgid)
    _make_fuzzy(scenario.catalog("ar", "interface"), "Note")
    scenario.build(run, "ar", "--formats", "html,epub")
    assert (scenario.code, scenario.errors) == (0, [])
    return scenario


def test_alternative_text_falls_back(elsewhere: Scenario) -> None:
    """An image whose words are English says so, on the page and in the book."""
    for root in (elsewhere.page("ar"), elsewhere.book("ar").text):
        (image,) = root.xpath("//*[local-name()='img']")
        assert image.get("alt", "").startswith("Cross-section of skin.")
        assert (image.get("lang"), image.get("dir")) == ("en", "ltr")


def test_heading_falls_back_in_every_list(elsewhere: Scenario) -> None:
    """A heading in English is marked where it stands, in the contents, and in the book's nav."""
    for root in (elsewhere.page("ar"), elsewhere.book("ar").text):
        (heading,) = root.xpath("//*[local-name()='h2'][normalize-space()='Conclusion']")
        assert (heading.get("lang"), heading.get("dir")) == ("en", "ltr")
    for root in (elsewhere.page("ar"), elsewhere.book("ar").pages["nav.xhtml"]):
        (link,) = root.xpath("//*[local-name()='a'][contains(@href, '#conclusion')]")
        assert text_of(link) == "Conclusion"
        (span,) = link
        assert (span.get("lang"), span.get("dir")) == ("en", "ltr")


def test_title_falls_back_on_the_title_page(elsewhere: Scenario) -> None:
    """A title in English is marked on the book's title page and in the list of articles."""
    title = elsewhere.book("ar").pages["title.xhtml"]
    (heading,) = title.iter(f"{X}h1")
    listed = page(elsewhere.output / "ar" / "index.html").xpath("//h2/a")[0]
    for element in (heading, listed):
        assert element.xpath(".//*[@lang='en' and @dir='ltr']"), etree.tostring(element)


def test_title_falls_back_in_the_metadata(elsewhere: Scenario) -> None:
    """The book's catalog record does not pass an English title off as Arabic."""
    title, description = (
        next(elsewhere.book("ar").package.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}"))
        for name in ("title", "description")
    )
    assert (title.get(XML_LANG), title.get("dir")) == ("en", "ltr")
    assert description.get(XML_LANG) is None


def test_label_falls_back(elsewhere: Scenario) -> None:
    """A label of the interface in English is marked like any other text."""
    for root in (elsewhere.page("ar"), elsewhere.book("ar").text):
        (label,) = root.xpath("//*[local-name()='aside']/*[@class='label'][.='Note']")
        (span,) = label
        assert (span.get("lang"), span.get("dir")) == ("en", "ltr")


def test_every_english_of_a_book_says_so_to_xml(elsewhere: Scenario) -> None:
    """In a book, whatever has `lang` has the same `xml:lang`: its root says Arabic with both."""
    unequal = [
        etree.tostring(element, encoding="unicode")
        for root in elsewhere.book("ar").pages.values()
        for element in root.xpath("//*[@lang]")
        if element.get(XML_LANG) != element.get("lang")
    ]
    assert unequal == []


@pytest.mark.slow
def test_a_text_with_a_substitution_keeps_the_number_of_its_note(
    tmp_path: Path, run: Callable
) -> None:
    """Without a translation, the text has the source's words in the place of `|name|`."""
    text = ".. |s| replace:: steps\n\nMore |s|. [#n]_\n\n.. [#n] Few.\n"
    article = f"{HEAD}Walking\n=======\n\n{text}"
    folder = write_project(tmp_path / "project", {"a": article})
    assert run("build", "--formats", "html", project=folder).returncode == 0
    page = (folder / "build" / "site" / "de" / "articles" / "a.html").read_text(encoding="utf-8")
    assert 'role="doc-noteref">[1]</a>' in page
