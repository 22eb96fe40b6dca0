"""The articles as JSON, for programs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from importlib.resources import files

from cellulite_content import Article, Content, DataError, UnknownArticle

from ...files.atomic import write_file
from ...files.stored_value import indented_json
from ...model.fingerprint import digest
from ...model.project import Project, file_name
from ...model.report import Report
from ..site_digests import SiteDigests
from .entries import ArticleEntry, SiteEntry


def write_article_data(
    project: Project, report: Report, entries: Sequence[SiteEntry], digests: SiteDigests
) -> None:
    """Write the articles as JSON, exactly as the loader returns them, and its schema.

    A run without the format `bundle` takes the articles that an earlier bundle has. If that is
    damaged, it is in the report's `errors`, and all other pages of the site are written.
    """
    if not report.source.articles or not (project.bundle / "bundle.txt").is_file():
        return
    try:
        _write_data_of_bundle(project, entries, digests)
    except DataError as error:
        report.errors.append(f"{project.relative(project.bundle)}: {error}")


def _write_data_of_bundle(
    project: Project, entries: Sequence[SiteEntry], digests: SiteDigests
) -> None:
    data = digests.site.folder / "data"
    schema = files("cellulite_content") / "article.schema.json"
    write_file(data / schema.name, schema.read_bytes())

    def read(name: str) -> bytes:
        return (project.bundle / name).read_bytes()

    present = set(Content(read).languages())
    for entry in entries:
        names = {f"{file_name(article.domain)}.json" for article in entry.articles}
        for path in (data / entry.locale.tag).glob("*.json"):
            if path.name not in names:
                path.unlink()
        if entry.locale.tag in present:
            make_article_data(project, entry.locale.tag, entry.articles, read, digests)


def make_article_data(
    project: Project,
    tag: str,
    articles: Sequence[ArticleEntry],
    read: Callable[[str], bytes],
    digests: SiteDigests,
) -> None:
    """Make the articles in one language, from a bundle that has it.

    `read` reads a file of the bundle. Others are read for the next language: memory does not grow.
    """
    content = Content(read)
    for each in articles:
        name = file_name(each.domain)
        try:
            article = content.load(tag, article=each.domain)
        except UnknownArticle:  # it is newer than the bundle
            continue
        parts = "structure", project.source_locale.tag, str(article.lang)
        sources = [hashlib.sha256(read(f"{name}/{part}.txt")).hexdigest() for part in parts]
        head = article.article, str(article.lang), article.dir, article.state
        source = digest("article data", head, sources)
        digests.make(f"data/{tag}/{name}.json", source, partial(_json, article))


def _json(article: Article) -> bytes:
    return indented_json(article.to_dict()).encode()
