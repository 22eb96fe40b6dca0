"""Small trees by document, which are restored one by one when they are used.

Sphinx's environment has a list of contents for each document: half of the time to restore the
environment of 100 articles, and to store it. A partial reading uses only a few of them.
"""

from __future__ import annotations

import copyreg
import io
import pickle
from typing import Any, NoReturn

from docutils import nodes


class LateTrees(dict[str, Any]):
    """A dictionary whose values are bytes until they are used, as a pickle and after it.

    Its pickle must be authentic: restoring a tree can run any code.
    """

    def __getitem__(self, name: str) -> Any:
        tree = super().__getitem__(name)
        if isinstance(tree, bytes):
            tree = self[name] = pickle.loads(tree)  # noqa: S301 - see above
        return tree

    def get(self, name: str, default: Any = None) -> Any:
        """The tree of a document, or the default if there is none."""
        return self[name] if name in self else default  # noqa: SIM401 - it would return bytes

    def pop(self, name: str, *default: Any) -> Any:
        """Remove the tree of a document, and return it."""
        if name in self:
            tree = self[name]
            del self[name]
            return tree
        return super().pop(name, *default)

    def values(self) -> Any:
        """The trees."""
        return [self[name] for name in self]

    def items(self) -> Any:
        """The names of the documents and their trees."""
        return [(name, self[name]) for name in self]

    def __reduce__(self) -> tuple[Any, ...]:
        trees = {name: dict.__getitem__(self, name) for name in self}
        return LateTrees, ({name: _stored(tree) for name, tree in trees.items()},)


def _stored(tree: Any) -> Any:
    """A tree in bytes, or the tree itself if it refers to its document, and so to all others."""
    if isinstance(tree, bytes):
        return tree
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _TABLE
    try:
        pickler.dump(tree)
    except pickle.PicklingError:
        return tree
    return buffer.getvalue()


def _refuse(document: nodes.document) -> NoReturn:
    raise pickle.PicklingError("a tree refers to its document")


_TABLE = copyreg.dispatch_table | {nodes.document: _refuse}
