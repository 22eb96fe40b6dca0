"""Articles in Markdown through the whole pipeline: nothing leaks, and translations stay."""

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import polib
import pytest

from support import CHECKOUT
from support.markdown.cases import CONF, FRONT
from support.markdown.hostile import CANARY, HOSTILE, PLACES, PLAIN, RICH
from support.small_projects import translate, write_project, write_sources

pytestmark = pytest.mark.slow

_LINK = re.compile(r'(?:href|src|action|data)="([^"]*)"')


def hostile_article() -> tuple[str, dict[str, str]]:
    """An article with a paragraph for each hostile translation, and these translations."""
    parts, translations = ["# Hostile\n\n(table)=\n## Part\n\nWords. [^one]\n\n[^one]: A note."], {}
    for number, (source, target) in enumerate(HOSTILE):
        text = {
            PLAIN: f"Plain words {number}.",
            RICH: RICH.replace("good", f"good {number}"),
            PLACES: PLACES.replace("the list", f"the list {number}"),
        }[source]
        parts.append(text)
        translations[text] = target
    return FRONT + "\n\n".join(parts) + "\n", translations


@pytest.fixture(scope="module")
def hostile(run: Callable, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A project with all hostile translations, built, and what the build said."""
    text, translations = hostile_article()
    files = {
        "docs/secret.txt": f"{CANARY} in the sources\n",
        "secret.txt": f"{CANARY} outside of them\n",
    }
    folder = tmp_path_factory.mktemp("hostile") / "project"
    project = write_project(folder, {"a.md": text}, CONF, files=files, bilingual=True)
    # Three kinds of characters are refused with their file, which another test is about.
    safe = {each: target for each, target in translations.items() if "\t" not in target}
    translate(project, "a", safe)
    done = run("build", project=project)
    assert done.returncode == 1, done.stderr
    return project, done.stderr


def texts_of(folder: Path) -> Iterator[tuple[str, str]]:
    """All files of a folder, and those inside of its books, with their texts."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".epub":
            with zipfile.ZipFile(path) as book:
                for name in book.namelist():
                    yield f"{path.name}/{name}", book.read(name).decode("utf-8", "replace")
        elif path.is_file():
            yield path.name, path.read_text(encoding="utf-8", errors="replace")


def test_no_file_is_read(hostile: tuple[Path, str]) -> None:
    """The text of no other file is in any page, book or data."""
    site = dict(texts_of(hostile[0] / "build" / "site"))
    assert len(site) > 30
    assert [name for name, text in site.items() if CANARY in text] == []


def test_every_hostile_text_is_refused(hostile: tuple[Path, str]) -> None:
    """Each has a finding at its line, and its paragraph is in the source's language."""
    project, said = hostile
    catalog = polib.pofile(str(project / "locales/de/LC_MESSAGES/articles/a.po"))
    lines = {entry.linenum for entry in catalog if entry.msgstr}
    found = {int(line) for line in re.findall(r"(?m)^locales/de/\S+?:(\d+): ", said)}
    assert lines <= found
    page = (project / "build/site/de/articles/a.html").read_text(encoding="utf-8")
    assert page.count('class="fallback"') > len(lines)


def test_no_address_is_new(hostile: tuple[Path, str]) -> None:
    """Pages of the translation have the addresses of the source's pages, and no program."""
    pages = [
        (hostile[0] / f"build/site/{tag}/articles/a.html").read_text(encoding="utf-8")
        for tag in ("en", "de")
    ]
    bodies = [page[page.index("<article") : page.index("</article>")] for page in pages]
    first, second = (set(_LINK.findall(body)) for body in bodies)
    assert first == second
    assert not re.search(r"<(?:script|iframe|svg|object)|\son\w+=", bodies[1])


def test_reflowing_a_paragraph_changes_nothing(run: Callable, tmp_path: Path) -> None:
    """Not a byte of the template and of the catalog, whatever the indent of the lines is."""
    article = "# Walking\n\nMany people\nwalk *every\nday*.\n\n- A\n  list `of\n  code`.\n"
    other = "# Walking\n\nMany people walk *every day*.\n\n- A list\nof words.\n"
    reflowed = "# Walking\n\nMany\n   people walk\n*every day*.\n\n- A list\n    `of code`.\n"
    project = write_project(tmp_path / "project", {"a.md": FRONT + article}, CONF)
    texts = {"Many people walk *every day*.": "Viele gehen *täglich*.", "A list `of code`.": "So."}
    translate(project, "a", texts)
    paths = [*project.glob("locales/templates/**/*.pot"), *project.glob("locales/de/**/a.po")]
    before = [path.read_bytes() for path in paths]
    source = project / "docs" / "articles" / "a.md"
    for text, is_same in ((reflowed, True), (other, False)):
        source.write_text(FRONT + text, encoding="utf-8")
        assert run("extract", project=project).returncode == 0
        assert run("update", project=project).returncode == 0
        assert ([path.read_bytes() for path in paths] == before) == is_same


def test_links_without_words_show_the_translated_heading(run: Callable, tmp_path: Path) -> None:
    """Of this document, by the anchors that MyST makes, and of another."""
    conf = f"{CONF}myst_heading_anchors = 2\n"
    articles = {
        "a.md": f"{FRONT}# One\n\nSee [](#second-part), [](b.md) and [](b.md#other-part).\n\n"
        "## Second Part\n\nWords.\n",
        "b.md": f"{FRONT}# Two\n\n## Other Part\n\nWords.\n",
    }
    project = write_project(tmp_path / "project", articles, conf)
    translate(
        project,
        "a",
        {
            "Second Part": "Zweiter Teil",
            "See [](#second-part), [](b.md) and [](b.md#other-part).": "Siehe [](#second-part), "
            "[](b.md) und [](b.md#other-part).",
        },
    )
    translate(project, "b", {"Two": "Zwei", "Other Part": "Anderer Teil"})
    done = run("build", project=project)
    assert done.returncode == 0, done.stderr
    page = (project / "build/site/de/articles/a.html").read_text(encoding="utf-8")
    words = re.sub("<[^>]+>", "", page[page.index("<article") : page.index("</article>")])
    assert "Siehe Zweiter Teil, Zwei und Anderer Teil." in words


def test_links_to_places_are_those_of_both_languages(run: Callable, tmp_path: Path) -> None:
    """In pages and bilingual books, whatever the place is called."""
    article = f"{FRONT}# One\n\nSee [the part](<#my part>).\n\n(my part)=\n## Second\n\nWords.\n"
    project = write_project(tmp_path / "project", {"a.md": article}, CONF, bilingual=True)
    text = "See [the part](<#my part>)."
    translate(project, "a", {text: "Siehe [den Teil](<#my part>).", "Second": "Zwei"})
    done = run("build", project=project)
    assert done.returncode == 0, done.stderr
    site = project / "build" / "site"
    page = (site / "de" / "articles" / "a.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(site / "downloads" / "a.de.bilingual.epub") as book:
        chapter = book.read("EPUB/a.xhtml").decode()
    assert page.count('href="#my-part"') == 1
    assert chapter.count('href="#my-part"') == 2
    assert run("check", "--editions", project=project).returncode == 0


@pytest.mark.parametrize("setting", ["myst_commonmark_only", "myst_gfm_only"])
def test_other_markdown_is_refused(run: Callable, tmp_path: Path, setting: str) -> None:
    """A setting without roles and notes, in which translations would be read otherwise."""
    conf = f"{CONF}{setting} = True\n"
    write_sources(tmp_path, {"a.md": f"{FRONT}# One\n\nWords {{ref}}`x`.\n"}, conf)
    done = run("extract", project=tmp_path)
    assert (done.returncode, "a.md:1: the setting myst_commonmark_only" in done.stderr) == (2, True)


def test_edits_cost_what_they_touch(run: Callable, tmp_path: Path) -> None:
    """After an edit, a build reads one document, and its files are those of a new build."""
    articles = {f"{name}.md": f"{FRONT}# {name}\n\nWords of {name}.\n" for name in "abcdef"}
    project = write_project(tmp_path / "project", articles, CONF)
    run("build", project=project)
    path = project / "docs" / "articles" / "c.md"
    path.write_text(f"{FRONT}# c\n\nOther words.\n", encoding="utf-8")
    done = run("build", "--explain", project=project)
    assert "1 of 7 documents" in done.stdout + done.stderr
    edited = dict(texts_of(project / "build" / "site"))
    run("build", "--clean", project=project)
    assert dict(texts_of(project / "build" / "site")) == edited


def test_a_listed_document_in_markdown_that_sphinx_does_not_read(
    run: Callable, tmp_path: Path
) -> None:
    """The line says that the document is there, and which setting `conf.py` lacks."""
    chapters = "One\n===\n\nWords.\n\n.. toctree::\n\n   b\n   c\n"
    write_sources(tmp_path, {"a.rst": chapters, "b.md": "# Two\n\nWords.\n"})
    done = run("extract", project=tmp_path)
    assert done.returncode == 2
    there = "docs/articles/b.md is there, but Sphinx does not read Markdown: add `myst_parser` to"
    assert f"'articles/b'; {there} `extensions` in conf.py\n" in done.stderr
    assert "'articles/c'; correct the name:" in done.stderr


def test_missing_extra_has_its_remedy(run: Callable, tmp_path: Path) -> None:
    """One line with the command that installs it, and exit code 2."""
    fake = tmp_path / "fake" / "myst_parser.py"
    fake.parent.mkdir()
    fake.write_text("raise ModuleNotFoundError('No module named myst_parser')\n", encoding="utf-8")
    project = write_project(tmp_path / "project", {"a.md": f"{FRONT}# A\n\nWords.\n"}, CONF)
    done = run("extract", project=project, PYTHONPATH=f"{fake.parent}:{CHECKOUT}")
    assert done.returncode == 2
    assert "run `pip install 'cellulite-content[markdown]'`" in done.stderr
    assert done.stderr.count("\n") == 1


def test_other_projects_do_not_import_myst(tmp_path: Path) -> None:
    """Neither for sources nor for the gate nor for editions."""
    code = (
        "import sys\n"
        "import cellulite_content.pipeline.publish.locales.tasks\n"
        "import cellulite_content.pipeline.gate.tasks\n"
        "import cellulite_content.pipeline.adopting.tasks\n"
        "from pathlib import Path\n"
        "from cellulite_content.pipeline.model.project import load_project\n"
        "from cellulite_content.pipeline.source.extract import read_source\n"
        f"read_source(load_project(Path({str(CHECKOUT)!r})))\n"
        "print([name for name in sys.modules if name.partition('.')[0] in "
        "('myst_parser', 'mdit_py_plugins', 'markdown_it', 'yaml')])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
