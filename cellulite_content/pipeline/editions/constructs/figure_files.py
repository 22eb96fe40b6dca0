"""The files of figures: the variants of languages, and the files to which pictures lead."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from ...files.picture_types import MEDIA_TYPES
from ...source.pictures.picture_files import own_name, source_path
from ...source.trees.document_values import DocumentValues
from ...source.unit_marks import FigureLabel
from ..edition import Edition
from ..pictures.own_pictures import label_message, picture_in

_logger = logging.getLogger(__name__)


class Picture(NamedTuple):
    """A picture of a document: the path in the sources of the file that all languages share, and
    its labels by text."""

    original: str
    labels: Mapping[str, FigureLabel] = MappingProxyType({})


class Pictures(DocumentValues):
    """Stores the pictures of each document as a `Picture`, by their names in Sphinx's environment.

    These are their paths in the sources. A picture with labels has a name of the document's own,
    and so has its variant.
    A picture can lead to a picture: the attribute `picture` of such a reference becomes the name of
    that file, and `original-picture` the path of the file for all languages. The attribute
    `falls-back` of an image says that a label of it has no translation.
    """

    attribute = "cellulite_pictures"

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Store those of a document; runs after Sphinx has found the files of its images."""
        env = app.env
        docname = env.current_document.docname
        pictures: dict[str, Picture] = {}
        labels = _all_labels(doctree)

        def noted(path: str, original: str) -> str:
            """The name of a picture, which is noted."""
            own_labels = {text: each for text, each in labels.items() if each.picture == original}
            name = own_name(path, docname) if own_labels else path
            pictures[name] = Picture(original, own_labels)
            env.images.add_file(docname, name)
            return name

        for image in doctree.findall(nodes.image):
            candidates = image["candidates"]
            for kind, path in list(candidates.items()):
                if kind == "?":
                    continue
                original = original_path(env, docname, image) if kind == "*" else path
                candidates[kind] = noted(path, original)
                if kind == "*":
                    image["source-path"], image["uri"] = original, candidates[kind]
            image["falls-back"] = _falls_back(app, image)
        for reference in picture_links(doctree):
            original = _linked_picture(env, docname, doctree, reference.get("refuri", ""))
            if original:
                variant = variant_of(env, docname, f"/{original}", env.config.language)
                reference["original-picture"] = original
                env.note_dependency(variant or original)
                reference["picture"] = noted(variant or original, original)
            elif _is_relative(reference.get("refuri", "")):
                address = reference["refuri"]
                problem = f"the picture leads to {address}, which is no picture of the sources"
                advice = "name a label or a whole address"
                _logger.warning(f"{problem}; {advice}", location=reference.children[0])
        self.of(env)[docname] = pictures


def _all_labels(tree: nodes.document) -> dict[str, FigureLabel]:
    labels: dict[str, FigureLabel] = {}
    for image in tree.findall(nodes.image):
        labels = {**image.get("labels", {}), **labels}
    return labels


def _falls_back(app: Sphinx, image: nodes.image) -> bool:
    """Whether an image shows a label that has no translation."""
    edition: Edition = app.edition  # type: ignore[attr-defined]
    docname = app.env.current_document.docname
    shown = {source_path(name, docname) for name in image["candidates"].values()}
    accepted = edition.messages(docname)
    labels: dict[str, FigureLabel] = image.get("labels") or {}
    return not edition.original and any(
        label.picture in shown and not label_message(text, label, accepted)
        for text, label in labels.items()
    )


def name_pictures(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """A listener of `env-get-updated`: the files of editions get names that all languages share.

    Sphinx numbers equal names in the order in which it finds them, those of variants too.
    """
    names: dict[str, str] = {}
    tag = app.edition.locale.tag  # type: ignore[attr-defined]
    for docname, pictures in sorted(Pictures.of(env).items()):
        for picture, (original, labels) in pictures.items():
            # Each document has its own file of a picture with labels, also in the original.
            key = own_name(original, docname) if labels else original
            name = names.setdefault(key, "") or free_name(original, names, "")
            names[key] = name
            stem, suffix = posixpath.splitext(name)
            if picture in env.images:
                documents, _ = env.images[picture]
                is_variant = source_path(picture, docname) != original
                name = f"{stem}.{tag}{suffix}" if is_variant else name
                env.images[picture] = (documents, name)
    return []


def picture_data(edition: Edition, env: BuildEnvironment, name: str) -> bytes:
    """The bytes of a picture by its name in Sphinx's environment, in the edition's language."""
    docname = min(env.images[name][0])
    picture: Picture = Pictures.of(env)[docname].get(name, Picture(name))
    path = source_path(name, docname)
    labels = picture.labels if path == picture.original else {}
    return picture_in(edition, docname, path, labels)


def free_name(path: str, names: Mapping[str, str], sign: str) -> str:
    """The name of a file, with a number if a file before it has that name."""
    stem, suffix = posixpath.splitext(posixpath.basename(path))
    name, number = stem + suffix, 1 if not sign else 2
    while name in names.values():
        name, number = f"{stem}{sign}{number}{suffix}", number + 1
    return name


def picture_links(tree: nodes.Element) -> Iterator[nodes.reference]:
    """The references of a tree that show an image."""
    for reference in tree.findall(nodes.reference):
        if any(isinstance(child, nodes.image) for child in reference.children):
            yield reference


def original_path(env: BuildEnvironment, docname: str, image: nodes.Element) -> str:
    """The path of the picture that the source names, whichever its language shows."""
    uri = image.get("original_uri")
    return env.relfn2path(uri, docname)[0] if uri else str(image["uri"])


def variant_of(env: BuildEnvironment, docname: str, uri: str, language: str) -> str:
    """The path of a picture's variant for a language, or an empty text.

    Sphinx names variants by `figure_language_filename`, which is `pic.de.svg` unless set.
    """
    root, suffix = posixpath.splitext(uri)
    folder, docs = posixpath.dirname(root), posixpath.dirname(docname)
    template: Any = env.config.figure_language_filename
    name = template.format(
        root=root,
        ext=suffix,
        path=folder and folder + "/",
        basename=posixpath.basename(root),
        docpath=docs and docs + "/",
        language=language,
    )
    path = env.relfn2path(name, docname)[0]
    return path if _is_picture(env, path) and path != env.relfn2path(uri, docname)[0] else ""


def _linked_picture(env: BuildEnvironment, docname: str, tree: nodes.document, address: str) -> str:
    """The source's picture that an address names, or an empty text.

    Authors name a picture by its path in the sources, or by the file that Sphinx makes of it in the
    pages' folder `_images`.
    """
    path = address.partition("#")[0]
    if not path or not _is_relative(address):
        return ""
    source = env.relfn2path(path, docname)[0]
    if _is_picture(env, source):
        return source
    folder, name = posixpath.split(path)
    if posixpath.basename(folder) != "_images":
        return ""
    originals = [original_path(env, docname, image) for image in tree.findall(nodes.image)]
    return next((path for path in originals if posixpath.basename(path) == name), "")


def _is_relative(address: str) -> bool:
    """Whether an address is that of a file beside the page: no book has one."""
    return bool(address) and not address.startswith("#") and ":" not in address.partition("/")[0]


def _is_picture(env: BuildEnvironment, path: str) -> bool:
    is_inside = not path.startswith("..")
    suffix = posixpath.splitext(path)[1].lower()
    return is_inside and suffix in MEDIA_TYPES and (Path(env.srcdir) / path).is_file()
