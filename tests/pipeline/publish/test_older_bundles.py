"""Sites whose bundle is older than they are, or that have none."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from support.small_projects import HEAD, write_project

pytestmark = pytest.mark.slow

ARTICLE = f"{HEAD}Walk\n====\n\nGo on.\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, run: Callable) -> Path:
    """A project with a site and a bundle."""
    folder = write_project(tmp_path_factory.mktemp("older") / "project", {"a": ARTICLE})
    done = run("build", "--formats", "html,bundle", project=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A copy of it, in which the article has changed since."""
    folder = tmp_path / "project"
    shutil.copytree(built, folder, copy_function=shutil.copy2)
    source = folder / "docs/articles/a.rst"
    source.write_text(ARTICLE.replace("Go on", "Go home"), encoding="utf-8")
    return folder


def _is_complete(project: Path) -> bool:
    """Whether the site has the changed page, with its checksum: a run writes that last."""
    site = project / "build/site"
    page = (site / "de/articles/a.html").read_bytes()
    line = f"{hashlib.sha256(page).hexdigest()}  de/articles/a.html\n"
    return b"Go home." in page and line in (site / "SHA256SUMS").read_text(encoding="utf-8")


def test_an_article_that_is_newer_than_the_bundle(project: Path, run: Callable) -> None:
    """It has its page at once, and its data with the next bundle."""
    (project / "docs/articles/b.rst").write_text(ARTICLE.replace("Walk", "Swim"), encoding="utf-8")
    assert run("extract", project=project).returncode == 0
    assert run("update", project=project).returncode == 0
    done = run("build", "--formats", "html", project=project)
    assert done.returncode == 0, done.stderr
    site = project / "build/site"
    assert "articles/b.html" in (site / "SHA256SUMS").read_text(encoding="utf-8")
    assert [path.name for path in (site / "data/de").iterdir()] == ["a.json"]
    assert run("build", "--formats", "html,bundle", project=project).returncode == 0
    assert sorted(path.name for path in (site / "data/de").iterdir()) == ["a.json", "b.json"]


@pytest.mark.parametrize("name", ["bundle.txt", "a/de.txt", "a/structure.txt"])
@pytest.mark.parametrize("data", [b"", b"nothing of a bundle\n"])
def test_a_damaged_bundle_costs_the_data_alone(
    project: Path, run: Callable, name: str, data: bytes
) -> None:
    """The site is complete, and each run says what to do until there is a new bundle."""
    (project / "build/bundle" / name).write_bytes(data)
    for _ in range(2):
        done = run("build", "--formats", "html", project=project)
        assert done.returncode == 1
        (line,) = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
        assert line.startswith(f"error: build/bundle: {name} ")
        assert "run `cellulite-content build --formats bundle`" in line
        assert _is_complete(project)
    assert run("build", "--formats", "html,bundle", project=project).returncode == 0


@pytest.mark.parametrize("action", ["default", "error"])
def test_a_bundle_of_another_version(project: Path, run: Callable, action: str) -> None:
    """The command says so in one line, whatever Python does with warnings."""
    index = project / "build/bundle/bundle.txt"
    fields = index.read_text(encoding="utf-8").split("\t")
    index.write_text("\t".join((*fields[:2], "0.0.1", *fields[3:])), encoding="utf-8")
    for command in (("build", "--formats", "html"), ("show",)):
        done = run(*command, project=project, PYTHONWARNINGS=action)
        assert done.returncode == 0, done.stderr
        (line,) = [line for line in done.stderr.splitlines() if "0.0.1" in line]
        assert line.startswith("cellulite-content: content built by cellulite-content 0.0.1")
        assert "Traceback" not in done.stderr


def test_a_project_without_articles(tmp_path: Path, run: Callable) -> None:
    """A new Sphinx project often has its root alone: there is a site, and no bundle that no loader
    could read."""
    folder = write_project(tmp_path / "project", {"a": ARTICLE})
    (folder / "docs/articles/a.rst").unlink()
    (folder / "docs/index.rst").write_text("Words\n=====\n\nGo on.\n", encoding="utf-8")
    assert run("extract", project=folder).returncode == 0
    for _ in range(2):
        done = run("build", "en", project=folder)
        assert done.returncode == 0, done.stderr
        assert "warning: the root document lists no article" in done.stderr
    assert (folder / "build/site/SHA256SUMS").is_file()
    assert not (folder / "build/bundle").exists()
