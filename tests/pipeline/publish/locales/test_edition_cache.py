"""The editions in the cache."""

from pathlib import Path

import pytest

from cellulite_content.pipeline.errors import ProjectError
from cellulite_content.pipeline.files.cache import Cache
from cellulite_content.pipeline.files.folder import read_folder
from cellulite_content.pipeline.model.fault import Fault, FaultKind
from cellulite_content.pipeline.publish.locales.edition_cache import EditionCache

KEY = "0123456789"


def test_an_edition_comes_back_with_its_warnings(tmp_path: Path) -> None:
    """Files in folders too; an edition that is not there is none."""
    (tmp_path / "new" / "_static").mkdir(parents=True)
    (tmp_path / "new" / "a.html").write_text("Wörter", encoding="utf-8")
    (tmp_path / "new" / "_static" / "a.css").write_bytes(b"\0")
    cache = EditionCache(Cache(tmp_path / "cache"))
    warnings = (Fault(FaultKind.WARNING, "a title is short"),)
    cache.store(KEY, tmp_path / "new", warnings)
    assert cache.restore(KEY, tmp_path / "again") == warnings
    assert read_folder(tmp_path / "again") == read_folder(tmp_path / "new")
    assert cache.restore("ab", tmp_path / "none") is None


def test_a_link_is_not_kept(tmp_path: Path) -> None:
    """It could publish a file of the machine."""
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "a.html").symlink_to("/etc/hostname")
    with pytest.raises(ProjectError, match=r"a\.html"):
        EditionCache(Cache(tmp_path / "cache")).store(KEY, tmp_path / "new", ())
