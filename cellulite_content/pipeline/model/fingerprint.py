"""Fingerprints: digests of everything that an edition is made from, so that changes are noticed.

Sphinx is not imported here: an up-to-date build must not wait for it.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cache, cached_property
from pathlib import Path

from ..files.file_digests import FileDigests
from ..files.file_tree import list_tree
from ..files.program.code import code_digest, installed_packages
from ..files.program.own_catalogs import own_catalogs
from ..files.stored_value import StoredMapping, dump_value
from .document_keys import DocumentKeys, offered, split_files
from .gate_result import GateResult
from .locale import ListedLanguage, Locale
from .project import INTERFACE, Project
from .review import ReviewState, accepted_digest, review_state
from .source_tree import read_source_tree

_PART_NAMES = {
    "program": "this program or a package that it uses",
    "settings": "the project's settings",
    "sources": "the sources",
    "locale": "its table in locales.toml",
    "messages": "its accepted messages",
    "site": "what the site offers beside it",
}


@dataclass(frozen=True)
class Fingerprint:
    """The inputs of one locale's edition in one format: a digest for each part.

    `site` is what its pages say about other editions.
    """

    program: str
    settings: str
    sources: str
    locale: str
    messages: str
    site: str = ""

    @property
    def key(self) -> str:
        """The edition's cache key: equal keys mean equal files."""
        return digest(*asdict(self).items())

    def changes(self, previous: Fingerprint) -> tuple[str, ...]:
        """The names of the parts that differ, for messages."""
        return tuple(
            _PART_NAMES[field.name]
            for field in fields(self)
            if getattr(self, field.name) != getattr(previous, field.name)
        )


def digest(*values: object) -> str:
    """A digest of values with complete representations (`repr`)."""
    return hashlib.sha256(repr(values).encode()).hexdigest()[:40]


def messages_key(messages: Mapping[str, str]) -> str:
    """A digest of accepted messages, in any order; those in the cache have one."""
    stored = messages.key if isinstance(messages, StoredMapping) else ""
    if stored:
        return stored
    try:
        data = dump_value(dict(messages))  # a fifth of the time of `repr`
    except UnicodeEncodeError:
        return digest(sorted(messages.items()))
    return hashlib.sha256(data).hexdigest()[:40]


@dataclass(frozen=True)
class SharedInputs:
    """The inputs that all editions of a project share.

    `files` has the digest of each source file by its path in the folder of sources, `locales` that
    of each locale's settings by its code, and `catalogs` those of its catalogs by their paths.
    """

    program: str
    settings: str
    files: Mapping[str, str]
    locales: Mapping[str, str]
    catalogs: Mapping[str, Mapping[str, str]]

    @cached_property
    def sources(self) -> str:
        """The digest of all source files."""
        return digest(sorted(self.files.items()))

    @property
    def key(self) -> str:
        """The cache key of the parsed sources."""
        return digest("source", self.program, self.settings, self.sources)

    @property
    def trees_key(self) -> str:
        """The cache key of the sources' trees."""
        return digest("trees", self.key)

    @property
    def last_reading_key(self) -> str:
        """The cache key of what the last reading of the sources has left, whatever they were."""
        return digest("last reading", self.program, self.settings)

    @cached_property
    def gate_keys(self) -> dict[str, str]:
        """The cache keys of the gate's results, by locale code."""
        return {
            code: digest("gate", self.key, locale, sorted(self.catalogs[code].items()))
            for code, locale in self.locales.items()
        }

    def last_gate_key(self, code: str) -> str:
        """The cache key of a locale's last results, whatever the sources and catalogs were."""
        return digest("last results", self.program, self.settings, self.locales[code])

    def document_keys(
        self,
        locale: Locale,
        results: Sequence[GateResult],
        trees: Mapping[str, str],
        outdated: Collection[str],
        site: tuple[Sequence[ListedLanguage], Sequence[str]],
    ) -> DocumentKeys:
        """What the editions of a locale are made from, by document.

        `trees` are the digests of the documents' trees, which hold all of their sources, and of the
        files that these include. `outdated` are the documents that say that their source has
        changed; `site` is what all pages say about other editions.
        """
        languages, books = site
        others, _ = split_files(self.files, trees)
        accepted = {result.domain: messages_key(result.accepted) for result in results}
        interface = accepted.pop(INTERFACE, "")
        # Each page says whether the whole translation is still the one that was reviewed.
        is_reviewed = locale.state == ReviewState.REVIEWED
        review = review_state(locale, accepted_digest(results)) if is_reviewed else ""
        offers = offered(languages), books
        shared = self.program, self.settings, others, locale, interface, offers, review
        documents = {}
        for name in sorted({*trees, *accepted}):
            without = [language.tag for language in languages if name in language.untranslated]
            # The source of a document without a stored tree is among the others.
            own = trees.get(name, ""), accepted.get(name, "")
            documents[name] = digest(*own, name in outdated, without)
        return DocumentKeys(digest(*shared), documents)

    def fingerprints(
        self,
        locale: Locale,
        forms: Iterable[str],
        results: Sequence[GateResult],
        site: tuple[Sequence[ListedLanguage], Sequence[str], Sequence[str]],
    ) -> dict[str, Fingerprint]:
        """The fingerprints of a locale's editions in these formats.

        `site` are other arguments of `tasks.build_locale`.
        """
        messages = digest([(result.domain, messages_key(result.accepted)) for result in results])
        inputs = self.program, self.settings, self.sources
        withheld = next((each.withheld for each in site[0] if each.tag == locale.tag), ())
        books = digest(offered(site[0]), site[1])
        sites = {"bundle": digest(withheld), "html": digest(site), "epub": books, "pdf": books}
        return {
            form: Fingerprint(*inputs, digest(form, locale), messages, sites[form])
            for form in forms
        }


def read_shared_inputs(project: Project, digests: FileDigests | None = None) -> SharedInputs:
    """The digests of the current program, settings, sources and catalogs.

    With `digests`, those of files are taken from there. Raises `ProjectError` for a source that may
    not be read.
    """
    values = ((field.name, getattr(project, field.name)) for field in fields(project))
    # The location of the project and of its results does not matter, nor where translators send
    # their work; locales have digests of their own.
    settings = [
        (name, project.relative(value) if isinstance(value, Path) else value)
        for name, value in values
        if name not in ("root", "locales", "build", "bundle", "contributions")
    ]
    if not project.source_locale.is_english:
        # The original's pages have their words; translations have those of the project's catalogs.
        words = {code: path.read_bytes() for code, path in own_catalogs().items()}
        settings.append(("interface", digest(sorted(words.items()))))
    locales = {locale.code: digest(locale) for locale in project.locales}
    digests = digests or FileDigests()
    catalogs = {
        locale.code: _catalog_digests(project, locale, digests) for locale in project.locales
    }
    files = digests.of(project.source, read_source_tree(project).files)
    return SharedInputs(_program_digest(), digest(settings), files, locales, catalogs)


def _catalog_digests(project: Project, locale: Locale, digests: FileDigests) -> dict[str, str]:
    folder = project.locales_folder / locale.code
    files = list_tree(project.root, folder, project.largest_catalog)
    catalogs = (file for file in files if not file.is_folder and file.suffix == ".po")
    return digests.of(folder, catalogs)


@cache
def _program_digest() -> str:
    """A digest of this program's files and of the versions of Python and all installed packages."""
    return digest(sys.version, sorted(set(installed_packages())), code_digest())
