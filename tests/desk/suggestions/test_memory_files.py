"""Translation memories: what is read of TMX files, and what is refused."""

from pathlib import Path

import pytest

from cellulite_content.desk.suggestions import memory_files
from cellulite_content.desk.suggestions.memory_files import MemoryFileError, MemoryFiles, read_tmx
from support.samples import DE, project

UNIT = (
    '<tu><tuv xml:lang="{source}"><seg>Walk {text}</seg></tuv>'
    '<tuv xml:lang="{target}"><seg>Geh</seg></tuv></tu>'
)


def _tmx(*units: str, head: str = "") -> bytes:
    body = f"<body>{''.join(units)}</body>"
    return f'<?xml version="1.0"?>{head}<tmx version="1.4"><header/>{body}</tmx>'.encode()


def _unit(source: str = "en", target: str = "de", text: str = "far") -> str:
    return UNIT.format(source=source, target=target, text=text)


@pytest.mark.parametrize(
    ("source", "target", "is_read"),
    [
        *(("en", "de", True), ("EN-US", "de-AT", True), ("en", "de_CH", True)),
        *(("en", "den", False), ("fr", "de", False), ("en", "", False)),
    ],
)
def test_languages(source: str, target: str, is_read: bool) -> None:
    """A wider or narrower tag of the language counts; another language does not."""
    assert bool(read_tmx("m.tmx", _tmx(_unit(source, target)), "en", "de")) is is_read


def test_markup_of_other_programs_is_text() -> None:
    """The codes of a program inside a text, and an exact tag goes before a narrower one."""
    unit = (
        '<tu><tuv xml:lang="en"><seg><bpt i="1">*</bpt>Walk<ept i="1">*</ept> &amp; go</seg></tuv>'
        '<tuv xml:lang="de-AT"><seg>Hatsch</seg></tuv><tuv xml:lang="de"><seg>Geh</seg></tuv></tu>'
    )
    (pair,) = read_tmx("m.tmx", _tmx(unit), "en", "de")
    assert (pair.source, pair.translation, pair.origin) == ("*Walk* & go", "Geh", "m.tmx")


BOMB = '<!DOCTYPE tmx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (_tmx(_unit(text="&b;"), head=BOMB), "has a DTD, which is never read"),
        (_tmx(head='<!DOCTYPE tmx SYSTEM "file:///etc/passwd">'), "has a DTD"),
        (_tmx(_unit(text="&b;")), "no TMX (undefined entity"),
        (b"<tmx><body>", "no TMX (no element found"),
        (b"<html></html>", "its root is not <tmx>"),
        (b"", "no TMX"),
        (b'<?xml version="1.0" encoding="no-such"?><tmx/>', "no TMX"),
        (b"\xff\xfe\x00", "no TMX"),
    ],
)
def test_hostile_files_are_refused(data: bytes, words: str) -> None:
    """With one line that says what to do; no entity is expanded, and nothing is fetched."""
    with pytest.raises(MemoryFileError, match=r"^m\.tmx") as refused:
        read_tmx("m.tmx", data, "en", "de")
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_folder_that_is_a_link_is_not_entered(tmp_path: Path) -> None:
    """It could lead anywhere."""
    root = project(tmp_path, DE)
    root.locales_folder.mkdir(parents=True)
    root.memory.symlink_to("/")
    (fault,) = MemoryFiles(root, DE).read().faults
    assert "symbolic link" in fault


def test_a_folder_of_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each good one counts; a link, a large one and too many pairs are named; other files and a
    missing folder are nothing. A changed file is read again."""
    root = project(tmp_path, DE)
    files = MemoryFiles(root, DE)
    assert files.read() == memory_files.Memory()
    root.memory.mkdir(parents=True)
    (root.memory / "a.tmx").write_bytes(_tmx(_unit()))
    (root.memory / "README").write_text("no memory", "utf-8")
    (root.memory / "link.tmx").symlink_to("/etc/passwd")
    monkeypatch.setattr(memory_files, "LARGEST_FILE", 2000)
    (root.memory / "large.tmx").write_bytes(_tmx(*(_unit() for _ in range(40))))
    read = files.read()
    assert [pair.translation for pair in read.pairs] == ["Geh"]
    assert len(read.faults) == 2
    assert all("locales/memory/" in fault and "\n" not in fault for fault in read.faults)
    assert files.read() is read
    monkeypatch.setattr(memory_files, "MOST_PAIRS", 2)
    (root.memory / "a.tmx").write_bytes(_tmx(*(_unit(text=str(number)) for number in range(5))))
    read = files.read()
    assert len(read.pairs) == 2
    assert "5 translations, more than 2" in read.faults[-1]
