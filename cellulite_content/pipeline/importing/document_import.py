"""The import of files as articles: all are tried in a copy of the sources before one is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..catalogs.locale_tree import extract_templates
from ..errors import ProjectError
from ..files.atomic import write_file
from ..files.file_tree import FileFaultError, read_file, refuse_links
from ..model.project import INTERFACE, Project
from ..model.source_tree import MAX_SOURCE_BYTES
from ..model.unit import Source
from ..source.unit_ids import write_unit_ids
from ..workers.process_pool import ProcessPool
from ..workers.task import Task
from .contents_list import with_documents
from .imported import GivenFile, ImportedArticle
from .tried_source import read_tried_source

READ_ARTICLE = "cellulite_content.pipeline.importing.tasks:read_article"
SECONDS = 120
"""The time limit of a file."""

ROOT_DOCUMENT = "index.rst"


@dataclass(frozen=True)
class ImportResult:
    """The paths that were written, the documents' names, and what the articles do not have, each
    with the name of its file."""

    files: tuple[Path, ...]
    documents: tuple[str, ...]
    losses: tuple[str, ...]


def import_documents(
    project: Project,
    pool: ProcessPool,
    files: Sequence[GivenFile],
    today: str,
    name: str = "",
    *,
    force: bool = False,
) -> ImportResult:
    """Write files as articles, with their pictures, list them, and write the templates.

    `name` is the document of a single file; without it, each is named after its title. `today` is
    the date of articles without one. Nothing that exists is replaced without `force`. Raises
    `ProjectError` before anything is written: for a file that cannot be read, a name that is taken,
    and for what `extract` would refuse.
    """
    articles = read_articles(pool, files, today, name)
    _check_names(project, files, articles, force)
    contents: dict[Path, bytes] = {}
    for article in articles:
        contents[project.source / f"{article.name}.rst"] = article.text.encode()
        for picture in article.pictures:
            contents[project.source / picture.path] = picture.data
    contents[project.source / ROOT_DOCUMENT] = _root_document(project, articles)
    if not force:
        _refuse_existing(project, contents)
    refuse_links(project.root, *{path.parent for path in contents})
    source = read_tried_source(project, pool, contents)
    written = _write(project, contents, source)
    losses = tuple(
        f"{file.name}: {loss}"
        for file, article in zip(files, articles, strict=True)
        for loss in article.losses
    )
    return ImportResult(written, tuple(article.name for article in articles), losses)


def read_articles(
    pool: ProcessPool,
    files: Sequence[GivenFile],
    today: str,
    name: str = "",
    local_address: str = "",
) -> list[ImportedArticle]:
    """The articles of files, each read in a process of its own. Raises `ProjectError`.

    For `local_address` see `writing.reading.Reading`.
    """
    tasks = [
        Task(str(number), READ_ARTICLE, (file, name, today, local_address), seconds=SECONDS)
        for number, file in enumerate(files)
    ]
    outcomes = {outcome.key: outcome for outcome in pool.run(tasks)}
    articles: list[ImportedArticle] = []
    for number, file in enumerate(files):
        outcome = outcomes[str(number)]
        if isinstance(outcome.value, ImportedArticle):
            articles.append(outcome.value)
        else:
            reason = outcome.error.partition(": ")[2] or outcome.error
            raise ProjectError(outcome.value or f"{file.name}: cannot be read: {reason}")
    return articles


def _check_names(
    project: Project, files: Sequence[GivenFile], articles: Sequence[ImportedArticle], force: bool
) -> None:
    """Raise `ProjectError` for a document that exists, and for two files of one name."""
    counts = Counter(article.name.casefold() for article in articles)
    for file, article in zip(files, articles, strict=True):
        if counts[article.name.casefold()] > 1:
            raise ProjectError(
                f"{file.name}: another file has the same title, so both would be {article.name}; "
                "import them one by one, with --into"
            )
        parts = article.name.split("/")
        if article.name == INTERFACE or any(not part or part.startswith(".") for part in parts):
            raise ProjectError(f"{file.name}: {article.name!r} is no name for a document")
        for suffix in (".rst", ".txt", ".md"):
            path = project.source / f"{article.name}{suffix}"
            if path.exists() and not (force and suffix == ".rst"):
                hint = "choose another name with --into"
                hint += ", or replace it with --force" if suffix == ".rst" else ""
                raise ProjectError(f"{file.name}: {project.relative(path)} exists; {hint}")


def _refuse_existing(project: Project, contents: Mapping[Path, bytes]) -> None:
    for path in contents:
        if path != project.source / ROOT_DOCUMENT and path.exists():
            raise ProjectError(f"{project.relative(path)} exists; move it away, or use --force")


def _root_document(project: Project, articles: Sequence[ImportedArticle]) -> bytes:
    path = project.source / ROOT_DOCUMENT
    try:
        text = read_file(project.root, path, MAX_SOURCE_BYTES).decode()
    except FileFaultError as error:
        if error.fault.code != "missing-file":
            raise
        raise ProjectError(
            f"{project.relative(path)} is missing; create it, or make a project with "
            "`cellulite-content init`"
        ) from None
    except UnicodeDecodeError as error:
        raise ProjectError(f"{project.relative(path)}: {error}; save it in UTF-8") from None
    return with_documents(text, (article.name for article in articles)).encode()


def _write(project: Project, contents: Mapping[Path, bytes], source: Source) -> tuple[Path, ...]:
    """Write the files and the templates; if one cannot be written, all are as before."""
    before = {path: path.read_bytes() if path.is_file() else None for path in contents}
    try:
        written = [path for path, data in contents.items() if write_file(path, data)]
        written += [path for path in extract_templates(project, source) if path.is_file()]
    except OSError:
        for path, data in before.items():
            with suppress(OSError):
                if data is None:
                    path.unlink(missing_ok=True)
                else:
                    write_file(path, data)
        raise
    if write_unit_ids(project, source)[0]:
        written.append(project.unit_ids)
    return tuple(written)
