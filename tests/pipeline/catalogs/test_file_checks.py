"""Files under `locales/`: what may be read, with real files, links and folders."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from cellulite_content.pipeline.catalogs.file_checks import stray_files, stray_folders
from cellulite_content.pipeline.gate.gate import GateResult, check_document
from cellulite_content.pipeline.model.finding import Finding, Severity
from cellulite_content.pipeline.model.locale import Locale
from support.samples import DE, DOMAIN, document, po, project

"""The codes of rules on files, tested here; those on text have folders in `fixtures/checks`."""

LARGEST = 8 * 1024 * 1024
GOOD = po('msgid "Running"\nmsgstr "Laufen"\n')


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project's root with one good catalog, and beside it what is none of its business."""
    path = tmp_path / "project"
    catalog = catalog_path(path)
    catalog.parent.mkdir(parents=True)
    catalog.write_bytes(GOOD)
    (tmp_path / "elsewhere").mkdir()
    return path


def catalog_path(root: Path) -> Path:
    """Where the German catalog lies."""
    return project(root).catalog(DE, DOMAIN)


def judged(root: Path) -> GateResult:
    """What the gate says of the German catalog."""
    return check_document(project(root), DE, document("Running"))


def strays(root: Path, domains: tuple[str, ...] = (DOMAIN,)) -> dict[str, Severity]:
    """The stray files of the project, relative to the German folder, and how they weigh."""
    found = list(stray_files(project(root), (DE,), domains))
    assert {(each.problem.code, each.line, each.locale) for each in found} <= {
        ("stray-file", 0, "de")
    }
    prefix = "locales/de/"
    return {each.path.removeprefix(prefix): each.problem.severity for each in found}


def only(result: GateResult) -> Finding:
    """The one finding of a catalog of which nothing was accepted."""
    assert result.accepted == {}
    assert (result.total, result.untranslated) == (1, 1)
    (finding,) = result.findings
    return finding


# One catalog


def test_a_regular_file_is_read(root: Path) -> None:
    """The good case: without it, the refusals below would prove nothing."""
    result = judged(root)
    assert (result.accepted, result.findings) == ({"Running": "Laufen"}, ())


def test_a_missing_catalog_is_a_warning(root: Path) -> None:
    """A language without this document is no fault of anybody; the finding names the command."""
    catalog_path(root).unlink()
    finding = only(judged(root))
    assert (finding.problem.code, finding.error) == ("missing-catalog", False)
    assert "add-locale de" in finding.problem.hint


@pytest.mark.parametrize(
    "level",
    [
        f"locales/de/LC_MESSAGES/{DOMAIN}.po",
        "locales/de/LC_MESSAGES/articles",
        "locales/de/LC_MESSAGES",
        "locales/de",
        "locales",
    ],
)
def test_no_link_is_followed_at_any_level(root: Path, level: str) -> None:
    """The catalog behind a link is good and is not read all the same: it could be any file."""
    path = root / level
    elsewhere = root.parent / "elsewhere" / "it"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    finding = only(judged(root))
    assert (finding.problem.code, finding.error) == ("symbolic-link", True)
    assert finding.problem.text.startswith(f"{level} is")


def test_a_link_to_nowhere_is_told_as_a_link(root: Path) -> None:
    """It is not taken for a missing catalog, which a later write would create elsewhere."""
    catalog_path(root).unlink()
    catalog_path(root).symlink_to(root.parent / "elsewhere" / "nothing")
    assert only(judged(root)).problem.code == "symbolic-link"


def test_a_link_above_the_project_is_its_owners_affair(root: Path) -> None:
    """A checkout may lie behind a link; only what is inside came from translators."""
    link = root.parent / "link"
    link.symlink_to(root)
    assert judged(link).accepted == {"Running": "Laufen"}


