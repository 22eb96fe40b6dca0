"""The preparation of pages, done once for all locales before their processes are forked."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from docutils import nodes
from jinja2 import TemplateError, meta
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.jinja2glue import BuiltinTemplateLoader

_PAGES = ("page.html", "layout.html", "genindex.html", "search.html", "searchbox.html")
_USUAL_CODE = "python"
"""The language of code that has none."""


def prepare_pages(builder: Any, trees: Iterable[nodes.document]) -> None:
    """Compile the theme's templates, and the patterns of the languages of code in the trees."""
    if not isinstance(builder, StandaloneHTMLBuilder):
        return
    if isinstance(builder.templates, BuiltinTemplateLoader):
        _compile_templates(builder.templates)
    languages = {
        str(node.get("language") or _USUAL_CODE)
        for tree in trees
        for node in tree.findall(nodes.literal_block)
    }
    for name in languages:
        with suppress(ClassNotFound):
            get_lexer_by_name(name)


def _compile_templates(loader: BuiltinTemplateLoader) -> None:
    """Compile templates and those that they name; one that is broken fails when it is used."""
    environment = loader.environment
    waiting, known = [*_PAGES], set(_PAGES)
    while waiting:
        name = waiting.pop()
        with suppress(TemplateError, OSError, UnicodeDecodeError):
            environment.get_template(name)
            source = loader.get_source(environment, name)[0]
            named = set(meta.find_referenced_templates(environment.parse(source)))
            new = {each for each in named if each} - known
            waiting += sorted(new)
            known |= new
