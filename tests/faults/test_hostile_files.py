"""Files of every kind in the places that the command reads: one line, no traceback, no hang, and
not a byte from outside of the project."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from stat import S_ISREG

import pytest

from support.faults.hostile_files import (
    CANARY,
    FILES,
    TREES,
    Maker,
    remove,
    removed_afterwards,
    write_outside,
    write_project,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes"),
]

Run = Callable[..., subprocess.CompletedProcess[str]]
KINDS = {**FILES, **TREES}


@pytest.fixture(scope="module")
def template(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project with templates and catalogs."""
    root = write_project(tmp_path_factory.mktemp("template") / "project")
    for arguments in (("extract",), ("add-locale", "de", "fr")):
        assert run(*arguments, project=root).returncode == 0
    return root


@pytest.fixture
def root(template: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the small project."""
    copy = tmp_path / "project"
    shutil.copytree(template, copy)
    with removed_afterwards(copy):
        yield copy


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder outside of the project."""
    return write_outside(tmp_path / "outside")


def contents(folder: Path) -> dict[str, bytes]:
    """The regular files of a folder, but of the huge file only the name."""
    files: dict[str, bytes] = {}
    for parent, subfolders, names in os.walk(folder):
        if parent.count(os.sep) > folder.as_posix().count("/") + 30:
            subfolders.clear()  # `walk` cannot enter 2,000
        for name in names:
            path = Path(parent, name)
            if S_ISREG(path.lstat().st_mode):
                small = path.lstat().st_size < 10**8
                files[os.path.relpath(path, folder)] = path.read_bytes() if small else b""
    return files


def ran(run: Run, root: Path, *arguments: str) -> tuple[int, str]:
    """The exit code and all output of a command that says everything in visible lines."""
    done = run(*arguments, project=root)
    output = done.stdout + done.stderr
    assert done.returncode in (0, 1, 2), output
    assert "Traceback" not in output
    assert all(line.isprintable() for line in output.split("\n")), ascii(output)
    assert CANARY not in output
    if done.returncode == 2:
        assert len(done.stderr.splitlines()) == 1, done.stderr
        assert len(done.stderr) < 600
    return done.returncode, output


# The catalogs


@pytest.mark.parametrize("kind", list(FILES))
def test_in_the_place_of_a_catalog(run: Run, root: Path, outside: Path, kind: str) -> None:
    """It costs the document in that language: a finding by its path; the others are checked."""
    path = root / "locales/de/LC_MESSAGES/articles/a.po"
    path.unlink()
    KINDS[kind](path, outside)
    before = contents(outside)
    code, output = ran(run, root, "check")
    assert code == 1
    assert output.startswith("locales/de/LC_MESSAGES/articles/a.po: ")
    code, output = ran(run, root, "update")
    assert code == 1
    assert "the file was not changed" in output
    assert contents(outside) == before


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("folder", ["locales", "locales/de", "locales/de/LC_MESSAGES/articles"])
def test_beside_the_catalogs(run: Run, root: Path, outside: Path, folder: str, kind: str) -> None:
    """It is never read, and `check` says so; catalogs are updated as before."""
    KINDS[kind](root / folder / "x.po", outside)
    _, output = ran(run, root, "check")
    assert f"{folder}/" in output
    assert "is never read" in output
    assert " notes\n" in output
    if folder == "locales":
        return
    before = contents(outside)
    assert ran(run, root, "update") == (0, "")
    assert contents(outside) == before


@pytest.mark.parametrize("level", ["locales/de", "locales/de/LC_MESSAGES"])
@pytest.mark.parametrize("target", ["/", "outside", "..", "/dev/zero", "pipe"])
def test_in_the_place_of_a_folder_of_catalogs(
    run: Run, root: Path, outside: Path, level: str, target: str
) -> None:
    """No link is entered at any level, and nothing is written where it leads."""
    remove(root / level)
    if target == "pipe":
        os.mkfifo(root / level)
    else:
        (root / level).symlink_to(outside if target == "outside" else target)
    before = contents(outside)
    for command in ("check", "update", "status"):
        code, output = ran(run, root, command)
        assert code == (0 if command == "status" else 1)
        assert level in output or command == "status"
    ran(run, root, "add-locale", "de")
    assert contents(outside) == before


def test_all_kinds_in_one_build(run: Run, root: Path, outside: Path) -> None:
    """The build publishes what it would without them, and each is reported."""
    assert ran(run, root, "build", "--output", str(root / "clean"))[0] == 0
    for number, make in enumerate(KINDS.values()):
        folder = root / f"locales/de/LC_MESSAGES/f{number}"
        folder.mkdir()
        remove(outside / "pipe")
        make(folder / "x.po", outside)
    code, output = ran(run, root, "build", "--output", str(root / "site"))
    assert code == 1
    numbers = [n for n in range(len(KINDS)) if f"LC_MESSAGES/f{n}/" in output]
    assert len(numbers) >= len(KINDS) - 1  # an empty folder is a note, which `build` does not print
    assert contents(root / "site") == contents(root / "clean")


# The templates, the glossary and the settings


@pytest.mark.parametrize("kind", list(KINDS))
def test_beside_the_templates(run: Run, root: Path, outside: Path, kind: str) -> None:
    """`extract` and `update` write nothing and name it; `check` reports it."""
    KINDS[kind](root / "locales/templates/x.pot", outside)
    before = contents(root), contents(outside)
    for command in (("extract",), ("update",), ("add-locale", "it")):
        code, output = ran(run, root, *command)
        if kind != "folder":
            assert (code, "locales/templates/" in output) == (2, True), output
    if kind != "folder":
        assert (contents(root), contents(outside)) == before
    code, output = ran(run, root, "check")
    assert (code, "locales/templates/" in output) == (0 if kind == "folder" else 1, True)


@pytest.mark.parametrize("name", ["articles/a.pot", "unit-ids.txt", "articles"])
@pytest.mark.parametrize("kind", list(FILES))
def test_in_the_place_of_a_template(
    run: Run, root: Path, outside: Path, name: str, kind: str
) -> None:
    """Nothing is written through it, whatever the command does about it."""
    path = root / "locales/templates" / name
    remove(path)
    KINDS[kind](path, outside)
    before = contents(outside)
    for command in ("extract", "update"):
        ran(run, root, command)
    assert contents(outside) == before


@pytest.mark.parametrize(
    "name", ["locales/glossary.csv", "locales/locales.toml", "pyproject.toml", "docs/conf.py"]
)
@pytest.mark.parametrize("kind", list(FILES))
def test_in_the_place_of_a_single_file(
    run: Run, root: Path, outside: Path, name: str, kind: str
) -> None:
    """One line with its name and exit code 2, before anything else is read."""
    (root / name).unlink()
    KINDS[kind](root / name, outside)
    code, output = ran(run, root, "check")
    if (name, kind) != ("docs/conf.py", "folder"):
        assert (code, name in output) == (2, True), output


@pytest.mark.parametrize("name", ["locales", "docs", "docs/articles", "locales/templates", "build"])
def test_a_linked_folder(run: Run, root: Path, tmp_path: Path, name: str) -> None:
    """A link to a copy of the right folder is refused too: it could change its target later."""
    (root / "build").mkdir(exist_ok=True)
    (root / name).rename(tmp_path / "moved")
    (root / name).symlink_to(tmp_path / "moved")
    before = contents(tmp_path / "moved")
    code, output = ran(run, root, "build")
    assert code == (1 if name == "locales/templates" else 2)
    assert f"{name} is a symbolic link" in output or "is a symbolic link" in output
    ran(run, root, "extract")
    assert contents(tmp_path / "moved") == before


def test_the_project_itself(run: Run, tmp_path: Path, root: Path) -> None:
    """A link to the project is its owner's; a loop of links or a file is no project."""
    (tmp_path / "good").symlink_to(root)
    (tmp_path / "loop").symlink_to("loop")
    assert ran(run, tmp_path / "good", "status")[0] == 0
    assert ran(run, tmp_path / "loop", "status")[0] == 2
    assert ran(run, root / "pyproject.toml", "status")[0] == 2


# The sources


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("name", ["articles/b.rst", "articles/b.svg", "x.txt"])
def test_among_the_sources(run: Run, root: Path, outside: Path, name: str, kind: str) -> None:
    """One line with its name; an empty folder is nobody's concern."""
    KINDS[kind](root / "docs" / name, outside)
    for command in ("check", "extract"):
        code, output = ran(run, root, command)
        if kind != "folder":
            assert (code, "docs/" in output) == (2, True), output


@pytest.mark.parametrize("kind", list(FILES))
def test_in_the_place_of_a_picture(run: Run, root: Path, outside: Path, kind: str) -> None:
    """A picture that is no file of the sources is in no edition, also with plain Sphinx."""
    path = root / "docs/articles/x.svg"
    path.unlink()
    KINDS[kind](path, outside)
    code, _ = ran(run, root, "build")
    assert code == 2
    plain = [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(root / "docs"), "plain"]
    done = subprocess.run(
        plain, cwd=root, capture_output=True, encoding="utf-8", timeout=600, check=False
    )
    assert done.returncode != 0 or kind == "folder"
    assert not any(CANARY.encode() in data for data in contents(root).values())


@pytest.mark.parametrize(
    "line",
    [
        ".. image:: ../../../outside/a.svg\n   :alt: words\n",
        ".. image:: /../../outside/a.svg\n   :alt: words\n",
        ".. figure:: ../../../outside/a.svg\n   :alt: words\n\n   A caption.\n",
        ":download:`words <../../../outside/a.svg>`\n",
        ".. image:: ../.hidden/a.svg\n   :alt: words\n",
        ".. image:: ../other/a.svg\n   :alt: words\n",
    ],
)
def test_a_path_that_leads_out_of_the_sources(
    run: Run, root: Path, outside: Path, line: str
) -> None:
    """By `..`, into a hidden folder or into another Sphinx project: refused with the article."""
    for name in (".hidden", "other"):
        shutil.copytree(outside, root / "docs" / name)
    (root / "docs/other/conf.py").touch()
    article = root / "docs/articles/a.rst"
    article.write_text(article.read_text(encoding="utf-8") + "\n" + line, encoding="utf-8")
    code, output = ran(run, root, "check")
    assert code == 2
    assert re.search(r"docs/articles/a\.rst:\d+: ", output)


def test_folders_that_are_left_out_may_hold_anything(run: Run, root: Path, outside: Path) -> None:
    """Sphinx enters no hidden folder, no other project and no installed programs."""
    for folder, marker in (
        ("docs/.hidden", ""),
        ("docs/[b*]?", "conf.py"),
        ("docs/env", "pyvenv.cfg"),
        ("docs/articles/node_modules", ""),
    ):
        (root / folder).mkdir()
        if marker:
            (root / folder / marker).touch()
        (root / folder / "more.rst").write_text("More\n====\n", encoding="utf-8")
        for number, make in enumerate(KINDS.values()):
            remove(outside / "pipe")
            (root / folder / str(number)).mkdir()
            make(root / folder / str(number) / "b.rst", outside)
    before = contents(root / "locales")
    assert ran(run, root, "extract") == (0, "")
    assert contents(root / "locales") == before


@pytest.mark.parametrize("length", [201, 251])
def test_a_long_name_of_a_source(run: Run, root: Path, length: int) -> None:
    """Books and pages would need a longer name than a system allows."""
    (root / "docs/articles" / f"{'n' * length}.rst").write_text("N\n=\n", encoding="utf-8")
    code, output = ran(run, root, "build")
    assert code == 2
    assert "rename it" in output


def test_the_longest_name_of_a_source(run: Run, root: Path) -> None:
    """It is built, with templates, catalogs, pages and books."""
    name = "n" * 196
    text = (root / "docs/articles/a.rst").read_text(encoding="utf-8")
    (root / "docs/articles" / f"{name}.rst").write_text(text, encoding="utf-8")
    for command in ("extract", "update", "build"):
        assert ran(run, root, command)[0] == 0
    assert (root / "build/site/de/articles" / f"{name}.html").is_file()


def test_names_of_255_bytes_beside_catalogs_and_templates(run: Run, root: Path) -> None:
    """They are read and written like others."""
    catalog = root / "locales/de/LC_MESSAGES" / f"{'n' * 252}.po"
    catalog.write_bytes((root / "locales/de/LC_MESSAGES/articles/a.po").read_bytes())
    template = root / "locales/templates" / f"{'n' * 251}.pot"
    template.write_bytes((root / "locales/templates/articles/a.pot").read_bytes())
    for command in ("check", "update", "status", "extract"):
        ran(run, root, command)
    assert not template.exists()


# The folders that a build writes to


@pytest.mark.parametrize(
    "name",
    [
        "build",
        "build/cache",
        "build/catalogs",
        "build/records",
        "build/site",
        "build/site/de",
        "build/site/downloads",
        "build/site/data",
        "build/site/data/de",
        "build/site/opds",
        "build/bundle",
    ],
)
def test_a_build_writes_through_no_link(run: Run, root: Path, tmp_path: Path, name: str) -> None:
    """A commit may bring a link in the build folder: one line, and nothing is written there."""
    target = tmp_path / "target"
    target.mkdir()
    (target / "mine.json").write_text('{"output": "/nowhere"}')
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).symlink_to(target)
    code, output = ran(run, root, "build")
    assert code == 2
    assert f"{name} is a symbolic link" in output or output.startswith("cellulite-content: build")
    assert list(contents(target)) == ["mine.json"]


@pytest.mark.parametrize("kind", ["link", "link to nowhere", "pipe", "link to a pipe", "socket"])
@pytest.mark.parametrize(
    "name",
    [
        "build/lock",
        "build/catalogs/de",
        "build/catalogs/de/LC_MESSAGES/articles/a.mo",
        "build/catalogs/de/LC_MESSAGES/sphinx.mo",
        "build/staging-x",
        "build/records/x.json",
        "build/site/index.html",
        "build/site/mine",
    ],
)
@pytest.mark.slow
def test_a_build_replaces_other_files(
    run: Run, root: Path, outside: Path, name: str, kind: str
) -> None:
    """Nothing waits for a pipe or changes the target of a link."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    make: Maker = KINDS[kind]
    make(path, outside)
    before = contents(outside)
    code, _ = ran(run, root, "build")
    assert code == 0
    assert contents(outside) == before
    assert not any(CANARY.encode() in data for data in contents(root / "build").values())
