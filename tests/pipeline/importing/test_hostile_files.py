"""Hostile and broken files: one line each, nothing fetched, nothing read outside of the folder."""

import base64
import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cellulite_content.pipeline.errors import ProjectError
from cellulite_content.pipeline.files.untrusted import zip_archive
from cellulite_content.pipeline.importing import pandoc
from cellulite_content.pipeline.importing.imported import GivenFile, ImportedArticle
from cellulite_content.pipeline.importing.office import office_file
from cellulite_content.pipeline.importing.pandoc import require_pandoc
from cellulite_content.pipeline.importing.tasks import read_article
from support.importing.archive_files import write_archive
from support.importing.made_document import make_document, png
from support.importing.odt_files import write_odt
from support.importing.word_files import write_docx
from support.requirements import require

require("import", "pypandoc", "py_svg_hush")

LAUGHS = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script>'
    '<a href="javascript:alert(3)"><rect width="9" height="9"/></a>'
    '<image href="https://evil.example/x.png"/><foreignObject><p>html</p></foreignObject></svg>'
)


def _read(tmp_path: Path, name: str, data: bytes) -> ImportedArticle | str:
    return read_article(GivenFile(tmp_path / name, name, data), "articles/x", "2026-01-01")


def _made(tmp_path: Path, write: Callable, name: str) -> dict[str, bytes]:
    """The parts of a sound document."""
    write(tmp_path / name, make_document(0))
    with zipfile.ZipFile(tmp_path / name) as archive:
        return {part: archive.read(part) for part in archive.namelist()}


def _packed(tmp_path: Path, parts: dict[str, bytes]) -> bytes:
    write_archive(tmp_path / "packed", parts)
    return (tmp_path / "packed").read_bytes()


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.txt", b"", "a.txt: is empty; nothing to import"),
        ("a.txt", b"---\n", "a.txt: has no text; write some"),
        ("a.txt", b"caf\xe9", "a.txt: is no text in UTF-8; save it in that encoding"),
        ("a.md", b"a\0b", "a.md: is no text in UTF-8; save it in that encoding"),
        ("a.html", b'<meta charset="klingon"><p>x', "a.html: is no text in UTF-8"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "a.docx: is encrypted, or of an old"),
        ("a.docx", b"PK no archive", "a.docx: is no .docx file: no readable archive"),
        ("a.epub", b"%PDF-1.7", "a.epub: is no .epub file: no readable archive"),
    ],
)
def test_broken_files(tmp_path: Path, name: str, data: bytes, error: str) -> None:
    """One line with the name and the remedy."""
    found = _read(tmp_path, name, data)
    assert isinstance(found, str)
    assert found.startswith(error)
    assert "\n" not in found


def test_archives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong name, half a file, a DTD, an encrypted file, one that unpacks to too much."""
    parts = _made(tmp_path, write_odt, "a.odt")
    whole = _packed(tmp_path, parts)
    assert "has no word/document.xml; rename it to .odt" in str(_read(tmp_path, "a.docx", whole))
    assert "no readable archive" in str(_read(tmp_path, "a.odt", whole[: len(whole) // 2]))
    content = LAUGHS.encode() + parts["content.xml"].replace(b"Walk", b"&a;", 1)
    dtd = _packed(tmp_path, {**parts, "content.xml": content})
    assert "content.xml has a DTD" in str(_read(tmp_path, "a.odt", dtd))
    manifest = b"<manifest:encryption-data/>"
    locked = _packed(tmp_path, {**parts, "META-INF/manifest.xml": manifest})
    assert str(_read(tmp_path, "a.odt", locked)).endswith("save it without a password")
    monkeypatch.setattr(zip_archive.unpack, "__defaults__", (5000,))
    bomb = _packed(tmp_path, {**parts, "x.xml": b" " * 10_000})
    assert "unpacks to more than" in str(_read(tmp_path, "a.odt", bomb))


def test_a_broken_document_in_a_sound_archive(tmp_path: Path) -> None:
    """pandoc's complaint is one line."""
    parts = _made(tmp_path, write_docx, "a.docx")
    parts["word/document.xml"] = parts["word/document.xml"][:300]
    error = str(_read(tmp_path, "a.docx", _packed(tmp_path, parts)))
    assert error.startswith("a.docx: cannot be read: ")
    assert "\n" not in error


