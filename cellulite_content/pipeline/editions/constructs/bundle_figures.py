"""The names and files of an article's figures in the bundle."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from docutils import nodes
from sphinx.environment import BuildEnvironment

from ...model.locale import Locale
from ...model.project import Project
from ...source.pictures.picture_files import source_path
from ..edition import Edition
from ..pictures.own_pictures import picture_in
from .figure_files import Picture, Pictures, free_name, variant_of


class FigureFiles:
    """The names of one article's figures in the bundle, each of one source file only.

    They follow from the source, so all languages have the same.
    """

    def __init__(self, env: BuildEnvironment, docname: str, project: Project) -> None:
        self._env = env
        self._docname = docname
        self._project = project
        self._names: dict[str, str] = {}  # by path in the folder of sources
        self._localized: dict[str, tuple[str, str]] = {}  # path and tag, by name
        self._pictures: Mapping[str, Picture] = {
            each.original: each for each in Pictures.of(env).get(docname, {}).values()
        }

    def files(self, edition: Edition) -> dict[str, bytes]:
        """The files that an edition adds to the bundle, by their names there: those of the sources,
        or the pictures with labels in a translation's language."""
        source = edition.project.source
        tag = edition.locale.tag
        if edition.original:
            return {
                name: (source / path).read_bytes()
                for path, name in self._names.items()
                if name not in self._localized
            }
        return {
            name: picture_in(edition, self._docname, path, self._pictures[path].labels)
            for name, (path, language) in self._localized.items()
            if language == tag
        }

    def name_of(self, image: nodes.Element) -> str:
        """The name of the picture that the source shows."""
        return self._name(self._path(image))

    def name_in(self, locale: Locale, image: nodes.Element) -> str:
        """The name of the picture that an edition shows."""
        return self._variants("file", image).get(f"file:{locale.tag}") or self.name_of(image)

    def all_names(self, node: nodes.Element) -> dict[str, str]:
        """The names of all pictures in a line of text, in all languages, as a detail."""
        names: dict[str, None] = {}
        own: dict[str, dict[str, None]] = {}
        for image in node.findall(nodes.image):
            names[self.name_of(image)] = None
            for kind, name in self._variants("figures", image).items():
                own.setdefault(kind, {})[name] = None
        # A text that falls back shows the source's pictures.
        details = {kind: "/".join([*own[kind], *names]) for kind in own}
        return {"figures": "/".join(names), **details} if names else {}

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
        found = (
            source_path(path, self._docname)
            for path, (_, built) in self._env.images.items()
            if built == name
        )
        return image.get("source-path") or next(found, image["uri"])

    def _variants(self, kind: str, image: nodes.Element | str) -> dict[str, str]:
        original = image if isinstance(image, str) else self._path(image)
        names = {}
        for locale in self._project.locales:
            path = variant_of(self._env, self._docname, f"/{original}", locale.code)
            if path:
                names[f"{kind}:{locale.tag}"] = self._name(path)
            elif original in self._pictures and self._pictures[original].labels:
                stem, suffix = posixpath.splitext(self._name(original))
                name = self._name(f"{original}#{locale.tag}", f"{stem}.{locale.tag}{suffix}")
                self._localized[name] = original, locale.tag
                names[f"{kind}:{locale.tag}"] = name
        return names

    def _name(self, path: str, name: str = "") -> str:
        """The name of a file; a second file of one name gets a number. A picture with labels in
        another language has a name after its path and the language."""
        if path not in self._names:
            self._names[path] = free_name(name or path, self._names, "-")
        return self._names[path]
