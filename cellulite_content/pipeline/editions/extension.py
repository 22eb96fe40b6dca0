"""What the extension registers: builders, transforms, settings, and the gate before them.

Plain `sphinx-build -b html -D language=de docs out` works like `cellulite-content build`:
translations are first compiled through the gate, and Sphinx sees only compiled catalogs.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.parsers import RSTParser
from sphinx.util import logging

from ..errors import ProjectError
from ..files.lock import single_run
from ..gate.run import compile_all
from ..model.gate_result import outdated
from ..model.locale import ListedLanguage, Locale
from ..model.project import Project, load_project
from ..model.reading import Reading
from ..model.source_tree import SourceTree
from ..source.constructs.article_fields import ArticleFields
from ..source.constructs.headings import RefuseInHeadings
from ..source.constructs.inclusions import CSVTableSource, IncludeSource, LiteralIncludeSource
from ..source.constructs.raw_output import RawSource
from ..source.constructs.raw_texts import CenteredSource
from ..source.constructs.substitutions import (
    KeepDefinitions,
    MarkSubstitutions,
    SubstitutionMessages,
)
from ..source.listed_files import exclude_unlisted, refuse_unlisted_files
from ..source.reference_cycles import ListReferences
from ..source.roles import begin_default_role
from ..source.trees.new_reading import KeepTree, NewReading, begin_reading
from ..source.trees.partial_reading import (
    ListedTexts,
    References,
    check_partial_reading,
    note_roles,
)
from ..source.trees.source_names import SourceNames
from ..source.trees.source_parser import SourceParser
from ..workers.clusters.batches import Batch
from ..workers.process_pool import ProcessPool
from .base_builder import limit_cached_trees
from .books.bilingual import KeepSources, SubstituteInSources
from .books.chapters import ChapterBuilder
from .bundle.builder import BundleBuilder
from .constructs.directions import JoinKeys
from .constructs.figure_files import Pictures, name_pictures
from .constructs.figure_numbers import FigureNumbers, use_own_numbers
from .constructs.labels import numfig_format
from .constructs.note_numbers import HideNoteNumbers, ShowNoteNumbers
from .contents.contents_lists import MarkContents
from .contents.toctrees import ShowContents, name_root
from .divided_sources import DividedSourceBuilder
from .edition import Edition
from .epub.builder import BookBuilder
from .fallback import MarkFallback, MarkUnits
from .html.builder import PageBuilder
from .html.side_by_side import HoldSources, UnlinkSources
from .pdf.builder import PdfBuilder
from .sandbox import refuse_extensions, replace_transforms, restrict_docutils
from .search import search_language
from .summary import Summaries
from .templates import THEME
from .version_labels import VersionLabels

_logger = logging.getLogger(__name__)

_BUILDERS = (
    DividedSourceBuilder,
    PageBuilder,
    BookBuilder,
    ChapterBuilder,
    PdfBuilder,
    BundleBuilder,
)

_COLLECTORS = (Pictures, Summaries, FigureNumbers, References, ListedTexts, SourceNames)

_DIRECTIVES = {
    "centered": CenteredSource,
    "csv-table": CSVTableSource,
    "include": IncludeSource,
    "literalinclude": LiteralIncludeSource,
    "raw": RawSource,
}
"""Directives that replace those of docutils and Sphinx."""


_SETTINGS: dict[str, tuple[Any, type]] = {
    "cellulite_project": (None, Project),
    "cellulite_tree": (None, SourceTree),
    "cellulite_compiled": (False, bool),
    "cellulite_published": ([], list),
    "cellulite_outdated": ([], list),
    "cellulite_books": ("", str),
    "cellulite_batch": (None, Batch),
    "cellulite_marks_units": (False, bool),
    "cellulite_keep_trees": (False, bool),
    "cellulite_reading": ([], list),
}
"""Settings, each with its default and the type of other values. The pipeline sets them."""


def register(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    for setting, (default, kind) in _SETTINGS.items():
        app.add_config_value(setting, default, "", types=frozenset({kind}))
    app.add_html_theme("reading", THEME)
    app.add_transform(ArticleFields)
    app.add_transform(RefuseInHeadings)
    app.add_transform(SubstitutionMessages)
    app.add_transform(MarkUnits)
    app.add_transform(KeepTree)
    app.add_transform(KeepDefinitions)
    app.add_transform(KeepSources)
    app.add_transform(SubstituteInSources)
    app.add_transform(MarkFallback)
    app.add_transform(MarkSubstitutions)
    app.add_transform(MarkContents)
    app.add_transform(VersionLabels)
    app.add_transform(HideNoteNumbers)
    app.add_transform(ShowNoteNumbers)
    for collector in _COLLECTORS:
        app.add_env_collector(collector)
    replace_transforms(app)
    # Another extension's parser stays registered, so that `read_source` can refuse it.
    if app.registry.source_parsers["restructuredtext"] is RSTParser:
        app.add_source_parser(SourceParser, override=True)
    app.add_post_transform(HoldSources)
    app.add_post_transform(UnlinkSources)
    app.add_post_transform(JoinKeys)
    app.add_post_transform(ListReferences)
    app.add_post_transform(ShowContents)
    for builder in _BUILDERS:
        app.add_builder(builder, override=True)
    for name, directive in _DIRECTIVES.items():
        app.add_directive(name, directive, override=True)
    # Before Sphinx's own listeners, so that they see the settings made here.
    app.connect("config-inited", _prepare, priority=100)
    app.connect("builder-inited", restrict_docutils)
    app.connect("source-read", begin_default_role)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-before-read-docs", begin_reading)
    app.connect("env-before-read-docs", note_roles)
    app.connect("env-get-updated", name_pictures, priority=900)
    app.connect("env-get-updated", use_own_numbers, priority=900)
    app.connect("env-get-updated", check_partial_reading, priority=1000)
    app.connect("env-updated", refuse_unlisted_files)
    app.connect("env-updated", name_root)
    app.connect("doctree-read", limit_cached_trees)
    return {
        "version": "1",
        "env_version": 2,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _prepare(app: Sphinx, config: Config) -> None:
    """Compile the language's catalogs unless the pipeline has; let Sphinx see only these."""
    refuse_extensions(app)
    _read_markdown(app)
    app.conf_tags = frozenset(app.tags)  # type: ignore[attr-defined]
    try:
        project: Project = config.cellulite_project or load_project(_root(Path(app.confdir)))
        app.listed_names = exclude_unlisted(project, config)  # type: ignore[attr-defined]
        config.cellulite_tree = None  # Sphinx would keep it
        locale = project.locale(config.language)
        original = locale.code == project.source_locale.code
        if not original and not config.cellulite_compiled:
            config.cellulite_outdated = _compile(project, locale)
    except ProjectError as error:
        raise ExtensionError(str(error)) from error
    # `locale_dirs` from conf.py would add catalogs that have not passed the gate.
    config.locale_dirs = [] if original else [str(project.compiled)]
    config.gettext_compact = False
    config.smartquotes = False
    # Sphinx compares the texts of references in their order, so it warns of translated words. The
    # gate has compared what they lead to, and the audit compares the links of the pages.
    config.suppress_warnings = [*config.suppress_warnings, "i18n.inconsistent_references"]
    # Sphinx's check of its own ePub builder requires both; our books have their own templates.
    versions = {name: str(config[name]) for name in ("version", "release")}
    app.stated_versions = versions  # type: ignore[attr-defined]
    config.copyright = config.copyright or project.licence or project.title
    config.version = config.version or "1"
    path, digest = config.cellulite_reading or ("", "")
    app.reading = (  # type: ignore[attr-defined]
        Reading(Path(path), digest, project.cache) if path else None
    )
    app.new_reading = NewReading() if config.cellulite_keep_trees else None  # type: ignore[attr-defined]
    app.partial = None  # type: ignore[attr-defined]
    app.batch = config.cellulite_batch  # type: ignore[attr-defined]
    app.later_builders = frozenset()  # type: ignore[attr-defined]
    app.removed_files = set()  # type: ignore[attr-defined]
    app.defines_roles = False  # type: ignore[attr-defined]
    app.parsed_sources = []  # type: ignore[attr-defined]
    published = tuple(ListedLanguage(*values) for values in config.cellulite_published)
    app.add_search_language(search_language(locale))
    edition = Edition(project, locale, published, tuple(config.cellulite_outdated))
    app.edition = edition  # type: ignore[attr-defined]
    if config.numfig_format:
        raise ExtensionError("conf.py: numfig_format has words that nobody translates; remove it")
    if config.numfig:
        config.numfig_format = numfig_format(edition)


