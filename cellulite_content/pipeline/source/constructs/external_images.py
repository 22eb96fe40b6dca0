"""Images that no edition may have: those that are not files of the project.

No build opens an address, and no page or book shows an image from another place.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

_MAX_ADDRESS = 60
"""Characters of an address that an error line shows: an address can hold a whole image."""


def find_external_images(tree: nodes.document) -> Iterator[nodes.image]:
    """The images of a tree that are not files, in document order.

    When Sphinx reads a tree, it marks them with a "?" among the candidates (`ImageCollector`):
    addresses of any scheme, and images that are written into the text (`data:`).
    """
    return (node for node in tree.findall(nodes.image) if "?" in node.get("candidates", ()))


def external_image_error(node: nodes.image, place: str) -> str:
    """One error line for such an image; `place` is the file of its document, as messages name it.

    An image in an included or substituted text is reported with the line of that text.
    """
    address = node["uri"] if len(node["uri"]) <= _MAX_ADDRESS else f"{node['uri'][:_MAX_ADDRESS]}…"
    if address.startswith("data:"):
        problem, fix = "is written into the text", "save it as a file beside the article"
    else:
        problem, fix = "is on another machine", "put it beside the article"
    line_number = f"{node.line}: " if node.line else " "
    return f"{place}:{line_number}the picture {address} {problem}; {fix}"
