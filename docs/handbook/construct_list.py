"""The directives `constructs` and `markdown-constructs`: tables of what editions show, or of what
`extract` refuses."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.statemachine import StringList
from sphinx.application import Sphinx

FOLDER = Path(__file__).parents[2] / "tests" / "markup"
MARKDOWN = FOLDER.parent / "fixtures" / "markdown" / "constructs.toml"


class ConstructList(Directive):
    """Lists the constructs with the verdict in its argument, from the folders of the tests."""

    required_arguments = 1
    option_spec: ClassVar[Any] = {}

    def run(self) -> list[nodes.Node]:
        """The table."""
        verdict = self.arguments[0]
        last = ["What ``extract`` says"] if verdict == "refused" else []
        lines = [".. list-table::", "   :header-rows: 1", ""]
        lines += self._row(["Construct", "Written as", *last])
        for path in sorted(FOLDER.glob("*/case.toml")):
            case = tomllib.loads(path.read_text(encoding="utf-8"))
            if case["verdict"] == verdict:
                cells = [case["summary"], _written_as(case)]
                if verdict == "refused":
                    cells.append(_example(case["errors"][0]))
                lines += self._row(cells)
        return self._table(lines)

    def _table(self, lines: list[str]) -> list[nodes.Node]:
        parent = nodes.container()
        self.state.nested_parse(StringList([*lines, ""], source="constructs"), 0, parent)
        return parent.children

    @staticmethod
    def _row(cells: list[str]) -> list[str]:
        first, *others = cells
        return [f"   * - {first}", *(f"     - {cell}" for cell in others)]


class MarkdownList(ConstructList):
    """Lists the constructs of Markdown with the verdict in its argument, from the tests' file."""

    def run(self) -> list[nodes.Node]:
        """The table."""
        verdict = self.arguments[0]
        heads = ["Construct", "Written as" if verdict == "shown" else "What ``extract`` says"]
        lines = [".. list-table::", "   :header-rows: 1", "", *self._row(heads)]
        for case in tomllib.loads(MARKDOWN.read_text(encoding="utf-8"))[verdict]:
            last = case["written"] if verdict == "shown" else _example(case["errors"][0])
            lines += self._row([case["summary"], last])
        return self._table(lines)


def _written_as(case: dict[str, Any]) -> str:
    """The directives and roles of a construct; those of plain markup have none."""
    covers = case.get("covers", {})
    directives = [f"``.. {name}::``" for name in covers.get("directives", ())]
    roles = [f"``:{name}:``" for name in covers.get("roles", ())]
    return ", ".join(directives + roles) or "\u2013"


def _example(error: str) -> str:
    """An error without its line, as a sentence in a table."""
    text = error.partition(": ")[2].replace("WARNING: ", "").replace("ERROR: ", "")
    text = text.replace("\\", "\\\\").replace("`", "").replace("*", "\\*").replace("_", "\\_")
    return text.replace("::", "\\::")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("constructs", ConstructList)
    app.add_directive("markdown-constructs", MarkdownList)
    return {"parallel_read_safe": True}
