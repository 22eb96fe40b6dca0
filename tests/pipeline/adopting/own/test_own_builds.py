"""Builds of an adopted project by its own builders: the pages of stock Sphinx, from one reading."""

import re
import zipfile
from pathlib import Path

import pytest

from cellulite_content.pipeline.model.locale import load_locales
from support.editions.own_project import (
    CODES,
    LANGUAGE_DOCUMENTS,
    own_build,
    stock_build,
    write_own_project,
)

pytestmark = pytest.mark.slow

_BUILD_DATE = re.compile(rb"(?<=>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?=<)")
"""The time of the build in a book's metadata, and nothing else, differs between two builds."""

_READS_LANGUAGE = """

def note_language(app, config):
    config.html_title = f"Stairs in {config.language}"


def more(app, setup=setup):
    setup(app)
    app.connect("config-inited", note_language)


setup = more
"""


def contents(folder: Path) -> dict[str, bytes]:
    """All files of an edition, and those in its book, without the time of the build."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".epub"
    }
    for path in folder.glob("*.epub"):
        with zipfile.ZipFile(path) as book:
            files |= {f"{path.name}/{name}": book.read(name) for name in book.namelist()}
    return {name: _BUILD_DATE.sub(b"", data) for name, data in files.items()}


def assert_equal_to_stock(root: Path, builder: str) -> None:
    """Compare all files of all locales with stock Sphinx's."""
    for code in CODES:
        stock = contents(stock_build(root, builder, code))
        own = contents(root / "build" / builder / code.replace("_", "-"))
        assert own.keys() == stock.keys()
        assert [name for name in stock if own[name] != stock[name]] == []


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with its own theme, whose pages show the context, contents, indices and search."""
    root = tmp_path_factory.mktemp("own") / "project"
    write_own_project(root)
    return root


@pytest.mark.parametrize("builder", ["html", "dirhtml", "epub"])
def test_all_files_are_those_of_stock_sphinx(project: Path, builder: str) -> None:
    """Byte for byte, with translations of all kinds of texts; only documents that depend on the
    language before their translation are parsed for each locale."""
    output = own_build(project, builder)
    assert output.count("38 of 39 messages") == len(CODES), output
    assert f"each locale has parsed it: {', '.join(LANGUAGE_DOCUMENTS)}\n" in output
    assert_equal_to_stock(project, builder)


def test_an_extension_that_reads_the_language_early(tmp_path: Path) -> None:
    """It is named; each locale parses all sources, and all files are those of stock Sphinx."""
    write_own_project(tmp_path, _READS_LANGUAGE)
    assert "each locale has parsed all sources: steps_words uses the language before" in own_build(
        tmp_path, "html"
    )
    assert_equal_to_stock(tmp_path, "html")


def test_only_what_has_changed_is_built_again(project: Path) -> None:
    """Editions that are up to date stay as they are; what counts are sources, catalogs, files that
    `conf.py` has opened elsewhere, and the finished files."""
    folders = {code: project / "build" / "html" / code.replace("_", "-") for code in CODES}

    def built(line: str = "unchanged") -> dict[str, bool]:
        before = {code: folder.stat().st_ino for code, folder in folders.items()}
        assert line in own_build(project, "html")
        return {code: folders[code].stat().st_ino != before[code] for code in CODES}

    own_build(project, "html")
    assert built() == {"de": False, "pt_BR": False}
    catalog = project / "locales" / "de" / "LC_MESSAGES" / "second.po"
    text = catalog.read_text(encoding="utf-8")
    catalog.write_text(text.replace("DE Second step", "DE Zweite Stufe"), encoding="utf-8")
    assert built() == {"de": True, "pt_BR": False}
    (folders["pt_BR"] / "first.html").write_text("changed", encoding="utf-8")
    assert built() == {"de": False, "pt_BR": True}
    (project / "VERSION").write_text("2.0\n")
    assert built("messages") == {"de": True, "pt_BR": True}
    assert built() == {"de": False, "pt_BR": False}
    assert_equal_to_stock(project, "html")


def test_a_regional_locale_shows_the_texts_of_its_language(tmp_path: Path) -> None:
    """As with gettext: where `pt_BR` has no translation, that of `pt` is shown."""
    write_own_project(tmp_path)
    locales = tmp_path / "locales"
    (locales / "de").rename(locales / "pt")
    path = locales / "locales.toml"
    path.write_text(path.read_text().replace("[de]", "[pt]"))
    assert load_locales(tmp_path, path, "en")
    catalog = locales / "pt_BR" / "LC_MESSAGES" / "first.po"
    text = catalog.read_text(encoding="utf-8")
    catalog.write_text(text.replace('"PT_BR Up"', '""'), encoding="utf-8")
    own_build(tmp_path, "html")
    page = (tmp_path / "build" / "html" / "pt-BR" / "first.html").read_text(encoding="utf-8")
    assert "DE Up" in page
    assert "PT_BR Down" in page
