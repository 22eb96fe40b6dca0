"""A synthetic project with a theme of its own, as another Sphinx project would be adopted."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import articles

_CONF = """\
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
project = "Manual"
copyright = "2026, the authors"
extensions = ["own_words", "sphinx.ext.extlinks"]
extlinks = {
    "docs": ("https://example.org%s", "%s"),
    "admin-docs": ("https://example.org/admin%s", "%s"),
}
exclude_patterns = ["_*", "**/*.include.rst", "snippets", "build", "locale*"]
html_theme = "own"
html_theme_path = ["_themes"]
html_static_path = ["_static"]
gettext_compact = False
locale_dirs = ["../locales"]
"""

_EXTENSION = '''\
"""An extension of the project: a role, and a value of each page's context."""

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective


class Tab(SphinxDirective):
    """A box, in the place of an extension's tabs."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = {"class": directives.class_option}

    def run(self):
        box = nodes.container(classes=["own-tab"])
        if self.arguments:
            texts, messages = self.state.inline_text(self.arguments[0], self.lineno)
            box += nodes.paragraph(self.arguments[0], "", *texts, *messages)
        self.state.nested_parse(self.content, self.content_offset, box)
        return [box]


def key(name, rawtext, text, lineno, inliner, options=None, content=None):
    return [nodes.literal(rawtext, text, classes=["key"])], []


def add_length(app, pagename, templatename, context, doctree):
    context["length"] = len(doctree.astext()) // 1000 if doctree else 0


def setup(app):
    app.add_role("key", key)
    app.add_directive("tab", Tab)
    app.add_directive("tabs", Tab)
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
  {%- if prev %}
  <a rel="prev" href="{{ prev.link|e }}">{{ _("Previous") }}: {{ prev.title }}</a>
  {%- endif %}
  {%- if next %}
  <a rel="next" href="{{ next.link|e }}">{{ _("Next") }}: {{ next.title }}</a>
  {%- endif %}
</header>
{%- endblock %}
"""

_TREE = """\
<div class="own-tree">{{ toctree(maxdepth=2, collapse=True, titles_only=True) }}</div>
<div class="own-contents">{{ toc }}</div>
"""


def write_project(folder: Path, count: int, codes: Sequence[str]) -> None:
    """Make a Sphinx project of `count` documents with its own theme, and complete catalogs.

    `docs` has the sources and `locales` the catalogs, of which `conf.py` knows.
    """
    articles.write_corpus(folder, count, codes)
    source = folder / "docs"
    write_settings(source, "../locales")
    (source / "_static").mkdir()
    (source / "_static" / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>\n')
    for path in folder.glob("locales/*/LC_MESSAGES/interface.po"):
        path.unlink()
    (folder / "pyproject.toml").unlink()
    (folder / "locales" / "locales.toml").unlink()


def write_settings(source: Path, locales: str) -> None:
    """Write `conf.py`, an extension and a theme."""
    theme = source / "_themes" / "own"
    (theme / "static").mkdir(parents=True)
    for path, text in (
        (source / "conf.py", _CONF.replace("../locales", locales)),
        (source / "own_words.py", _EXTENSION),
        (theme / "theme.conf", _THEME),
        (theme / "layout.html", _LAYOUT),
        (theme / "tree.html", _TREE),
        (theme / "static" / "own.css", "body { margin: 0 auto; max-width: 70rem; }\n"),
    ):
        path.write_text(text, encoding="utf-8")


def adopt_project(root: Path) -> None:
    """Adopt a Sphinx project; one without `conf.py` gets the synthetic one's.

    Afterwards stock Sphinx looks for a catalog of each document, too.
    """
    if not any(root.rglob("conf.py")):
        write_settings(root, "locale")
        (root / "_static").mkdir()
    program = [sys.executable, "-m", "cellulite_content", "adopt", root, "--write", "--force"]
    result = subprocess.run(list(map(str, program)), capture_output=True, check=False, text=True)
    for path in root.rglob("conf.py"):
        with path.open("a", encoding="utf-8") as file:
            file.write("\ngettext_compact = False\n")
    print(result.stdout.splitlines()[-1] if result.stdout else result.stderr)
