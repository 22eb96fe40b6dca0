"""Loading an article: languages of each unit, values, caches, damaged data."""

import copy
import json
import pickle
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from importlib.machinery import PathFinder
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content import (
    CelluliteContentError,
    Content,
    DataError,
    Language,
    UnknownArticle,
    UnknownFigure,
    UnknownLanguage,
    UnknownSection,
    installed,
)
from support import CHECKOUT
from support.loader.bundles import FIGURE, NAME, STRUCTURE, content, files, reading, write

ROOT = CHECKOUT


def test_the_article_is_in_the_wanted_language() -> None:
    """The title and its facts are German when German is wanted."""
    article = content().load("de")
    assert article.title == "Gehen & Haut"
    assert (article.lang, article.dir, article.state) == ("de", "ltr", "reviewed")
    assert (article.title.lang, article.title.id) == ("de", "title")
    assert article.title.source == "Walking & Skin"
    assert (article.article, article.date) == (NAME, "2026-11-22")
    assert article.revision == "0123456789abcdef"
    assert article.description == "Was Gehen bewirkt."


def test_direction_of_a_right_to_left_language() -> None:
    """Arabic is right to left, also at each of its texts."""
    article = content().load("ar")
    assert article.dir == "rtl"
    assert article.title.lang.dir == "rtl"


def test_nothing_wanted_is_the_source_language() -> None:
    """No wanted language, or none that exists, gives the source language."""
    assert content().load().lang == "en"
    assert content().load("tlh").lang == "en"
    assert content().load([]).lang == "en"
    assert content().load("C").lang == "en"


def test_without_fallback_an_unknown_language_says_what_exists() -> None:
    """`fallback=False` raises one line that names the languages, however long the wish is."""
    with pytest.raises(UnknownLanguage, match="en, de, ar") as caught:
        content().load("tlh" * 10_000, fallback=False)
    assert len(str(caught.value)) < 200
    assert isinstance(caught.value, LookupError)
    assert isinstance(caught.value, CelluliteContentError)


def test_an_unknown_article_says_what_exists() -> None:
    """A name that is no article, even one that is a path, raises and names the articles."""
    for name in ("running", "../walking", ""):
        with pytest.raises(UnknownArticle, match="walking, resting"):
            content().load("de", article=name)


def test_other_articles() -> None:
    """The first article is the default one; others go by name."""
    assert content().articles() == ("walking", "resting")
    assert content().load("de", article="resting").title == "Rest (de)"


def test_a_missing_unit_falls_back_alone() -> None:
    """The one unit that German lacks is English, and says so; the others stay German."""
    article = content().load("de")
    texts = {node.text.id: node.text for node in article.walk() if node.text}
    assert article.missing == ("why/paragraph-1",)
    assert [id for id, text in texts.items() if text.lang != "de"] == ["why/paragraph-1"]
    assert texts["why/paragraph-1"] == "A path C:\\x\tand 1 < 2"
    assert texts["why/paragraph-1"].lang == "en"


def test_a_missing_unit_falls_back_to_what_was_wanted_next() -> None:
    """With Arabic wanted after German, the unit that German lacks is Arabic."""
    article = content().load("de", "ar")
    assert {text.lang for text in (node.text for node in article.walk()) if text} == {"de", "ar"}
    assert article.lang == "de"
    assert content().load("de, en, ar").section("why").children[1].text.lang == "en"


def test_a_missing_title_falls_back() -> None:
    """An untranslated title is in the source language, and its id is missing."""
    found = files()
    found[f"{NAME}/de.txt"] = found[f"{NAME}/de.txt"].replace(b"Gehen & Haut", b"")
    article = reading(found).load("de")
    assert (article.title, article.title.lang) == ("Walking & Skin", "en")
    assert article.missing[0] == "title"


def test_the_source_language_lacks_nothing() -> None:
    """English is complete, and each text is its own source."""
    article = content().load("en")
    assert article.missing == ()
    assert all(node.text.source == node.text for node in article.walk())


def test_walk_is_in_reading_order() -> None:
    """The walk gives every node but the description, in the order of the file."""
    types = [line.split()[1] for line in STRUCTURE.splitlines()]
    types.remove("description")
    article = content().load("de")
    assert [node.type for node in article.walk()] == types
    assert article.root is next(article.walk())


