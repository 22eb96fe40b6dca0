"""A kill at any moment: every file is the old one or the new one, and the next run fixes all.

The whole group of processes gets the signal that no program can catch, at random moments of a
run; `FAULTS_SEED` repeats them.
"""

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from cellulite_content.pipeline.catalogs.catalog import parse_catalog
from cellulite_content.pipeline.model.project import load_project
from support.faults.processes import ARTICLE, contents, say, started
from support.small_projects import HEAD, translate, write_project

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no groups of processes"),
]

KILLS = 50
KILLS_OF_AN_EDIT = 20  # the build of an edit differs from another in what it shares alone
SEED = int(os.environ.get("FAULTS_SEED", "20261122"))
TEXTS = ("Zum Schluss", "Am Ende")
"""Two translations of one heading; each run of `build` publishes the other one."""


def _finished(checkout: Path, project: Path, *arguments: object) -> float:
    """Run to the end, without a fault; gives the seconds."""
    begin = time.monotonic()
    process = started(checkout, project, *arguments)
    _, said = process.communicate(timeout=600)
    assert process.returncode == 0, said
    return time.monotonic() - begin


def _killed(moment: float, checkout: Path, project: Path, *arguments: object) -> bool:
    """Kill the run and all that it started after so many seconds; gives whether it still ran."""
    process = started(checkout, project, *arguments)
    time.sleep(moment)
    running = process.poll() is None
    with suppress(ProcessLookupError):  # it ended in between, and all that it started
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=600)
    return running


def _moments(duration: float, count: int = KILLS) -> Iterator[float]:
    chance = random.Random(SEED)  # noqa: S311 - moments, no secrets
    return (chance.uniform(0, duration) for _ in range(count))


# update


def test_killed_updates(checkout: Path, copy_project: Callable, tmp_path: Path) -> None:
    """Fifty kills of `update`: catalogs are old or new byte for byte, and the next run ends it."""
    project = copy_project(tmp_path / "project")
    source = project / "docs" / f"{ARTICLE}.rst"
    text = source.read_text(encoding="utf-8")
    assert text.count(" exercise ") > 3
    source.write_text(text.replace(" exercise ", " training "), encoding="utf-8")
    _finished(checkout, project, "extract")
    old = contents(project / "locales")
    shutil.copytree(project / "locales", tmp_path / "old")
    duration = _finished(checkout, project, "update")
    new = contents(project / "locales")
    changed = {name for name in new if new[name] != old[name]}
    assert len(changed) == len(load_project(project).locales)
    still_ran = 0
    for moment in _moments(duration):
        shutil.rmtree(project / "locales")
        shutil.copytree(tmp_path / "old", project / "locales")
        still_ran += _killed(moment, checkout, project, "update")
        for name, data in contents(project / "locales").items():
            if not name.endswith(".writing"):
                assert data in (old[name], new[name]), (moment, name)
                assert not name.endswith(".po") or parse_catalog(data)
        _finished(checkout, project, "update")
        assert contents(project / "locales") == new, moment
    assert still_ran > KILLS / 5  # a machine's speed varies, and some runs end before their kill


# build


def _is_whole(tree: dict[str, bytes], states: tuple[dict[str, bytes], ...]) -> None:
    """Each file is of one of the states; a locale's folder is of one of them as a whole."""
    for name, data in tree.items():
        if not name.startswith(".") and "/." not in name:
            assert data in [state[name] for state in states], name
    for tag in ("de", "en"):
        folder = _part(tree, tag) or _part(tree, f".{tag}.old")
        assert folder in [_part(state, tag) for state in states], tag


def _part(tree: dict[str, bytes], folder: str) -> dict[str, bytes]:
    start = f"{folder}/"
    return {name[len(start) :]: data for name, data in tree.items() if name.startswith(start)}


def test_killed_builds(checkout: Path, copy_project: Callable, tmp_path: Path) -> None:
    """Fifty kills of `build`: each file is old or new, and the next run gives the bytes of a run
    that was never killed, with nothing left over."""
    project = copy_project(tmp_path / "project")
    build, output = ("build", "de", "--formats", "html,epub", "--output"), project / "site"
    clean, durations = [], []
    for number, text in enumerate(TEXTS):
        say(project, text)
        durations.append(_finished(checkout, project, *build, tmp_path / f"clean-{number}"))
        clean.append(contents(tmp_path / f"clean-{number}"))
    assert clean[0] != clean[1]
    shutil.copytree(tmp_path / "clean-1", output)
    states = (clean[0], clean[1])
    still_ran = 0
    for number, moment in enumerate(_moments(min(durations))):
        state = number % 2
        say(project, TEXTS[state])
        still_ran += _killed(moment, checkout, project, *build, output)
        _is_whole(contents(output), states)
        _finished(checkout, project, *build, output)
        assert contents(output) == clean[state], moment
        kept = sorted(path.name for path in (project / "build").iterdir())
        assert kept == ["cache", "catalogs", "lock", "records"]
        left = sorted(path.name for path in (project / "build" / "catalogs").iterdir())
        assert not [name for name in left if name.startswith(".")]
    assert still_ran > KILLS / 5  # a machine's speed varies, and some runs end before their kill


def test_killed_builds_of_an_edit(checkout: Path, tmp_path: Path) -> None:
    """Kills of builds that write one document of six, and share the other files with the site."""
    articles = {name: f"{HEAD}{name}\n====\n\nA way.\n" for name in ("a", "b", "c", "d", "e")}
    project = write_project(tmp_path / "project", articles)
    build, output = ("build", "--formats", "html,epub"), project / "build" / "site"
    _finished(checkout, project, *build)
    translate(project, "c", {"A way.": "Ein Weg."})
    duration = _finished(checkout, project, *build)
    still_ran = 0
    for number, moment in enumerate(_moments(duration, KILLS_OF_AN_EDIT)):
        before = contents(output)
        translate(project, "c", {"A way.": f"Ein Weg, Nummer {number}."})
        still_ran += _killed(moment, checkout, project, *build)
        killed = contents(output)
        _finished(checkout, project, *build)
        after = contents(output)
        assert before != after
        _is_whole(killed, (before, after))
    assert still_ran > KILLS_OF_AN_EDIT / 5
    shutil.copytree(project, tmp_path / "clean", ignore=shutil.ignore_patterns("build"))
    _finished(checkout, tmp_path / "clean", *build)
    assert contents(tmp_path / "clean" / "build" / "site") == after


@pytest.mark.parametrize("place", ["site/de", "build/bundle"])
def test_a_kill_between_two_renames(
    checkout: Path, copy_project: Callable, tmp_path: Path, place: str
) -> None:
    """The shortest moment: the old folder is aside and the new one not yet in its place. Even a
    run that publishes nothing new of the locale brings its edition back."""
    project = copy_project(tmp_path / "project")
    build = ("build", "de", "--output", project / "site")
    _finished(checkout, project, *build)
    before = contents(project / place)
    folder = project / place
    folder.replace(folder.with_name(f".{folder.name}.old"))
    folder.with_name(f".{folder.name}.new").mkdir()
    (project / "locales" / "de" / "LC_MESSAGES" / f"{ARTICLE}.po").unlink()
    _finished(checkout, project, *build)
    after = contents(project / place)
    german = {name: data for name, data in before.items() if name.endswith(("de.txt", ".html"))}
    assert german
    assert {name: after.get(name) for name in german} == german
    assert not [path for path in folder.parent.iterdir() if path.name.startswith(".")]
