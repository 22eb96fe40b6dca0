"""Plain `sphinx-build`: the same words through the same gate."""

import os
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from support.editions.reader import (
    ARTICLE,
    DRAFT,
    PROJECT,
    SLUG,
    Book,
    X,
    article_text,
    bilingual_book,
    page,
    said,
    site_book,
    site_page,
    text_of,
    without_sources,
    words,
)

GERMAN, ARABIC = PROJECT.locale("de"), PROJECT.locale("ar")
PARAGRAPH = (
    "Be kind to your body. Most people with cellulite are healthy, "
    "and *your health matters more than perfect skin*."
)

pytestmark = pytest.mark.slow


def _sphinx(
    project: Path, builder: str, language: str, checkout: Path, *options: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            *(sys.executable, "-m", "sphinx", "-b", builder, "-D", f"language={language}"),
            *(*options, "docs", "out"),
        ],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(checkout)},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )


@pytest.mark.parametrize("locale", [GERMAN, ARABIC], ids=["de", "ar"])
def test_page_has_the_same_words(
    project_copy: Path, checkout: Path, site: Path, locale: object
) -> None:
    """`sphinx-build -b html` gives the article of the site, word by word, without a warning."""
    done = _sphinx(project_copy, "html", locale.code, checkout, "-W", "-n")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    root = without_sources(page(project_copy / "out" / f"{ARTICLE}.html"))
    assert article_text(root) == article_text(site_page(site, locale))
    assert (root.get("lang"), root.get("dir")) == (locale.tag, locale.direction)
    assert said(locale, DRAFT) in words(root)


def test_page_that_stands_alone_has_no_broken_link(project_copy: Path, checkout: Path) -> None:
    """A build of one language offers no other language and no book that is not there."""
    assert _sphinx(project_copy, "html", "de", checkout).returncode == 0
    for path in sorted((project_copy / "out").rglob("*.html")):
        for href in page(path).xpath("//@href"):
            if not href.startswith(("https:", "mailto:", "#")):
                assert (path.parent / href.partition("#")[0]).is_file(), (path, href)


def test_book_has_the_same_words(project_copy: Path, checkout: Path, site: Path) -> None:
    """`sphinx-build -b epub` gives the books of the site, byte by byte."""
    done = _sphinx(project_copy, "epub", "de", checkout, "-W")
    assert done.returncode == 0, done.stderr
    for kind, wanted in (
        ("", site_book(site, GERMAN)),
        (".bilingual", bilingual_book(site, GERMAN)),
    ):
        made = Book((project_copy / "out" / f"{SLUG}.de{kind}.epub").read_bytes())
        assert made.files == wanted.files


@pytest.mark.parametrize("builder", ["html", "epub"])
def test_hostile_translation_is_refused(project_copy: Path, checkout: Path, builder: str) -> None:
    """A translation that includes a file is reported as a warning, and English takes its place."""
    secret = project_copy / "secret.txt"
    secret.write_text("A-SECRET-OF-THE-MACHINE\n")
    path = project_copy / "locales" / "de" / "LC_MESSAGES" / f"{ARTICLE}.po"
    catalog = polib.pofile(str(path), wrapwidth=0)
    catalog.find(PARAGRAPH).msgstr = ".. include:: ../../secret.txt"
    catalog.save()
    done = _sphinx(project_copy, builder, "de", checkout)
    assert done.returncode == 0, done.stderr
    assert f"locales/de/LC_MESSAGES/{ARTICLE}.po:" in done.stderr
    assert "(directive)" in done.stderr
    if builder == "html":
        root, prefix = page(project_copy / "out" / f"{ARTICLE}.html"), ""
    else:
        root, prefix = Book((project_copy / "out" / f"{SLUG}.de.epub").read_bytes()).text, X
    # Pages hold the sources of the other texts too, hidden until readers ask for both languages.
    (marked,) = root.xpath("//*[local-name()='p'][@lang='en'][not(@hidden)]")
    assert marked.tag == f"{prefix}p"
    assert text_of(marked) == PARAGRAPH.replace("*", "")
    assert "A-SECRET-OF-THE-MACHINE" not in words(root)


def test_settings_cannot_let_catalogs_in(project_copy: Path, checkout: Path) -> None:
    """`locale_dirs` on the command line does not lead around the gate."""
    folder = project_copy / "around" / "de" / "LC_MESSAGES" / "articles"
    folder.mkdir(parents=True)
    catalog = polib.POFile()
    catalog.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    catalog.append(polib.POEntry(msgid="Conclusion", msgstr="AROUND-THE-GATE"))
    catalog.save(str(folder / f"{SLUG}.po"))
    catalog.save_as_mofile(str(folder / f"{SLUG}.mo"))
    around = ("-D", f"locale_dirs={project_copy / 'around'}")
    assert _sphinx(project_copy, "html", "de", checkout, *around).returncode == 0
    text = words(page(project_copy / "out" / f"{ARTICLE}.html"))
    assert "AROUND-THE-GATE" not in text
    assert said(GERMAN, "Conclusion") in text


def test_changed_translation_is_noticed(project_copy: Path, checkout: Path) -> None:
    """A second build into the same folder shows a translation that changed in between."""
    assert _sphinx(project_copy, "html", "de", checkout).returncode == 0
    path = project_copy / "locales" / "de" / "LC_MESSAGES" / f"{ARTICLE}.po"
    catalog = polib.pofile(str(path), wrapwidth=0)
    catalog.find("Conclusion").msgstr = "Zum Schluss"
    catalog.save()
    interface = path.parent.parent / "interface.po"
    catalog = polib.pofile(str(interface), wrapwidth=0)
    catalog.find("Note").msgstr = "Obacht"
    catalog.save()
    assert _sphinx(project_copy, "html", "de", checkout).returncode == 0
    text = (project_copy / "out" / f"{ARTICLE}.html").read_text(encoding="utf-8")
    assert "Zum Schluss" in text
    assert "Obacht" in text
    done = _sphinx(project_copy, "html", "de", checkout)
    assert "0 added, 0 changed, 0 removed" in done.stdout


def test_unknown_language_is_refused(project_copy: Path, checkout: Path) -> None:
    """A language that the project lacks stops the build and says how to add it."""
    done = _sphinx(project_copy, "html", "uk", checkout)
    assert done.returncode == 2
    assert "add-locale uk" in done.stderr
    assert not list((project_copy / "out").rglob("*.html"))
