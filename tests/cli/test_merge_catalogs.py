"""`merge-catalogs` as git calls it, set up as the contributing guide says, in a real repository."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cellulite_content.pipeline.catalogs.catalog import parse_catalog
from support import CHECKOUT

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
NAME = "locales/de/LC_MESSAGES/a.po"
Git = Callable[..., "subprocess.CompletedProcess[str]"]


def catalog(**texts: str) -> str:
    """A catalog of these messages and translations."""
    entries = (f'\nmsgid "{name}"\nmsgstr "{text}"\n' for name, text in texts.items())
    return HEADER + "".join(entries)


@pytest.fixture
def git(tmp_path: Path) -> Git:
    """Runs git in a fresh repository that has the project's attributes and no driver yet."""
    programs = tmp_path / "bin"
    programs.mkdir()
    command = programs / "cellulite-content"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cellulite_content "$@"\n')
    command.chmod(0o755)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("GIT_")
    } | {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(CHECKOUT),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
    }
    folder = tmp_path / "repository"
    folder.mkdir()

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        return subprocess.run(
            ["git", *identity, *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    run("init", "--initial-branch", "main")
    attributes = (CHECKOUT / ".gitattributes").read_bytes()
    (folder / ".gitattributes").write_bytes(attributes)
    return run


def configure(git: Git) -> None:
    """Set git up with the lines of the contributing guide."""
    guide = (CHECKOUT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    lines = re.findall(r'^\$ git config (merge\.catalog\.\w+) "(.+)"$', guide, flags=re.MULTILINE)
    assert [name for name, _ in lines] == ["merge.catalog.name", "merge.catalog.driver"]
    for name, value in lines:
        assert git("config", name, value).returncode == 0


def merge_messages(
    git: Git, folder: Path, base: str, ours: str, theirs: str
) -> tuple[int, str, str]:
    """Commit three versions, merge the branches; git's exit code, the file and the messages."""
    path = folder / NAME
    path.parent.mkdir(parents=True)

    def commit(text: str) -> None:
        path.write_text(text, encoding="utf-8")
        git("add", "--all")
        assert git("commit", "--message", "x").returncode == 0

    commit(base)
    git("branch", "theirs")
    commit(ours)
    git("switch", "theirs")
    commit(theirs)
    git("switch", "main")
    done = git("merge", "theirs")
    return done.returncode, path.read_text(encoding="utf-8"), done.stderr


def merge(git: Git, folder: Path, base: str, ours: str, theirs: str) -> tuple[int, str]:
    """The exit code and the file of `merge_messages`."""
    code, text, _ = merge_messages(git, folder, base, ours, theirs)
    return code, text


BASE = catalog(one="eins", two="zwei")
OURS = catalog(one="eins!", two="zwei")
THEIRS = catalog(one="eins", two="zwei!")


def test_without_the_driver_git_merges_as_ever(git: Git, tmp_path: Path) -> None:
    """The attribute does no harm in a clone that is not set up."""
    spread = {f"m{number}": "x" for number in range(9)}
    code, text = merge(
        git,
        tmp_path / "repository",
        catalog(**spread),
        catalog(**spread | {"m1": "y"}),
        catalog(**spread | {"m8": "z"}),
    )
    assert (code, text) == (0, catalog(**spread | {"m1": "y", "m8": "z"}))


def test_neighbouring_messages_are_no_conflict(git: Git, tmp_path: Path) -> None:
    """Two translators worked on messages that stand side by side."""
    configure(git)
    ours, theirs = (text.replace('"\n\nmsgid', '"\nmsgid') for text in (OURS, THEIRS))
    code, text = merge(
        git, tmp_path / "repository", BASE.replace('"\n\nmsgid', '"\nmsgid'), ours, theirs
    )
    assert (code, text) == (0, ours.replace("zwei", "zwei!"))
    assert git("status", "--porcelain").stdout == ""


def test_a_contradiction_is_a_conflict_for_git(git: Git, tmp_path: Path) -> None:
    """Git stops and names the file, which is a catalog with both texts in it."""
    configure(git)
    code, text = merge(git, tmp_path / "repository", BASE, OURS, catalog(one="1", two="2"))
    assert code == 1
    assert git("status", "--porcelain").stdout.splitlines() == [f"UU {NAME}"]
    first, second = parse_catalog(text.encode()).entries
    assert (first.msgstr, first.fuzzy, first.comments) == ("eins!", True, ('other branch: "1"',))
    assert (second.msgstr, second.fuzzy) == ("2", False)


@pytest.mark.parametrize(
    ("theirs", "line"),
    [
        (catalog(one="1", two="2"), ":4: both branches translated 'one'; "),
        (THEIRS.replace("zwei!", 'zwei"'), ":8: cannot read this: "),
        (
            THEIRS.replace("UTF-8", "CHARSET"),
            ":1: in the file of the other branch: the header must say ",
        ),
    ],
)
def test_messages_name_the_catalog(git: Git, tmp_path: Path, theirs: str, line: str) -> None:
    """Git gives the driver temporary files, whose names say nothing."""
    configure(git)
    _, _, messages = merge_messages(git, tmp_path / "repository", BASE, OURS, theirs)
    assert [each for each in messages.splitlines() if each.startswith(f"{NAME}{line}")]
    assert ".merge_file" not in messages


def test_what_is_no_catalog_gets_gits_own_marks(git: Git, tmp_path: Path) -> None:
    """Nothing of either side is out of sight, though one of them has no header."""
    configure(git)
    broken = THEIRS.replace("UTF-8", "CHARSET")
    code, text = merge(git, tmp_path / "repository", BASE, OURS.replace("zwei", "2"), broken)
    assert code == 1
    assert "<<<<<<<" in text
    assert 'msgstr "2"' in text
    assert 'msgstr "zwei!"' in text
    marks = [line for line in text.splitlines() if line.startswith(("<<<<<<<", ">>>>>>>"))]
    assert marks == ["<<<<<<< current branch", ">>>>>>> other branch"]


def test_what_git_cannot_merge_stays(run: Callable, tmp_path: Path) -> None:
    """One branch saved the catalog as UTF-16: ours stays, and each line names the catalog."""
    files = [tmp_path / name for name in ("base", "ours", "theirs")]
    for file, data in zip(files, (BASE, OURS, THEIRS), strict=True):
        file.write_bytes(data.encode("utf-16" if file.name == "theirs" else "utf-8"))
    done = run("merge-catalogs", *files, NAME)
    assert done.returncode == 2
    first, second = done.stderr.splitlines()
    assert first.startswith(f"{NAME}:1: in the file of the other branch: not UTF-8")
    assert second.startswith(f"cellulite-content: {NAME}: git cannot merge")
    assert files[1].read_text() == OURS


def test_a_line_that_cannot_be_read_is_kept(git: Git, tmp_path: Path) -> None:
    """The other side's entry stays too, and git reports a conflict."""
    configure(git)
    broken = THEIRS.replace("zwei!", 'zwei"')
    code, text = merge(git, tmp_path / "repository", BASE, OURS.replace("zwei", "2"), broken)
    assert code == 1
    assert "<<<<<<<" not in text
    assert 'msgid "two"\nmsgstr "2"\n' in text
    assert 'msgid "two"\nmsgstr "zwei""\n' in text


def test_errors_are_one_line(run: Callable, tmp_path: Path) -> None:
    """A file that is not there, and files that git cannot merge either."""
    for name in ("base", "ours", "theirs"):
        (tmp_path / name).write_bytes(b"\0\xff" if name == "ours" else b"\0")
    files = [tmp_path / name for name in ("base", "ours", "theirs")]
    done = run("merge-catalogs", *files)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("cellulite-content: ")
    assert "Traceback" not in done.stderr
    done = run("merge-catalogs", tmp_path / "none", *files[1:])
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
