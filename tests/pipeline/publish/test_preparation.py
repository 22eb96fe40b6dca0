"""The preparation of the site: files of one language, made while others are built."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.publish.preparation import Preparation
from cellulite_content.pipeline.publish.publish import publish_editions
from cellulite_content.pipeline.publish.site_digests import SiteDigests
from cellulite_content.pipeline.workers.process_pool import ProcessPool
from support.folder_contents import contents
from support.small_projects import HEAD, fill_in, write_project

pytestmark = pytest.mark.slow

FORMATS = ("html", "epub", "bundle")
CODES = ("de", "fr", "ja")
CONF = """
def setup(app):
    app.connect("doctree-resolved", resolved)

def resolved(app, tree, docname):
    if "Fehler" in tree.astext():
        raise ValueError("a fault")
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with covers and bilingual books, in the original and three languages."""
    articles = {name: f"{HEAD}Walk {name}\n======\n\nA way.\n\nHome.\n" for name in "ab"}
    root = write_project(tmp_path / "project", articles, CONF, codes=CODES, bilingual=True)
    settings = root / "pyproject.toml"
    text = settings.read_text(encoding="utf-8").replace("covers = false", "covers = true")
    settings.write_text(text, encoding="utf-8")
    for code in CODES:
        fill_in(root, code, {"A way.": f"In {code}."})
    return root


def _publish(root: Path, progress: Callable[[str, int, int], None] = lambda *_: None) -> None:
    """Build one language after the other."""
    project = load_project(root)
    site = root / "build" / "site"
    publish_editions(project, ProcessPool(1), site, formats=FORMATS, progress=progress)


def _prepared(root: Path) -> int:
    """How many files are prepared now."""
    return len(list(root.glob("build/staging-*/.prepared/*")))


def _change(root: Path) -> None:
    """Change an article in all languages."""
    source = root / "docs" / "articles" / "a.rst"
    source.write_text(source.read_text().replace("Home.", "At home."), encoding="utf-8")


def _is_last(text: str, number: int, total: int) -> bool:
    """Whether this is the progress of the last language, after the others were prepared."""
    return text.startswith("built ") and number == total


def test_nothing_is_in_the_site_before_all_languages_are_good(root: Path) -> None:
    """Neither while languages are built, nor when the user ends the run then."""
    site, bundle = root / "build" / "site", root / "build" / "bundle"
    states: list[tuple[int, dict[str, str], dict[str, str]]] = []

    def watch(text: str, number: int, total: int) -> None:
        states.append((_prepared(root), contents(site), contents(bundle)))

    _publish(root, watch)
    assert [(files, data) for _, files, data in states if files or data] == []
    assert states[-1][0] > 3 * len(CODES)
    published = contents(site), contents(bundle)
    assert f"covers/a.{CODES[0]}.jpg" in published[0]

    _change(root)

    def interrupt(text: str, number: int, total: int) -> None:
        if _is_last(text, number, total):
            assert _prepared(root) > 0
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _publish(root, interrupt)
    assert (contents(site), contents(bundle)) == published
    assert not list(root.glob("build/staging-*"))


def test_a_refused_message_of_the_last_language(root: Path) -> None:
    """The others are prepared by then; the site has nothing of the round that is repeated."""
    site = root / "build" / "site"
    _publish(root)
    published = contents(site)
    _change(root)
    fill_in(root, CODES[-1], {"Walk a": "Ein Fehler"})
    states: list[tuple[str, dict[str, str]]] = []
    _publish(root, lambda text, *_: states.append((text, contents(site))))
    assert any(text.startswith("finding the faulty translation") for text, _ in states)
    assert {tuple(sorted(files.items())) for _, files in states} == {
        tuple(sorted(published.items()))
    }
    assert all("At home." in page.read_text() for page in site.glob("*/articles/a.html"))
    assert "Fehler" not in "".join(page.read_text() for page in site.rglob("*.html"))


def test_prepared_files_are_those_that_would_be_made_at_the_end(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Byte for byte, and nothing of them is made again, neither in a first build nor after an
    edit."""
    made: list[str] = []
    make = SiteDigests.make

    def note(digests: SiteDigests, name: str, source: str, function: Callable[[], bytes]) -> bool:
        return make(digests, name, source, lambda: made.append(name) or function())

    monkeypatch.setattr(SiteDigests, "make", note)
    sites: list[dict[str, str]] = []
    for changes in (lambda _: None, _change):
        changes(root)
        _publish(root)
        sites.append(contents(root / "build" / "site"))
        assert made == []
    monkeypatch.setattr(Preparation, "prepare", lambda *_: None)
    (root / "build").rename(root / "earlier")
    _publish(root)
    assert contents(root / "build" / "site") == sites[1]
    kinds = {re.split(r"[/.]", name)[0] for name in made}
    assert kinds == {"covers", "thumbnails", "data", "downloads", "opds"}
