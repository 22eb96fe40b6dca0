"""The directive `modules`: a table of the modules in a folder, from their docstrings."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.statemachine import StringList
from sphinx.application import Sphinx

ROOT = Path(__file__).parents[2]


class ModuleList(Directive):
    """Lists the modules of the folder in its argument, with the first lines of their docstrings."""

    required_arguments = 1
    option_spec: ClassVar[Any] = {}

    def run(self) -> list[nodes.Node]:
        """The table."""
        lines = [".. list-table::", "   :widths: 30 70", ""]
        for path in sorted((ROOT / self.arguments[0]).glob("*.py")):
            if path.stem != "__init__":
                docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
                summary = " ".join(docstring.partition("\n\n")[0].split())
                lines += [f"   * - ``{path.stem}``", f"     - {summary}"]
        parent = nodes.container()
        self.state.nested_parse(StringList([*lines, ""], source="modules"), 0, parent)
        return parent.children


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("modules", ModuleList)
    return {"parallel_read_safe": True}
