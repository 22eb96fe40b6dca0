"""A build after an edit builds the documents that it touches, to the bytes of a new build."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from cellulite_content.pipeline.files.folder import read_folder
from support.small_projects import HEAD, translate, write_project

A_PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="{}"/>'
    "<text>Dot</text></svg>"
)


def _article(title: str, *paragraphs: str, label: str = "") -> str:
    head = f"{HEAD}.. _{label}:\n\n" if label else HEAD
    return f"{head}{title}\n{'=' * len(title)}\n\n" + "\n\n".join(paragraphs) + "\n"


ARTICLES = {
    "alone": _article("Alone", "Nobody names this.", "A second one, *slowly*."),
    "first": _article("First", "Read :doc:`second`, then :ref:`third-place`."),
    "second": _article("Second", "A :term:`shoe` and a note [#note]_.", ".. [#note] Its words."),
    "third": _article("Third", "One.\n\nMore\n----\n\n.. image:: /dot.svg", label="third-place"),
    "terms": _article("Terms", ".. glossary::\n\n   shoe\n      What you wear."),
    "wide": _article("Wide", ".. index:: single: wide\n\nOf it."),
    "last": _article("Last", "| A line.\n| Another.", "- An item.\n- Another item."),
}
TRANSLATIONS = {
    "alone": {"Alone": "Allein", "Nobody names this.": "Niemand nennt dies."},
    "first": {
        "First": "Erstes",
        "Read :doc:`second`, then :ref:`third-place`.": (
            "Lies :doc:`second`, dann :ref:`third-place`."
        ),
    },
    "second": {"Second": "Zweites", "Its words.": "Ihre Worte."},
    "third": {"Third": "Drittes", "One.": "Eins.", "Dot": "Punkt"},
    "terms": {"shoe": "Schuh", "What you wear.": "Was man trägt."},
}


class Edit(NamedTuple):
    """An edit: a file, a text in it and what replaces it, and how many documents are built for
    German; 0 means all."""

    name: str
    path: str
    old: str
    new: str
    count: int


DE = "locales/de/LC_MESSAGES/articles"
DOCS = "docs/articles"
EDITS = (
    # The root lists the articles: it is read too when a title or a description has changed.
    Edit("a label of a picture", f"{DE}/third.po", '"Punkt"', '"Fleck"', 1),
    Edit("a message", f"{DE}/alone.po", "Niemand nennt dies.", "Keiner nennt dies.", 1),
    Edit("a message that is refused", f"{DE}/alone.po", "Keiner nennt", "*Keiner nennt", 1),
    Edit("its correction", f"{DE}/alone.po", "*Keiner nennt dies", "Keiner nennt es", 1),
    Edit(
        "a title that nobody shows", f"{DE}/wide.po", '"Wide"\nmsgstr "', '"Wide"\nmsgstr "Weit', 2
    ),
    Edit("a title that another shows", f"{DE}/second.po", '"Zweites"', '"Das zweite"', 0),
    Edit("a heading that another shows", f"{DE}/third.po", '"Drittes"', '"Das dritte"', 0),
    Edit(
        "a title with an equal translation",
        f"{DOCS}/third.rst",
        "Third\n=====",
        "Third!\n======",
        0,
    ),
    Edit("a term", f"{DE}/terms.po", '"Schuh"', '"Stiefel"', 0),
    Edit("a paragraph", f"{DOCS}/alone.rst", "Nobody names this.", "Nobody names it.", 1),
    Edit("a description", f"{DOCS}/alone.rst", "A text on walking.", "A text on rest.", 2),
    Edit("a heading", f"{DOCS}/third.rst", "More\n----", "Else\n----", 0),
    Edit("a new label", f"{DOCS}/alone.rst", "A second one", ".. _new:\n\nA second one", 0),
    Edit("a note's text", f"{DOCS}/second.rst", "Its words.", "Its own words.", 1),
    Edit("an index entry", f"{DOCS}/wide.rst", "single: wide", "single: far", 1),
    Edit("a picture's file", "docs/dot.svg", 'width="1"', 'width="2"', 0),
    Edit(
        "another picture", f"{DOCS}/alone.rst", "*slowly*.", "*slowly*.\n\n.. image:: /dot.svg", 0
    ),
    Edit("a date", f"{DOCS}/alone.rst", ":date: 2026-11-22", ":date: 2026-11-23", 0),
    Edit("a role", f"{DOCS}/wide.rst", "Of it.", ".. role:: soft(emphasis)\n\nOf :soft:`it`.", 0),
    Edit("a message beside a role", f"{DE}/third.po", '"Eins."', '"Eins!"', 0),
    Edit("a setting", "pyproject.toml", 'title = "Walking"', 'title = "Running"', 0),
)


@pytest.fixture
def project(tmp_path: Path, run: Callable) -> Path:
    """A project that is built in German, Japanese and English."""
    folder = write_project(
        tmp_path / "project",
        ARTICLES,
        files={"docs/dot.svg": A_PICTURE.format(1)},
        codes=("de", "ja"),
        bilingual=True,
    )
    for article, translations in TRANSLATIONS.items():
        translate(folder, article, translations)
    with (folder / DE / "third.po").open("a", encoding="utf-8") as catalog:
        catalog.write('\nmsgid "Third!"\nmsgstr "Das dritte"\n')  # for a later title
    assert _build(run, folder)["de"].startswith("built, as there was none")
    return folder


def _build(run: Callable, project: Path) -> dict[str, str]:
    """Build; gives the reasons that `--explain` prints."""
    done = run("build", "--explain", project=project)
    assert done.returncode in (0, 1), done.stderr  # 1: a message is refused
    assert "Traceback" not in done.stderr
    return dict(re.findall(r"(?m)^(\w+): (.+)$", done.stdout))


def _published(project: Path) -> dict[str, bytes]:
    folders = ("site", "bundle", "catalogs")
    return {
        f"{folder}/{name}": data
        for folder in folders
        for name, data in read_folder(project / "build" / folder).items()
    }


def _apply(project: Path, edit: Edit) -> None:
    path = project / edit.path
    text = path.read_text(encoding="utf-8")
    assert text.count(edit.old) == 1, edit.name
    path.write_text(text.replace(edit.old, edit.new), encoding="utf-8")


def _check_published(run: Callable, project: Path, edit: str) -> None:
    """All files are those of a build from nothing."""
    clean = project.with_name("clean")
    shutil.copytree(project, clean, ignore=shutil.ignore_patterns("build"))
    _build(run, clean)
    assert _published(project) == _published(clean), edit
    shutil.rmtree(clean)


@pytest.mark.slow
def test_an_edit_builds_what_it_touches(project: Path, run: Callable) -> None:
    """Edit after edit: as many documents are built as it touches.

    A wrong file stays until its document is built again: the comparisons are before that.
    """
    total = len(ARTICLES) + 1
    for edit, following in zip(EDITS, [*EDITS[1:], None], strict=True):
        _apply(project, edit)
        reason = _build(run, project)["de"]
        count = re.search(rf"; (\d+) of {total} documents$", reason)
        assert (edit.name, int(count[1]) if count else 0) == (edit.name, edit.count)
        again = following is None or following.count == 0 or following.path == edit.path
        if again and edit.count:
            _check_published(run, project, edit.name)


@pytest.mark.slow
def test_a_lapsed_review_is_said_on_all_pages(project: Path, run: Callable) -> None:
    """An edit of one message changes what every page says of the translation."""
    assert run("review", "de", "--by", "Anna", project=project).returncode == 0
    _build(run, project)
    _apply(project, EDITS[0])
    _build(run, project)
    _check_published(run, project, "a review that has lapsed")


@pytest.mark.slow
@pytest.mark.parametrize(
    "harm",
    [
        lambda site: (site / "de" / "articles" / "first.html").write_text("other"),
        lambda site: shutil.rmtree(site / "de"),
        lambda site: (site / "downloads" / "first.de.epub").unlink(),
        shutil.rmtree,
    ],
    ids=["a page altered", "pages gone", "a book gone", "all gone"],
)
def test_unchanged_files_come_from_the_cache_when_the_site_has_others(
    project: Path, run: Callable, harm: Callable[[Path], object]
) -> None:
    """Still only what an edit touches is built."""
    harm(project / "build" / "site")
    _apply(project, EDITS[0])
    assert _build(run, project)["de"].endswith("; 1 of 8 documents")
    _check_published(run, project, "a message, after the site was changed")


@pytest.mark.slow
def test_no_published_file_has_a_second_name(project: Path, run: Callable) -> None:
    """Neither in the cache nor in a staging folder: an edit of a published file by hand changes
    no other file. And the site is up to date for the next run."""
    _apply(project, EDITS[0])
    _build(run, project)
    files = [path for path in (project / "build").rglob("*") if path.is_file()]
    assert [path for path in files if path.stat().st_nlink != 1] == []
    assert set(_build(run, project).values()) == {"unchanged"}
