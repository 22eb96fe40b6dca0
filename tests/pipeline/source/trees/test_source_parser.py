"""The parser of sources: a tree of another time is not used."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.locale_builds import article, build_locale
from support.small_projects import HEAD, write_project

SHOES = """
from docutils import nodes
from docutils.parsers.rst import Directive

class {name}(nodes.paragraph):
    pass

class Shoe(Directive):
    def run(self):
        return [{name}("", "New words.")]
"""


@pytest.mark.parametrize(
    ("conf", "file", "before", "after"),
    [
        (
            "rst_epilog = (confdir / 'version.txt').read_text()\n",
            "docs/version.txt",
            "\nOld words.\n",
            "\nNew words.\n",
        ),
        (
            "sys.path.insert(0, str(confdir))\n"
            "import shoes\n"
            "def setup(app):\n"
            "    app.add_directive('shoe', shoes.Shoe)\n"
            "    for kind in vars(shoes).values():\n"
            "        if isinstance(kind, type) and kind.__module__ == 'shoes':\n"
            "            app.add_node(kind, html=(lambda *_: None, lambda *_: None))\n",
            "docs/shoes.py",
            SHOES.format(name="Old"),
            # Of another length: Python compares a module's size and the second of its change.
            SHOES.format(name="Newer"),
        ),
    ],
    ids=["another text", "a class that is gone"],
)
def test_a_tree_of_another_time_is_not_used(
    tmp_path: Path, conf: str, file: str, before: str, after: str
) -> None:
    """Settings and modules of a project may come from elsewhere, where no digest notices them."""
    head = "import sys\nfrom pathlib import Path\nconfdir = Path(__file__).parent\n"
    text = HEAD + "A\n=\n\n{}B.\n".format(".. shoe::\n\n" * ("shoes" in conf))
    folder = write_project(tmp_path / "project", {"a": text}, head + conf, files={file: before})
    change = f"""
Path({str(folder / file)!r}).write_text({after!r})
import sys
sys.modules.pop("shoes", None)
"""
    built = build_locale(folder, tmp_path / "output", change=change)
    assert "articles/a" in built.parsed
    assert "New words." in article(tmp_path / "output")
