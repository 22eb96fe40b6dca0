"""The records of sites."""

from pathlib import Path

from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.publish.site_record import Record, write_record


def test_the_bytes_of_all_sites(tmp_path: Path) -> None:
    """The size that is returned is that of all sites that are still there."""
    (tmp_path / "pyproject.toml").write_text('[tool.cellulite-content]\ntitle = "Manual"\n')
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales" / "locales.toml").touch()
    project = load_project(tmp_path)
    site, preview = project.build / "site", project.build / "preview"
    for folder in (site, preview):
        folder.mkdir(parents=True)
    assert write_record(project, site, Record(size=5)) == 5
    assert write_record(project, preview, Record(size=7)) == 12
    site.rmdir()
    assert write_record(project, preview, Record(size=8)) == 8
