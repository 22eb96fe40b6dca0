"""What templates show of a text: Jinja2 with autoescape, Django's templates, MarkupSafe."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from support.requirements import require

require("integrations", "django")

from django.template import Context, Engine
from django.utils.html import conditional_escape, format_html
from jinja2 import Environment
from markupsafe import Markup, escape

_JINJA = Environment(autoescape=True)
_DJANGO = Engine()


@cache
def _jinja(template: str) -> Callable[..., str]:
    return _JINJA.from_string(template).render


@cache
def _django(template: str) -> Callable[[Context], str]:
    return _DJANGO.from_string(template).render


def jinja(template: str, **names: object) -> str:
    """What Jinja2 shows."""
    return _jinja(template)(**names)


def django(template: str, **names: object) -> str:
    """What Django shows."""
    return _django(template)(Context(names))


def everywhere(value: object) -> set[str]:
    """What a value is shown as in all the usual ways; one string when they agree."""
    shown = {
        jinja("{{ value }}", value=value),
        jinja("{{ value|e }}", value=value),
        django("{{ value }}", value=value),
        django("{% firstof value %}", value=value),
        conditional_escape(value),
        format_html("{}", value),
        escape(value),
        Markup("{}").format(value),
        Markup("%s") % (value,),
    }
    return {one_spelling(each) for each in shown}


def one_spelling(shown: str) -> str:
    """MarkupSafe writes quotation marks otherwise than Django and the loader do."""
    return str(shown).replace("&#34;", "&quot;").replace("&#39;", "&#x27;")
