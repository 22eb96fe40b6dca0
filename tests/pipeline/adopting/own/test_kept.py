"""Editions of the project's own builders that are up to date."""

from pathlib import Path

from cellulite_content.pipeline.adopting.own.edition import OwnEdition
from cellulite_content.pipeline.adopting.own.kept import KeptEditions
from cellulite_content.pipeline.model.project import Project, load_project


def project(root: Path) -> Project:
    """A project with one locale."""
    (root / "docs").mkdir()
    (root / "locales").mkdir()
    (root / "locales" / "locales.toml").write_text("[de]\n")
    (root / "pyproject.toml").write_text('[tool.cellulite-content]\ntitle = "Stairs"\n')
    return load_project(root)


def test_an_edition_is_kept_as_long_as_all_it_was_made_from_is_equal(tmp_path: Path) -> None:
    """The key, files elsewhere, and the finished files; another folder has editions of its own."""
    own = project(tmp_path)
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
