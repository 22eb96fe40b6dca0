"""A publishing run: whatever goes wrong after the gate costs the message that causes it.

The faults are planted by the project's `conf.py`, which fails on certain words of translations: so
could an extension, Sphinx or a builder.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.publish.publish import publish_editions
from cellulite_content.pipeline.workers.process_pool import ProcessPool
from support.small_projects import HEAD, fill_in, write_project

PLACES = {
    "while a document is read": "Lesen",
    "while links are resolved": "Verweis",
    "in one builder alone": "Buch",
    "as a warning with a node": "Warnung",
    "as a warning with a line": "Zeile",
    "as a warning of nothing": "Nichts",
    "by ending the process": "Ende",
    "as another link": "Link",
    "as a lost text": "Verlust",
    "as a lost page": "Seite",
    "as broken markup": "Markup",
}

CONF = """
import os

def setup(app):
    app.connect("doctree-read", read)
    app.connect("doctree-resolved", resolved)

def words(tree):
    from docutils import nodes
    for node in tree.findall(nodes.paragraph):
        yield node, node.astext()

def read(app, tree):
    for node, text in words(tree):
        if "Lesen" in text:
            raise ValueError("no reading")

def resolved(app, tree, docname):
    from docutils import nodes
    from sphinx.util import logging
    logger = logging.getLogger(__name__)
    for node, text in list(words(tree)):
        if "Verweis" in text:
            raise ValueError("no link")
        if "Buch" in text and app.builder.name == "epub":
            raise ValueError("no book")
        if "Warnung" in text:
            logger.warning("a node is wrong", location=node)
        if "Zeile" in text:
            logger.warning("a line is wrong", location=(docname, 3))
        if "Nichts" in text:
            logger.warning("something is wrong")
        if "Ende" in text:
            os._exit(3)
        if "Link" in text:
            node += nodes.reference("", "x", refuri="https://spam.example")
        if "Verlust" in text:
            node.parent.remove(node)
        if "Markup" in text:
            node += nodes.raw("", "<p>&nope;<b>", format="html")
    if any("Seite" in text for node, text in words(tree)):
        tree.children = []
"""

ARTICLE = "Walking\n=======\n\n" + "".join(
    f"Paragraph {number} is about walking.\n\n" for number in range(len(PLACES) + 3)
)

SOURCES = [f"Paragraph {number} is about walking." for number in range(len(PLACES) + 3)]


def _project(folder: Path, conf: str) -> Path:
    articles = {"a": HEAD + ARTICLE}
    return write_project(folder, articles, conf, codes=("de", "fr"), bilingual=True)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, run: Callable) -> Path:
    """A project whose configuration fails on certain words."""
    return _project(tmp_path_factory.mktemp("faults") / "project", CONF)


@pytest.fixture
def catalog(project: Path) -> Path:
    """The German catalog, which is as before after the test."""
    path = project / "locales" / "de" / "LC_MESSAGES" / "articles" / "a.po"
    text = path.read_text(encoding="utf-8")
    yield path
    path.write_text(text, encoding="utf-8")


def _findings(stderr: str) -> dict[int, str]:
    """The findings of refused messages: line to text."""
    matches = re.findall(r"(?m)^locales/de/\S+a\.po:(\d+): (.+\(faulty-edition\))$", stderr)
    return {int(line): text for line, text in matches}


def _page(project: Path, tag: str) -> str:
    return (project / "build" / "site" / tag / "articles" / "a.html").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_a_fault_costs_its_message(place: str, project: Path, catalog: Path, run: Callable) -> None:
    """One finding with the line of the message; the rest is published, in all locales."""
    bad, good = SOURCES[4], SOURCES[5]
    lines = fill_in(project, "de", {bad: f"Absatz mit {PLACES[place]}.", good: "Ein guter Satz."})
    done = run("build", project=project)
    assert done.returncode == 1
    assert list(_findings(done.stderr)) == [lines[bad]], done.stderr
    assert "error:" not in done.stderr
    assert "Ein guter Satz." in _page(project, "de")
    assert re.search(rf'lang="en"[^>]*>{re.escape(bad)}', _page(project, "de"))
    again = run("build", project=project)
    assert list(_findings(again.stderr)) == [lines[bad]]
    assert "0 locales built, 3 unchanged" in again.stdout


@pytest.mark.slow
def test_every_message_bad_in_its_own_way(project: Path, catalog: Path, run: Callable) -> None:
    """A catalog in which each message brings another fault: a finding for each, and good ones."""
    bad = dict(zip(PLACES, SOURCES, strict=False))
    good = {text: f"Gut {number}." for number, text in enumerate(SOURCES[len(PLACES) :])}
    lines = fill_in(
        project,
        "de",
        {source: f"Absatz mit {PLACES[place]}." for place, source in bad.items()} | good,
    )
    done = run("build", project=project)
    assert set(_findings(done.stderr)) == {lines[source] for source in bad.values()}, done.stderr
    assert "error:" not in done.stderr
    page = _page(project, "de")
    assert all(translation in page for translation in good.values())
    assert all(source in page for source in bad.values())


@pytest.mark.slow
def test_a_bundle_alone_is_traced_too(project: Path, catalog: Path, run: Callable) -> None:
    """What a wheel is made from follows the same rule."""
    lines = fill_in(project, "de", {SOURCES[1]: "Absatz mit Verweis.", SOURCES[2]: "Gut."})
    done = run("build", "--formats", "bundle", project=project)
    assert list(_findings(done.stderr)) == [lines[SOURCES[1]]]
    units = (project / "build" / "bundle" / "a" / "de.txt").read_text(encoding="utf-8")
    assert "Gut." in units
    assert "Verweis" not in units


@pytest.mark.slow
def test_a_locale_that_is_partly_in_the_cache_is_traced(
    project: Path, catalog: Path, run: Callable
) -> None:
    """Attempts have only the formats that the cache lacks; the message is found all the same."""
    lines = fill_in(project, "de", {SOURCES[1]: "Absatz mit Buch.", SOURCES[2]: "Gut."})
    done = run("build", "--formats", "bundle", project=project)
    assert (done.returncode, _findings(done.stderr)) == (0, {})
    done = run("build", project=project)
    ((line, finding),) = _findings(done.stderr).items()
    assert line == lines[SOURCES[1]]
    assert " at 0x" not in finding, "another text in each run"
    assert "Gut." in _page(project, "de")


LOGGING_CONF = """
from pathlib import Path
from cellulite_content.pipeline.editions.html.builder import PageBuilder

