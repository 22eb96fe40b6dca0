"""Runs Sphinx on the project's sources; no other module starts Sphinx."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext, suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from docutils import languages
from docutils.parsers.rst import languages as rst_languages
from sphinx import application as sphinx_application
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.console import nocolor
from sphinx.util.docutils import docutils_namespace, patch_docutils

from ..model.fault import Fault, FaultKind, SphinxFailureError
from ..model.locale import Locale
from ..model.project import Project
from ..model.source_tree import read_source_tree
from .faults.sphinx_error import error_text
from .inline.paragraph import compile_patterns
from .sphinx_builds import forget_languages
from .sphinx_private import change_builder, describe_no_events
from .tolerant_sphinx import Loading, tolerant_sphinx
from .trees.docutils_settings import compute_settings_once
from .trees.known_documents import (
    environment_is_complete,
    no_search_for_files,
    outdated_documents_from,
)
from .trees.partial_reading import PartialReading, PartialReadingError
from .trees.state_machines import make_states_faster
from .trees.tree_walk import walk_faster
from .warning_causes import TranslationError, WarningCauses

_UNUSED = frozenset(
    f"sphinx.builders.{name}"
    for name in (
        "changes dirhtml epub3 latex linkcheck manpage singlehtml texinfo text xml"
    ).split()
) | frozenset(
    f"sphinxcontrib.{name}"
    for name in ("applehelp devhelp htmlhelp qthelp serializinghtml").split()
)
"""Builders that no edition uses. Importing them takes a fifth of Sphinx's start, half of it for the
one that opens addresses. Plain `sphinx-build` has them all."""

_COME_WITH_SPHINX = frozenset(sphinx_application.builtin_extensions)

EXTENSIONS = tuple(name for name in sphinx_application.builtin_extensions if name not in _UNUSED)
"""Sphinx's built-in extensions that are loaded here."""

_KNOWN_EXTENSIONS = ("cellulite_content.", "sphinx.", "myst_parser")
"""How the names begin of extensions that come with Sphinx, of ours, and of the one for Markdown.
Those of Sphinx that begin with `sphinxcontrib.` are in `builtin_extensions`; others do, too."""

OWN_EXTENSION = "cellulite_content.pipeline.editions"

REFUSED_EXTENSIONS = frozenset(
    f"sphinx.ext.{name}"
    for name in (
        "apidoc autodoc autosummary doctest graphviz ifconfig imgconverter imgmath "
        "inheritance_diagram intersphinx linkcode viewcode"
    ).split()
)
"""Sphinx's own extensions that import modules, run programs or open addresses in a build."""

_MEMORY_PLACE = re.compile(r" at 0x[0-9A-Fa-f]+")


@cache
def warm_up() -> None:
    """Do what each task would do first, so that processes forked from this one need not do it.

    Imports Sphinx's modules, and compiles docutils' patterns of paragraphs.
    Switches off logging at the level INFO and below, for the whole process.
    """
    for name in EXTENSIONS:
        # An extension that this Sphinx does not ship is reported when the application starts.
        with suppress(ImportError):
            import_module(name)
    # Sphinx logs about 1,000 INFO records a build: a tenth of a small build's calls.
    logging.disable(logging.INFO)
    describe_no_events()
    walk_faster()
    compute_settings_once()
    make_states_faster()
    compile_patterns()
    _find_own_languages_only()


def _find_own_languages_only() -> None:
    """Stop docutils from importing a module of the working folder as the words of a language.

    It looks for `docutils.languages.hi`, then for any module named `hi`, and would run that file.
    """
    for importer in (languages.LanguageImporter, rst_languages.RstLanguageImporter):
        importer.packages = tuple(package for package in importer.packages if package)


class SphinxRun(NamedTuple):
    """A finished run of a builder: its name, Sphinx's application, and the warnings."""

    builder: str
    application: Sphinx
    faults: tuple[Fault, ...]


def run_sphinx(
    project: Project,
    locale: Locale,
    builder: str,
    output: Path,
    doctrees: Path,
    settings: Mapping[str, Any],
    partial: PartialReading | None = None,
    make: Callable[..., Sphinx] | None = None,
) -> SphinxRun:
    """Build the documents with one builder, in this process. Raises as `run_builders`."""
    outputs = {builder: output}
    (run,) = run_builders(project, locale, outputs, doctrees, settings, partial, make)
    return run


