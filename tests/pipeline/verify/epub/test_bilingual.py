"""Every pair of the real bilingual books: whichever half is gone or elsewhere, it is reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import etree

from cellulite_content.pipeline.model.finding import Finding
from support.book_checks.books import TEXT, Books, Files, codes, pack
from support.small_projects import translate, write_project

XHTML = {"h": "http://www.w3.org/1999/xhtml"}
TITLE = "EPUB/title.xhtml"
NAMES = ("de.bilingual", pytest.param("ar.bilingual", marks=pytest.mark.slow))
KINDS = {
    "title": "//h:section/h:p[preceding-sibling::*[1][self::h:h1]]",
    "heading": "//h:section/h:p[preceding-sibling::*[1][self::h:h2]]",
    "paragraph": "//h:section/h:div/h:p",
    "paragraph of a warning": "//h:aside[contains(@class, 'admonition')]/h:div/h:p",
    "list item": "//h:li/h:p",
    "head of a column": "//h:th/h:p",
    "cell": "//h:td/h:p",
    "caption": "//h:figcaption//h:span",
    "footnote": "//h:div[@role='doc-footnote']/h:p",
}
"""Where the sources of each kind of text stand."""

SOURCE = "[contains(concat(' ', @class, ' '), ' source ')]"
TRANSLATION = "//h:p[@class='paired']"

Lint = Callable[..., list[Finding]]
Change = Callable[[etree._Element], None]


def cut_out(element: etree._Element) -> None:
    """The element goes, what is behind it stays."""
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)


def put_first(element: etree._Element) -> None:
    """The element goes to the beginning of its parent."""
    element.getparent().insert(0, element)


def put_into_next(element: etree._Element) -> None:
    """The source goes behind the next translation, in whose source's front it stands then."""
    element.getparent().getnext()[0].addnext(element)


def changed(files: Files, name: str, path: str, change: Change) -> Iterator[Files]:
    """The book with one of the elements at a path changed: as many books as there are elements."""
    for number in range(len(etree.fromstring(files[name]).xpath(path, namespaces=XHTML))):
        root = etree.fromstring(files[name])
        change(root.xpath(path, namespaces=XHTML)[number])
        yield files | {name: etree.tostring(root, encoding="utf-8", xml_declaration=True)}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", KINDS)
def test_text_without_its_source(kind: str, name: str, real: Books, lint_one: Lint) -> None:
    """Each single one of its kind, also one whose words another text repeats; by one finding."""
    books = list(changed(real[name], TEXT, KINDS[kind] + SOURCE, cut_out))
    assert books
    for files in books:
        (finding,) = lint_one(pack(files), name)
        assert finding.problem.code == "book-pair"
        assert finding.path.endswith(f"!{TEXT}")


@pytest.mark.parametrize("name", NAMES)
def test_no_source_is_of_another_kind(name: str, real: Books) -> None:
    """The test above goes through all sources of the text."""
    root = etree.fromstring(real[name][TEXT])
    kinds = [root.xpath(path + SOURCE, namespaces=XHTML) for path in KINDS.values()]
    everything = root.xpath(f"//*{SOURCE}")
    assert sum(map(len, kinds)) == len(everything) > 70
    assert {each for found in kinds for each in found} == set(everything)


@pytest.mark.parametrize("name", NAMES)
def test_source_without_its_text(name: str, real: Books, lint_one: Lint) -> None:
    """Each single translation; a note whose number goes with it has no way back."""
    books = list(changed(real[name], TEXT, TRANSLATION, cut_out))
    assert len(books) > 60
    for files in books:
        findings = lint_one(pack(files), name)
        assert codes(findings) - {"book-note"} == {"book-pair"}
        assert [each.problem.code for each in findings].count("book-pair") == 1


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("half", [f"//*{SOURCE}", "//h:h1", "//h:p[@class='subtitle']"])
def test_title_page_in_one_language(half: str, name: str, real: Books, lint_one: Lint) -> None:
    """Its title or its description without the other language."""
    books = list(changed(real[name], TITLE, half, cut_out))
    assert books
    for files in books:
        (finding,) = lint_one(pack(files), name)
        assert finding.problem.code == "book-pair"
        assert finding.path.endswith(f"!{TITLE}")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("//h:section/h:div[following-sibling::*[1][self::h:div]]/h:p", put_into_next),
        ("//h:td/h:p", put_first),
        ("//h:li/h:p", put_first),
        ("//h:div/h:p", put_first),
    ],
)
def test_source_that_is_not_behind_its_text(
    path: str, change: Change, name: str, real: Books, lint_one: Lint
) -> None:
    """All sources are there, in their order; one is in front of its text, or one text late."""
    books = list(changed(real[name], TEXT, path + SOURCE, change))
    assert books
    for files in books:
        assert codes(lint_one(pack(files), name)) == {"book-pair"}


def test_a_short_text_with_a_note_is_not_part_of_another(run: Callable, tmp_path: Path) -> None:
    """The number of a note adds no words: *Ja* in a list is not the *Januar* of the title page."""
    article = ":date: 2026-01-22\n\nWalks\n=====\n\n- Yes [#n]_\n\n.. [#n] Why.\n"
    folder = write_project(tmp_path / "p", {"a": article}, bilingual=True)
    translate(folder, "a", {"Walks": "Gehen", "Yes [#n]_": "Ja [#n]_", "Why.": "Warum."})
    catalog = folder / "locales" / "de" / "LC_MESSAGES" / "interface.po"
    assert 'msgstr "Aktualisiert am %(date)s"' in catalog.read_text("utf-8")
    assert run("build", "--formats", "html,epub", project=folder).returncode == 0
    done = run("check", "--editions", project=folder)
    assert done.stdout == "0 errors, 0 warnings, 0 notes\n"


def test_a_picture_without_translation_does_not_divide_its_sentence(
    run: Callable, tmp_path: Path
) -> None:
    """The sentence is translated and the picture's words are not: nothing is lost."""
    article = "A\n=\n\nIn |low| words.\n\n.. |low| image:: low.svg\n   :alt: A low picture\n"
    files = {"docs/articles/low.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>'}
    folder = write_project(tmp_path / "p", {"a": article}, files=files, bilingual=True)
    translate(folder, "a", {"In |low| words.": "In |low| Worten."})
    assert run("build", "--formats", "html,epub", project=folder).returncode == 0
    done = run("check", "--editions", project=folder)
    assert (done.returncode, done.stdout) == (0, "0 errors, 0 warnings, 0 notes\n")


def test_a_reference_is_no_other_text_of_the_title_page(run: Callable, tmp_path: Path) -> None:
    """A text of a reference alone, *See it*, is not the description *See what it does.*"""
    meta = ".. meta::\n   :description: See what walks do.\n\n"
    article = f"{meta}Walks\n=====\n\nSee :ref:`far`.\n\n.. _far:\n\nFar ones\n--------\n\nYes.\n"
    folder = write_project(tmp_path / "p", {"a": article}, bilingual=True)
    words = {"Walks": "Gehen", "See :ref:`far`.": "Vergleiche :ref:`far`.", "Yes.": "Ja."}
    translate(folder, "a", words | {"See what walks do.": "Was Gehen bewirkt."})
    assert run("build", "--formats", "html,epub", project=folder).returncode == 0
    done = run("check", "--editions", project=folder)
    assert done.stdout == "0 errors, 0 warnings, 0 notes\n"