def test_a_folder_in_place_of_a_catalog(root: Path) -> None:
    """It is refused as no file, and what lies in it is a stray."""
    catalog_path(root).unlink()
    catalog_path(root).mkdir()
    (catalog_path(root) / "inner.po").write_bytes(GOOD)
    finding = only(judged(root))
    assert (finding.problem.code, finding.error) == ("not-a-file", True)
    assert strays(root) == {f"LC_MESSAGES/{DOMAIN}.po/inner.po": Severity.ERROR}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_in_place_of_a_catalog(root: Path) -> None:
    """Opening it would wait for ever."""
    catalog_path(root).unlink()
    os.mkfifo(catalog_path(root))
    assert only(judged(root)).problem.code == "not-a-file"


def test_a_catalog_too_large(root: Path) -> None:
    """The size is asked of the file system; not a byte is read."""
    with catalog_path(root).open("ab") as file:
        file.truncate(LARGEST + 1)
    finding = only(judged(root))
    assert (finding.problem.code, finding.error) == ("too-large", True)


def test_the_limit_is_a_setting(root: Path) -> None:
    """Maintainers of a large project raise it."""
    with catalog_path(root).open("ab") as file:
        file.write(b"\n# " + b"filling" * (LARGEST // 7) + b"\n")
    assert only(judged(root)).problem.code == "too-large"
    roomy = replace(project(root), largest_catalog=LARGEST + 1024)
    assert check_document(roomy, DE, document("Running")).accepted == {"Running": "Laufen"}


def test_a_catalog_as_large_as_may_be(root: Path) -> None:
    """The limit itself is allowed."""
    filling = b"# filling\n"
    catalog_path(root).write_bytes(GOOD + b"\n" + filling * ((LARGEST - len(GOOD)) // 10 - 1))
    assert LARGEST - 20 < catalog_path(root).stat().st_size <= LARGEST
    assert judged(root).accepted == {"Running": "Laufen"}


def test_an_unreadable_catalog_costs_its_document(root: Path) -> None:
    """The finding has the line of the fault, and the document falls back."""
    catalog_path(root).write_bytes(GOOD + b"\n<<<<<<< HEAD\n")
    finding = only(judged(root))
    assert (finding.problem.code, finding.line) == ("unreadable-catalog", 9)


def test_an_unreadable_entry_costs_itself(root: Path) -> None:
    """The finding has the line of the fault, and the other messages are used."""
    catalog_path(root).write_bytes(GOOD + b'\nmsgid "cut off"\n')
    result = judged(root)
    assert result.accepted == {"Running": "Laufen"}
    (finding,) = result.findings
    assert (finding.problem.code, finding.line) == ("unreadable-entry", 9)


# Strays


def test_catalogs_of_documents_are_no_strays(root: Path) -> None:
    """Nor are the folders on the way to them."""
    assert strays(root) == {}


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        ("LC_MESSAGES/sphinx.po", Severity.ERROR),
        ("LC_MESSAGES/sphinx.js", Severity.ERROR),
        ("LC_MESSAGES/sphinx.mo", Severity.ERROR),
        (f"LC_MESSAGES/{DOMAIN}.mo", Severity.ERROR),
        (f"LC_MESSAGES/{DOMAIN}.json", Severity.ERROR),
        ("LC_MESSAGES/unknown.po", Severity.ERROR),
        ("walking.po", Severity.ERROR),
        (f"LC_MESSAGES/{DOMAIN}.po~", Severity.NOTE),
        ("LC_MESSAGES/.walking.po.swp", Severity.NOTE),
        ("README", Severity.NOTE),
    ],
)
def test_what_sphinx_would_load_weighs_more_than_an_editors_leavings(
    root: Path, name: str, severity: Severity
) -> None:
    """`sphinx.po` overrides the theme, `sphinx.js` runs, a `.mo` bypasses the gate: errors."""
    (root / "locales/de" / name).write_bytes(GOOD)
    assert strays(root) == {name: severity}


def test_a_stray_folder_is_told_with_what_it_holds(root: Path) -> None:
    """Another category of gettext beside `LC_MESSAGES` is read by nobody."""
    folder = root / "locales/de/LC_TIME"
    folder.mkdir()
    (folder / "sphinx.po").write_bytes(GOOD)
    assert strays(root) == {"LC_TIME": Severity.NOTE, "LC_TIME/sphinx.po": Severity.ERROR}


def test_a_stray_link_is_an_error_and_not_entered(root: Path) -> None:
    """A link to a folder elsewhere is reported, and that folder is not listed."""
    (root.parent / "elsewhere" / "secret.po").write_bytes(b"")
    (root / "locales/de/LC_MESSAGES/more").symlink_to(root.parent / "elsewhere")
    assert strays(root) == {"LC_MESSAGES/more": Severity.ERROR}


def test_the_content_of_a_linked_locale_is_not_listed(root: Path) -> None:
    """Each of its catalogs is refused as behind a link; its other files are none of ours."""
    (root / "locales/de").rename(root.parent / "elsewhere" / "de")
    (root.parent / "elsewhere/de/sphinx.js").write_bytes(b"")
    (root / "locales/de").symlink_to(root.parent / "elsewhere/de")
    assert strays(root) == {}


def test_a_catalog_of_a_document_that_is_gone(root: Path) -> None:
    """When no document has its name any more, it is a stray; so is the folder made for it."""
    assert strays(root, ("index",)) == {
        "LC_MESSAGES/articles": Severity.NOTE,
        f"LC_MESSAGES/{DOMAIN}.po": Severity.ERROR,
    }


def test_a_locale_without_a_folder_has_no_strays(root: Path) -> None:
    """`add-locale` may not have run yet."""
    assert list(stray_files(project(root), (Locale("fr"),), (DOMAIN,))) == []


# Folders


def test_a_folder_that_no_locale_owns_is_told(root: Path) -> None:
    """A locale comes from `locales.toml` alone: a folder's name reaches no page."""
    folder = root / "locales" / 'de" onload="alert(1)'
    folder.mkdir()
    (root / "locales/tlh").mkdir()
    found = list(stray_folders(project(root)))
    assert [each.path for each in found] == [f"locales/{folder.name}", "locales/tlh"]
    assert {each.problem.code for each in found} == {"stray-file"}
    assert {each.problem.severity for each in found} == {Severity.WARNING}
    assert "add-locale tlh" in found[1].problem.hint


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("tlh", "run `cellulite-content add-locale tlh`, or delete it"),
        ("pt-br", "rename it to pt_BR, and run `cellulite-content add-locale pt_BR`, or delete it"),
        ("DE", "move what you need from it to the folder de, and delete it"),
        ("german", "delete it, or rename it to a language's code, like de or pt_BR"),
    ],
)
def test_a_translators_folder_in_another_form(root: Path, name: str, hint: str) -> None:
    """It may have a translator's work, which a remedy must not throw away."""
    (root / "locales" / name).mkdir(exist_ok=True)
    (finding,) = stray_folders(project(root))
    assert finding.problem.hint == hint


def test_what_belongs_beside_the_locales_is_not_told(root: Path) -> None:
    """Templates, the list of locales, the glossary and hidden files."""
    (root / "locales/templates").mkdir()
    for name in ("locales.toml", "glossary.csv", ".gitkeep"):
        (root / "locales" / name).touch()
    assert list(stray_folders(project(root))) == []


def test_a_loose_file_beside_the_locales(root: Path) -> None:
    """It is no locale that could be added: delete it."""
    (root / "locales/sphinx.js").touch()
    (finding,) = stray_folders(project(root))
    assert (finding.path, finding.problem.hint) == ("locales/sphinx.js", "delete it")


def test_a_project_without_a_folder_of_locales(tmp_path: Path) -> None:
    """A new project has no locales; that is no mistake."""
    assert list(stray_folders(project(tmp_path))) == []
