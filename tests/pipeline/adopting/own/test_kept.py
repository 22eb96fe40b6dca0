"""Editions of the project's own builders that are up to date."""

from pathlib import Path

from cellulite_content.pipeline.adopting.own.edition import OwnEdition, base_locales
from cellulite_content.pipeline.adopting.own.kept import KeptEditions, OpenedFiles
from cellulite_content.pipeline.model.locale import Locale
from cellulite_content.pipeline.model.project import Project, load_project


def project(root: Path, *codes: str) -> Project:
    """A project with these locales."""
    (root / "docs").mkdir()
    (root / "locales").mkdir()
    (root / "locales" / "locales.toml").write_text("".join(f"[{code}]\n" for code in codes))
    (root / "pyproject.toml").write_text('[tool.cellulite-content]\ntitle = "Stairs"\n')
    return load_project(root)


def test_an_edition_is_kept_as_long_as_all_it_was_made_from_is_equal(tmp_path: Path) -> None:
    """The key, files elsewhere, and the finished files; another folder has editions of its own."""
    own = project(tmp_path, "de")
    page, other = tmp_path / "out" / "de" / "page.html", tmp_path / "VERSION"
    page.parent.mkdir(parents=True)
    page.write_text("page")
    other.write_text("1")
    kept = KeptEditions(own, "html", tmp_path / "out")
    edition = OwnEdition(page.parent, opened=(str(other),))

    def is_kept(key: str = "key") -> bool:
        return KeptEditions(own, "html", tmp_path / "out").get("de", key) == edition

    assert not is_kept()
    kept.put("de", "key", edition)
    assert is_kept()
    assert not is_kept("another key")
    assert KeptEditions(own, "html", tmp_path / "elsewhere").get("de", "key") is None
    other.write_text("2")
    assert not is_kept()
    other.write_text("1")
    assert is_kept()
    page.write_text("changed")
    assert not is_kept()


def test_opened_files_are_noted(tmp_path: Path) -> None:
    """Those that are left, but for given ones and those below given folders."""
    names = ("listed", "elsewhere", "built/page", "gone")
    (tmp_path / "built").mkdir()
    opened = OpenedFiles()
    for name in names:
        (tmp_path / name).write_text(name)
        opened.note("open", (tmp_path / name, "w", 0))
    (tmp_path / "gone").unlink()
    outside = opened.outside([tmp_path / "built"], [tmp_path / "listed"])
    assert [path for path in outside if Path(path).parent == tmp_path] == [
        str(tmp_path / "elsewhere")
    ]


def test_a_regional_locale_falls_back_to_its_language(tmp_path: Path) -> None:
    """To those of the project, the nearest first."""
    own = project(tmp_path, "zh", "zh_Hant", "zh_Hant_HK", "de")
    codes = [each.code for each in base_locales(own, own.locale("zh_Hant_HK"))]
    assert codes == ["zh_Hant", "zh"]
    assert base_locales(own, own.locale("de")) == ()
    assert base_locales(own, Locale("en_GB")) == ()