def _read_markdown(app: Sphinx) -> None:
    """Put our parser of Markdown in the place of MyST's, if `conf.py` loads that."""
    parser = app.registry.source_parsers.get("markdown")
    if "myst_parser" not in app.extensions or parser is None:
        return
    from ..source.markdown.source_parser import (  # noqa: PLC0415 - MyST is an extra
        MarkdownSourceParser,
        is_of_myst,
    )

    if is_of_myst(parser):
        app.add_source_parser(MarkdownSourceParser, override=True)
        # MyST replaces the translator's method for boxes, for a theme that it has in mind.
        app.registry.translation_handlers.get("html", {}).pop("container", None)


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """The documents that were last read with other translations or settings.

    Sphinx itself looks for `.po` files beside the compiled ones; there are none here. The pipeline
    compares the documents itself.
    """
    if app.config.cellulite_compiled:
        return []
    edition: Edition = app.edition  # type: ignore[attr-defined]
    shared_words = repr((edition, edition.interface))
    old_digests = getattr(env, "cellulite_words", {})
    digests = {
        name: hashlib.sha256(f"{shared_words}{edition.messages(name)}".encode()).hexdigest()
        for name in env.found_docs
    }
    env.cellulite_words = digests  # type: ignore[attr-defined]
    return [name for name in digests if old_digests.get(name) != digests[name]]


def _root(folder: Path) -> Path:
    """The nearest folder above `folder` with a `pyproject.toml`."""
    for parent in folder.resolve().parents:
        if (parent / "pyproject.toml").is_file():
            return parent
    return folder


def _compile(project: Project, locale: Locale) -> list[str]:
    """Compile the locale as `cellulite-content compile` does, in separate processes.

    Returns the documents whose source may have changed since they were translated.
    """
    with single_run(project.build):
        report = compile_all(project, ProcessPool(1), [locale])
    for finding in report.findings:
        if finding.error:
            _logger.warning(str(finding))
    if report.errors:
        raise ExtensionError(report.errors[0])
    return list(outdated(report.results[locale.code]))
