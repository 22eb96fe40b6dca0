"""Plural forms: every language's formula is understood, and none is ever run."""

import gettext
import re
import time

import pytest
from babel import Locale as BabelLocale
from babel.localedata import locale_identifiers
from babel.messages.plurals import get_plural
from babel.plural import to_gettext
from hypothesis import given, settings
from hypothesis import strategies as st

from cellulite_content.pipeline.catalogs.catalog import Catalog, parse_catalog
from cellulite_content.pipeline.gate.checks.plurals import check_plural_forms, is_plural_forms
from support.samples import read

LANGUAGES = sorted({code for code in locale_identifiers() if "_" not in code})


def catalog(value: str) -> Catalog:
    """A catalog whose header has this `Plural-Forms`."""
    return parse_catalog(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
        f'"Plural-Forms: {value}\\n"\n'.encode()
    )


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_forms_of_every_language_are_accepted(code: str) -> None:
    """Those that Babel writes into new catalogs, and CLDR's rules written for gettext."""
    assert is_plural_forms(get_plural(code).plural_forms)
    # Babel leaves CLDR's operand e (the exponent of "1 million") in; of whole numbers it is 0.
    formula = re.sub(r"\be\b", "0", to_gettext(BabelLocale.parse(code).plural_form))
    assert is_plural_forms(formula)


@pytest.mark.parametrize(
    "value",
    [
        "nplurals=1; plural=0;",
        "nplurals=1; plural=0",
        "nplurals=2; plural=n != 1;",
        "nplurals=2; plural=(n>1);",
        " nplurals = 2 ;  plural = ( n == 1 ) ? 0 : 1 ; ",
        "nplurals=2; plural=!(n==1);",
        "nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : n!=0 ? 1 : 2;",
        "nplurals=2; plural=n-1*2/3+4;",
    ],
)
def test_spellings_of_hosts_are_accepted(value: str) -> None:
    """Parentheses, spaces and the last semicolon are as each tool likes them."""
    assert is_plural_forms(value)
    assert list(check_plural_forms(catalog(value))) == []


@pytest.mark.parametrize(
    "value",
    [
        'nplurals=2; plural=__import__("os");',
        "nplurals=2; plural=n.__class__;",
        "nplurals=2; plural=n**9**9**9;",
        "nplurals=2; plural=(lambda:0)();",
        "nplurals=2; plural=m;",
        "nplurals=2; plural=nn;",
        "nplurals=2; plural=n=1;",
        "nplurals=2; plural=n==;",
        "nplurals=2; plural=(n;",
        "nplurals=2; plural=n);",
        "nplurals=2; plural=();",
        "nplurals=2; plural=n ? 1;",
        "nplurals=2; plural=n ? 1 : ;",
        "nplurals=2; plural=n 1;",
        "nplurals=2; plural=-n;",
        "nplurals=2; plural=!;",
        "nplurals=2; plural=0x10;",
        "nplurals=2; plural=1.5;",
        "nplurals=2; plural=٣;",
        "nplurals=2; plural=99999999999;",
        "nplurals=2; plural=n if n else 1;",
        "nplurals=2; plural=n; import os",
        "nplurals=2; plural=",
        "nplurals=2;",
        "plural=n;",
        "nplurals=0; plural=0;",
        "nplurals=10; plural=0;",
        "nplurals=-1; plural=0;",
        "nplurals=٢; plural=0;",
        "nplurals=INTEGER; plural=EXPRESSION;",
        "nonsense",
        "nplurals=2; plural=" + "(" * 500 + "n" + ")" * 500 + ";",
        "nplurals=2; plural=" + "n ? " * 60 + "n" + " : n" * 60 + ";",
        "nplurals=2; plural=" + "n+" * 600 + "n;",
    ],
)
def test_hostile_and_broken_forms_are_refused(value: str) -> None:
    """Nothing but C's operators over n; nothing too deep or too long to be a language's."""
    assert not is_plural_forms(value)


def test_a_broken_formula_is_told_at_the_header() -> None:
    """The finding quotes the start of it and shows a good one."""
    (problem,) = check_plural_forms(catalog("nplurals=2; plural=" + "m" * 5000))
    assert problem.code == "plural-forms"
    assert len(problem.text) < 200
    assert "nplurals=2; plural=(n != 1);" in problem.hint


def test_a_formula_is_needed_where_forms_are() -> None:
    """A missing one is no fault of a catalog without plural messages, and of obsolete ones."""
    forms = 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n'
    obsolete = "".join(f"#~ {line}\n" for line in forms.splitlines())
    assert list(check_plural_forms(read(""))) == []
    assert list(check_plural_forms(read(obsolete))) == []
    assert len(list(check_plural_forms(read(forms)))) == 1


def test_a_long_header_is_refused_in_time() -> None:
    """A catalog may have 8 MB, and its header all of them; a million spaces must not stall us."""
    start = time.process_time()
    assert not is_plural_forms("nplurals=2; plural=" + " " * 1_000_000 + "x")
    assert not is_plural_forms("nplurals=2; plural=" + "(" * 1_000_000)
    assert time.process_time() - start < 30


# Without `!`: Python writes it as `not`, and fails at "n + not n", which C takes.
TOKENS = ["n", "0", "1", "10", "+", "-", "*", "/", "%", "<", ">", "<=", ">=", "==", "!=", "&&",
          "||", "?", ":", "(", ")", " ", "=", ";", "x"]  # fmt: skip


@settings(max_examples=250)
@given(st.lists(st.sampled_from(TOKENS), min_size=1, max_size=12).map("".join))
def test_what_is_accepted_is_c(expression: str) -> None:
    """Python's gettext, which has a parser of its own for these formulas, takes it too."""
    if is_plural_forms(f"nplurals=2; plural={expression};"):
        gettext.c2py(expression.strip().removesuffix(";"))  # type: ignore[attr-defined]
