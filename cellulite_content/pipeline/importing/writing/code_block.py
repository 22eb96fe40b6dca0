"""Writes code in reStructuredText, in a language in which it can be coloured."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pygments import lexers


def write_code(content: list[Any]) -> list[str]:
    """The lines of a block of code in pandoc's tree; none for an empty one."""
    (_, classes, _), text = content
    lines = text.expandtabs(8).strip("\n").split("\n")
    code = "\n".join(lines)
    if not code.strip():
        return []
    language = next((name for name in classes if _is_language(name, code)), "text")
    return [f".. code-block:: {language}", "", *(f"   {line}" if line else "" for line in lines)]


@cache
def _is_language(name: str, code: str) -> bool:
    """Whether Pygments knows the language, and reads the code as one in it."""
    try:
        lexer = lexers.get_lexer_by_name(name)
        lexer.add_filter("raiseonerror")
        list(lexer.get_tokens(code))
    except Exception:  # an unknown name, or whatever a lexer raises
        return False
    return re.fullmatch(r"[\w+#.-]+", name) is not None
