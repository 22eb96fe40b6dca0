"""Equal facts of markup: then the checks that compare them find nothing, and need not run."""

from unittest.mock import patch

from hypothesis import example, given
from hypothesis import strategies as st

from cellulite_content.pipeline.gate.checks.message import check_message
from cellulite_content.pipeline.model.unit import Dialect, Unit
from cellulite_content.pipeline.source.markup_facts import Markup
from support.samples import FUZZ

PIECES = (
    "*a*|*b*|**a**|``a``|``b``|:ref:`a <x>`|:ref:`b <x>`|:ref:`x`|:ref:`!a`|:ref:`!b`|:math:`a <x>`"
    "|:math:`b <x>`|:std:math:`a <x>`|:std:math:`b <x>`|:kbd:`a`|:kbd:`b`|:index:`a <x>`|`a <x>`|"
    "`b <x>`|:own:`a <x>`|:own:`b <x>`|:func:`x`|:meth:`x`|:func:`x()`|`a <https://x.example>`_|"
    "`b <https://x.example>`_|`a <https://x.example>`__|`a <https://y.example>`__|_`a`|_`b`|a_|b_|"
    "`a`__|`b`__|[#a]_|[#b]_|[#]_|[*]_|[1]_|:|word"
).split("|")
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map(" ".join)
DIALECTS = st.sampled_from(
    [Dialect(), Dialect(default_role="math"), Dialect(text_roles=frozenset({"own"}))]
)


@FUZZ
@given(
    TEXTS.flatmap(
        lambda text: st.tuples(st.just(text), st.permutations(text.split(" ")).map(" ".join))
    )
    | st.tuples(TEXTS, TEXTS),
    DIALECTS,
)
@example((":std:math:`a <x>`", ":std:math:`b <x>`"), Dialect())
@example(("`a <x>`", "`b <x>`"), Dialect(default_role="math"))
@example((":own:`a <x>`", ":own:`b <x>`"), Dialect(text_roles=frozenset({"own"})))
@example(("`a`__ `b`__", "`b`__ `a`__"), Dialect())
def test_equal_facts_have_no_findings(pair: tuple[str, str], dialect: Dialect) -> None:
    """The findings are those of a gate that compares every message in full."""
    source, target = pair
    unit = Unit("s/paragraph-1", "a", "paragraph", source, dialect=dialect)
    problems = list(check_message(unit, target))
    with patch.object(Markup, "has_facts_of", lambda self, other: False):
        assert list(check_message(unit, target)) == problems
