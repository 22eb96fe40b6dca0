"""The SVG pictures of a document: their names, their labels, and their faults."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docutils import nodes

from ...files.file_tree import MEGABYTE, FileFaultError, read_file
from ...model.project import Project
from .svg_picture import SVGPicture, read_picture

_LARGEST = 16 * MEGABYTE
_NO_PICTURE = SVGPicture()


def own_name(path: str, docname: str) -> str:
    """The name of a document's own copy of a picture: another document may translate its labels
    differently. No document has `#` in its name."""
    return f"{path}#{docname}"


def source_path(name: str, docname: str) -> str:
    """The path of a picture in the sources, from that path or from a document's own name of it."""
    return name.removesuffix(f"#{docname}")


def picture_at(sources: Path, path: str) -> SVGPicture:
    """The content of the SVG picture at a path in the sources; empty if there is none."""
    if not path.lower().endswith(".svg") or path.startswith(".."):
        return _NO_PICTURE
    try:
        return read_picture(read_file(sources, sources / path, _LARGEST))
    except FileFaultError:  # another stage reports it
        return _NO_PICTURE


def picture_errors(tree: nodes.document, docname: str, project: Project) -> Iterator[str]:
    """One error line for each thing in a document's SVG pictures that no edition may have."""
    paths: dict[str, None] = {}
    for image in tree.findall(nodes.image):
        candidates: dict[str, str] = image["candidates"]
        names = [name for kind, name in candidates.items() if kind != "?"]
        if isinstance(image.parent, nodes.reference) and "picture" in image.parent:
            names.append(image.parent["picture"])
        paths |= {source_path(name, docname): None for name in names}
    for path in paths:
        for line, problem in picture_at(project.source, path).faults:
            yield f"{project.relative(project.source / path)}:{line}: the picture: {problem}"
