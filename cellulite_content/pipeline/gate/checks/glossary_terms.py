"""Checks that translations use the glossary's terms and none of those to avoid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...model.finding import Problem, Severity
from ...model.unit import Unit
from ..glossary import Term
from ..prose import OMITTED, Prose
from ..word_forms import find_exact, find_form, find_word, fold, has_form

_QUOTED = re.compile(r"[\"“]([^\"“”]{1,200})[\"”]")


def check_terms(
    unit: Unit, source: Prose, target: Prose, terms: Sequence[Term]
) -> Iterator[Problem]:
    """The warnings on all terms in the source, outside of links and literals."""
    if not terms or unit.kind == "literal" or target.text == source.text:
        return
    source_text = _without_titles(source.running, target.text)
    source_terms = [term for term in terms if term.in_source.search(source_text)]
    if not source_terms:
        return
    visible_text, running_text = fold(target.visible), fold(target.running)
    for term in source_terms:
        yield from _check_use(term, visible_text)
        yield from _check_avoid(term, source_terms, running_text)


def _without_titles(source: str, target: str) -> str:
    """The source without quotations that the translation repeats letter for letter."""
    return _QUOTED.sub(lambda match: OMITTED if match[1] in target else match[0], source)


def _check_use(term: Term, visible_text: str) -> Iterator[Problem]:
    """Slip: several names for one thing, which readers take for several things.

    Bad: `lunges` → `Kniebeugen` where the glossary has Ausfallschritt
    Good: `lunges` → `Ausfallschritte`
    """
    if not any(has_form(form, visible_text) for form in (*term.forms, *term.glosses)):
        yield Problem(
            "term-missing",
            f"the source has {term.term!r}, and the glossary's {term.use!r} is not found",
            "use it, or keep the other word if it has the same meaning here",
            Severity.WARNING,
        )


def _check_avoid(term: Term, source_terms: Sequence[Term], running_text: str) -> Iterator[Problem]:
    """Slip: a word with another meaning, such as the infection instead of the dimples.

    Bad: `cellulite` → `Cellulitis`
    Good: `cellulite and cellulitis` → `Cellulite und bakterielle Zellulitis`
    """
    for form in term.avoided:
        positions = find_word(form, running_text)
        if positions and not positions <= _allowed(term, source_terms, running_text):
            yield Problem(
                "term-avoided",
                f"for {term.term!r} the glossary avoids {form!r} and has {term.use!r}",
                "check which of the two the sentence means",
                Severity.WARNING,
            )


def _allowed(term: Term, source_terms: Sequence[Term], running_text: str) -> set[int]:
    """The positions in the text of all forms to use.

    The term's own forms must match letter for letter (Polish `cellulit` is not in `cellulitis`);
    those of other terms in the same text may be inflected (Russian `бёдра` of `бедро`).
    """
    positions: set[int] = set()
    for source_term in source_terms:
        for form in (*source_term.forms, *source_term.glosses):
            exact = source_term is term and " " not in form
            positions |= find_exact(form, running_text) if exact else find_form(form, running_text)
    return positions
