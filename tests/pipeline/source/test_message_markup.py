"""Markup: what a message holds, read without doing anything that it says."""

import copy
import gc
import time
from collections import Counter
from pathlib import Path

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import directives, roles
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cellulite_content.pipeline.source.markup_facts import Markup, Reference, Target
from cellulite_content.pipeline.source.message_markup import (
    is_plain,
    read_as_paragraph,
    read_markup,
)
from cellulite_content.pipeline.source.roles import Role
from support.samples import FUZZ

PARAGRAPH = ("paragraph",)


# Facts


@pytest.mark.parametrize(
    ("text", "links", "targets"),
    [
        ("`a <https://x.example>`__", {"https://x.example": 1}, {}),
        ("`a <https://x.example>`_", {"https://x.example": 1}, {("a", "https://x.example"): 1}),
        ("https://x.example/b.", {"https://x.example/b": 1}, {}),
        ("write to a@x.example", {"mailto:a@x.example": 1}, {}),
        ("`a <mailto:a@x.example>`__", {"mailto:a@x.example": 1}, {}),
        ("`a <javascript:b()>`__", {"javascript:b()": 1}, {}),
        ("`a <https://x.example>`__ `b <https://x.example>`__", {"https://x.example": 2}, {}),
        ("here is _`A Place`", {}, {("a place", ""): 1}),
    ],
)
def test_links_are_counted_by_their_address(
    text: str, links: dict[str, int], targets: dict[tuple[str, str], int]
) -> None:
    """Written out, in words, as an e-mail address; and whether they name a target too."""
    found = read_markup(text)
    wanted = Counter({Target(*target): count for target, count in targets.items()})
    assert (found.links, found.targets) == (Counter(links), wanted)
    assert (found.blocks, found.complaints) == (PARAGRAPH, ())


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("as clinic_ says", {("link", "clinic"): 1}),
        ("as `The Clinic`_ says", {("link", "the clinic"): 1}),
        ("as `somebody <clinic_>`_ says", {("link", "clinic"): 1}),
        ("as `somebody <clinic_>`__ says", {("link", "clinic"): 1}),
        ("as `somebody`__ says", {("anonymous link", ""): 1}),
        ("version |release|", {("substitution", "release"): 1}),
        ("version |release|_", {("substitution", "release"): 1, ("link", "release"): 1}),
        ("version `|release|`_", {("link", "|release|"): 1}),
        ("snake_case and __init__", {}),
        ("a [#clinic]_ b", {("footnote", "#clinic"): 1}),
        (
            "a [#clinic]_ b [#review]_ c [#clinic]_",
            {("footnote", "#clinic"): 2, ("footnote", "#review"): 1},
        ),
        ("a [1]_", {("footnote", "1"): 1}),
        ("a [#1]_", {("footnote", "#1"): 1}),
        ("a [#]_", {("footnote", "#"): 1}),
        ("a [*]_", {("footnote", "*"): 1}),
        ("a [Smith2020]_", {("citation", "smith2020"): 1}),
        ("a [clinic]_", {("citation", "clinic"): 1}),
        ("a[#clinic]_", {}),
        ("これ\\ [#clinic]_。", {("footnote", "#clinic"): 1}),
    ],
)
def test_references_are_counted_by_kind_and_name(
    text: str, references: dict[tuple[str, str], int]
) -> None:
    """Two kinds never share a key. The words of a link do not matter."""
    found = read_markup(text)
    assert found.references == Counter(
        {Reference(*reference): count for reference, count in references.items()}
    )
    assert found.targets == Counter()


def test_the_order_of_what_has_no_name_is_kept() -> None:
    """docutils assigns places and numbers to them in this order."""
    found = read_markup("`b`__ [*]_ `c <https://x.example>`__ `a`__ [#]_ [#n]_ [#]_")
    assert found.anonymous_links == ("b", "a")
    assert found.unnamed_notes == ("*", "#", "#")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        (":ref:`words <target>`", ("ref", "target", "words <target>")),
        (":ref:`target`", ("ref", "target", "target")),
        (":ref:`!words <target>`", ("ref", "", "!words <target>")),
        (":REF:`target`", ("ref", "target", "target")),
        (":std:ref:`two words <a b>`", ("std:ref", "a b", "two words <a b>")),
        (":download:`</etc/passwd>`", ("download", "</etc/passwd>", "</etc/passwd>")),
        (":math:`a < b`", ("math", "a < b", "a < b")),
        (":math:`a <b>`", ("math", "a <b>", "a <b>")),
        (":math:`!a`", ("math", "!a", "!a")),
        ("`default`", ("", "default", "default")),
        ("`behind`:kbd:", ("kbd", "behind", "behind")),
        (":evil:`x`", ("evil", "x", "x")),
        (":ref:`a \\<b>`", ("ref", "a <b>", "a <b>")),
    ],
)
def test_roles_are_recorded_with_their_targets(text: str, role: tuple[str, str, str]) -> None:
    """Known and unknown ones alike: the name, what it points to, and its text."""
    assert read_markup(text).roles == Counter([Role(*role)])