def test_section_by_anchor() -> None:
    """A section is found by its anchor; an unknown anchor names the known ones."""
    article = content().load("de")
    assert article.section("why").children[0].text == "Warum"
    with pytest.raises(UnknownSection, match="why, note-1"):
        article.section("how")


def test_a_figure_gives_its_bytes() -> None:
    """A figure is found by the name that its node has; an unknown name tells the known ones."""
    article = content().load("de")
    (image,) = [node for node in article.walk() if node.type == "image"]
    assert article.figures() == (image.attribute,) == ("foot.svg",)
    assert article.figure(image.attribute) == FIGURE
    for name in ("hand.svg", "../bundle.txt", ""):
        with pytest.raises(
            UnknownFigure, match=r"^no figure '.*' in walking; available: foot.svg$"
        ):
            article.figure(name)
    with pytest.raises(UnknownFigure, match="available: none"):
        content().load("de", article="resting").figure("foot.svg")


def test_a_figure_in_another_folder_is_refused() -> None:
    """A structure that names a file outside of the article's folder is damaged."""
    for path in (b"../foot.svg", b"..", b"a\\foot.svg", b"/etc/passwd"):
        found = files()
        name = f"{NAME}/structure.txt"
        found[name] = found[name].replace(b"foot.svg", path)
        with pytest.raises(DataError, match=r"structure\.txt has a figure in another folder"):
            reading(found).load("de").figure(path.decode())


def test_texts_are_strings() -> None:
    """A Text is a str; what a str operation gives is a plain str, so that templates escape it."""
    text = content().load("de").title
    assert isinstance(text, str)
    operations = [text.upper(), text + "", text[:], text.strip(), f"{text}", "".join([text])]
    operations += [str(text), text * 1, text.replace("x", "y"), format(text), text.lower()]
    assert {type(value) for value in operations} == {str}
    assert hash(text) == hash("Gehen & Haut")
    assert json.dumps(text) == '"Gehen & Haut"'


def test_texts_know_their_markup() -> None:
    """`__html__` is the unit's markup, or its escaped text when it has none."""
    article = content().load("de")
    assert article.title.__html__() == "Gehen &amp; Haut"
    shown = article.root.children[1].text.__html__()
    assert shown.startswith("Gehen tut <strong>gut</strong>.")
    assert shown.__html__() is shown  # MarkupSafe asks when it formats
    assert not hasattr(shown.upper(), "__html__")
    assert article.root.children[1].text == "Gehen tut gut. [1]"


def test_values_are_immutable() -> None:
    """No attribute of a shared value can be set, deleted or added."""
    article = content().load("de")
    for value in (article, article.title, article.lang, article.root):
        for name in ("lang", "id", "dir", "type", "new"):
            with pytest.raises(AttributeError):
                setattr(value, name, "x")
        with pytest.raises(AttributeError):
            delattr(value, "lang")


def _pickled(value: object) -> object:
    return pickle.loads(pickle.dumps(value))  # noqa: S301  our own value


@pytest.mark.parametrize("twin", [copy.copy, copy.deepcopy, _pickled])
def test_values_are_copied_and_pickled(twin: Callable[[Any], Any]) -> None:
    """A copy of a text, a node, an article, a language says all that the original says."""
    article = content().load("de")
    title = twin(article.title)
    assert title == article.title
    assert (title.lang, title.id, title.source) == ("de", "title", "Walking & Skin")
    assert twin(article.lang).name == "Deutsch"
    other = twin(article)
    assert other.figure("foot.svg") == FIGURE
    assert other.to_dict() == article.to_dict()
    assert twin(article.root).children[1].text.__html__().startswith("Gehen tut <strong>")


def test_languages_know_themselves() -> None:
    """The published languages are tags with direction, name and state."""
    languages = content().languages()
    assert languages == ("en", "de", "ar")
    assert all(type(language) is Language for language in languages)
    assert [(lang.dir, lang.name, lang.state) for lang in languages][2] == (
        *("rtl", "العربية", "draft"),
    )


def test_a_repeated_load_is_the_same_value() -> None:
    """Loads with the same chain share one article, however the wish is spelled."""
    one = content()
    assert one.load("de") is one.load("de") is one.load("de_DE.UTF-8") is one.load(["de", "en"])
    assert one.load(value for value in ["ar"]).lang == "ar"


