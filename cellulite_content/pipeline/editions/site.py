"""The site around the editions: chooser, data, feeds, sitemap and checksums."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import cellulite_content
from cellulite_content import Content

from ..atomic import write_file, write_text
from ..compile import compiled_messages
from ..finding import Severity
from ..ledger import Ledger, of_articles, percent
from ..listing import progress
from ..project import INTERFACE, Locale, Project
from ..review import Standing
from ..unit import Document, Source
from .edition import Edition
from .feeds import ArticleEntry, SiteEntry, write_feeds, write_sitemap
from .manifest import write_manifest
from .volume import BILINGUAL


def order(project: Project) -> list[Locale]:
    """All locales with the source, in the order in which lists show them."""
    return sorted((project.source_locale, *project.locales), key=lambda locale: locale.tag)


def holds(output: Path, locale: Locale) -> bool:
    """Whether the site has an edition of this locale."""
    return (output / locale.tag / "index.html").is_file() or any(
        output.glob(f"downloads/*.{locale.tag}.epub")
    )


def place(staged: Path, locale: Locale, output: Path) -> None:
    """Move one locale's pages and books from their staging folder to the site."""
    pages = staged / "html"
    if pages.is_dir():
        _swap(pages, output / locale.tag)
    books = staged / "epub"
    if books.is_dir():
        _place_books(books, output / "downloads", locale)


def _place_books(books: Path, downloads: Path, locale: Locale) -> None:
    """Move the new books in; those of articles that are gone go."""
    downloads.mkdir(parents=True, exist_ok=True)
    for kind in ("", f".{BILINGUAL}"):
        for book in downloads.glob(f"*.{locale.tag}{kind}.epub"):
            if not (books / book.name).is_file():
                book.unlink()
    for book in sorted(books.glob("*.epub")):
        write_file(downloads / book.name, book.read_bytes())


def _swap(new: Path, place: Path) -> None:
    """Put a folder in the place of another; the old one stands until the new one is there.

    The new one may come from another disk, so it is brought beside the place first. `recover`
    mends what a kill leaves between the two renames.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    beside, old = (place.with_name(f".{place.name}.{word}") for word in ("new", "old"))
    shutil.rmtree(beside, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    shutil.move(new, beside)
    if place.exists():
        place.replace(old)
    beside.replace(place)
    shutil.rmtree(old, ignore_errors=True)


def recover(project: Project, output: Path) -> None:
    """Mend what a killed run left: an edition that it had moved aside comes back."""
    for place in (project.bundle, *(output / locale.tag for locale in order(project))):
        beside, old = (place.with_name(f".{place.name}.{word}") for word in ("new", "old"))
        if old.is_dir() and not place.exists():
            old.replace(place)
        for left in (beside, old):
            shutil.rmtree(left, ignore_errors=True)


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
    _swap(fresh, project.bundle)


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
    ledgers: Mapping[str, Sequence[Ledger]],
    kept: Collection[str],
    output: Path,
) -> None:
    """Write what belongs to no single locale. `output` holds the locales' folders and books.

    A locale of `kept` that is there has the edition of an earlier run.
    """
    entries = [
        _kept_entry(project, source, locale, output)
        if locale.code in kept
        else _entry(project, source, locale, ledgers.get(locale.code, ()))
        for locale in order(project)
        if holds(output, locale)
    ]
    edition = Edition(project, project.source_locale)
    write_text(output / "index.html", edition.render("site/chooser.html", {"entries": entries}))
    _write_status(edition, ledgers, kept, output)
    _write_data(project, entries, output)
    write_feeds(edition, entries, output)
    write_sitemap(edition, entries, output)
    _write_checksums(output)


def _entry(
    project: Project, source: Source, locale: Locale, ledgers: Sequence[Ledger]
) -> SiteEntry:
    """A language that was published now, from its accepted messages."""
    articles = tuple(
        _article(project, locale, document)
        for document in source.documents
        if document.domain != INTERFACE
    )
    if locale.state == "source":
        return SiteEntry(locale, articles)
    _ = Edition(project, locale).translate
    done = locale.percent(percent(of_articles(ledgers)))
    translated = _("%(percent)s translated") % {"percent": done}
    return SiteEntry(locale, articles, _state(project, locale) + " · " + translated)


def _state(project: Project, locale: Locale) -> str:
    _ = Edition(project, locale).translate
    reviewed = Edition(project, locale).standing is Standing.REVIEWED
    return _("Reviewed translation") if reviewed else _("Draft translation")


def _article(project: Project, locale: Locale, document: Document) -> ArticleEntry:
    messages = (
        {} if locale.state == "source" else compiled_messages(project, locale, document.domain)
    )
    texts = {
        unit.kind: messages.get(unit.text, unit.text)
        for unit in document.units
        if unit.kind in ("title", "description")
    }
    return ArticleEntry(
        document.domain, texts.get("title", ""), texts.get("description", ""), document.date
    )


def _kept_entry(project: Project, source: Source, locale: Locale, output: Path) -> SiteEntry:
    """A language whose last good edition stands, in the words of that edition's data."""
    articles = []
    for document in source.documents:
        path = output / "data" / locale.tag / f"{Path(document.domain).name}.json"
        if document.domain != INTERFACE and path.is_file():
            data = json.loads(path.read_text(encoding="utf-8"))
            articles.append(
                ArticleEntry(document.domain, data["title"], data["description"], data["date"])
            )
    return SiteEntry(locale, tuple(articles), _state(project, locale))


def _write_status(
    edition: Edition,
    ledgers: Mapping[str, Sequence[Ledger]],
    withheld: Collection[str],
    output: Path,
) -> None:
    """Where a translator who never sees a terminal finds what was refused, and the way out."""
    project = edition.project
    values = {
        "rows": progress(project, ledgers),
        "locales": project.locales,
        "withheld": withheld,
        "findings": {
            locale.code: [
                finding
                for ledger in ledgers.get(locale.code, ())
                for finding in ledger.findings
                if finding.problem.severity is not Severity.NOTE
            ]
            for locale in project.locales
        },
    }
    write_text(output / "status.html", edition.render("site/status.html", values))


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
