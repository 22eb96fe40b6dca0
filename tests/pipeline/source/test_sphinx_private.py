"""The private names of Sphinx and docutils: an upgrade that takes one away fails here by name."""

import inspect
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from docutils import nodes
from sphinx import events
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders import html as html_builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment, _CurrentDocument
from sphinx.transforms import i18n
from sphinx.util import docutils as docutils_util
from sphinx.writers.html5 import HTML5Translator

from cellulite_content.pipeline.source import sphinx_private

PACKAGE = Path(sphinx_private.__file__).parents[2]


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (Builder, "_app"),
        (BuildEnvironment, "_app"),
        (BuildEnvironment, "_builder_cls"),
        (BuildEnvironment, "_write_doc_doctree_cache"),
        (BuildEnvironment, "_pickled_doctree_cache"),
        (HTML5Translator, "_table_row_indices"),
        (StandaloneHTMLBuilder, "_static_dir"),
        (nodes.Node, "_document"),
        (Sphinx, "_init_env"),
        (Sphinx, "_post_init_env"),
        (Sphinx, "_init_builder"),
        (_CurrentDocument, "_serial_numbers"),
    ],
)
def test_sphinx_still_has_the_attribute(owner: type, name: str) -> None:
    """Sphinx or docutils sets or declares it; else `sphinx_private` needs another way."""
    source = "".join(inspect.getsource(part) for part in owner.__mro__[:-1])
    assert re.search(rf"\b{name}\b", source), f"{owner.__module__}.{owner.__name__}.{name} is gone"


def test_sphinx_still_parses_translations_in_one_function() -> None:
    """`Locale` calls it by this name, with text, path and line."""
    assert "_publish_msgstr(" in inspect.getsource(i18n.Locale), "i18n._publish_msgstr is gone"
    parameters = list(inspect.signature(i18n._publish_msgstr).parameters)
    assert parameters[:3] == ["source", "source_path", "source_line"]


def test_sphinx_still_translates_titles_in_its_first_phase() -> None:
    """`titles_with_references` decides after this method whether the second phase follows."""
    source = inspect.getsource(i18n.Locale.apply)
    assert "processed = updater.update_title_mapping()" in source
    assert "self.patch" in inspect.getsource(i18n._NodeUpdater.__init__)


def test_sphinx_still_goes_through_a_document_twice() -> None:
    """`SimpleTexts` does what each pass does for texts without references."""
    source = inspect.getsource(i18n.Locale.apply)
    assert source.count("in extract_messages(self.document)") == 2


def test_sphinx_still_computes_settings_in_one_function() -> None:
    """Documents and the HTML builder call it by this name."""
    for module in (docutils_util, html_builder):
        assert callable(module._get_settings), f"{module.__name__}._get_settings is gone"


def test_sphinx_still_asks_its_environment_what_to_read() -> None:
    """A partial reading replaces this method."""
    assert "self.env.get_outdated_files(" in inspect.getsource(Builder.read)
    parameters = list(inspect.signature(BuildEnvironment.get_outdated_files).parameters)
    assert parameters == ["self", "config_changed"]


def test_sphinx_describes_no_events(monkeypatch: pytest.MonkeyPatch) -> None:
    """Listeners get the arguments, of which no text is made; by itself, Sphinx makes one."""

    class Argument:
        described = 0

        def __repr__(self) -> str:
            Argument.described += 1
            return "argument"

    monkeypatch.delitem(vars(events), "repr", raising=False)
    application: Any = SimpleNamespace(pdb=False)
    manager, received = events.EventManager(application), list[Argument]()
    manager.connect("build-finished", lambda _, argument: received.append(argument), 500)
    manager.emit("build-finished", Argument())
    assert Argument.described == 1
    monkeypatch.setitem(vars(events), "repr", None)
    sphinx_private.describe_no_events()
    manager.emit("build-finished", Argument())
    assert (Argument.described, len(received)) == (1, 2)


def test_docutils_still_keeps_local_roles_in_one_dictionary() -> None:
    """An extension or a source registers its roles there."""
    from docutils.parsers.rst import roles

    assert isinstance(roles._roles, dict), "docutils.parsers.rst.roles._roles is gone"


def test_no_other_module_uses_a_private_name_of_sphinx() -> None:
    """The names above are in `sphinx_private` and `sphinx_builds` alone."""
    names = re.compile(
        r"\._(app|builder_cls|write_doc_doctree_cache|pickled_doctree_cache|table_row_indices"
        r"|static_dir|document|publish_msgstr|roles|NodeUpdater|init_env|post_init_env|init_builder"
        r"|serial_numbers|get_settings)\b(?!\s*=\s*document)"
    )
    users = {
        path.name
        for path in PACKAGE.rglob("*.py")
        if names.search(path.read_text(encoding="utf-8").replace("self._document", ""))
    }
    assert users == {"sphinx_private.py", "sphinx_builds.py"}
