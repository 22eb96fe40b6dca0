"""A synthetic project with a theme of its own, as another Sphinx project would be adopted."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from benchmarks import articles

_CONF = """\
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
project = "Manual"
copyright = "2026, the authors"
extensions = ["own_words"]
exclude_patterns = ["_*"]
html_theme = "own"
html_theme_path = ["_themes"]
html_static_path = ["_static"]
gettext_compact = False
locale_dirs = ["../locales"]
"""

_EXTENSION = '''\
"""An extension of the project: a role, and a value of each page's context."""

from docutils import nodes


def key(name, rawtext, text, lineno, inliner, options=None, content=None):
    return [nodes.literal(rawtext, text, classes=["key"])], []


def add_length(app, pagename, templatename, context, doctree):
    context["length"] = len(doctree.astext()) // 1000 if doctree else 0


def setup(app):
    app.add_role("key", key)
    app.connect("html-page-context", add_length)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
'''

_THEME = """\
[theme]
inherit = basic
stylesheet = own.css
sidebars = tree.html, searchbox.html
"""

_LAYOUT = """\
{%- extends "basic/layout.html" %}
{%- block header %}
<header class="own" data-length="{{ length }}">
  <nav aria-label="breadcrumbs">
    {%- for parent in parents %}<a href="{{ parent.link|e }}">{{ parent.title }}</a> / {% endfor -%}
    {{ title }}
  </nav>
  {%- if prev %}<a rel="prev" href="{{ prev.link|e }}">{{ _("Previous") }}: {{ prev.title }}</a>{% endif %}
  {%- if next %}<a rel="next" href="{{ next.link|e }}">{{ _("Next") }}: {{ next.title }}</a>{% endif %}
</header>
{%- endblock %}
"""

_TREE = """\
<div class="own-tree">{{ toctree(maxdepth=2, collapse=True, titles_only=True) }}</div>
<div class="own-contents">{{ toc }}</div>
"""


def write_project(folder: Path, count: int, codes: Sequence[str]) -> int:
    """Make a Sphinx project of `count` documents with its own theme, and complete catalogs.

    `docs` has the sources and `locales` the catalogs, of which `conf.py` knows. Returns the number
    of messages in one language.
    """
    messages = articles.write_corpus(folder, count, codes)
    source = folder / "docs"
    theme = source / "_themes" / "own"
    (theme / "static").mkdir(parents=True)
    for path, text in (
        (source / "conf.py", _CONF),
        (source / "own_words.py", _EXTENSION),
        (theme / "theme.toml", ""),
        (theme / "theme.conf", _THEME),
        (theme / "layout.html", _LAYOUT),
        (theme / "tree.html", _TREE),
        (theme / "static" / "own.css", "body { margin: 0 auto; max-width: 70rem; }\n"),
    ):
        if text:
            path.write_text(text, encoding="utf-8")
    (source / "_static").mkdir()
    (source / "_static" / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>\n')
    for path in folder.glob("locales/*/LC_MESSAGES/interface.po"):
        path.unlink()
    (folder / "pyproject.toml").unlink()
    shutil.move(folder / "locales" / "locales.toml", folder / "locales.toml")
    return messages
