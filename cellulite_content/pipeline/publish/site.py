"""The site around the editions: chooser, data, feeds, sitemap and checksums."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import cellulite_content
from cellulite_content import Content

from ..editions.bundle_manifest import write_manifest
from ..editions.edition import Edition
from ..editions.epub.downloads import cover_of
from ..files.atomic import write_file, write_text
from ..model.finding import Severity
from ..model.gate_result import GateResult
from ..model.locale import Locale
from ..model.project import Project
from ..model.review import progress
from ..model.unit import Source
from .feeds import write_feeds, write_sitemap
from .install import same_files, swap
from .site_entries import SiteEntry, read_entries


def place_bundle(project: Project, staging: Path, built: Sequence[Locale]) -> None:
    """Put the bundle together from the built locales, and those of before that still fit."""
    fresh = staging / "bundle"
    for locale in built:
        shutil.copytree(staging / locale.code / "bundle", fresh, dirs_exist_ok=True)
    revisions = {path.parent.name: _revision(path) for path in fresh.glob("*/structure.txt")}
    present = {locale.code: locale for locale in built}
    for locale in project.locales:
        if locale.code not in present and _keep(project, locale, revisions, fresh):
            present[locale.code] = locale
    write_manifest(
        project, fresh, present.values(), sorted(revisions), cellulite_content.__version__
    )
    if not same_files(fresh, project.bundle):
        swap(fresh, project.bundle)


def _keep(project: Project, locale: Locale, revisions: Mapping[str, str], fresh: Path) -> bool:
    """Carry over a locale that was not built now, when its units are of the same revision."""
    files = {slug: project.bundle / slug / f"{locale.tag}.txt" for slug in revisions}
    if not all(
        path.is_file() and _revision(path) == revisions[slug] for slug, path in files.items()
    ):
        return False
    for slug, path in files.items():
        shutil.copyfile(path, fresh / slug / path.name)
    return True


def _revision(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        return file.readline().split("\t")[2]


def write_site(
    project: Project,
    source: Source,
    results: Mapping[str, Sequence[GateResult]],
    kept: Collection[str],
    output: Path,
) -> None:
    """Write what belongs to no single locale. `output` holds the locales' folders and books.

    A locale of `kept` that is there has the edition of an earlier run.
    """
    entries = read_entries(project, source, results, kept, output)
    edition = Edition(project, project.source_locale)
    _write_chooser(edition, entries, output)
    _write_status(edition, results, kept, output)
    _write_data(project, entries, output)
    _write_covers(entries, output)
    write_feeds(edition, entries, output)
    write_sitemap(edition, entries, output)
    _write_checksums(output)


def _write_chooser(edition: Edition, entries: Sequence[SiteEntry], output: Path) -> None:
    """The page on which readers choose a language; what it says of one is in that language."""
    values = {
        "entries": [(entry, Edition(edition.project, entry.locale)) for entry in entries],
        "handbook": (output / "handbook" / "index.html").is_file(),
    }
    write_text(output / "index.html", edition.render("site/chooser.html", values))


def _write_status(
    edition: Edition,
    results: Mapping[str, Sequence[GateResult]],
    withheld: Collection[str],
    output: Path,
) -> None:
    """Where a translator who never sees a terminal finds what was refused, and the way out."""
    project = edition.project
    values = {
        "rows": progress(project, results),
        "locales": project.locales,
        "withheld": withheld,
        "handbook": (output / "handbook" / "index.html").is_file(),
        "findings": {
            locale.code: [
                finding
                for result in results.get(locale.code, ())
                for finding in result.findings
                if finding.problem.severity is not Severity.NOTE
            ]
            for locale in project.locales
        },
    }
    write_text(output / "status.html", edition.render("site/status.html", values))


def _write_covers(entries: Sequence[SiteEntry], output: Path) -> None:
    """The covers as files, out of the books that are there; no other covers stay."""
    books = [book for entry in entries for article in entry.articles for book in article.books]
    covers = {book.cover: book.volume.file for book in books if book.cover}
    for name, file in covers.items():
        write_file(output / "covers" / name, cover_of(output / "downloads" / file))
    for path in (output / "covers").glob("*.jpg"):
        if path.name not in covers:
            path.unlink()


def _write_data(project: Project, entries: Sequence[SiteEntry], output: Path) -> None:
    """The articles as JSON, exactly as the loader gives them, and the schema of that."""
    if not (project.bundle / "bundle.txt").is_file():
        return
    schema = Path(cellulite_content.__file__).with_name("article.schema.json")
    write_file(output / "data" / schema.name, schema.read_bytes())
    content = Content(lambda name: (project.bundle / name).read_bytes())
    present = set(content.languages())
    for entry in entries:
        for article in entry.articles:
            if entry.locale.tag in present:
                values = content.load(entry.locale.tag, article=article.slug).to_dict()
                write_text(
                    output / "data" / entry.locale.tag / f"{article.slug}.json",
                    json.dumps(values, ensure_ascii=False, indent=1) + "\n",
                )


def _write_checksums(output: Path) -> None:
    """`SHA256SUMS`, in the form of sha256sum: `sha256sum -c SHA256SUMS` proves the site whole."""
    files = sorted(
        path.relative_to(output).as_posix()
        for path in output.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    )
    lines = (
        f"{hashlib.sha256((output / name).read_bytes()).hexdigest()}  {name}\n" for name in files
    )
    write_text(output / "SHA256SUMS", "".join(lines))
