"""docutils' state machines, with less work for each of their states.

A document has 22 nested state machines of 15 states, and each state makes its list of transitions
anew: a twelfth of the time of reading a source.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from docutils.statemachine import State

_Transitions = tuple[list[str], dict[str, tuple[Any, Callable[..., Any], str]]]


@cache
def make_states_faster() -> None:
    """Make the states of this process remember which transitions their classes have."""
    compute = State.make_transitions
    known: dict[Any, tuple[tuple[str, str], ...]] = {}

    def make_transitions(state: Any, name_list: list[Any]) -> _Transitions:
        """As docutils' method; also the patterns may have been replaced since."""
        key = type(state), tuple(name_list)
        if key not in known:
            names, transitions = compute(state, name_list)
            known[key] = tuple((name, transitions[name][2]) for name in names)
            return names, transitions
        patterns = state.patterns
        return (
            [name for name, _ in known[key]],
            {name: (patterns[name], getattr(state, name), after) for name, after in known[key]},
        )

    State.make_transitions = make_transitions  # type: ignore[method-assign, assignment]
