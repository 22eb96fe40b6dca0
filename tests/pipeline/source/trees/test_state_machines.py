"""States have the transitions that docutils gives them."""

from docutils.parsers.rst import states
from docutils.statemachine import State

from cellulite_content.pipeline.source.trees.state_machines import make_states_faster

_docutils_transitions = State.make_transitions


def test_same_transitions() -> None:
    """Of each class of states, also of its second state."""
    make_states_faster()
    machine = states.RSTStateMachine(state_classes=states.state_classes, initial_state="Body")
    for kind in states.state_classes:
        for state in (kind(machine), kind(machine)):
            for names in (kind.initial_transitions or (), kind.ws_initial_transitions):
                expected = _docutils_transitions(state, names)
                assert state.make_transitions(names) == expected


def test_replaced_patterns_are_used() -> None:
    """An extension may change a pattern after the first document."""
    make_states_faster()
    machine = states.RSTStateMachine(state_classes=states.state_classes, initial_state="Body")
    state = states.Body(machine)
    state.patterns = {**state.patterns, "bullet": state.patterns["text"]}
    _, transitions = state.make_transitions(state.initial_transitions)
    assert transitions["bullet"][0] is state.patterns["text"]
