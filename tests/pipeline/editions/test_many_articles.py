"""Projects of many articles: all of them are built, and no process holds them all."""

from __future__ import annotations

import filecmp
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.articles import write_corpus
from benchmarks.usage import measure_usage

MEGABYTE = 2**20
PLAIN = "covers = false\nbilingual = false\n"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of three articles in scripts of four kinds."""
    folder = tmp_path_factory.mktemp("corpus") / "small"
    write_corpus(folder, 3, ("ar", "hi", "ru", "zh_Hans"))
    return folder


def test_corpus_is_the_same_each_time(small: Path, tmp_path: Path) -> None:
    """Equal numbers give equal files, and an article is the same among more of them."""
    write_corpus(tmp_path / "again", 4, ("ar", "hi", "ru", "zh_Hans"))
    names = [path.relative_to(small) for path in small.rglob("*") if path.is_file()]
    assert len(names) > 20
    assert filecmp.cmpfiles(small, tmp_path / "again", names, shallow=False)[0] == names


def test_corpus_passes_the_gate_whole(run: Callable, small: Path) -> None:
    """Every message of every article is accepted, so that what is measured is the real work."""
    done = run("status", "--format", "json", project=small)
    rows = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(rows) == 4 * 4
    assert {row["percent"] for row in rows} == {100}
    assert {row["refused"] for row in rows} == {0}


@pytest.mark.slow
def test_memory_does_not_grow_with_articles(tmp_path: Path) -> None:
    """No process holds the trees of all articles, or the garbage of reading them.

    With 25 articles a process had 510 MB when it kept them all, and 183 when it kept the garbage.
    """
    folder = tmp_path / "many"
    write_corpus(folder, 40, ("de",), PLAIN)
    command = (sys.executable, "-m", "cellulite_content", "--project", folder, "build", "--jobs")
    usage = measure_usage(*command, "1", "--formats", "html,epub")
    assert len(list((folder / "build/site/downloads").glob("*.epub"))) == 2 * 40
    assert usage.largest < 160 * MEGABYTE
