"""Members of zip archives: the same bytes, whether written or moved from an earlier archive."""

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.files.archives.zip_member import add_member, move_member

_NAMES = st.text("aä/.-你", min_size=1, max_size=8)
_FILES = st.dictionaries(_NAMES, st.binary(max_size=200), max_size=6)


def _written(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            add_member(archive, name, content, 1)
    return buffer.getvalue()


def _moved(files: dict[str, bytes], old: dict[str, bytes]) -> bytes:
    """As `_written`; files that are the same in `old` come from an archive of those."""
    data = _written(old)
    with zipfile.ZipFile(io.BytesIO(data)) as earlier:
        members = {member.filename: member for member in earlier.infolist()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            if old.get(name) == content:
                move_member(archive, members[name], memoryview(data))
            else:
                add_member(archive, name, content, 1)
    return buffer.getvalue()


@given(_FILES, _FILES)
def test_a_moved_member_is_as_written(old: dict[str, bytes], new: dict[str, bytes]) -> None:
    """An archive with members of an earlier one has the bytes of one that is written anew."""
    new = {**new, **dict(list(old.items())[::2])}
    moved = _moved(new, old)
    assert moved == _written(new)
    with zipfile.ZipFile(io.BytesIO(moved)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == new
