"""Prepared files: they wait in the staging folder, for a site that would make the same."""

from pathlib import Path

from cellulite_content.pipeline.publish.prepared_files import PreparedFiles


def test_only_what_was_made_from_the_same_is_taken(tmp_path: Path) -> None:
    """The last of a name, once; in another folder than the site, whatever its name is."""
    prepared = PreparedFiles(tmp_path / "prepared")
    assert prepared.take("covers/a.jpg", "old") is None
    for source in ("old", "new"):
        prepared.put("covers/a.jpg", source, source.encode())
        prepared.put(f"../{source}/b.jpg", source, b"")
    assert prepared.take("../old/b.jpg", "new") is None
    path = prepared.take("covers/a.jpg", "new")
    assert path is not None
    assert path.read_bytes() == b"new"
    assert prepared.take("covers/a.jpg", "new") is None
    assert {each.parent for each in tmp_path.rglob("*") if each.is_file()} == {prepared.folder}
