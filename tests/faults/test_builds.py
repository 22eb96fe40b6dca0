"""Builds that something goes wrong with: one clear line, the last good editions, and a next build
that gives the bytes of one from nothing."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.publish.publish import publish_editions
from cellulite_content.pipeline.workers.process_pool import ProcessPool
from support.faults.processes import ARTICLE, contents, say, started

BUILD = ("build", "de", "--formats", "html,epub")

pytestmark = pytest.mark.slow


def _clean(run: Callable, project: Path, folder: Path) -> dict[str, bytes]:
    """What a build from nothing gives, with the words as they are."""
    copy = folder / "clean"
    shutil.copytree(project, copy, ignore=shutil.ignore_patterns("build", "small"))
    assert run(*BUILD, project=copy).returncode == 0
    return contents(copy / "build" / "site")


# Two at once


def test_two_builds_at_once(
    checkout: Path, run: Callable, project_copy: Path, tmp_path: Path
) -> None:
    """One waits for the other and says so; both succeed, and the site is that of one build."""
    both = [started(checkout, project_copy, *BUILD) for _ in range(2)]
    said = [each.communicate(timeout=600) for each in both]
    assert [each.returncode for each in both] == [0, 0], said
    assert sum("waiting for another run" in errors for _, errors in said) == 1
    assert contents(project_copy / "build" / "site") == _clean(run, project_copy, tmp_path)


def test_a_build_and_plain_sphinx_at_once(
    checkout: Path, run: Callable, project_copy: Path, tmp_path: Path
) -> None:
    """Both compile the same catalogs; neither takes them from under the other."""
    build = started(checkout, project_copy, *BUILD)
    sphinx = subprocess.run(
        [
            *(sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", "-D", "language=de"),
            *(str(project_copy / "docs"), str(tmp_path / "plain")),
        ],
        env=os.environ | {"PYTHONPATH": str(checkout)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (sphinx.returncode, sphinx.stderr) == (0, "")
    build.communicate(timeout=600)
    assert build.returncode == 0
    assert "Fazit" in (tmp_path / "plain" / f"{ARTICLE}.html").read_text(encoding="utf-8")


# Interrupted


@pytest.mark.parametrize("moment", ["reading", "building"])
def test_interrupted(
    checkout: Path, run: Callable, project_copy: Path, tmp_path: Path, moment: str
) -> None:
    """Ctrl-C, to the command alone: it ends with one line, leaves no process behind and the last
    good editions in place, and the next build is as if nothing had happened."""
    assert run(*BUILD, project=project_copy).returncode == 0
    before = contents(project_copy / "build" / "site")
    say(project_copy, "Zum Schluss")
    conf = project_copy / "docs" / "conf.py"
    kept = conf.read_text(encoding="utf-8")
    # A build that would take a minute: nobody waits for it to end by itself.
    conf.write_text(
        f"{kept}\n\ndef setup(app):\n    import time\n    time.sleep({_SLEEP[moment]})\n"
    )
    process = started(checkout, project_copy, *BUILD)
    _wait(lambda: len(_group(process.pid)) >= 3)
    time.sleep(2)  # a task has been running for a while
    begin = time.monotonic()
    os.kill(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=600)
    print(f"ended after {time.monotonic() - begin:.2f} s")  # noqa: T201 - a figure for the reader
    assert process.returncode == 2
    assert errors.splitlines()[-1] == "cellulite-content: interrupted"
    assert "Traceback" not in errors
    assert contents(project_copy / "build" / "site") == before
    assert not list((project_copy / "build").glob("staging-*"))
    _wait(lambda: not _group(process.pid))
    conf.write_text(kept, encoding="utf-8")
    assert run(*BUILD, project=project_copy).returncode == 0
    assert contents(project_copy / "build" / "site") == _clean(run, project_copy, tmp_path)


_SLEEP = {"reading": "60", "building": "60 * str(app.outdir).endswith(('html', 'epub'))"}
"""Seconds that Sphinx waits: in the first process, or in those that build."""


def _wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _group(leader: int) -> list[int]:
    """The living processes of a group, as Linux tells them."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == leader and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found


# A disk that is full or closed


