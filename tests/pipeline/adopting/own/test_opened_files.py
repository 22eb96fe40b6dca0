"""The files that a build opens."""

from pathlib import Path

from cellulite_content.pipeline.adopting.own.opened_files import OpenedFiles


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
