"""Formulas: TeX as MathML, which books and browsers show without a program."""

from __future__ import annotations

import html
import re

from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml

from ...errors import PipelineError

_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot);)[A-Za-z]\w*;")
_SHOWN_BRACE = re.compile(r"\\.", re.DOTALL)
_BLOCK = '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">'


class FormulaError(PipelineError):
    """A formula that cannot be converted."""


def mathml(formula: str, *, as_block: bool = False) -> str:
    """A formula in TeX as one line of MathML, with the TeX for people who hear it.

    Empty lines divide a block into formulas, each on a line of its own. Raises `FormulaError` for
    TeX that docutils does not read.
    """
    parts = [part for part in _EMPTY_LINE.split(formula) if part.strip()] if as_block else []
    if len(parts) > 1:
        rows = [_inside(_converted(part, as_block=True)) for part in parts]
        table = "".join(f"<mtr><mtd>{row}</mtd></mtr>" for row in rows)
        markup = f'{_BLOCK}<mtable displaystyle="true">{table}</mtable></math>'
    else:
        markup = _converted(formula, as_block=as_block)
    text = html.escape(" ".join(formula.split()))
    return markup.replace("<math ", f'<math alttext="{text}" ', 1)


def _converted(formula: str, *, as_block: bool) -> str:
    """TeX without empty lines as one line of MathML."""
    if _SHOWN_BRACE.sub("", formula).count("{") != _SHOWN_BRACE.sub("", formula).count("}"):
        raise FormulaError("a brace is missing")  # docutils leaves out what is outside
    try:
        markup = tex2mathml(formula, as_block=as_block)
    except MathError as error:
        raise FormulaError(" ".join(str(error).split())) from error
    except Exception as error:  # for example AttributeError, for `&` outside of a table
        raise FormulaError("its TeX is not complete") from error
    line = "".join(part.strip() for part in markup.split("\n"))
    # XML does not know HTML's names of characters, such as `&ApplyFunction;`.
    return _NAMED.sub(lambda match: html.unescape(match[0]), line)


def _inside(markup: str) -> str:
    return markup[markup.index(">") + 1 : markup.rindex("<")]


def shown_formula(formula: str, *, as_block: bool = False) -> str:
    """A formula in TeX as HTML: MathML, or the TeX itself where a translation has made it
    unreadable. Those of sources are refused."""
    try:
        return mathml(formula, as_block=as_block)
    except FormulaError:
        return f"<code>{html.escape(formula)}</code>"
