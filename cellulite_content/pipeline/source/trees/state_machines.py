"""docutils' state machines, with less work for each of their states.

A document has 22 nested state machines of 15 states, of which most enter three. Each state makes
its list of transitions anew. Both took a sixth of the time of reading a source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from docutils.statemachine import State, StateMachine

_Transitions = tuple[list[str], dict[str, tuple[Any, Callable[..., Any], str]]]


class _LateStates(dict[str, Any]):
    """The states of a machine by name, each made when the machine first enters it."""

    is_initialised = False

    def __init__(self, machine: Any, classes: Iterable[type]) -> None:
        super().__init__()
        self._machine = machine
        self._classes = {kind.__name__: kind for kind in classes}

    def __missing__(self, name: str) -> Any:
        state = self[name] = self._classes[name](self._machine, self._machine.debug)
        if self.is_initialised:
            state.runtime_init()
        return state


def _add_states(machine: Any, classes: Iterable[type]) -> None:
    """As docutils' method of machines."""
    machine.states = _LateStates(machine, classes)


def _initialise_states(machine: Any) -> None:
    """As docutils' method `runtime_init` of machines."""
    # docutils keeps machines; one that was made before this module's change has all its states.
    if isinstance(machine.states, _LateStates):
        machine.states.is_initialised = True
    for state in machine.states.values():
        state.runtime_init()


@cache
def make_states_faster() -> None:
    """Make the machines of this process make fewer states, and these remember which transitions
    their classes have."""
    StateMachine.add_states = _add_states  # type: ignore[method-assign, assignment]
    StateMachine.runtime_init = _initialise_states  # type: ignore[method-assign, assignment]
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
