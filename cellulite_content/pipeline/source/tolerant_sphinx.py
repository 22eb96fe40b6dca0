"""Sphinx for a project whose `conf.py` is not ours: it reads on without what it cannot load."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

from .sphinx_private import registered_directives, registered_roles


@dataclass
class Brought:
    """What an extension registers: names of directives and roles, and kinds of sources."""

    directives: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)


@dataclass
class Loading:
    """What the loading of the extensions that `conf.py` names has given: those that failed, with
    the error, and what each of the others brings. `unread` are the suffixes of sources that no
    extension reads; `has_number_words` says that `numfig_format` is set, and
    `theme_folders` are folders of the theme with the names of their settings."""

    failed: dict[str, str] = field(default_factory=dict)
    brought: dict[str, Brought] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    has_number_words: bool = False
    theme_folders: list[tuple[str, str]] = field(default_factory=list)


def tolerant_sphinx(
    loading: Loading, left_out: Collection[str] = (), added: str = "", *, strict: bool = False
) -> Callable[..., Sphinx]:
    """A maker of applications that note in `loading` what extensions bring.

    Extensions that fail are left out, as are those in `left_out`; `added` is loaded as if `conf.py`
    named it last. Sources of a kind that no extension reads are left out, too. With `strict`, an
    extension that fails is an error, and so are settings that no edition may have.
    """

    class TolerantSphinx(_NotingSphinx):
        def setup_extension(self, extname: str) -> None:
            if extname not in self.config.extensions:
                super().setup_extension(extname)
            elif extname not in left_out:
                self.brought = loading.brought.setdefault(extname, Brought())
                try:
                    super().setup_extension(extname)
                except Exception as error:  # an extension may raise anything
                    if strict:
                        raise
                    loading.failed[extname] = _one_line(error)
                self.brought = Brought()

        def preload_builder(self, name: str) -> None:
            if added:
                super().setup_extension(added)
            self.connect("config-inited", self.drop_theme_folders, priority=50)
            if not strict:
                self.connect("config-inited", self.drop_number_words, priority=50)
            # After Sphinx's own listener, which makes a table of the setting.
            self.connect("config-inited", self.drop_unread, priority=850)
            self.connect("config-inited", self.note_registered, priority=900)
            super().preload_builder(name)

        def note_registered(self, application: Sphinx, config: Config) -> None:
            # Some extensions, such as autodoc, register their markup only now, or in docutils.
            for kind, registry in (
                ("directives", registered_directives()),
                ("roles", registered_roles()),
            ):
                for name, markup in registry.items():
                    for owner in _owners(markup, loading.brought):
                        getattr(loading.brought[owner], kind).add(name)

        def drop_theme_folders(self, application: Sphinx, config: Config) -> None:
            # Only the project's own theme shows these, and Sphinx warns of missing ones.
            loading.theme_folders += (
                (name, str(folder))
                for name in ("html_static_path", "html_extra_path")
                for folder in getattr(config, name)
            )
            config.html_static_path = config.html_extra_path = []

        def drop_number_words(self, application: Sphinx, config: Config) -> None:
            loading.has_number_words = bool(config.numfig_format)
            config.numfig_format = {}

        def drop_unread(self, application: Sphinx, config: Config) -> None:
            suffixes: dict[str, str] = dict(config.source_suffix)
            read = self.registry.source_parsers
            loading.unread |= {each: kind for each, kind in suffixes.items() if kind not in read}
            config.source_suffix = {
                each: kind for each, kind in suffixes.items() if kind in read
            } or {".rst": "restructuredtext"}

    return TolerantSphinx


class _NotingSphinx(Sphinx):
    """Notes what the extension brings that is being loaded."""

    brought = Brought()

    def add_directive(self, name: str, *arguments: Any, **options: Any) -> None:
        self.brought.directives.add(name)
        super().add_directive(name, *arguments, **options)

    def add_role(self, name: str, *arguments: Any, **options: Any) -> None:
        self.brought.roles.add(name)
        super().add_role(name, *arguments, **options)

    def add_generic_role(self, name: str, *arguments: Any, **options: Any) -> None:
        self.brought.roles.add(name)
        super().add_generic_role(name, *arguments, **options)

    def add_domain(self, domain: Any, *arguments: Any, **options: Any) -> None:
        for names, own in (
            (self.brought.directives, domain.directives),
            (self.brought.roles, domain.roles),
        ):
            names.update(f"{domain.name}:{name}" for name in own)
        super().add_domain(domain, *arguments, **options)

    def add_directive_to_domain(
        self, domain: str, name: str, *arguments: Any, **options: Any
    ) -> None:
        self.brought.directives.add(f"{domain}:{name}")
        super().add_directive_to_domain(domain, name, *arguments, **options)

    def add_role_to_domain(self, domain: str, name: str, *arguments: Any, **options: Any) -> None:
        self.brought.roles.add(f"{domain}:{name}")
        super().add_role_to_domain(domain, name, *arguments, **options)

    def add_object_type(
        self, directivename: str, rolename: str, *arguments: Any, **options: Any
    ) -> None:
        self.brought.directives.add(directivename)
        self.brought.roles.add(rolename)
        super().add_object_type(directivename, rolename, *arguments, **options)

    def add_crossref_type(
        self, directivename: str, rolename: str, *arguments: Any, **options: Any
    ) -> None:
        self.brought.directives.add(directivename)
        self.brought.roles.add(rolename)
        super().add_crossref_type(directivename, rolename, *arguments, **options)

    def add_source_parser(self, parser: Any, override: bool = False) -> None:
        self.brought.kinds.update(parser.supported)
        super().add_source_parser(parser, override=override)


def _owners(markup: Any, extensions: Collection[str]) -> Iterator[str]:
    """The extensions in whose module, or below it, a directive or a role is defined."""
    module = f"{getattr(markup, '__module__', '')}."
    return (name for name in extensions if module.startswith(f"{name}."))


def _one_line(error: Exception) -> str:
    text = " ".join(str(error).split())
    if isinstance(error, ExtensionError) and error.orig_exc:
        text = " ".join(str(error.orig_exc).split())
    return text or type(error).__name__
