"""What runs in processes of its own: the one reading, and from it one locale after the other."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from ...gate.gate import check_document
from ...model.gate_result import GateResult, share_of
from ...model.locale import Locale
from ...model.project import Project
from ...model.source_tree import read_source_tree
from ...model.unit import Document
from ...source.faults.sphinx_error import error_text
from .base_locales import base_locales
from .edition import OwnEdition
from .editions import build_anew, continue_reading
from .markdown import own_markdown
from .opened_files import OpenedFiles
from .reading import OwnReading, own_surroundings, read_up_to_translation

_readings: dict[tuple[Path, str], OwnReading] = {}
"""The reading that this process, or the one from which it was forked, has made."""

_surroundings = ExitStack()
"""Those of the reading; they stay entered, because its locales need them."""

_opened = OpenedFiles()


class ReadingResult(NamedTuple):
    """The result of a reading: `failure` is why it failed, `reason` why each locale has to parse
    all sources. `documents` are for this case; `has_all` says whether they are all documents."""

    failure: str = ""
    reason: str = ""
    documents: tuple[Document, ...] = ()
    has_all: bool = True


def read(project: Project, builder: str, folder: Path) -> OwnReading:
    """The reading of this process; it is made once, and its surroundings stay.

    `folder` is where Sphinx may write meanwhile.
    """
    key = project.source, builder
    if key not in _readings:
        _opened.start()
        _surroundings.enter_context(own_surroundings(project.source))
        _readings[key] = read_up_to_translation(project, builder, folder)
    return _readings[key]


def read_result(project: Project, builder: str, folder: Path) -> ReadingResult:
    """The result of the reading, for the process that starts the locales."""
    reading = read(project, builder, folder)
    if not reading.reason or reading.failure:
        return ReadingResult(reading.failure)
    has_all = len(reading.documents) == len(reading.suspended)
    return ReadingResult("", reading.reason, reading.documents, has_all)


def build_locale(
    project: Project,
    builder: str,
    folder: Path,
    locale: Locale,
    output: Path,
    documents: tuple[Document, ...],
) -> OwnEdition:
    """Take a locale through the gate and build it with the project's `conf.py`.

    It goes on from the reading; with `documents`, it parses the sources itself.
    """
    _opened.start()
    shared = None if documents else read(project, builder, folder)
    documents = shared.documents if shared else documents
    results = [check_document(project, locale, document) for document in documents]
    share = share_of(results)
    accepted = _with_bases(project, locale, documents, results)
    error = ""
    warnings: tuple[str, ...] = ()
    parsed: tuple[str, ...] = ()
    try:
        if shared:
            with redirect_stdout(sys.stderr):
                warnings = continue_reading(shared, locale, accepted, output)
            parsed = shared.parsed
        else:
            in_markdown = frozenset(each.domain for each in documents if each.markdown)
            with own_markdown(documents):
                warnings = build_anew(project, locale, accepted, builder, output, in_markdown)
    # An error of the project's own code ends this locale alone.
    except (Exception, SystemExit) as fault:
        error = f"{locale.code}: Sphinx says: {error_text(fault)}; fix conf.py"
    findings = tuple(
        finding
        for result in results
        for finding in result.findings
        # A document without a translation has none; the numbers say so.
        if finding.problem.code != "missing-catalog"
    )
    ours = project.locales_folder, project.build.parent, project.bundle, output
    listed = read_source_tree(replace(project, build=project.build.parent)).paths
    return OwnEdition(
        *(output, share.translated, share.total, findings, warnings, error, parsed),
        opened=_opened.outside(ours, listed),
    )


def _with_bases(
    project: Project,
    locale: Locale,
    documents: tuple[Document, ...],
    results: Sequence[GateResult],
) -> dict[str, Mapping[str, str]]:
    """The accepted messages by document, with those of the base locales where there is none."""
    accepted = {result.domain: result.accepted for result in results}
    for base in base_locales(project, locale):
        for document in documents:
            own = accepted[document.domain]
            if len(own) < len(document.messages):
                more = check_document(project, base, document).accepted
                accepted[document.domain] = {**more, **own}
    return accepted
