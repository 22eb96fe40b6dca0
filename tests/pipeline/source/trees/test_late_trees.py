"""Trees that are restored when they are used."""

import pickle
from typing import Any

from docutils import nodes
from docutils.core import publish_doctree

from cellulite_content.pipeline.source.trees.late_trees import LateTrees

restored: list[str] = []


class Noted(nodes.paragraph):
    """A node that notes when it is restored."""

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        restored.append(self.rawsource)


def _read(trees: LateTrees) -> LateTrees:
    value: LateTrees = pickle.loads(pickle.dumps(trees))  # noqa: S301 (written a line above)
    return value


def test_only_what_is_used_is_restored() -> None:
    """Of a hundred trees that are stored twice, only the one that somebody asks for is restored,
    once; a changed one is stored as it is now."""
    restored.clear()
    trees = _read(LateTrees({f"doc-{number}": Noted(f"{number}") for number in range(100)}))
    trees["doc-3"] += nodes.Text("More")
    assert (trees["doc-3"].rawsource, restored) == ("3", ["3"])
    trees = _read(trees)
    assert restored == ["3"]
    assert trees.get("doc-3").astext() == "More"
    assert trees.get("none") is None
    assert trees.pop("doc-4").rawsource == "4"
    assert "doc-4" not in trees
    assert len(trees.values()) == len(trees.items()) == 99
    assert all(isinstance(tree, Noted) for tree in trees.values())


def test_tree_with_its_document() -> None:
    """A tree that refers to its document is stored beside the others, not in bytes of its own:
    each would have all that Sphinx knows."""
    document = publish_doctree("Text.", settings_overrides={"warning_stream": None})
    trees = _read(LateTrees({"a": document[0], "b": document[0], "c": Noted("c")}))
    assert trees["a"] is trees["b"]
    assert trees["a"].document.children == [trees["a"]]
    assert trees["c"].rawsource == "c"