def test_emphasis_and_literals_are_counted() -> None:
    """Emphasis by its weight, literals by their text."""
    found = read_markup("*a* **b** *c* ``d`` ``d``")
    assert found.emphasis == Counter(emphasis=2, strong=1)
    assert found.literals == Counter(d=2)


def test_the_prose_is_what_a_reader_sees_outside_of_literals() -> None:
    """Backslashes and markup are gone; the words of links and roles are there."""
    found = read_markup("\\<b> *c* ``<d>`` `e <https://x.example>`__ :kbd:`\\<f> <g>` h::")
    assert found.prose.split() == ["<b>", "c", "e", "<f>", "<g>", "h:"]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("1. May", ("enumerated_list",)),
        ("iii. May", ("enumerated_list",)),
        ("z. B. so", ("enumerated_list",)),
        ("(a) so", ("enumerated_list",)),
        ("- so", ("bullet_list",)),
        (" so", ("block_quote",)),
        ("one\n\ntwo", ("paragraph", "paragraph")),
        ("one\n  two", ("definition_list",)),
        (":a: b", ("field_list",)),
        (".. so", ("comment",)),
        ("1\\. May", PARAGRAPH),
        ("one\ntwo", PARAGRAPH),
        ("so::", PARAGRAPH),
        ("so::  ", PARAGRAPH),
    ],
)
def test_blocks_tell_what_would_vanish(text: str, blocks: tuple[str, ...]) -> None:
    """Sphinx takes the first node if it is a paragraph; the rest it drops without a word."""
    found = read_markup(text)
    assert (found.blocks, found.complaints) == (blocks, ())


def test_complaints_are_no_words_of_the_text() -> None:
    """docutils puts its own messages into the tree; no page shows them."""
    for text in ("(J)", "iv. Ein Gang", "Zeile\n==", "*offen"):
        found = read_markup(text)
        assert "list" not in f"{found.prose}{found.pieces}{found.runs}"
        assert "start-string" not in f"{found.prose}{found.pieces}{found.runs}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A. M. Miller, *Title*, 2004.", "A. M. Miller, Title, 2004."),
        ("(b) When I read it.", "(b) When I read it."),
        ("- so", "- so"),
        ("* so", "so"),
        ("Plain", "Plain"),
    ],
)
def test_a_paragraph_may_begin_like_a_list(text: str, words: str) -> None:
    """A source whose next lines showed that it is none has all its words."""
    assert "".join(read_as_paragraph(text).runs) == words


@pytest.mark.parametrize("text", ["*a", "**a", "``a", "`a", "|a", ":kbd:`a", "a\n  b\nc"])
def test_what_docutils_complains_of_is_told_in_its_words(text: str) -> None:
    """Without the place and the level that docutils puts before them."""
    (message,) = read_markup(text).complaints
    assert "<message>" not in message
    assert "WARNING" not in message


@pytest.mark.parametrize(
    "text",
    [
        "`a <https://x.example>`_ and `a <https://x.example>`_",
        "`a <https://x.example>`_ and `a <https://y.example>`_",
        "ab\n=\nb",
        "??\nb",
    ],
)
def test_what_docutils_informs_of_before_the_text_is_a_complaint(text: str) -> None:
    """docutils notes it at the level INFO, before the paragraph. Sphinx takes the first node of a
    translation, so it would drop this one without a word."""
    found = read_markup(text)
    assert found.blocks == PARAGRAPH
    assert len(found.complaints) == 1


# The fast path


ALPHABET = st.text(
    "abiIvxXlcdmz Üß字م1239.)(:;*`|_\\[]<>@\"'«„-+=~^#>\n\t\v\x85\u2028\xa0", max_size=12
)
MILD = st.text("abiv Üß字م19.)(:;«„-+=~^#\xa0", max_size=8)
BEGINNINGS = st.sampled_from(
    ["ab", "iii", "mix", "xx", "A", "12", "..", "((", '"a', "'a", "«ü", "e.g", "no", "III"]
)


def reads_as_plain(text: str) -> bool:
    """Whether docutils, left to itself, makes of the text one paragraph that holds only it."""
    tree = publish_doctree(
        text,
        settings_overrides={
            "report_level": 5,
            "file_insertion_enabled": False,
            "raw_enabled": False,
        },
    )
    return (
        len(tree) == 1
        and isinstance(tree[0], nodes.paragraph)
        and [type(child) for child in tree[0]] == [nodes.Text]
        and tree[0].astext() == text
    )


