"""The audit: compares a locale's finished editions with the original's before publication.

The gate checks the input, and the audit checks the output. It does not trust Sphinx or extensions.
It runs in the command's process, which has imported none of them.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from functools import lru_cache

from ..editions.books.volume import plain_stem
from ..model.fault import Fault, FaultKind
from ..model.gate_result import GateResult, article_results
from ..model.locale import Locale
from ..model.project import file_name
from ..model.unit import split_key
from .figure_labels import missing_labels
from .page_facts import MarkupError, PageFacts, without_spaces
from .pdf_facts import PdfFacts
from .staged_editions import Editions, original_name

_SERIAL = re.compile(r"(?:index-|id)\d+|kobo\.\d+\.\d+")
"""The ids that docutils and Sphinx number in the order of their making, and those of sentences in
books for Kobo. No id of an article has a full stop."""

# Each run is searched for in page, book and bundle.
_run_without_spaces = lru_cache(maxsize=8192)(without_spaces)


def audit(
    editions: Editions,
    original: Editions,
    results: Sequence[GateResult],
    unchanged: Collection[str] = (),
    withheld: Collection[str] = (),
) -> tuple[Fault, ...]:
    """The faults of a locale's editions. A fault of a file names its document, if it has one.

    A fault of a text names the message whose text is missing. The files of the documents
    `unchanged` are those of an earlier build, which was audited, and are left out. The locale goes
    without the documents `withheld`: no file may be theirs, and links may lead to the original's.
    """
    if withheld:
        original = original.without(_files_of(withheld))
        results = [result for result in results if result.domain not in withheld]
    if unchanged:
        documents = frozenset(unchanged)
        editions = editions.without(_files_of(documents, pictures=True))
        original = _without_documents(original, documents)
        results = [result for result in results if result.domain not in unchanged]
    domains = {file_name(result.domain): result.domain for result in article_results(results)}
    paths = set(domains.values())
    faults_of_files = (
        *_malformed_files(editions),
        *_new_files(editions, original),
        *_changed_contents(editions, original, withheld),
    )
    return (
        *(
            Fault(FaultKind.AUDIT, f"{name} {text}", _domain_of(name, domains, paths))
            for name, text in faults_of_files
        ),
        *_missing_texts(editions, original, results),
        *_missing_sources(editions, original, results),
        *missing_labels(editions, original, results),
        # Last: a lost text also changes the revision, and says more.
        *(
            Fault(FaultKind.AUDIT, f"{name} {text}", _domain_of(name, domains, paths))
            for name, text in _changed_revisions(editions, original)
        ),
    )


@lru_cache(maxsize=1)
def _without_documents(original: Editions, documents: frozenset[str]) -> Editions:
    """The original without the files of documents, which most languages have left as they were."""
    return original.without(_files_of(documents, pictures=True))


def _files_of(documents: Collection[str], *, pictures: bool = False) -> Callable[[str], bool]:
    """The condition that a file is one of these documents'; or a picture, with `pictures`: a build
    with other pictures leaves no document unchanged."""
    names = {file_name(name): name for name in documents}
    paths = set(documents)

    def is_one(name: str) -> bool:
        is_shared = pictures and name.startswith(("html/_images/", "html/_static/"))
        return is_shared or bool(_domain_of(name, names, paths))

    return is_one


def _domain_of(name: str, domains: Mapping[str, str], paths: Set[str]) -> str:
    """The document that a file shows; empty for a file of the whole edition.

    `domains` are the documents by their names in the names of books and bundles; `paths` are the
    documents.
    """
    form, _, path = name.partition("/")
    if form == "html":
        # The page, or its passages, which the search shows.
        document = path.removesuffix(".js").removesuffix(".html")
        return document if document in paths else ""
    return domains.get(plain_stem(path.partition("/")[0]), "")


def _malformed_files(editions: Editions) -> Iterator[tuple[str, str]]:
    """Harm: a book that no reading program opens, or a book whose entities load files."""
    for name, facts in editions.facts.items():
        if isinstance(facts, MarkupError):
            form = "an accessible PDF" if name.endswith(".pdf") else "XML"
            yield name, f"cannot be read as {form}: {facts}"
        elif isinstance(facts, PdfFacts) and not _is_in(editions.locale, facts.language):
            yield name, f"is in the language {facts.language}"


def _is_in(locale: Locale, tag: str) -> bool:
    """Whether a tag is that of a locale, or has a region where the locale has a script."""
    return tag == locale.tag or tag.partition("-")[0] == locale.tag.partition("-")[0]


def _new_files(editions: Editions, original: Editions) -> Iterator[tuple[str, str]]:
    """Harm: a file of the build machine, or a program, is published with the pages."""
    for name in sorted(editions.files):
        if original_name(name) not in original.files:
            yield name, "is a file that the original does not have"


def _changed_contents(
    editions: Editions, original: Editions, withheld: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Harm: a link to another address, a program on the page, another picture or download.

    How often a page links to an address does not matter: a translation may repeat a link. A page
    may link to both books.
    """
    # A fault in both books is reported for the plain book, where the check is more exact.
    for name in sorted(editions.facts, key=lambda name: (original_name(name) != name, name)):
        own, source = editions.facts[name], original.facts.get(original_name(name))
        if not isinstance(own, PageFacts) or not isinstance(source, PageFacts):
            continue
        for kind, expected, actual, factor in (
            (
                "addresses",
                original.addresses(source.addresses),
                editions.addresses(own.addresses, source.addresses),
                1,
            ),
            ("programs", source.programs, own.programs, 1),
            (
                "links",
                _once(_common(_links_elsewhere(source.links, name, withheld), original)),
                _once(_common(_links_elsewhere(own.links, name, withheld), editions)),
                1,
            ),
            ("ids", _places(name, source), _places(name, own), 1),
            ("images", _common(source.images, original), _common(own.images, editions), 1),
            ("downloads", _common(source.downloads, original), _common(own.downloads, editions), 2),
        ):
            # A book that cannot be set in type has no PDF; a warning of the build says so.
            kept = actual + _pdfs(expected) if kind == "downloads" else actual
            differences = (
                ("lost", expected - kept),
                ("new", actual - _multiply(expected, factor)),
            )
            if any(difference for _, difference in differences):
                listed = _format_differences(differences)
                yield name, f"has other {kind} than the original: {listed}"


