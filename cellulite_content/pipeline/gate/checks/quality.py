"""The quality checks of one message, for slips that break no edition, such as a lost number.

The command `check` reports them as warnings; the translations are accepted and published all the
same. People stop reading warnings of which many are false, so a check in doubt reports nothing. The
aim of all checks together is a false warning in fewer than one of a hundred messages.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...model.finding import Problem
from ...model.locale import Locale
from ...model.project import INTERFACE
from ...model.unit import Unit
from ..glossary import Glossary
from ..prose import read_prose
from .glossary_terms import check_terms
from .language import check_script, check_untranslated
from .leftovers import check_counter, check_leftovers, without_counter
from .markup.markdown_words import in_its_words
from .numbers import check_numbers
from .punctuation import check_edge_space, check_end_punctuation


def check_quality(
    unit: Unit, target: str, locale: Locale, glossary: Glossary, source_language: str = "en"
) -> Iterator[Problem]:
    """The warnings on an accepted translation; `source_language` has no region. Never raises.

    The glossary has the terms of all locales, of which those of `locale` are checked. A locale of
    the source's own language, such as `en_GB`, may be a copy of the source.
    """
    if unit.domain == INTERFACE:
        source_language = "en"
    source_prose, target_prose = read_prose(unit, unit.text), read_prose(unit, target)
    yield from check_edge_space(unit, target)
    yield from in_its_words(unit, check_leftovers(unit, source_prose, target_prose))
    if counters := [*check_counter(source_prose, target_prose)]:
        yield from counters
        target_prose = without_counter(target_prose)
    yield from check_numbers(source_prose, target_prose, source_language)
    yield from check_end_punctuation(unit, source_prose, target_prose, locale, source_language)
    if locale.babel.language != source_language:
        yield from check_untranslated(unit, source_prose, target_prose)
    yield from check_script(source_prose, target_prose, locale)
    yield from check_terms(unit, source_prose, target_prose, glossary.of(locale))