@pytest.mark.slow
def test_pandoc_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With little memory, or little time, a document fails in one line."""
    data = b"> " * 20_000 + b"x"
    monkeypatch.setattr(pandoc, "_HEAP", 4_000_000)
    assert "more time or memory than a document may" in str(_read(tmp_path, "a.md", data))
    monkeypatch.undo()
    monkeypatch.setattr(pandoc, "SECONDS", 0.01)
    assert "takes longer than 0.01 seconds" in str(_read(tmp_path, "a.md", data))


@pytest.mark.parametrize(
    "address",
    [
        *("../secret.png", "%2e%2e/secret.png", "link.png", "folder", "/etc/passwd", "a/../../b"),
        *("https://evil.example/x.png", "//evil.example/x.png", "file:///etc/passwd", "no.png"),
        *("data:image/png;base64,AAAA", "text.png", "C:/x.png", "x%00.png"),
    ],
)
def test_pictures_stay_in_the_folder(tmp_path: Path, address: str) -> None:
    """A picture elsewhere, a link to one, or a file that is no picture is left out and named."""
    (tmp_path / "in" / "folder").mkdir(parents=True)
    (tmp_path / "secret.png").write_bytes(png())
    (tmp_path / "in" / "link.png").symlink_to(tmp_path / "secret.png")
    (tmp_path / "in" / "text.png").write_text("no picture")
    article = _read(tmp_path / "in", "a.html", f'<p>Text.<img src="{address}" alt="Alt">'.encode())
    assert isinstance(article, ImportedArticle)
    assert article.pictures == ()
    assert len(article.losses) == 1
    assert "Alt" in article.text


@pytest.mark.slow
def test_media_of_an_archive_have_names_of_ours(tmp_path: Path) -> None:
    """A name that leads out of the folder is neither written nor read."""
    parts = _made(tmp_path, write_docx, "a.docx")
    name = "word/_rels/document.xml.rels"
    for target in ("../../../../etc/passwd", "media/../../../evil.png", "/etc/passwd"):
        own = parts[name].replace(b"media/dot.png", target.encode())
        hostile = {**parts, name: own, "word/media/../../../evil.png": png()}
        article = _read(tmp_path, "a.docx", _packed(tmp_path, hostile))
        if isinstance(article, ImportedArticle):
            assert all(
                picture.path == f"figures/x/picture-{number}.png" and picture.data == png()
                for number, picture in enumerate(article.pictures, 1)
            )
            assert "root:" not in article.text
    assert not list(tmp_path.parent.rglob("evil.png"))


def test_svg_has_no_scripts(tmp_path: Path) -> None:
    """Neither scripts, handlers, addresses nor HTML."""
    address = f"data:image/svg+xml;base64,{base64.b64encode(SVG.encode()).decode()}"
    article = _read(tmp_path, "a.html", f'<p>x <img src="{address}" alt="A">'.encode())
    assert isinstance(article, ImportedArticle)
    (picture,) = article.pictures
    assert b"<rect" in picture.data
    for word in (b"script", b"onload", b"evil", b"foreignObject", b"alert"):
        assert word not in picture.data


def test_what_could_run_is_left_out(tmp_path: Path) -> None:
    """Raw HTML, dangerous addresses, directives and roles in the text of a document."""
    text = (
        "# T\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1)) [y](file:///etc/passwd)\n\n"
        ".. include:: /etc/passwd\n\n.. raw:: html\n\n:file:`x` `a <b>`_ |sub| [#n]_ \\include{x}\n"
    )
    article = _read(tmp_path, "a.md", text.encode())
    assert isinstance(article, ImportedArticle)
    assert "script" not in article.text
    assert "javascript" not in article.text
    assert "\n.. include" not in article.text
    assert "\n.. raw" not in article.text
    assert "raw HTML: 1 ×" in article.losses


@pytest.mark.slow
def test_nesting(tmp_path: Path) -> None:
    """Deep lists are read, or refused in one line."""
    text = "".join(f"{'  ' * depth}* item {depth}\n" for depth in range(60))
    found = read_article(GivenFile(tmp_path / "a.md", "a.md", text.encode()), "x", "2026-01-01")
    assert isinstance(found, ImportedArticle) or "\n" not in found


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the line for pip."""
    for module in ("pypandoc", "py_svg_hush", "selectolax"):
        with monkeypatch.context() as patch:
            patch.setitem(sys.modules, module, None)
            with pytest.raises(ProjectError, match=r"pip install 'cellulite-content\[import\]'"):
                require_pandoc()


def test_odt_descriptions_need_no_sound_xml() -> None:
    """What this module reads besides pandoc is left out if it is broken."""
    assert office_file.complete_odt({"content.xml": b"<x"}, []) == []
    assert office_file.office_values("docx", {"docProps/core.xml": b"<x"}).date == ""


@pytest.mark.slow
def test_a_failure_changes_nothing(tmp_path: Path, run: Callable) -> None:
    """Through the command: exit code 2, one line, and every byte of the project as before."""
    project = tmp_path / "project"
    assert run("init", project, "--title", "T", "--languages", "de").returncode == 0
    good = tmp_path / "good.md"
    good.write_text("# First Article\n\nText.\n")
    files = {
        "broken.docx": b"no archive",
        "empty.txt": b"",
        "hard.md": b"# T\n\n`x`{.python}\n",
        "odd.pdf": b"%PDF",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "link.md").symlink_to(good)
    (tmp_path / "none").mkdir()
    before = _snapshot(project)
    for arguments in (
        ["broken.docx"],
        ["good.md"],  # the name exists
        ["good.md", "broken.docx", "--force"],
        ["good.md", "--into", "../evil"],
        ["good.md", "--into", "/evil"],
        ["good.md", "--into", "interface"],
        ["good.md", "--into", "articles/"],
        ["good.md", "--into", "articles/a b"],
        *([name] for name in ("empty.txt", "odd.pdf", "link.md", "none", "missing.md")),
        ["good.md", "--locale", "de", "--into", "articles/unknown"],
        ["good.md", "--locale", "fr"],
    ):
        given = [tmp_path / each if "." in each and "/" not in each else each for each in arguments]
        done = run("import", *given, project=project)
        assert (done.returncode, done.stdout) == (2, ""), arguments
        assert len(done.stderr.splitlines()) == 1, done.stderr
        assert _snapshot(project) == before, arguments
    path = "docs/articles/first-article.rst"
    assert run("import", good, "--force", "--into", path, project=project).returncode == 0


def _snapshot(folder: Path) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "build" not in path.parts
    }


def test_an_archive_in_memory_is_not_extracted() -> None:
    """Encrypted parts are refused without a password."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", b"x")
    data = bytearray(file.getvalue())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    with pytest.raises(zip_archive.UntrustedZipError, match="no readable archive"):
        dict(zip_archive.unpack(bytes(data)))
