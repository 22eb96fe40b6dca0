"""The states of inputs: any change is noticed before anything is read."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cellulite_content.pipeline.files.cache import Cache
from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.publish import FORMATS, task_modules
from cellulite_content.pipeline.publish.input_states import keep_states, may_have_changed

COVERS = "cellulite_content.pipeline.editions.typesetting.preload"


@pytest.mark.parametrize(
    "name",
    ["docs/index.rst", "docs/new.rst", "locales/locales.toml", "pyproject.toml"],
)
def test_a_changed_input_is_noticed(copy_project: Callable, tmp_path: Path, name: str) -> None:
    """Sources, also new ones, settings of languages and of the project; not before a first build,
    and only once."""
    project = load_project(copy_project(tmp_path / "project"))
    cache = Cache(project.cache)
    assert not may_have_changed(project, cache)
    keep_states(project, cache)
    assert not may_have_changed(project, cache)
    with (project.root / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert may_have_changed(project, cache)
    keep_states(project, cache)
    assert not may_have_changed(project, cache)


def test_a_build_among_its_inputs_is_not_judged(copy_project: Callable, tmp_path: Path) -> None:
    """Each build changes such a folder, which would start processes for nothing."""
    project = load_project(copy_project(tmp_path / "project"))
    project = replace(project, build=project.source / "build")
    cache = Cache(project.cache)
    keep_states(project, cache)
    (project.source / "index.rst").touch()
    assert not may_have_changed(project, cache)


def test_only_a_build_from_nothing_prepares_for_covers(
    copy_project: Callable, tmp_path: Path
) -> None:
    """Later builds take most covers from the cache."""
    project = load_project(copy_project(tmp_path / "project"))
    assert COVERS in task_modules(project, FORMATS)
    assert COVERS not in task_modules(project, ["html", "bundle"])
    assert COVERS not in task_modules(project, ())
    assert COVERS not in task_modules(replace(project, covers=False), FORMATS)
