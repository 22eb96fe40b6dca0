"""Check for literals of other texts: `Makefile` where the source has `Dockerfile`.

The check of one message takes a word with a capital for the label of a button, which may be
translated. A translation of a label is no literal of another source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ....model.finding import Problem, Severity
from ....model.unit import Unit

_LITERAL = re.compile(r"(?<![`\\])``([^`\s](?:[^`]*[^`\s])?)``(?!`)")


def check_other_literals(
    units: Mapping[str, Unit], accepted: Mapping[str, str]
) -> Iterator[tuple[str, Problem]]:
    """Slip: a literal of another text in the place of the source's, by the key of the message.

    Bad: `Edit ``Dockerfile``.` → `Ändere ``Makefile``.`, if another text has ``Makefile``
    Good: `Click ``Save``.` → `Klicke auf ``Sichern``.`
    """
    sources = {key: set(_LITERAL.findall(unit.text)) for key, unit in units.items() if unit.markup}
    known = set().union(*sources.values())
    for key, own in sources.items():
        if not own or "``" not in accepted.get(key, ""):
            continue
        found = set(_LITERAL.findall(accepted[key]))
        if (lost := own - found) and (new := (found - own) & known):
            yield (
                key,
                Problem(
                    "literal-differs",
                    "text between double backticks is another text's: lost: "
                    f"{_in_words(lost)}; new: {_in_words(new)}",
                    "copy it from the source, unless your readers type something else",
                    Severity.WARNING,
                ),
            )


def _in_words(texts: set[str]) -> str:
    return " ".join(", ".join(sorted(texts)).split())