def test_caches_are_bounded() -> None:
    """Many different wishes do not fill the memory; long ones are not kept at all."""
    one = content()
    for number in range(1000):
        one.load(f"de-x-{number}")
    one.load("de," + "x" * 100)
    assert len(one._articles_by_request) <= 256
    assert len(one._articles_by_chain) == 1
    assert max(len(str(key)) for key in one._articles_by_request) <= 70


def test_threads_share_a_content() -> None:
    """Threads that load different languages at once get their own, from one cold content."""
    one, wrong = content(), []

    def work(tag: str) -> None:
        for _ in range(50):
            article = one.load(tag)
            if article.lang != tag or article.missing != (("why/paragraph-1",) * (tag == "de")):
                wrong.append(article)

    threads = [threading.Thread(target=work, args=(tag,)) for tag in ("en", "de", "ar") * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_translations_are_a_gettext_catalog() -> None:
    """Source text in, translation out; the empty and unknown messages come back as they are."""
    catalog = content().translations("de")
    assert catalog.gettext("Walking & Skin") == "Gehen & Haut"
    assert catalog.gettext("Walking is good. [1]") == "Gehen tut gut. [1]"
    assert catalog.gettext("") == ""
    assert catalog.gettext("Unknown") == "Unknown"
    assert catalog.ngettext("one", "many", 2) == "many"
    assert catalog.pgettext("context", "Why") == "Why"
    assert catalog.gettext("A path C:\\x\tand 1 < 2") == "A path C:\\x\tand 1 < 2"
    both = content().translations("de", "ar")
    assert both.gettext("A path C:\\x\tand 1 < 2") == "مسار 1 < 2"


def test_a_content_package_in_a_folder_and_in_a_zip(tmp_path: Path) -> None:
    """`Content(__spec__)` reads a package's bundle from a folder as from a zip."""
    package = tmp_path / "pages"
    write(package / "data")
    (package / "__init__.py").write_text("")
    with zipfile.ZipFile(tmp_path / "pages.zip", "w") as archive:
        for path in package.rglob("*"):
            archive.write(path, path.relative_to(tmp_path))
    for place in (tmp_path, tmp_path / "pages.zip"):
        one = Content(PathFinder.find_spec("pages", [str(place)]))
        assert one.load("de").plain().startswith("Gehen & Haut\n")
        assert one.load("de").figure("foot.svg") == FIGURE


def test_a_package_without_content_says_how_to_mend_it(tmp_path: Path) -> None:
    """A package without data, a namespace package and no package at all are a DataError, each with
    its own remedy."""
    (tmp_path / "pages").mkdir()
    namespace = PathFinder.find_spec("pages", [str(tmp_path)])
    for spec, remedy in (
        (find_spec("json"), r"\(FileNotFoundError\); run `cellulite-content build"),
        (namespace, r": the package of the content has no __init__\.py; add one"),
        (None, r": its `__spec__` is None, as in a program; import the package"),
    ):
        with pytest.raises(DataError, match=rf"^bundle\.txt cannot be read ?{remedy}"):
            Content(spec).languages()


@pytest.mark.parametrize("source", ["pages/data", Path("pages"), pytest, 1])
def test_a_content_of_something_else_says_what_it_takes(source: Any) -> None:
    """A path, a module or a number is refused at once, and not at the first title."""
    kind = type(source).__name__
    with pytest.raises(TypeError, match=f"^a Content takes a package's __spec__ .*, not {kind}$"):
        Content(source)


@pytest.mark.parametrize("name", sorted(files()))
def test_a_missing_file_is_a_data_error(name: str) -> None:
    """A file that is not there is named, with the way to fix it."""
    found = files()
    del found[name]
    one = reading(found)

    def read(tag: str, at: str) -> object:
        article = one.load(tag, article=at)
        return article.title.source, [article.figure(each) for each in article.figures()]

    with pytest.raises(DataError, match=f"{name}.*cellulite-content build --formats bundle"):
        _ = [read(tag, at) for tag in ("de", "ar") for at in one.articles()]


DAMAGE = {
    "another format": ("bundle.txt", b"bundle\t2", b"bundle\t1"),
    "no languages": ("bundle.txt", b"language\t", b"tongue\t"),
    "a direction": ("bundle.txt", b"rtl", b"up"),
    "a stale language": (f"{NAME}/de.txt", b"0123", b"4567"),
    "a stale source": (f"{NAME}/en.txt", b"0123", b"4567"),
    "a stale structure": (f"{NAME}/structure.txt", b"0123", b"4567"),
    "a count": (f"{NAME}/de.txt", b"\t13\n", b"\t14\n"),
    "no number": (f"{NAME}/de.txt", b"\t13\n", "\t١٣\n".encode()),
    "a long number": (f"{NAME}/structure.txt", b"2026-11-22\t23", b"2026-11-22\t" + b"2" * 9999),
    "another language": (f"{NAME}/de.txt", b"\tde\t", b"\tar\t"),
    "a unit too many": (f"{NAME}/structure.txt", b"\t13\t", b"\t14\t"),
    "a jump": (f"{NAME}/structure.txt", b"4\tcell", b"5\tcell"),
    "two roots": (f"{NAME}/structure.txt", b"1\tsection", b"0\tsection"),
    "no UTF-8": (f"{NAME}/de.txt", b"Gehen", b"\xff"),
    "cut short": (f"{NAME}/de.txt", b"Vorsicht\n", b"Vor"),
    "no source": (f"{NAME}/en.txt", b"Why\n", b"\n"),
    "line ends": (f"{NAME}/structure.txt", b"\n", b"\r\n"),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_damaged_data_is_a_data_error(what: str) -> None:
    """Stale, cut and malformed files are one line that names the file, never another exception."""
    name, old, new = DAMAGE[what]
    found = files()
    assert old in found[name]
    found[name] = found[name].replace(old, new)
    with pytest.raises(DataError, match="cellulite-content build --formats bundle") as caught:
        reading(found).load("de").to_dict()
    assert "\n" not in str(caught.value)
    assert NAME in str(caught.value) or "bundle.txt" in str(caught.value)


@pytest.mark.filterwarnings("ignore:content built by")
@given(st.data())
def test_any_damage_is_a_data_error(data: st.DataObject) -> None:
    """Whatever bytes are put anywhere, the article loads or there is a DataError."""
    found = files()
    name = data.draw(st.sampled_from(["bundle.txt", f"{NAME}/de.txt", f"{NAME}/structure.txt"]))
    at = data.draw(st.integers(0, len(found[name])))
    cut = data.draw(st.integers(0, 9))
    junk = data.draw(st.binary(max_size=4) | st.sampled_from([b"\n", b"\t", b"9", b"-1", b"\0"]))
    found[name] = found[name][:at] + junk + found[name][at + cut :]
    one = reading(found)
    try:
        article = one.load("de")
        for make in (article.plain, article.html, article.markdown, article.to_dict):
            make()
        one.translations("de")
    except DataError:
        pass
    except UnknownArticle:
        pytest.fail("the default article is always known")


def test_data_of_another_version_is_a_warning_once() -> None:
    """A bundle of another package version still loads, and says so once."""
    one = reading(files(version="9.9"))
    with pytest.warns(UserWarning, match=r"9\.9 is read by 0\.1\.0") as caught:
        _ = one.load("de"), one.load("ar")
    assert len(caught) == 1


def test_a_title_imports_nothing_of_the_standard_library(tmp_path: Path) -> None:
    """`load("de").title` needs no module that a bare interpreter has not already."""
    program = (
        "import sys; before = set(sys.modules)\n"
        "from cellulite_content import Content, load\n"
        f"folder = {str(write(tmp_path))!r}\n"
        "content = Content(lambda name: open(folder + '/' + name, 'rb').read())\n"
        "assert content.load('de').title == 'Gehen & Haut'\n"
        "after_title = set(sys.modules)\n"
        "assert content.load('de_AT.UTF-8', 'ar;q=0.5').root\n"
        "print(*sorted(after_title - before)); print(*sorted(set(sys.modules) - after_title))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    title, rest = done.stdout.splitlines()
    assert [name for name in title.split() if not name.startswith("cellulite_content")] == []
    names = ["cellulite_content.negotiation", "cellulite_content.nodes"]
    assert rest.split() == [*names, "cellulite_content.outline"]


def test_installed_packages_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that names itself in the entry-point group is found; a broken one is named."""
    write(tmp_path / "pages_found" / "data")
    (tmp_path / "pages_found" / "__init__.py").write_text("")
    info = tmp_path / "pages_found-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: pages-found\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[cellulite_content.sources]\npages = pages_found\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert installed()["pages"].load("de").title == "Gehen & Haut"
    (info / "entry_points.txt").write_text("[cellulite_content.sources]\npages = not_there\n")
    with pytest.raises(DataError, match=r"entry point pages .*not_there"):
        installed()