def run_builders(
    project: Project,
    locale: Locale,
    outputs: Mapping[str, Path],
    doctrees: Path,
    settings: Mapping[str, Any],
    partial: PartialReading | None = None,
    make: Callable[..., Sphinx] | None = None,
) -> Iterator[SphinxRun]:
    """Build the documents with each builder that `outputs` names, in this process and this order.

    One locale at a time: Sphinx keeps its language, roles and directives in module globals.
    Yields each run when its builder is done. With `partial`, only its documents are read and
    written. `make` makes Sphinx's application. Raises `SphinxFailureError` when Sphinx fails,
    `PartialReadingError` when all documents must be read, and `ProjectError` before Sphinx starts
    for a source that may not be read: Sphinx runs `conf.py`.
    """
    tree = read_source_tree(project)
    nocolor()
    forget_languages()
    sphinx_application.builtin_extensions = EXTENSIONS
    ours = {"cellulite_project": project, "cellulite_tree": tree}
    settings = {"language": locale.code, **ours, **settings}
    remaining = dict(outputs)
    while remaining:
        builder = next(iter(remaining))
        # sphinx-build itself uses these two contexts: without them, the roles and directives of one
        # application remain for the next.
        reading = outdated_documents_from(partial.outdated) if partial else nullcontext()
        with patch_docutils(project.source), docutils_namespace(), reading:
            try:
                for run in _runs_of_one_application(
                    project, remaining, doctrees, settings, partial, make or _maker(project)
                ):
                    builder = next(iter(remaining), "")
                    yield run
            except TranslationError as error:
                text = f"Sphinx says: {_text(error)}"
                fault = Fault(FaultKind.ERROR, text, error.domain, error.message)
                raise SphinxFailureError(fault) from error
            except PartialReadingError:
                raise
            except SphinxError as error:
                source = project.relative(project.source)
                text = f"{source}: Sphinx says: {_text(error)}{_hint(builder, error)}"
                raise SphinxFailureError(Fault(FaultKind.ERROR, text)) from error


def _runs_of_one_application(
    project: Project,
    remaining: dict[str, Path],
    doctrees: Path,
    settings: Mapping[str, Any],
    partial: PartialReading | None,
    make: Callable[..., Sphinx],
) -> Iterator[SphinxRun]:
    """The runs of as many of the remaining builders as one application can have; removes them."""
    warnings = io.StringIO()
    builder, output = _pop_first(remaining)
    if partial is not None and not partial.is_read:
        partial.kept.put(doctrees)
    application: Any = make(
        project.source,
        project.source,
        output,
        doctrees,
        builder,
        confoverrides=dict(settings),
        status=None,
        warning=warnings,
    )
    if partial is not None and not is_ours(application):
        raise PartialReadingError("an extension may keep anything")
    application.partial = partial
    application.later_builders = frozenset(remaining if is_ours(application) else ())
    early_faults = [Fault(FaultKind.WARNING, line) for line in _lines(warnings.getvalue())]
    causes = application.causes = WarningCauses(application)
    config = dict(vars(application.config))
    # The kept environment is that of the same files.
    with no_search_for_files() if partial else nullcontext():
        application.build()
    yield SphinxRun(builder, application, (*early_faults, *causes.faults))
    while remaining and is_ours(application):
        builder, output = _pop_first(remaining)
        application.later_builders = frozenset(remaining)
        causes.faults.clear()
        vars(application.config).update(config)
        change_builder(application, builder, output, application.conf_tags)
        with environment_is_complete():
            application.build()
        yield SphinxRun(builder, application, tuple(causes.faults))


def _maker(project: Project) -> Callable[..., Sphinx]:
    """What makes the application: Sphinx itself, or for the `conf.py` of an adopted project one
    with our extension, and without those that the settings leave out."""
    if not project.adopted:
        return Sphinx
    return tolerant_sphinx(Loading(), project.left_out_extensions, OWN_EXTENSION, strict=True)


def _pop_first(outputs: dict[str, Path]) -> tuple[str, Path]:
    builder = next(iter(outputs))
    return builder, outputs.pop(builder)


def is_ours(application: Sphinx) -> bool:
    """Whether no code but Sphinx's and ours runs in an application.

    An extension may do something for each builder that an application can do only once, and keep
    anything of a document.
    """
    is_known = all(
        name in _COME_WITH_SPHINX or name.startswith(_KNOWN_EXTENSIONS)
        for name in application.extensions
    )
    return is_known and not callable(application.config.setup)


def _lines(warnings: str) -> list[str]:
    """The warnings that Sphinx printed while it started."""
    lines = (line.strip().removeprefix("WARNING: ") for line in warnings.splitlines())
    return [line for line in lines if line]


def _text(error: SphinxError) -> str:
    """The error's text without the places of objects in memory, which differ from run to run."""
    return _MEMORY_PLACE.sub("", error_text(error))


def _hint(builder: str, error: SphinxError) -> str:
    """The fix for the errors that a new project can have; empty for other errors."""
    if "Could not import extension myst_parser" in str(error):
        return "; run `pip install 'cellulite-content[markdown]'`"
    unregistered = f"Builder name {builder} not registered" in str(error)
    return f"; add {OWN_EXTENSION!r} to `extensions` in conf.py" if unregistered else ""
