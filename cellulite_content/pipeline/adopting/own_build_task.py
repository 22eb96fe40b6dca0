"""The task that builds one locale of an adopted project with a builder of its own."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.console import nocolor
from sphinx.util.docutils import docutils_namespace, patch_docutils

from ..catalogs.mo_files import write_compiled
from ..gate.gate import check_document
from ..model.gate_result import share_of
from ..model.locale import Locale
from ..model.project import Project
from ..model.unit import Document
from ..source.sphinx_app import warm_up
from ..source.sphinx_private import translations_parsed_by
from .own_build import OwnEdition

warm_up()


def build_locale(
    project: Project, locale: Locale, documents: Sequence[Document], builder: str, output: Path
) -> OwnEdition:
    """Take a locale through the gate and build it with stock Sphinx and the project's `conf.py`.

    The only catalogs that Sphinx reads are those of accepted messages.
    """
    sys.dont_write_bytecode = True
    nocolor()
    results = [check_document(project, locale, document) for document in documents]
    write_compiled(project, locale, results)
    share = share_of(results)
    edition = OwnEdition(
        output,
        share.translated,
        share.total,
        tuple(
            finding
            for result in results
            for finding in result.findings
            # A document without a translation has none; the numbers say so.
            if finding.problem.code != "missing-catalog"
        ),
    )
    warnings = io.StringIO()
    source = project.source
    with (
        tempfile.TemporaryDirectory() as doctrees,
        patch_docutils(source),
        docutils_namespace(),
        redirect_stdout(sys.stderr),
    ):
        try:
            application = Sphinx(
                *(source, source, output, Path(doctrees), builder),
                confoverrides={
                    "language": locale.code,
                    "locale_dirs": [str(project.compiled)],
                    "gettext_compact": False,
                },
                status=None,
                warning=warnings,
            )
            folders = (project.build.parent, project.bundle, project.locales_folder)
            excluded = [os.path.relpath(folder, source) for folder in folders]
            application.config.exclude_patterns = [*application.config.exclude_patterns, *excluded]
            with _own_markdown(documents):
                application.build()
        # Whatever the project's own code raises ends this locale alone.
        except (Exception, SystemExit) as error:
            text = " ".join(str(error).split()) or type(error).__name__
            return replace(edition, error=f"{locale.code}: Sphinx says: {text}; fix conf.py")
    lines = [line.strip() for line in warnings.getvalue().splitlines()]
    return replace(edition, warnings=tuple(filter(None, lines)))


@contextmanager
def _own_markdown(documents: Sequence[Document]) -> Iterator[None]:
    """Let translations in Markdown be read as the gate has read them, meanwhile.

    MyST would read each as a document, with all that the project's Markdown can do.
    """
    written = {each.domain: each for each in documents if each.markdown}
    if not written:
        yield
        return
    from ..source.markdown.translation import MarkdownTexts, link_targets  # noqa: PLC0415

    def parse(text: str, path: str, line: int | None, **values: Any) -> nodes.Element:
        document = written.get(values["env"].current_document.docname)
        if document is None or document.markdown is None:
            return parse_as_sphinx(text, path, line, **values)
        targets = link_targets(document.units)
        texts = MarkdownTexts(document.markdown, targets, values["settings"])
        try:
            return texts.parse(text, path, line)
        except ExtensionError:  # an alternative text, which Sphinx parses for nothing
            return nodes.paragraph(text, text)

    with translations_parsed_by(parse) as parse_as_sphinx:
        yield
