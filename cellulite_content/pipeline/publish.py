"""Publishing: every locale through the gate and the builders, and the results put in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from .checks.files import stray_files, stray_folders
from .engine import Engine, Task
from .finding import Finding
from .glossary import load_glossary
from .ledger import Ledger, of_articles, outdated, percent
from .locale import Language
from .project import Locale, Project, ProjectError
from .staging import staging_folder
from .unit import Source

if TYPE_CHECKING:
    from .cluster import Cluster

FORMATS = ("html", "epub", "bundle")

Progress = Callable[[str, int, int], None]
"""Called with what was done, how many are done, and how many there are."""


@dataclass
class Report:
    """What a run did. `errors` are editions that failed, `built` the locales that are new."""

    source: Source
    ledgers: dict[str, tuple[Ledger, ...]] = field(default_factory=dict)
    strays: list[Finding] = field(default_factory=list)
    built: list[str] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def findings(self) -> list[Finding]:
        """All findings: stray files, then the gate's by locale and document."""
        return [
            *self.strays,
            *(
                finding
                for code in sorted(self.ledgers)
                for ledger in self.ledgers[code]
                for finding in ledger.findings
            ),
        ]

    @property
    def failed(self) -> bool:
        """Whether something is missing from what was published."""
        return bool(self.errors) or any(finding.error for finding in self.findings)


def _silent(what: str, done: int, total: int) -> None:
    """No progress."""


def read(project: Project, engine: Engine) -> Source:
    """The project's source, read in a process of its own. Raises `ProjectError`."""
    outcome = engine.run_one(Task("source", "read", (project.root,)))
    if outcome.error:
        raise ProjectError(outcome.error.removeprefix("source: "))
    source: Source = outcome.value
    return source


def compile_all(
    project: Project,
    engine: Engine,
    locales: Sequence[Locale],
    progress: Progress = _silent,
    *,
    write: bool = True,
    quality: bool = False,
) -> Report:
    """Take the catalogs of `locales` through the gate; with `write`, into `.mo` files.

    With `quality` nothing is written, and the findings tell slips too. Raises `ProjectError`.
    """
    more = (load_glossary(project),) if quality else ()
    report = Report(read(project, engine))
    domains = [document.domain for document in report.source.documents]
    report.strays = [*stray_files(project, locales, domains), *stray_folders(project)]
    function = "check_one" if quality else "compile_one" if write else "judge_one"
    tasks = [
        Task(locale.code, function, (project.root, locale.code, report.source, *more))
        for locale in locales
    ]
    for number, outcome in enumerate(engine.run(tasks), 1):
        if outcome.error:
            report.errors.append(outcome.error)
        else:
            report.ledgers[outcome.key] = outcome.value
        progress(f"{'compiled' if write else 'checked'} {outcome.key}", number, len(tasks))
    return report


def build(
    project: Project,
    engine: Engine,
    output: Path,
    *,
    locales: Sequence[Locale] = (),
    formats: Sequence[str] = FORMATS,
    progress: Progress = _silent,
    cluster: Cluster | None = None,
) -> Report:
    """Build the editions of `locales` (all, when empty) and put them in place.

    With a `cluster` they are built there; the gate, the audit and the placing stay here.
    Pages, books and data go under `output`, the bundle to the project's own place for it. A
    locale that fails, that has fewer accepted messages than its threshold, or whose editions do
    not stand beside the original's, keeps the editions that it had; the others are published.
    Pages tell their books' sizes and checksums, so a site that has both gets both anew.
    """
    # The site's module imports the templates; the other commands need none of them.
    from .editions import entries, site  # noqa: PLC0415
    from .editions.audit import audit_all  # noqa: PLC0415

    report = compile_all(project, engine, project.locales)
    site.recover(project, output)
    formats = site.together(project, formats, output)
    publishable = _publishable(project, report)
    chosen = (*locales, project.source_locale) if locales else publishable
    offered = [
        locale
        for locale in entries.order(project)
        if (locale in publishable and locale in chosen) or entries.holds(output, locale)
    ]
    with staging_folder(project.build) as staging:
        wanted = [locale for locale in publishable if locale in chosen]
        languages = tuple(locale.as_language for locale in offered)
        tasks = [
            _task(project, locale, formats, languages, report.ledgers, staging) for locale in wanted
        ]
        _run(cluster or engine, tasks, report, progress)
        built = [locale for locale in publishable if locale.code in report.built]
        for locale, fault in audit_all(project, staging, built, report.ledgers):
            report.errors.append(f"{locale.code}: {fault}")
            report.built.remove(locale.code)
            built.remove(locale)
        for locale in built:
            site.place(staging / locale.code, locale, output)
        # Without the source there is nothing to fall back to.
        if project.source_locale in built:
            if "bundle" in formats:
                site.place_bundle(project, staging, built)
            if set(formats) != {"bundle"}:
                failed = [locale.code for locale in wanted if locale not in built]
                kept = (*report.withheld, *failed)
                site.write_site(project, report.source, report.ledgers, kept, output)
    return report


def _run(
    engine: Engine | Cluster, tasks: Sequence[Task], report: Report, progress: Progress
) -> None:
    for number, outcome in enumerate(engine.run(tasks), 1):
        if outcome.error:
            report.errors.append(outcome.error)
        else:
            report.built.append(outcome.key)
            report.warnings += (f"{outcome.key}: {line}" for line in outcome.value)
        progress(f"built {outcome.key}", number, len(tasks))


def _publishable(project: Project, report: Report) -> list[Locale]:
    """The source and the locales with enough accepted messages; notes those withheld."""
    publishable = [project.source_locale]
    for locale in project.locales:
        if percent(of_articles(report.ledgers.get(locale.code, ()))) >= locale.publish:
            publishable.append(locale)
        else:
            report.withheld.append(locale.code)
    return publishable


def _task(
    project: Project,
    locale: Locale,
    formats: Sequence[str],
    languages: Sequence[Language],
    ledgers: Mapping[str, Sequence[Ledger]],
    staging: Path,
) -> Task:
    behind = outdated(ledgers.get(locale.code, ()))
    place = staging / locale.code
    return Task(
        locale.code, "build", (project.root, locale.code, tuple(formats), languages, behind, place)
    )