def _changed_revisions(editions: Editions, original: Editions) -> Iterator[tuple[str, str]]:
    """Harm: a part of the bundle that the loader refuses: it was made from other units."""
    for name in sorted(editions.files):
        if name.startswith("bundle/") and name.endswith("/.txt") and name in original.files:
            own, source = (each.files[name].partition(b"\n")[0] for each in (editions, original))
            if own.split(b"\t")[2:3] != source.split(b"\t")[2:3]:
                yield name, "has another revision than the original"


def _missing_texts(
    editions: Editions, original: Editions, results: Sequence[GateResult]
) -> Iterator[Fault]:
    """Harm: a text is missing, and nobody is warned.

    Wherever the original shows a message, the edition must show its translation, or the source text
    if none is accepted. The interface's messages are not checked: the translation's state decides
    which of them a page has.
    """
    for result in article_results(results):
        own, source = editions.texts(result.domain), original.texts(result.domain)
        if not (editions.bilingual and _is_translated(result)):
            del own[editions.book_names(result.domain)[1]]
        for text, (source_runs, target_runs) in result.visible.items():
            # A bundle has no part for texts without a translation: the loader takes the source's.
            places = [each for each in own if text in result.accepted or not _is_bundle(each)]
            for place in places:
                shown = _has_runs(source[original_name(place)], source_runs)
                if shown and not _has_runs(own[place], target_runs):
                    what = "translation" if text in result.accepted else "text"
                    fault = f"{place} lacks the {what} of {split_key(text)[1][:40]!r}"
                    yield Fault(FaultKind.AUDIT, fault, result.domain, text)


def _missing_sources(
    editions: Editions, original: Editions, results: Sequence[GateResult]
) -> Iterator[Fault]:
    """Harm: a reviewer uses a bilingual book in which a source text is missing.

    Only visible text is checked: spoken text, such as alternative text, has one language.
    """
    for result in filter(_is_translated, article_results(results) if editions.bilingual else ()):
        plain, bilingual = editions.book_names(result.domain)
        source = original.book_text(plain, spoken=False)
        own = editions.book_text(bilingual, spoken=False)
        for text, (source_runs, _) in result.visible.items():
            if _has_runs(source, source_runs) and not _has_runs(own, source_runs):
                fault = f"{bilingual} lacks the source of {split_key(text)[1][:40]!r}"
                yield Fault(FaultKind.AUDIT, fault, result.domain, text)


def _is_bundle(name: str) -> bool:
    return name.startswith("bundle/")


def _is_translated(result: GateResult) -> bool:
    """Whether any text differs from its source; otherwise there is no bilingual book."""
    return any(split_key(key)[1] != translation for key, translation in result.accepted.items())


def _has_runs(text: str, runs: Sequence[str]) -> bool:
    return bool(text) and all(_run_without_spaces(run) in text for run in runs)


def _places(name: str, facts: PageFacts) -> Counter[str]:
    """The ids in a page that links may use. In other files, such as a book's metadata, they name
    something else. Serial numbers, such as `index-3`, differ in a translation.
    """
    if not name.endswith(("html", ".xhtml")):
        return Counter()
    return Counter(place for place in facts.ids.elements() if not _SERIAL.fullmatch(place))


def _common(counter: Counter[str], editions: Editions) -> Counter[str]:
    return Counter(original_name(editions.name_without_tag(name)) for name in counter.elements())


def _links_elsewhere(links: Counter[str], name: str, withheld: Collection[str]) -> Counter[str]:
    """The links without those to pages of withheld documents: they lead to another language's."""
    if not withheld:
        return links
    folder, pages = posixpath.dirname(name), {f"{domain}.html" for domain in withheld}
    targets = {
        link: posixpath.normpath(posixpath.join(folder, link.partition("#")[0])) for link in links
    }
    return Counter(
        link for link in links.elements() if targets[link].partition("/")[2] not in pages
    )


def _once(counter: Counter[str]) -> Counter[str]:
    """Each value once."""
    return Counter(counter.keys())


def _pdfs(downloads: Counter[str]) -> Counter[str]:
    """Those of the downloads that are PDFs."""
    return Counter({name: count for name, count in downloads.items() if name.endswith(".pdf")})


def _multiply(counter: Counter[str], factor: int) -> Counter[str]:
    return Counter({name: factor * count for name, count in counter.items()})


def _format_differences(differences: Sequence[tuple[str, Counter[str]]]) -> str:
    return "; ".join(
        f"{kind} {', '.join(sorted(counter))[:80]}" for kind, counter in differences if counter
    )
