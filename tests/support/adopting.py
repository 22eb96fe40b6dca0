"""Sphinx projects in the layouts of public ones, each with an obstacle of every kind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'

_CONF = """\
import sys
from pathlib import Path
sys.path.insert(0, str(Path(__file__).parent / "_ext"))
print("printed by conf.py")
project = "Stairs"
author = "Ann Lee"
extensions = ["nowhere.banner", "sphinx.ext.autodoc", "sphinx.ext.todo", "sphinx.ext.graphviz",
              "badge_{name}", "keys_{name}"]
locale_dirs = {locale_dirs!r}
gettext_compact = {compaction!r}
gettext_additional_targets = ["index"]
figure_language_filename = "{{language}}/{{root}}{{ext}}"
numfig_format = {{"figure": "Picture %s"}}
html_static_path = ["_static"]
html_theme = "a_theme_that_is_not_there"
source_suffix = {{".rst": "restructuredtext", ".md": "markdown"}}
rst_prolog = ".. |product| replace:: Stairs 2"
"""

EXTENSIONS = {
    "badge": """\
from docutils import nodes
from docutils.parsers.rst import Directive
class badge(nodes.General, nodes.Element):
    pass
class Badge(Directive):
    def run(self):
        return [badge()]
def setup(app):
    app.add_node(badge)
    app.add_directive("badge", Badge)
""",
    "keys": """\
from docutils import nodes
from docutils.parsers.rst import roles
def key(name, rawtext, text, lineno, inliner, options=None, content=()):
    return [nodes.literal(rawtext, text)], []
def register(app, config):
    roles.register_local_role("key", key)
def setup(app):
    app.connect("config-inited", register)
""",
}
"""Extensions of the project: one with a kind of node of its own, and one that is no obstacle,
which registers its role as autodoc does: late, and not with a method of the application."""

_PAGE = """\
A page of {name}
================

Each step of |product| counts. Press :key:`Enter`.

.. badge::

.. raw:: html

   <b>HTML</b>

.. image:: https://example.org/picture.png

.. include:: /../outside.rst

.. graphviz::

   digraph { a -> b; }

.. nosuchdirective:: x

A |missing| substitution, and :nosuchrole:`a role`.

.. index:: steps

{name} has a last paragraph.
"""

OBSTACLES = {
    "an extension that is not there": "extension nowhere.banner: in the way",
    "an extension that opens programs": "extension sphinx.ext.graphviz: in the way",
    "an extension of the project with nodes of its own": "extension badge_{name}: in the way",
    "its fault names it": "(extension badge_{name})",
    "an extension that nobody uses": "extension sphinx.ext.todo: ignored",
    "a refused extension that nobody uses": "extension sphinx.ext.autodoc: ignored",
    "an extension that works": "extension keys_{name}: works: sources use its markup",
    "raw HTML": "raw html",
    "a picture on another machine": "https://example.org/picture.png",
    "an include from outside": "outside.rst",
    "an unknown directive": 'Unknown directive type "nosuchdirective"',
    "a directive of an extension in the way": "without the extension sphinx.ext.graphviz",
    "an unknown role": 'Unknown interpreted text role "nosuchrole"',
    "an undefined substitution": 'Undefined substitution referenced: "missing"',
    "a missing folder": "html_static_path entry '_static' does not exist; create",
    "a folder of catalogs that is not there": "absent, which is no folder",
    "words of numbers": "numfig_format has words",
    "pictures by language": "figure_language_filename has",
    "Markdown": "no extension reads markdown (.md)",
    "a catalog with marks of a conflict": "xx_conflict.po",
    "a folder that names no language": "is no locale code",
    "the language of the sources": "is the language of the source",
}
"""What a project has, and what its report says; `{name}` is the project's."""


@dataclass(frozen=True)
class Layout:
    """A layout: the folder of sources, that of locales beside it, the setting `gettext_compact`,
    the documents besides the root, the number of messages that `sphinx-build -b gettext` writes,
    the folders of languages, and their codes."""

    name: str
    source: str
    locales: str
    compaction: bool | str
    documents: tuple[str, ...]
    messages: int
    languages: tuple[str, ...] = ("de", "fr")
    codes: tuple[str, ...] = ("de", "fr")

    def domain(self, document: str) -> str:
        """The domain of a document."""
        if isinstance(self.compaction, str):
            return self.compaction
        return document.partition("/")[0] if self.compaction else document

    def write(self, root: Path) -> None:
        """Write the project."""
        source = root / self.source
        for name, text in EXTENSIONS.items():
            _write(source / "_ext" / f"{name}_{self.name}.py", text)
        dirs = [f"{self.locales}/", "absent"]
        conf = _CONF.format(name=self.name, locale_dirs=dirs, compaction=self.compaction)
        _write(source / "conf.py", conf)
        entries = "\n".join(f"   {document}" for document in self.documents)
        _write(source / "index.rst", f"Stairs\n======\n\n.. toctree::\n\n{entries}\n")
        _write(source / "notes.md", "# Notes\n")
        catalogs: dict[str, str] = {}
        for document in self.documents:
            _write(source / f"{document}.rst", _PAGE.replace("{name}", document))
            domain = self.domain(document)
            catalogs.setdefault(domain, HEADER + _entry("old.rst", "Gone", "Weg"))
            place = f"../{document}.rst:24"
            text = f"{document} has a last paragraph."
            catalogs[domain] += _entry(place, text, f"{document} endet.")
        for language in (*self.languages, "nolanguage9", "en"):
            folder = source / self.locales / language / "LC_MESSAGES"
            for domain, text in catalogs.items():
                _write(folder / f"{domain}.po", text)
        folder = source / self.locales / self.languages[0] / "LC_MESSAGES"
        _write(folder / "xx_conflict.po", f"{HEADER}\n<<<<<<< ours\n")


LAYOUTS = (
    Layout("zammad", ".", "locale", "user-docs", ("basics/steps", "extras/rails"), 8),
    Layout("packaging", "source", "../locales", "messages", ("guides/steps", "rails"), 8),
    Layout("iati", "docs", "locale", False, ("steps", "rails"), 11, ("fr", "es"), ("es", "fr")),
    Layout("veyon", "en", "../locales", False, ("user/index", "admin/index"), 11),
    Layout("mixxx", "source", "locale", True, ("chapters/steps", "chapters/rails"), 8),
    Layout("picard", ".", "_locale", False, ("usage/steps", "rails"), 11, ("pt-br",), ("pt_BR",)),
    Layout("cryptpad", "docs", "locales", True, ("user/steps", "admin/rails"), 11),
    Layout("folders", "doc", "locale", True, ("steps", "rails"), 11, ("zh_CN",), ("zh_CN",)),
    Layout(
        "modifiers", "docs/source", "locale", "docs", ("steps",), 6, ("sr@latin",), ("sr_Latn",)
    ),
    Layout("deep", ".", "i18n/po", False, ("a/b/steps", "a/rails"), 11, ("de-at",), ("de_AT",)),
)


def _entry(place: str, text: str, translation: str) -> str:
    return f'\n#: {place}\nmsgid "{text}"\nmsgstr "{translation}"\n'


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
