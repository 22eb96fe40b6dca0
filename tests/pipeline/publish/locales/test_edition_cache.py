"""The editions in the cache."""

from pathlib import Path

import pytest

from cellulite_content.pipeline.errors import ProjectError
from cellulite_content.pipeline.files.cache import Cache
from cellulite_content.pipeline.files.folder import read_folder
from cellulite_content.pipeline.model.fault import Fault, FaultKind
from cellulite_content.pipeline.publish.locales.edition_cache import EditionCache
from cellulite_content.pipeline.publish.locales.packs import MAX_PACKS

KEY, NEXT = "0123456789", "9876543210"
WARNINGS = (Fault(FaultKind.WARNING, "a title is short"),)


@pytest.fixture
def cache(tmp_path: Path) -> EditionCache:
    """A cache with an edition of two files in folders."""
    (tmp_path / "new" / "_static").mkdir(parents=True)
    (tmp_path / "new" / "a.html").write_text("Wörter", encoding="utf-8")
    (tmp_path / "new" / "_static" / "a.css").write_bytes(b"\0")
    editions = EditionCache(Cache(tmp_path / "cache"))
    editions.store(KEY, tmp_path / "new", WARNINGS)
    return editions


def _unpacked(cache: EditionCache, key: str, folder: Path) -> dict[str, bytes]:
    edition = cache.find(key, whole=True)
    assert edition is not None
    assert cache.unpack(edition.files, folder)
    return read_folder(folder)


def test_an_edition_comes_back_with_its_warnings(cache: EditionCache, tmp_path: Path) -> None:
    """Files in folders too; an edition that is not there is none."""
    assert _unpacked(cache, KEY, tmp_path / "again") == read_folder(tmp_path / "new")
    edition = cache.find(KEY)
    assert edition is not None
    assert edition.warnings == WARNINGS
    assert cache.find("ab") is None


def test_an_edition_shares_files_with_an_earlier_one(cache: EditionCache, tmp_path: Path) -> None:
    """Only what has changed is stored again, and a damaged file makes neither of them useless
    unnoticed."""
    edition, before = cache.find(KEY), set((tmp_path / "cache").rglob("*"))
    assert edition is not None
    (tmp_path / "new" / "a.html").write_text("Worte", encoding="utf-8")
    cache.store(NEXT, tmp_path / "new", (), edition.files, ["_static/a.css"])
    added = set((tmp_path / "cache").rglob("*")) - before
    assert sum(path.stat().st_size for path in added if path.is_file()) < 400
    assert _unpacked(cache, NEXT, tmp_path / "again") == read_folder(tmp_path / "new")
    pack = edition.files["_static/a.css"].pack
    path = tmp_path / "cache" / pack[:2] / pack[2:]
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    for key in (KEY, NEXT):
        assert cache.find(key, whole=True) is None
    assert not cache.unpack(edition.files, tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_known_files_are_not_looked_for(cache: EditionCache, tmp_path: Path) -> None:
    """Of an edition whose files are known, only those are read that were written; a link is not."""
    edition = cache.find(KEY)
    assert edition is not None
    (tmp_path / "new" / "a.html").write_text("Worte", encoding="utf-8")
    (tmp_path / "new" / "unknown.html").write_text("", encoding="utf-8")
    same = edition.files, ["_static/a.css"]
    cache.store(NEXT, tmp_path / "new", (), *same, ["a.html"])
    assert _unpacked(cache, NEXT, tmp_path / "again") == {
        "a.html": b"Worte",
        "_static/a.css": (tmp_path / "new" / "_static" / "a.css").read_bytes(),
    }
    (tmp_path / "new" / "link").symlink_to("/etc/hostname")
    with pytest.raises(ProjectError, match="link"):
        cache.store(NEXT, tmp_path / "new", (), *same, ["a.html", "link"])


def test_after_many_edits_all_files_are_stored_anew(cache: EditionCache, tmp_path: Path) -> None:
    """An edition never depends on more than a few entries of the cache."""
    key = KEY
    for number in range(2 * MAX_PACKS):
        (tmp_path / "new" / f"{number}.html").write_text(f"{number}", encoding="utf-8")
        edition = cache.find(key)
        assert edition is not None
        key = f"{number:010}"
        cache.store(key, tmp_path / "new", (), edition.files, tuple(edition.files))
    edition = cache.find(key)
    assert edition is not None
    assert len({place.pack for place in edition.files.values()}) <= MAX_PACKS + 1
    assert _unpacked(cache, key, tmp_path / "again") == read_folder(tmp_path / "new")


def test_a_link_is_not_kept(tmp_path: Path) -> None:
    """It could publish a file of the machine."""
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "a.html").symlink_to("/etc/hostname")
    with pytest.raises(ProjectError, match=r"a\.html"):
        EditionCache(Cache(tmp_path / "cache")).store(KEY, tmp_path / "new", ())
