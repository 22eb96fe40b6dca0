"""The import: translations from files of other programs, through the gate into the catalogs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..catalogs.catalog_file import read_catalog, write_catalogs
from ..errors import ProjectError
from ..files.names import locale_code
from ..gate.run import extract_source
from ..model.finding import Finding
from ..model.locale import Locale, code_problem, current_code
from ..model.project import Project
from ..model.settings import quoted
from ..model.unit import Source
from ..workers.process_pool import ProcessPool
from ..workers.task import Task
from .domain_import import DomainImport, PlacedSegment
from .formats import READERS
from .import_findings import NOT_TAKEN, domain_problem
from .segment import ExchangeFile

_READ_FILE = "cellulite_content.pipeline.exchange.tasks:read_exchange_file"
_JUDGE = "cellulite_content.pipeline.exchange.tasks:judge_catalogs"


@dataclass(frozen=True)
class ImportResult:
    """The changed catalogs with the number of messages that were written, and the findings.

    The findings have names and lines of the imported files; `incomplete` says that a translation
    was not taken over.
    """

    changed: tuple[tuple[Path, int], ...]
    findings: tuple[Finding, ...]

    @property
    def incomplete(self) -> bool:
        """Whether a translation was refused, or is not in the catalog for another reason."""
        return any(each.error or each.problem.code in NOT_TAKEN for each in self.findings)


def import_translations(
    project: Project, pool: ProcessPool, paths: Sequence[Path], locale: Locale | None = None
) -> ImportResult:
    """Merge the translations of files into the catalogs, message by message.

    Texts that the gate refuses are findings and are not written. `locale` is that of files that
    name none. Everything is read and judged before the first catalog is written. Raises
    `ProjectError` for a file or a catalog that cannot be read.
    """
    placed: dict[tuple[Locale, str], list[PlacedSegment]] = defaultdict(list)
    for path in paths:
        name = project.relative(path.absolute())
        file = _read(pool, path, name)
        own_locale = _locale(project, name, file, locale)
        for segment in file.segments:
            placed[own_locale, segment.domain].append(PlacedSegment(name, segment))
    source = extract_source(project, pool)
    imports: list[DomainImport] = []
    findings: list[Finding] = []
    for (own_locale, domain), segments in placed.items():
        if source.document(domain):
            imports.append(_prepare(project, own_locale, source, domain, segments))
        else:
            findings += _unknown_domain(own_locale, domain, segments)
    _judge(project, pool, imports)
    findings += [finding for each in imports for finding in each.findings]
    write_catalogs(project, ((each.file, each.catalog) for each in imports if each.written))
    changed = tuple((each.file.path, len(each.written)) for each in imports if each.written)
    return ImportResult(changed, tuple(findings))


def _read(pool: ProcessPool, path: Path, name: str) -> ExchangeFile:
    """The content of a file, read in a process of its own. Raises `ProjectError`."""
    if path.suffix.lower() not in READERS:
        raise ProjectError(f"{name}: cannot be imported; give a file with {', '.join(READERS)}")
    outcome = pool.run_one(Task(name, _READ_FILE, (path.absolute(), name)))
    if not isinstance(outcome.value, ExchangeFile):
        raise ProjectError(outcome.value or outcome.error)
    return outcome.value


def _locale(project: Project, name: str, file: ExchangeFile, given: Locale | None) -> Locale:
    """The locale of a file, which is not the source's. Raises `ProjectError`."""
    if not file.locale and given is None:
        raise ProjectError(f"{name}: names no language; give it with --locale")
    locale = _known_locale(project, name, file.locale, given) if file.locale else given
    if locale not in project.locales or given not in (None, locale):
        raise ProjectError(
            f"{name}: is for {file.locale or project.source_locale.code}; "
            "give a file of a translation, and no other --locale"
        )
    return locale


def _known_locale(project: Project, name: str, code: str, given: Locale | None) -> Locale:
    """The project's locale with the code of a file.

    Programs change the code, as to `de-DE` for `de`. Then the given locale counts, if one of the
    two codes is a narrower form of the other. Raises `ProjectError` for another code.
    """
    locale = project.find_locale(code)
    if locale is not None:
        return locale
    forms = [each for each in project.locales if _is_form(locale_code(code), each.code)]
    if given in forms:
        return given
    known = ", ".join(each.code for each in project.locales)
    hint = f"import it with --locale {forms[0].code}" if forms else f"there are {known}"
    raise ProjectError(f"{name}: is for {quoted(code)}, which is no locale of the project; {hint}")


def _is_form(code: str, known: str) -> bool:
    """Whether a code is narrower or wider than a known one: `de_DE` or `zh_CN` for `zh_Hans`."""
    if code_problem(code):
        return False
    first, second = (f"{current_code(each)}_" for each in (code, known))
    return first.startswith(second) or second.startswith(first)


def _prepare(
    project: Project,
    locale: Locale,
    source: Source,
    domain: str,
    segments: Sequence[PlacedSegment],
) -> DomainImport:
    path = project.catalog(locale, domain)
    document, file = source.document(domain), read_catalog(project, path)
    if document is None or file is None:
        raise ProjectError(
            f"{project.relative(path)}: is missing; "
            f"run `cellulite-content add-locale {locale.code}`"
        )
    return DomainImport(locale, document, file, segments)


def _unknown_domain(
    locale: Locale, domain: str, segments: Sequence[PlacedSegment]
) -> Iterator[Finding]:
    """A finding for each file that has translations of a document that does not exist."""
    by_path: dict[str, list[PlacedSegment]] = defaultdict(list)
    for each in segments:
        if each.segment.translation:
            by_path[each.path].append(each)
    for own in by_path.values():
        yield own[0].finding(domain_problem(domain, len(own)), locale)


def _judge(project: Project, pool: ProcessPool, imports: Sequence[DomainImport]) -> None:
    """Let the gate judge the merged catalogs, those of each locale in one process."""
    by_locale: dict[str, list[DomainImport]] = defaultdict(list)
    for each in imports:
        by_locale[each.locale.code].append(each)
    for code, own in by_locale.items():
        catalogs = [(each.document, each.catalog.to_bytes()) for each in own if each.written]
        findings: dict[str, tuple[Finding, ...]] = {}
        if catalogs:
            size = sum(len(data) for _, data in catalogs)
            outcome = pool.run_one(Task(code, _JUDGE, (project.root, code, catalogs), size))
            if outcome.value is None:
                raise ProjectError(outcome.error)
            findings = outcome.value
        for each in own:
            judgement = findings.get(each.document.domain, ())
            _refuse_broken_header(judgement)
            each.judge(judgement)


def _refuse_broken_header(findings: Sequence[Finding]) -> None:
    """Raise `ProjectError` if the catalog's header makes the gate judge nothing."""
    for finding in findings:
        if finding.problem.code == "plural-forms":
            raise ProjectError(f"{finding.path}:{finding.line}: {finding.message}")