if "write_doc" in vars(PageBuilder) and PageBuilder.write_doc.__name__ != "logged":
    written = PageBuilder.write_doc

    def logged(self, name, tree):
        with Path(__file__).with_name("written.txt").open("a") as log:
            log.write(f"{self.config.language} {name}\\n")
        if "Verlust" in tree.astext():
            tree.children = []
        written(self, name, tree)

    PageBuilder.write_doc = logged
"""


@pytest.mark.slow
def test_attempts_write_the_faulty_article_alone(tmp_path: Path, run: Callable) -> None:
    """The others are written three times: before a fault is known, to be sure that there is no
    other, and to be published."""
    articles = dict.fromkeys("abcd", HEAD + ARTICLE)
    root = write_project(tmp_path / "project", articles, LOGGING_CONF)
    lines = fill_in(root, "de", {SOURCES[2]: "Verlust.", SOURCES[3]: "Gut."})
    done = run("build", project=root)
    assert list(_findings(done.stderr)) == [lines[SOURCES[2]]], done.stderr
    log = (root / "docs" / "written.txt").read_text(encoding="utf-8").splitlines()
    others = [log.count(f"de articles/{name}") for name in "bcd"]
    assert log.count("de articles/a") > others[0] + 2
    assert set(others) == {3}
    assert "Gut." in _page(root, "de")


@pytest.mark.slow
def test_a_fault_of_the_source_fails_its_editions(tmp_path: Path, run: Callable) -> None:
    """A fault that a locale has without any translation is no message's; it is named as such."""
    conf = (
        "\ndef setup(app):\n    app.connect('doctree-resolved', resolved)\n\n"
        "def resolved(app, tree, docname):\n"
        "    if app.config.language == 'de':\n        raise ValueError('no German')\n"
    )
    project = _project(tmp_path / "project", conf)
    fill_in(project, "de", {SOURCES[1]: "Eins."})
    done = run("build", project=project)
    assert done.returncode == 1
    assert _findings(done.stderr) == {}
    (error,) = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert error.startswith("error: de: ")
    assert "no German" in error
    assert "without any translation" in error
    assert not (project / "build" / "site" / "de").exists()
    assert (project / "build" / "site" / "fr").exists()


@pytest.mark.slow
def test_a_message_that_never_ends_is_traced(tmp_path: Path, run: Callable) -> None:
    """The process is stopped; the message is found although it says nothing."""
    conf = (
        "\nimport time\n\ndef setup(app):\n    app.connect('doctree-resolved', resolved)\n\n"
        "def resolved(app, tree, docname):\n"
        "    if 'Ewig' in tree.astext():\n        time.sleep(600)\n"
    )
    root = _project(tmp_path / "project", conf)
    lines = fill_in(root, "de", {SOURCES[2]: "Ewig.", SOURCES[3]: "Gut."})
    report = publish_editions(
        load_project(root), ProcessPool(2, deadline=4), root / "site", formats=["html"]
    )
    assert report.errors == []
    (finding,) = report.findings
    assert (finding.problem.code, finding.line) == ("faulty-edition", lines[SOURCES[2]])
    assert "stopped after 4 s" in finding.problem.text
    assert "Gut." in (root / "site" / "de" / "articles" / "a.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_next_run_finds_all_in_a_cache_over_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What sites are made from stays, however large they are: nothing is built again."""
    monkeypatch.setattr("cellulite_content.pipeline.publish.publishing_run.MAX_BYTES", 0)
    articles = {"a": f"{HEAD}Far\n===\n\nA long way.\n"}
    project = load_project(write_project(tmp_path / "project", articles, codes=("de",)))
    site, pool = tmp_path / "site", ProcessPool(1)
    assert publish_editions(project, pool, site, formats=["html"]).built == ["en", "de"]
    again = publish_editions(project, pool, site, formats=["html"])
    assert (again.built, again.unchanged) == ([], ["en", "de"])
