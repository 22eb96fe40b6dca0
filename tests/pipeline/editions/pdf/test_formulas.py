"""Formulas in PDF editions: each that a page can show is set, as TeX sets it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from docutils.utils.math import latex2mathml as tex

from support.small_projects import HEAD, write_project

SHOWN = {
    r"\sqrt{2} + \sqrt[3]{x}": "√ 2 + 3√ 𝑥",
    r"x \text{ if } y": "𝑥 if 𝑦",
    r"\boxed{a + b}": "𝑎+𝑏",
    r"\overline{c} + \hat{d}": "𝑐 + 𝑑",
    r"\sin e + \mathrm{kg}": "sin 𝑒 + kg",
    r"f \bmod g": "𝑓 mod 𝑔",
    r"\boldsymbol{h} + \mathbf{k}": "𝒉 + 𝐤",
    r"\left( \begin{matrix} 1 & 2 \end{matrix} \right)": "(1 2)",
}
"""Formulas, and their characters in order; spaces and bars are not compared."""


def _build(folder: Path, run: Callable, formulas: Iterable[str]) -> Path:
    text = "".join(f".. math:: {formula}\n\n" for formula in formulas)
    project = write_project(folder, {"a": f"{HEAD}Formulas\n========\n\n{text}"}, codes=())
    done = run("build", "--formats", "pdf", project=project)
    assert (done.returncode, done.stderr.count("warning")) == (0, 0), done.stderr
    return project / "build" / "site" / "downloads" / "a.en.pdf"


def test_each_kind_is_set(tmp_path: Path, run: Callable) -> None:
    """Roots, texts with their spaces, boxes, accents, names, bold letters and matrices."""
    book = _build(tmp_path / "project", run, SHOWN)
    text = subprocess.run(
        ["pdftotext", "-raw", book, "-"], capture_output=True, encoding="utf-8", check=True
    ).stdout
    found = "".join(text.split())
    for formula, shown in SHOWN.items():
        for word in shown.split():
            assert word in found, (formula, word)
    assert "if" in text.split() or " if " in text


def _formulas() -> Iterator[str]:
    """Every command that docutils reads, with arguments, with empty ones, and with limits."""
    plain = (tex.letters, tex.ordinary, tex.operators, tex.greek_capitals)
    for name in (name for table in plain for name in table):
        yield rf"\{name} x"
    for name in tex.functions:
        argument = "{max}" if name == "operatorname" else ""
        yield rf"\{name}{argument} x + \{name}{argument}_{{a}}^{{b}} x"
    for name in (*tex.accents, *tex.over, *tex.under, *tex.math_alphabets):
        yield rf"\{name}{{x}} + \{name}{{ABC}} + \{name}{{}}"
    for name in tex.fractions:
        yield rf"\{name}{{a}}{{b}} + \{name}{{}}{{}}"
    for name in tex.stretchables:
        yield rf"\left\{name} x \right\{name} + \Bigl\{name} x"
    for name in tex.matrices:
        for cells in (r"a & b \\ c & d", r"a \\ c & d", "a", ""):
            yield rf"\begin{{{name}}}{cells}\end{{{name}}}"
    for name in tex.layout_styles:
        yield rf"\{name} x"
    for name in ("text", "phantom", "boxed", "sqrt", "sqrt[3]", "sqrt[]"):
        yield rf"\{name}{{}} + \{name}{{a b}}"
    for name in ("overset", "underset"):
        yield rf"\{name}{{}}{{=}} + \{name}{{a}}{{}}"
    yield r"\underbrace{}_{n} + \overbrace{a}^{n} + \xrightarrow[a]{} + \hspace{2em} x_{}^{}"
    yield r"\frac{1}{1 + " * 20 + "x" + "}" * 20  # each level is set once
    yield r"{}_{a} b + f''^2 + \not= \int\limits_a^b - \lim^{b} + \sum_{a}^{b}"


@pytest.mark.slow
def test_each_command_is_set(tmp_path: Path, run: Callable) -> None:
    """No formula that `extract` accepts costs an article its PDF."""
    formulas = [formula for formula in _formulas() if _is_read(formula)]
    assert len(formulas) > 800
    assert _build(tmp_path / "project", run, formulas).is_file()


def _is_read(formula: str) -> bool:
    try:
        tex.tex2mathml(formula, as_block=False)
    except SyntaxError:
        return False
    return True
