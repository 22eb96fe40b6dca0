"""The files of figures: the variants of languages, the files to which pictures lead, and the names
of an article's files in the bundle."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from ...files.picture_types import MEDIA_TYPES
from ...model.locale import Locale
from ...model.project import Project
from ...source.trees.document_values import DocumentValues

_logger = logging.getLogger(__name__)


class Pictures(DocumentValues):
    """Stores the pictures of each document: their paths in the sources, and the paths of those that
    all languages share.

    A picture can lead to a picture: the attribute `picture` of such a reference becomes the path of
    that file, and `original-picture` that of the file for all languages.
    """

    attribute = "cellulite_pictures"

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Store those of a document; runs after Sphinx has found the files of its images."""
        env = app.env
        docname = env.current_document.docname
        paths = {}
        for image in doctree.findall(nodes.image):
            candidates = image["candidates"]
            for kind, path in candidates.items():
                if kind == "*":
                    image["source-path"] = paths[path] = original_path(env, docname, image)
                elif kind != "?":
                    paths[path] = path
        for reference in picture_links(doctree):
            original = _linked_picture(env, docname, doctree, reference.get("refuri", ""))
            if original:
                variant = variant_of(env, docname, f"/{original}", env.config.language)
                reference["original-picture"] = original
                path = reference["picture"] = variant or original
                env.note_dependency(path)
                env.images.add_file(docname, path)
                paths[path] = original
            elif _is_relative(reference.get("refuri", "")):
                address = reference["refuri"]
                problem = f"the picture leads to {address}, which is no picture of the sources"
                advice = "name a label or a whole address"
                _logger.warning(f"{problem}; {advice}", location=reference.children[0])
        self.of(env)[docname] = paths


def name_pictures(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """A listener of `env-get-updated`: the files of editions get names that all languages share.

    Sphinx numbers equal names in the order in which it finds them, those of variants too.
    """
    names: dict[str, str] = {}
    tag = app.edition.locale.tag  # type: ignore[attr-defined]
    for _, paths in sorted(Pictures.of(env).items()):
        for path, original in paths.items():
            name = names.setdefault(original, "") or _free_name(original, names, "")
            names[original] = name
            stem, suffix = posixpath.splitext(name)
            if path in env.images:
                documents, _ = env.images[path]
                name = f"{stem}.{tag}{suffix}" if path != original else name
                env.images[path] = (documents, name)
    return []


def _free_name(path: str, names: Mapping[str, str], sign: str) -> str:
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


class FigureFiles:
    """The names of one article's figures in the bundle, each of one source file only.

    They follow from the source, so all languages have the same.
    """

    def __init__(self, env: BuildEnvironment, docname: str, project: Project) -> None:
        self._env = env
        self._docname = docname
        self._project = project
        self._names: dict[str, str] = {}  # by path in the folder of sources

    @property
    def paths(self) -> Mapping[str, str]:
        """The paths of the files in the folder of sources, by their names in the bundle."""
        return {name: path for path, name in self._names.items()}

    def name_of(self, image: nodes.Element) -> str:
        """The name of the picture that the source shows."""
        return self._name(self._path(image))

    def name_in(self, locale: Locale, image: nodes.Element) -> str:
        """The name of the picture that an edition shows."""
        return self._variants("file", image).get(f"file:{locale.tag}") or self.name_of(image)

    def all_names(self, node: nodes.Element) -> dict[str, str]:
        """The names of all pictures in a line of text, in all languages, as a detail."""
        names: dict[str, None] = {}
        for image in node.findall(nodes.image):
            names |= dict.fromkeys([self.name_of(image), *self._variants("file", image).values()])
        return {"figures": "/".join(names)} if names else {}

    def details(self, image: nodes.Element) -> dict[str, str]:
        """The picture to which an image leads, and all variants, as details of its node."""
        details = self._variants("file", image)
        linked = image.parent.get("original-picture", "")
        if linked:
            details["linked-file"] = self._name(linked)
            details |= self._variants("linked-file", linked)
        return details

    def _path(self, image: nodes.Element) -> str:
        """The path of an image in the sources; its address is already that of a built page."""
        name = posixpath.basename(image["uri"])
        found = (path for path, (_, built) in self._env.images.items() if built == name)
        return image.get("source-path") or next(found, image["uri"])

    def _variants(self, kind: str, image: nodes.Element | str) -> dict[str, str]:
        uri = f"/{image if isinstance(image, str) else self._path(image)}"
        paths = {
            f"{kind}:{locale.tag}": variant_of(self._env, self._docname, uri, locale.code)
            for locale in self._project.locales
        }
        return {name: self._name(path) for name, path in paths.items() if path}

    def _name(self, path: str) -> str:
        """The name of a file; a second file of one name gets a number."""
        if path not in self._names:
            self._names[path] = _free_name(path, self._names, "-")
        return self._names[path]