def _on_a_small_disk(checkout: Path, project: Path, place: Path, script: str) -> str:
    """Run a script with a disk of 6 MB mounted at `place`, seen by the script alone; gives what it
    says. In it, `build` builds and says its exit code."""
    place.mkdir(parents=True, exist_ok=True)
    build = [sys.executable, "-m", "cellulite_content", "--project", str(project), *BUILD]
    command = f"{' '.join(build)} --output {project / 'small' / 'site'} 2>&1"
    command += " && echo code 0 || echo code $?"
    done = subprocess.run(
        [
            *("unshare", "--map-root-user", "--mount", "bash", "-ec"),
            f"build() {{ {command}; }}\nmount -t tmpfs -o size=6m tmpfs {place}\n{script}",
        ],
        cwd=checkout,
        env=os.environ | {"PYTHONPATH": str(checkout)},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("where", ["small", "build"])
@pytest.mark.parametrize(
    ("harm", "fix", "words"),
    [
        ("dd if=/dev/zero of={0}/filler bs=4k 2>/dev/null || true", "rm {0}/filler", "No space"),
        ("mount -o remount,ro {0}", "mount -o remount,rw {0}", "Read-only file system"),
    ],
    ids=["full", "read-only"],
)
def test_a_disk_that_takes_nothing(
    checkout: Path,
    run: Callable,
    project_copy: Path,
    tmp_path: Path,
    where: str,
    harm: str,
    fix: str,
    words: str,
) -> None:
    """Whether the site's or the build folder's: one line, each file old or new, and once there is
    room, the bytes of a build from nothing."""
    place = project_copy / where
    states = []
    for number, text in enumerate(("Fazit", "Zum Schluss")):
        say(project_copy, text)
        states.append(_clean(run, project_copy, tmp_path / str(number)))
    catalog = f"locales/de/LC_MESSAGES/{ARTICLE}.po"
    later = (project_copy / catalog).read_bytes()
    say(project_copy, "Fazit")
    (tmp_path / "later.po").write_bytes(later)
    site = project_copy / "small" / "site"
    said = _on_a_small_disk(
        checkout,
        project_copy,
        place,
        f"build\ncp {tmp_path / 'later.po'} {project_copy / catalog}\n{harm.format(place)}\n"
        f"echo harmed\nbuild\ncp -r {site} {tmp_path / 'between'}\n"
        f"{fix.format(place)}\necho fixed\nbuild\ncp -r {site} {tmp_path / 'after'}\n",
    )
    first, harmed, fixed = re.split(r"harmed\n|fixed\n", said)
    assert first.endswith("code 0\n"), said
    assert re.search(r"code [12]\n$", harmed), said
    told = [line for line in harmed.splitlines() if words in line]
    assert told, said
    assert "Traceback" not in said
    for name, data in contents(tmp_path / "between").items():
        # Where one locale failed, the lists tell of the others; what they tell of is whole.
        if name.startswith(("de/", "en/", "downloads/")):
            assert data in [state.get(name) for state in states], name
    assert fixed.endswith("code 0\n"), said
    assert contents(tmp_path / "after") == states[1]


def test_an_output_that_is_no_folder(run: Callable, project_copy: Path, tmp_path: Path) -> None:
    """One line that names it, and nothing is done to it."""
    (tmp_path / "file").write_text("somebody's")
    done = run(*BUILD, "--output", tmp_path / "file", project=project_copy)
    assert done.returncode == 2
    (line,) = [each for each in done.stderr.splitlines() if each.startswith("cellulite-content")]
    assert str(tmp_path / "file") in line
    assert (tmp_path / "file").read_text() == "somebody's"


# A process that wants too much


def test_a_locale_over_its_memory_limit(run: Callable, project_copy: Path, tmp_path: Path) -> None:
    """It is reported in one line and keeps its edition; the others are built."""
    assert run(*BUILD, project=project_copy).returncode == 0
    conf = project_copy / "docs" / "conf.py"
    kept = conf.read_text(encoding="utf-8")
    greedy = (
        "def setup(app):\n    if app.config.language == 'de':\n        bytearray(64 * 1024**3)\n"
    )
    conf.write_text(f"{kept}\n\n{greedy}", encoding="utf-8")
    before = contents(project_copy / "build" / "site" / "de")
    done = run(*BUILD, project=project_copy)
    assert done.returncode == 1
    (line,) = [each for each in done.stderr.splitlines() if each.startswith("error: ")]
    assert line.startswith("error: de: ")
    assert "emory" in line
    assert contents(project_copy / "build" / "site" / "de") == before
    conf.write_text(kept, encoding="utf-8")
    assert run(*BUILD, project=project_copy).returncode == 0
    assert contents(project_copy / "build" / "site") == _clean(run, project_copy, tmp_path)


# A system that cannot fork


def test_spawned_processes_build_the_same(
    run: Callable, project_copy: Path, tmp_path: Path
) -> None:
    """Where no process can be forked, each imports for itself, and the site is the same."""
    project = load_project(project_copy)
    german = [project.locale("de")]
    output = project.build / "site"
    report = publish_editions(
        project, ProcessPool(2, method="spawn"), output, locales=german, formats=("html", "epub")
    )
    assert (sorted(report.built), report.errors) == (["de", "en"], [])
    assert contents(output) == _clean(run, project_copy, tmp_path)
