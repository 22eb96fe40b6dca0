"""What travels to a cluster, and that without one there is nothing of Dask."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cellulite_content.pipeline.editions.typesetting.fonts import distributions
from cellulite_content.pipeline.errors import ProjectError
from cellulite_content.pipeline.files.archives.archive import read_archive
from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.workers.clusters.environment import first_difference, versions
from cellulite_content.pipeline.workers.clusters.job_inputs import pack_catalogs, pack_project


def _python(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def _names(root: Path) -> set[str]:
    project = load_project(root)
    project.reading.parent.mkdir(exist_ok=True)
    project.reading.touch()
    packed = pack_project(project)
    return set(read_archive(packed, packed.digest))


def test_what_builds_need_travels_and_no_more(project_copy: Path) -> None:
    """No catalogs of translators, nothing generated or hidden, and no handbook."""
    for name in ("docs/.secret", "docs/__pycache__/conf.pyc", ".env", "build/site/index.html"):
        (project_copy / name).parent.mkdir(parents=True, exist_ok=True)
        (project_copy / name).touch()
    assert (project_copy / "docs" / "handbook" / "conf.py").exists()
    assert _names(project_copy) == {
        "pyproject.toml",
        "locales/locales.toml",
        "docs/conf.py",
        "docs/index.rst",
        "docs/articles/will-running-reduce-cellulite.rst",
        "docs/figures/skin-layers.svg",
        "build/reading",
    }


def test_sources_in_the_projects_own_folder(project_copy: Path) -> None:
    """What lies between them and is no source stays."""
    settings = project_copy / "pyproject.toml"
    text = settings.read_text(encoding="utf-8").replace('source = "docs"', 'source = "."')
    settings.write_text(text, encoding="utf-8")
    (project_copy / "index.rst").touch()
    (project_copy / "build" / "catalogs").mkdir(parents=True)
    (project_copy / "build" / "catalogs" / "old.mo").touch()
    names = _names(project_copy) - {"build/reading"}
    assert "index.rst" in names
    assert not [name for name in names if name.startswith(("build/", "locales/de"))]


def test_the_catalogs_of_one_locale_travel(project_copy: Path) -> None:
    project = load_project(project_copy)
    for code in ("de", "ar"):
        path = project.compiled / code / "LC_MESSAGES" / "articles" / "a.mo"
        path.parent.mkdir(parents=True)
        path.write_text(code)
    packed = pack_catalogs(project, "de")
    files = read_archive(packed, packed.digest)
    assert files == {"build/catalogs/de/LC_MESSAGES/articles/a.mo": b"de"}
    empty = pack_catalogs(project, "en")
    assert read_archive(empty, empty.digest) == {}


@pytest.mark.parametrize("setting", ["source", "locales", "build"])
def test_a_project_with_a_folder_elsewhere_cannot_travel(project_copy: Path, setting: str) -> None:
    (project_copy.parent / "else").mkdir()
    (project_copy.parent / "else" / "locales.toml").touch()
    settings = project_copy / "pyproject.toml"
    lines = settings.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(f"{setting} = ")]
    table = kept.index("[tool.cellulite-content]")
    kept.insert(table + 1, f'{setting} = "../else"')
    settings.write_text("\n".join(kept), encoding="utf-8")
    with pytest.raises(ProjectError, match=r"is outside of .+ and cannot be sent"):
        pack_project(load_project(project_copy))


def test_a_link_among_the_sources_cannot_travel(project_copy: Path) -> None:
    """A file, or a whole folder, of elsewhere."""
    for target in (Path("/etc/passwd"), project_copy.parent):
        link = project_copy / "docs" / "linked"
        link.symlink_to(target)
        with pytest.raises(ProjectError, match=r"docs/linked is a symbolic link; "):
            pack_project(load_project(project_copy))
        link.unlink()


def test_a_difference_of_versions_is_told() -> None:
    """The first one, in the words of a line; the code itself counts where all numbers agree."""
    here = versions()
    assert first_difference(here, here) == ""
    assert (
        first_difference(here | {"sphinx": "1.0"}, here)
        == f"sphinx 1.0 instead of {here['sphinx']}"
    )
    assert first_difference(here | {"pillow": ""}, here) == f"no pillow (here {here['pillow']})"
    assert (
        first_difference(here, here | {"pillow": ""})
        == f"pillow {here['pillow']}, which is not installed here"
    )
    ours = here["cellulite-content"]
    other = first_difference(here | {"the digest of its code": "0"}, here)
    assert other == f"other code of cellulite-content {ours} than here"
    assert {"Python", "cellulite-content", "sphinx", "docutils"} <= here.keys()
    assert all(here.values())


def test_without_a_cluster_nothing_of_dask_is_imported(checkout: Path) -> None:
    """Not by the command, and not by the processes that build."""
    program = (
        "import sys, cellulite_content.cli.commands; "
        "import cellulite_content.pipeline.publish.locales.tasks; "
        "print([name for name in sys.modules if name.startswith(('dask', 'distributed'))])"
    )
    done = _python(program, checkout)
    assert done.stdout.strip() == "[]"


def test_without_dask_the_option_says_what_to_install(checkout: Path) -> None:
    """One line, and code 2."""
    program = (
        "import sys; sys.modules['distributed'] = None; sys.argv[1:] = "
        "['build', '--cluster', 'tls://a:1']; from cellulite_content.__main__ import main; main()"
    )
    done = _python(program, checkout)
    assert done.returncode == 2
    assert done.stderr == (
        "cellulite-content: --cluster needs distributed; "
        "run `pip install 'cellulite-content[cluster]'`\n"
    )


def test_versions_of_all_that_sets_type_are_compared() -> None:
    """Workers with another Typst, or another font of any script, are refused."""
    assert {"typst", "pillow", *distributions()} <= versions().keys()
