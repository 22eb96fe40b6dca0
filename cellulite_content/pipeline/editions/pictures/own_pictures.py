"""The pictures whose labels are translated: each document has its own copy of them."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from docutils import nodes
from sphinx.environment import BuildEnvironment

from ...files.file_tree import MEGABYTE
from ...model.unit import message_key
from ...source.pictures.picture_files import picture_at
from ...source.unit_marks import FigureLabel, LabelsOf
from ..edition import Edition
from .localized_svg import localized_svg

_MAX_KEPT_BYTES = 8 * MEGABYTE
"""Bytes of pictures that an edition keeps, those of 1,000 articles."""


def label_finder(env: BuildEnvironment) -> LabelsOf:
    """Gives the labels of an image in the document that is being read, before Sphinx has looked for
    its file: those of the picture that it shows, and of the picture to which it leads."""
    docname = env.current_document.docname

    def labels_of(image: nodes.image) -> Iterator[tuple[str, str]]:
        for address in _addresses(image):
            path = env.relfn2path(address, docname)[0]
            for label in picture_at(env.srcdir, path).labels:
                if label.text:
                    yield label.text, path

    return labels_of


def _addresses(image: nodes.image) -> Iterator[str]:
    """The addresses of the SVG files that an image shows, and to which it leads."""
    addresses = [image["uri"]]
    if isinstance(image.parent, nodes.reference):
        addresses.append(image.parent.get("refuri", "").partition("#")[0])
    for name in addresses:
        address = f"{name[:-1]}svg" if name.endswith(".*") else name
        if address.lower().endswith(".svg") and ":" not in address:
            yield address


def picture_in(
    edition: Edition, docname: str, path: str, labels: Mapping[str, FigureLabel]
) -> bytes:
    """The bytes of a document's picture in the edition's language.

    `path` is the picture's in the sources, `labels` are those of the document's image, by text.
    """
    if edition.original or not labels:
        return (edition.project.source / path).read_bytes()
    kept, name = edition.pictures, (docname, path)
    if name in kept:
        return kept[name]
    accepted = edition.messages(docname)
    translations = {
        text: accepted[message]
        for text, label in labels.items()
        if (message := label_message(text, label, accepted))
    }
    data = (edition.project.source / path).read_bytes()
    picture = localized_svg(data, translations, edition.locale, edition.source)
    if sum(map(len, kept.values())) + len(picture) <= _MAX_KEPT_BYTES:
        kept[name] = picture
    return picture


def label_message(text: str, label: FigureLabel, accepted: Container[str]) -> str:
    """The key of the message that translates a label, its own or the shared one; empty if none."""
    keys = message_key(label.unit, text), message_key(label.context or None, text)
    return next((key for key in keys if key in accepted), "")
