"""Templates and catalogs on disk: written when they change, and only then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from .atomic import write_file
from .catalog import Catalog, CatalogError, parse_catalog
from .checks.files import catalog_problem
from .merge import Merge, merge, new_catalog
from .project import Locale, Project, ProjectError, load_locales, load_project
from .template import make_template
from .unit import Source


def extract_templates(project: Project, source: Source) -> Iterator[Path]:
    """Write each document's template, remove those of documents that are gone; gives changes."""
    wanted = {project.template(document.domain): document for document in source.documents}
    for path, document in wanted.items():
        if _write_changed(path, make_template(project, document).to_bytes()):
            yield path
    for path in sorted(project.templates.rglob("*.pot")):
        if path not in wanted:
            path.unlink()
            yield path


def update_catalogs(
    project: Project, locales: Sequence[Locale]
) -> Iterator[tuple[Path, Merge | CatalogError | None]]:
    """Merge the templates into the locales' catalogs; None where nothing changed.

    A catalog that cannot be read is left as it is, with its error.
    """
    for locale in locales:
        for domain, template in read_templates(project).items():
            path = project.catalog(locale, domain)
            yield path, _update(project, locale, path, template)


def _update(
    project: Project, locale: Locale, path: Path, template: Catalog
) -> Merge | CatalogError | None:
    if _is_missing(project, path):
        merged = Merge(new_catalog(project, locale, template), added=len(template.entries))
        write_file(path, merged.catalog.to_bytes())
        return merged
    problem = catalog_problem(project, path)
    if problem:
        return CatalogError(problem.text, 0)
    data = path.read_bytes()
    try:
        merged = merge(template, parse_catalog(data))
    except CatalogError as error:
        return error
    return merged if _write_changed(path, merged.catalog.to_bytes()) else None


def _is_missing(project: Project, path: Path) -> bool:
    """Whether a catalog may be made there: nothing is, and no link leads out of the project."""
    problem = catalog_problem(project, path)
    return not path.exists() and problem is not None and problem.code != "symbolic-link"


def read_templates(project: Project) -> dict[str, Catalog]:
    """The templates by domain. Raises `ProjectError` when there are none or one is broken."""
    found = {}
    for path in sorted(project.templates.rglob("*.pot")):
        domain = path.relative_to(project.templates).with_suffix("").as_posix()
        try:
            found[domain] = parse_catalog(path.read_bytes())
        except CatalogError as error:
            raise ProjectError(
                f"{project.relative(path)}:{error.line}: {error}; run `cellulite-content extract`"
            ) from None
    if not found:
        raise ProjectError(
            f"{project.relative(project.templates)}: no templates; run `cellulite-content extract`"
        )
    return found


def add_locales(project: Project, codes: Iterable[str]) -> Iterator[Path]:
    """List the locales in `locales.toml` and make their catalogs; what exists is left alone.

    Raises `ProjectError` for a code that CLDR does not know; then nothing is written.
    """
    known = {locale.code for locale in project.locales}
    new = [code for code in dict.fromkeys(codes) if code not in known]
    for code in new:
        if not (code.isascii() and code.isidentifier()):  # it becomes a table's name
            raise ProjectError(f"{code!r} is no locale code; write one like de or pt_BR")
    if new:
        path = project.locales_toml
        tables = "".join(
            f'\n[{code}]\npublish = 80\nstate = "draft"\norigin = "people"\n' for code in new
        )
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        _check_locales(path, old + tables)
        write_file(path, (old + tables).encode())
        yield path
    project = load_project(project.root)
    for locale in (project.locale(code) for code in codes):
        for domain, template in read_templates(project).items():
            path = project.catalog(locale, domain)
            if _is_missing(project, path):
                write_file(path, new_catalog(project, locale, template).to_bytes())
                yield path


def _check_locales(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.checking")
    write_file(beside, text.encode())
    try:
        load_locales(beside)
    except ProjectError as error:
        raise ProjectError(str(error).replace(str(beside), str(path))) from None
    finally:
        beside.unlink()


def _write_changed(path: Path, data: bytes) -> bool:
    if path.is_file() and path.read_bytes() == data:
        return False
    write_file(path, data)
    return True
