"""Formulas: TeX as MathML, which books and browsers show without a program."""

from __future__ import annotations

import html

from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml

from ...errors import PipelineError


class FormulaError(PipelineError):
    """A formula that cannot be converted."""


def mathml(formula: str, *, as_block: bool = False) -> str:
    """A formula in TeX as one line of MathML, with the TeX for people who hear it.

    Raises `FormulaError` for TeX that docutils does not read.
    """
    try:
        markup = tex2mathml(formula, as_block=as_block)
    except (MathError, ValueError, IndexError, KeyError) as error:
        raise FormulaError(" ".join(str(error).split())) from error
    text = html.escape(" ".join(formula.split()))
    line = "".join(part.strip() for part in markup.split("\n"))
    return line.replace("<math ", f'<math alttext="{text}" ', 1)


def shown_formula(formula: str, *, as_block: bool = False) -> str:
    """A formula in TeX as HTML: MathML, or the TeX itself where a translation has made it
    unreadable. Those of sources are refused."""
    try:
        return mathml(formula, as_block=as_block)
    except FormulaError:
        return f"<code>{html.escape(formula)}</code>"
