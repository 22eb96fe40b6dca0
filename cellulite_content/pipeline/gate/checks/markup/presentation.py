"""Checks of what only changes how text looks: emphasis, literals and display roles that are lost.

What is only new is the translator's choice: italics for a foreign word, backticks for a name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ....model.finding import Problem, Severity
from ....model.unit import Unit
from ....source.markup_facts import Markup
from ....source.roles import canonical_name, is_display
from .literals import changed_literals, is_quoted
from .visible_markup import check_visible_markup, is_search

_QUOTES = frozenset('"“”„«»‹›「」『』《》〈〉')
_QUOTED = re.compile(r"(?<![\w'])'[^'\n]+'(?![\w'])")
_FOREIGN = frozenset(
    """a posteriori|a priori|ad hoc|ad infinitum|ad nauseam|alma mater|alter ego|apropos|bona fide
    c.f.|ca.|carte blanche|caveat|caveat emptor|cf.|circa|de facto|de jure|déjà vu|e.g|e.g.
    en masse|en passant|ergo|errata|et al|et al.|et cetera|etc|etc.|ex post|faux pas|i.e|i.e.|ibid.
    in absentia|in lieu|in situ|in toto|in vitro|in vivo|inter alia|ipso facto|laissez-faire
    mutatis mutandis|n.b.|nota bene|par excellence|per annum|per capita|per diem|per se
    persona non grata|prima facie|pro forma|pro rata|q.v.|quid pro quo|raison d'être|sic
    sine qua non|status quo|sui generis|versus|via|vice versa|vis-à-vis|viz.|vs|vs.|zeitgeist
    """.replace("\n", "|")
    .replace("    ", "")
    .split("|")
)
"""Foreign words that English sets in italics, whose translation may be a word of the language."""

_CODE = re.compile(r"[_/.()<>{}\[\]=$]\w|\w[_(=\[{]|[a-z][A-Z]|--?\w")
_HINT = "put a space or `\\ ` around the markup, or keep the difference if it is intended"


def check_presentation(unit: Unit, text: str, source: Markup, target: Markup) -> Iterator[Problem]:
    """No harm, but perhaps a slip: emphasis, literals or display roles are lost or changed, or
    marks of markup are shown.

    `text` is the translation, and `target` its markup.

    Bad: `Type ``a.txt``.` → `Schreib ``b.txt``.`, `Schreib a.txt.`; `It *may* help.` → `Es hilft.`
    Good: `Click ``Save``.` → `Klick auf **Speichern**.`; `It *may* help.` → `Es **kann** helfen.`;
    `*e.g.* fat` → `z. B. Fett`
    """
    raw = [*check_visible_markup(source, text, target, unit.markdown)]
    yield from raw
    if (source.emphasis, source.literals, source.roles) == (
        target.emphasis,
        target.literals,
        target.roles,
    ):
        return
    foreign = _foreign_words(source)
    marked_less = _marks(unit, source, foreign) > _marks(unit, target, foreign)
    lost, new = changed_literals(source, target, marked_less=marked_less)
    if lost and new:
        yield Problem(
            "literal-differs",
            f"text between double backticks is not the source's: lost: {lost}; new: {new}",
            "copy it from the source, unless your readers type something else",
            Severity.WARNING,
        )
    if raw:  # it is what is lost
        return
    if lost and not new:
        yield Problem(
            "literal-differs",
            f"text between double backticks is lost: {lost}",
            _HINT,
            Severity.WARNING,
        )
    if marked_less and not is_search(source):
        yield from _lost_emphasis(source, target, foreign)
    yield from _lost_roles(unit, source, target, marked_less=marked_less)
    if not lost:
        yield from _new_backticks(unit, source, target)


def _marks(unit: Unit, markup: Markup, foreign: int) -> int:
    """How many pieces of the text look different from the rest, or are in quotation marks."""
    roles = sum(is_display(role, unit.dialect) for role in markup.roles.elements())
    quotes = sum(map(markup.prose.count, _QUOTES)) // 2 + len(_QUOTED.findall(markup.prose))
    return _emphasis(markup, foreign) + markup.literals.total() + roles + quotes


def _emphasis(markup: Markup, foreign: int) -> int:
    """How many texts are emphasized or strong, without those for the source's foreign words."""
    return markup.emphasis.total() - min(foreign, markup.emphasis["emphasis"])


def _foreign_words(source: Markup) -> int:
    """How many texts are emphasized only because they are foreign words."""
    if "emphasis" not in source.emphasis:
        return 0
    return sum(
        element == "emphasis" and words.casefold().strip(" ,:;()") in _FOREIGN
        for element, words in source.pieces
    )


def _lost_emphasis(source: Markup, target: Markup, foreign: int) -> Iterator[Problem]:
    before, after = (_emphasis(markup, foreign) for markup in (source, target))
    if after < before and target.emphasis.total() < source.emphasis.total():
        yield Problem(
            "emphasis-differs",
            f"the source has {before} emphasized or strong texts, and the translation {after}",
            _HINT,
            Severity.WARNING,
        )


def _lost_roles(
    unit: Unit, source: Markup, target: Markup, *, marked_less: bool
) -> Iterator[Problem]:
    """Roles without another mark in their place, or with another role."""
    before, after = _display_roles(unit, source), _display_roles(unit, target)
    lost = before - after
    if lost and (marked_less or after - before):
        yield Problem(
            "display-differs",
            f"roles are lost: {', '.join(sorted(lost))}",
            _HINT,
            Severity.WARNING,
        )


def _new_backticks(unit: Unit, source: Markup, target: Markup) -> Iterator[Problem]:
    """Code between single backticks, which readers see as italics, where the source has none.

    A word that the source has too is a name, since it is not translated; quotation marks around it
    in the source are a mark too.
    """
    bare = [
        role.text
        for role in target.roles
        if not role.name
        and is_display(role, unit.dialect)
        and (_CODE.search(role.text) or role.text in source.prose)
        and not is_quoted(role.text, source.prose)
    ]
    if bare and not any(not role.name for role in source.roles):
        yield Problem(
            "display-differs",
            f"text between single backticks is new: {' '.join(bare[0].split())}",
            "write two backticks on each side of text to be typed, or keep it",
            Severity.WARNING,
        )


def _display_roles(unit: Unit, markup: Markup) -> Counter[str]:
    return Counter(
        canonical_name(role.name, unit.dialect)
        for role in markup.roles.elements()
        if is_display(role, unit.dialect)
    )