@settings(max_examples=250)
@given(st.builds("{}{}".format, BEGINNINGS, ALPHABET | MILD) | ALPHABET | st.text(max_size=12))
@example("iii. Abschnitt")
@example("viii) Abschnitt")
@example("ab\u2028  cd")
@example("ab\v- cd")
@example("ab\x00cd")
@example("ab: cd")
@example("ab :")
@example("ab ::")
@example('"a. b')
def test_plain_is_plain(text: str) -> None:
    """What skips the parser would have come out of it as one paragraph without markup."""
    if is_plain(text):
        assert reads_as_plain(text)
        assert read_markup(text) == Markup(prose=text, pieces=(("paragraph", text),), runs=(text,))


@pytest.mark.parametrize(
    "text",
    [
        "Running may help.",
        "„Laufen“, sagte er, hilft (ein wenig).",
        "Що робить біг? 20–30 хвилин.",
        "走ることは肌に良い。",
        "الجري قد يساعد: قليلا",
        "Es hilft; 3 + 4 = 7, 50 % ...",
    ],
)
def test_ordinary_sentences_are_plain(text: str) -> None:
    """The fast path is worth its place only if it is taken."""
    assert is_plain(text)
    assert reads_as_plain(text)


# Hostile text


HOSTILE = [
    ".. include:: /etc/passwd",
    ".. literalinclude:: /etc/passwd",
    ".. raw:: html\n   :file: /etc/passwd",
    ".. raw:: html\n   :url: http://127.0.0.1:9/",
    ".. csv-table::\n   :file: /etc/passwd",
    ".. role:: kbd(raw)\n   :format: html\n\n:kbd:`<script>`",
    ".. role:: evil",
    ".. default-role:: raw\n\n`<script>`",
    ".. automodule:: this",
    ".. |x| include:: /etc/passwd\n\n|x|",
    ".. |x| replace:: y",
    ".. class:: evil",
    ".. contents::",
    ".. unknown::\n   :option: value\n\n   content",
    "* .. include:: /etc/passwd",
    ".. |x| unicode:: 0x3C",
    ".. date::",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_directive_is_named_and_does_nothing(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file is opened, no role is defined, no text comes of it."""

    def opened(*args: object, **kwargs: object) -> None:
        raise AssertionError(args)

    read_markup("*warm*")  # docutils loads its own parts at first use
    monkeypatch.setattr("builtins.open", opened)
    monkeypatch.setattr(Path, "open", opened)
    found = read_markup(text)
    assert found.directives
    assert "root:" not in found.prose


@pytest.mark.parametrize("text", [*HOSTILE, ":raw:`a` :download:`/etc/passwd` `b`", "- " * 400])
def test_nothing_stays_behind(text: str) -> None:
    """The registries of roles and directives are what they were, and the next message is read
    as if the first had never been."""
    before = _registries()
    clean = read_markup("`a` :kbd:`b` |x| *c*")
    read_markup(text)
    assert _registries() == before
    assert read_markup("`a` :kbd:`b` |x| *c*") == clean


def _registries() -> tuple[object, ...]:
    return (
        copy.copy(roles._roles),
        copy.copy(roles._role_registry),
        copy.copy(directives._directives),
        copy.copy(directives._directive_registry),
        roles.role,
        directives.directive,
    )


@pytest.mark.parametrize(
    "text", ["- " * 400, "- " * 30 + "a", "1. " * 200, "* " * 2500, ":a: " * 99]
)
def test_a_deep_nest_is_told_and_not_raised(text: str) -> None:
    """361 characters of `- ` end Sphinx in a RecursionError."""
    assert read_markup(text) == Markup(blocks=(), complaints=("it nests too deeply",))


def test_nothing_is_left_to_be_looked_for() -> None:
    """What was parsed is free at once: memory and time of the gate do not grow with messages."""
    forms = ("*{}*", "``{}``", ":ref:`{} <start>`", "`{} <https://example.org/>`_", "`{} <x_>`__")
    texts = [f"See {form.format(f'words {number}')}." for form in forms for number in range(20)]
    broken = [f"See *words {number}." for number in range(20)]
    for text in (texts[0], broken[0]):
        read_markup(text)
    gc.collect()
    gc.disable()
    try:
        for text in texts + broken:
            read_markup(text)
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_pep_and_rfc_are_words() -> None:
    """Elsewhere docutils makes links to other sites of them."""
    assert read_markup("RFC 2822 and PEP 8 *a*").links == Counter()


@FUZZ
@given(st.text("ab1. *`_|<>[]#:\\\n-=~(){}^@/'\"\t", max_size=60) | st.text(max_size=30))
def test_no_text_raises(text: str) -> None:
    """Whatever a translator wrote is reported as facts."""
    assert isinstance(read_markup(text), Markup)


@pytest.mark.parametrize(
    "piece", [" *a", " `a", " |a", " ``a", "[", " _`", " :a:`", "<", " <a", "\\", "`__ "]
)
def test_the_longest_text_is_read_in_time(piece: str) -> None:
    """The gate parses up to 5,000 characters: no pattern of them may stall it.

    60,000 characters of ` *a` take docutils over 40 s; that is why length is judged first.
    """
    start = time.process_time()
    read_markup((piece * 5000)[:5000])
    assert time.process_time() - start < 30
