"""States have the transitions that docutils gives them."""

import subprocess
import sys

import pytest
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser, states
from docutils.statemachine import State, UnknownStateError
from docutils.utils import new_document

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


def test_states_are_made_when_they_are_entered() -> None:
    """One that is made before its machine runs is initialised with the others."""
    make_states_faster()
    machine = states.RSTStateMachine(state_classes=states.state_classes, initial_state="Body")
    body = machine.states["Body"]
    assert list(machine.states) == ["Body"]
    assert not hasattr(body, "inliner")
    document = new_document("a", get_default_settings(Parser()))
    machine.run(["Walking", "=======", "", "is good."], document)
    assert [*machine.states] == ["Body", "Text"]
    assert all(hasattr(state, "inliner") for state in machine.states.values())
    assert document.astext() == "Walking\n\nis good."


def test_unknown_state() -> None:
    """It is docutils' error."""
    make_states_faster()
    machine = states.RSTStateMachine(state_classes=states.state_classes, initial_state="Body")
    with pytest.raises(UnknownStateError):
        machine.get_state("Elsewhere")


EARLIER = """\
from docutils.core import publish_doctree
from cellulite_content.pipeline.source.trees.state_machines import make_states_faster
text = "* An item\\n\\n  * One in it\\n\\n    Words.\\n"
first = publish_doctree(text)
make_states_faster()
assert publish_doctree(text).pformat() == first.pformat()
"""


def test_machines_of_earlier_texts_go_on() -> None:
    """docutils keeps machines for nested texts; a process may have parsed one before."""
    command = [sys.executable, "-c", EARLIER]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
