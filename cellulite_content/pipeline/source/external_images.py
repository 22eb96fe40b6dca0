"""Pictures that no edition may have: those that are no files of the project.

No build opens an address, and no page or book shows a picture that lies elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

_MAX_ADDRESS = 60
"""Characters of an address that a line of an error has room for: one can hold a whole picture."""


def find_external_images(tree: nodes.document) -> Iterator[nodes.image]:
    """The pictures of a tree that Sphinx has read and found to be no files, in their order.

    Sphinx marks them with a "?" among the candidates (`ImageCollector`): addresses, of whatever
    scheme, and pictures that are written into the text (`data:`).
    """
    return (node for node in tree.findall(nodes.image) if "?" in node.get("candidates", ()))


def external_image_error(node: nodes.image, place: str) -> str:
    """One line on such a picture; `place` is the file of its document, as messages name it.

    A picture that an included or substituted text brings in is told where that text stands.
    """
    address = node["uri"] if len(node["uri"]) <= _MAX_ADDRESS else f"{node['uri'][:_MAX_ADDRESS]}…"
    if address.startswith("data:"):
        problem, fix = "is written into the text", "save it as a file beside the article"
    else:
        problem, fix = "is on another machine", "put it beside the article"
    line_number = f"{node.line}: " if node.line else " "
    return f"{place}:{line_number}the picture {address} {problem}; {fix}"
