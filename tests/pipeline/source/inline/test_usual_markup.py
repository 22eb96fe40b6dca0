"""Usual markup: read without docutils, and to the same facts."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cellulite_content.pipeline.source.inline.usual_markup import read_usual_markup
from cellulite_content.pipeline.source.message_markup import parse_markup

PIECES = (
    "ab|*ab*|**b**|``b``|``<b>``|``a b``|`b`|`b <x>`|`b <x_>`_|`b c <https://x.example/y>`__|"
    "`b <https://x.example>`_|`b <https://x.example/_>`__|[#n]_|[#]_|[1]_|[n]_|_`t`|:kbd:`b`|"
    ":py:func:`~b.c()`|:REF:`!b`|:ref:`!`|:ref:`b <c d>`|:ref:`<c>`|:a_b:`c`|`b`:kbd:|`b`:|*|**|`|"
    "``|\\ |\\| | |: |:|https://x.example|a@b.example|字|、|मि|a_b|b_|_b|__|é_b|(|)|[|]|<|>|\"|'|«|»|"
    "“|”|- |-|/|.|,|1. |::|:b: |\u00a0|\u3000|!|~|#|*a ``b`` c*|``*``|*`*|`*`|***b***|`` b``|*b *"
).split("|")
TEXT = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
LETTERS = st.text("ab *`:_\\[]<>#(\"'字。-/\u00a0", max_size=14)


@settings(max_examples=1500)
@given(TEXT | LETTERS)
@example("a\\ *b*\\ c")
@example("*a*\\ *b*")
@example('"*"a*')
@example("(*)*a*")
@example("``a``: ``b``::")
@example("`a <https://x.example>`__ `b <https://x.example>`__")
@example(":ref:`a`:kbd: b")
@example("http:\\ *a*")
def test_usual_markup_is_what_docutils_makes_of_it(text: str) -> None:
    """Every fact is equal, in and outside of headings."""
    markup = read_usual_markup(text)
    if markup is not None:
        assert markup == parse_markup(text)
        if not text.endswith("::"):
            assert markup == parse_markup(text, heading=True)


@pytest.mark.parametrize(
    "text",
    [
        "Running *may* help, **often** (``12`` weeks).",
        "Press :kbd:`Ctrl` and see :ref:`the table <evidence>`, or :func:`~a.b.c()`.",
        "`Universität Mailand <https://air.unimi.it/handle/2434/244369>`__ sagt es. [#clinic]_",
        "これは\\ *脂肪小葉*\\ と呼ばれ、\\ ``a_b``\\ を含む。",
        "For example, with ``<project>`` and snake_case::",
        "The `default` role",
    ],
)
def test_ordinary_messages_are_usual(text: str) -> None:
    """The fast way is worth its place only if it is taken."""
    assert read_usual_markup(text) == parse_markup(text)
