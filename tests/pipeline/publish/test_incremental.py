"""Builds after the first: what has changed is built, and what has not is left alone."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ARTICLE = "articles/will-running-reduce-cellulite"
SLUG = "will-running-reduce-cellulite"
LISTS = re.compile(r"SHA256SUMS|index\.html|status\.html|sitemap\.xml|opds/.*")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(copy_project: Callable, run: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose German, Arabic and English are built."""
    project = copy_project(tmp_path_factory.mktemp("built") / "project")
    done = run("build", "de", "ar", project=project)
    assert done.returncode == 0, done.stderr
    return project


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """The built project, in a place of its own, with the times of its files."""
    copy = tmp_path / "project"
    shutil.copytree(built, copy, copy_function=shutil.copy2)
    # The record names the output folder by its path.
    for record in (copy / "build" / "records").iterdir():
        record.unlink()
    return copy


def _built(run: Callable, project: Path, *options: str) -> dict[str, str]:
    """Build; gives the reasons that `--explain` prints."""
    done = run("build", "de", "ar", "--explain", *options, project=project)
    assert done.returncode == 0, done.stderr
    return dict(re.findall(r"(?m)^(\w+): (.+)$", done.stdout))


def _tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Contents and times."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _contents(folder: Path) -> dict[str, bytes]:
    return {name: data for name, (data, _) in _tree(folder).items()}


def _clean(run: Callable, project: Path, folder: Path) -> dict[str, bytes]:
    """What a build from nothing gives."""
    copy = folder / "clean"
    shutil.copytree(project, copy, ignore=shutil.ignore_patterns("build"))
    assert run("build", "de", "ar", project=copy).returncode == 0
    return _contents(copy / "build" / "site")


def _say(project: Path, text: str, before: str = "Fazit") -> None:
    path = project / "locales" / "de" / "LC_MESSAGES" / f"{ARTICLE}.po"
    words = path.read_text(encoding="utf-8")
    assert words.count(f'msgstr "{before}"') == 1
    path.write_text(words.replace(f'msgstr "{before}"', f'msgstr "{text}"'), encoding="utf-8")


def test_nothing_changed(run: Callable, project: Path) -> None:
    """No file is touched, not even its time, and neither Sphinx nor docutils is imported."""
    _built(run, project)
    before = _tree(project / "build" / "site"), _tree(project / "build" / "bundle")
    assert set(_built(run, project).values()) == {"unchanged"}
    assert (_tree(project / "build" / "site"), _tree(project / "build" / "bundle")) == before
    done = subprocess.run(
        [
            *(sys.executable, "-X", "importtime", "-m", "cellulite_content"),
            *("--project", str(project), "build", "de", "ar"),
        ],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "0 locales built, 3 unchanged" in done.stdout
    imported = re.findall(r"\|\s+([\w.]+)$", done.stderr, flags=re.MULTILINE)
    assert "cellulite_content.pipeline.publish.publish" in imported
    heavy = ("sphinx", "docutils", "jinja2", "PIL", "babel.messages")
    assert [name for name in imported if name.startswith(heavy)] == []


def test_one_message(run: Callable, project: Path, tmp_path: Path) -> None:
    """Only that locale's files change, and the lists that tell of them: names, bytes and times.
    The result is that of a build from nothing."""
    _built(run, project)
    before = _tree(project / "build" / "site")
    _say(project, "Zum Schluss")
    reasons = _built(run, project)
    assert reasons == {
        "en": "unchanged",
        "ar": "unchanged",
        "de": "built, as its accepted messages changed (html, epub, pdf, bundle)",
    }
    after = _tree(project / "build" / "site")
    changed = {name for name in before if before[name] != after[name]}
    own = {name for name in changed if re.search(r"(^|/|\.)de[./]", name)}
    assert f"de/{ARTICLE}.html" in own
    assert f"downloads/{SLUG}.de.epub" in own
    assert [name for name in changed - own if not LISTS.fullmatch(name)] == []
    assert set(before) == set(after)
    assert _contents(project / "build" / "site") == _clean(run, project, tmp_path)


def test_back_again(run: Callable, project: Path) -> None:
    """What was built before is taken from the build folder, and nothing is built."""
    _built(run, project)
    before = _contents(project / "build" / "site")
    _say(project, "Zum Schluss")
    _built(run, project)
    _say(project, "Fazit", before="Zum Schluss")
    assert _built(run, project)["de"].startswith("taken from the build folder")
    assert _contents(project / "build" / "site") == before


def test_a_comment_changes_no_edition(run: Callable, project: Path) -> None:
    """The gate looks again at a catalog that was touched; its editions stand."""
    _built(run, project)
    path = project / "locales" / "de" / "LC_MESSAGES" / f"{ARTICLE}.po"
    path.write_text("# A translator's note.\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert set(_built(run, project).values()) == {"unchanged"}


@pytest.mark.parametrize(
    "harm",
    [
        lambda site: (site / "de" / f"{ARTICLE}.html").unlink(),
        lambda site: (site / "de" / f"{ARTICLE}.html").write_text("other"),
        lambda site: (site / "downloads" / f"{SLUG}.de.epub").unlink(),
        lambda site: (site / "de" / "extra.html").write_text("somebody's"),
        lambda site: shutil.rmtree(site / "de"),
    ],
    ids=["page gone", "page altered", "book gone", "page added", "folder gone"],
)
def test_what_somebody_changed_in_the_site_is_put_right(
    run: Callable, project: Path, harm: Callable[[Path], None]
) -> None:
    """By what was kept, without building."""
    _built(run, project)
    before = _contents(project / "build" / "site")
    harm(project / "build" / "site")
    reasons = _built(run, project)
    assert reasons["de"].startswith("taken from the build folder")
    assert reasons["ar"] == "unchanged"
    assert _contents(project / "build" / "site") == before


@pytest.mark.parametrize(
    "name",
    [
        "index.html",
        "status.html",
        "SHA256SUMS",
        "covers",
        "data",
        "downloads/articles.de.zip",
    ],
)
def test_what_belongs_to_no_locale_is_put_right_too(
    run: Callable, project: Path, name: str
) -> None:
    _built(run, project)
    before = _contents(project / "build" / "site")
    path = project / "build" / "site" / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert set(_built(run, project).values()) == {"unchanged"}
    assert _contents(project / "build" / "site") == before


def test_damaged_entries_are_built_again(run: Callable, project: Path, tmp_path: Path) -> None:
    """With every entry of the cache damaged, a build gives what one from nothing gives."""
    entries = [path for path in (project / "build" / "cache").rglob("*") if path.is_file()]
    assert len(entries) > 10
    for number, path in enumerate(entries):
        data = bytearray(path.read_bytes())
        if number % 3 == 0:
            data[len(data) // 2] ^= 1
        path.write_bytes(bytes(data[: len(data) // 2]) if number % 3 == 1 else data)
        if number % 3 == 2:
            path.write_bytes(b"")
    _say(project, "Zum Schluss")
    _built(run, project)
    assert _contents(project / "build" / "site") == _clean(run, project, tmp_path)


def test_clean_uses_nothing(run: Callable, project: Path) -> None:
    """With `--clean` everything is built, to the same bytes."""
    _built(run, project)
    before = _contents(project / "build" / "site")
    reasons = _built(run, project, "--clean")
    assert all(reason.startswith("built, as its copy") for reason in reasons.values())
    assert _contents(project / "build" / "site") == before


def test_formats_one_after_the_other(run: Callable, project: Path, tmp_path: Path) -> None:
    """What one format needs of another is there, whichever was built when."""
    shutil.rmtree(project / "build")
    for form in ("html", "pdf", "bundle", "epub", "html"):
        done = run("build", "de", "ar", "--formats", form, project=project)
        assert done.returncode == 0, done.stderr
    assert _contents(project / "build" / "site") == _clean(run, project, tmp_path)


def test_warnings_come_again(run: Callable, copy_project: Callable, tmp_path: Path) -> None:
    """A warning is printed each time that its edition is installed, though it is not built."""
    project = copy_project(tmp_path / "project")
    conf = project / "docs" / "conf.py"
    lines = "import logging\n\n\ndef setup(app):\n    from sphinx.util import logging\n"
    lines += "    if app.config.language == 'de':\n        app.connect('builder-inited', warn)\n"
    lines += "\n\ndef warn(app):\n    from sphinx.util import logging\n"
    lines += "    if app.builder.name == 'bundle':\n"
    lines += "        logging.getLogger(__name__).warning('look at this')\n"
    conf.write_text(f"{conf.read_text(encoding='utf-8')}\n\n{lines}", encoding="utf-8")
    assert "de: look at this" in run("build", "de", "--formats", "bundle", project=project).stderr
    # The bundle comes from the cache, the others do not.
    assert "de: look at this" in run("build", "de", project=project).stderr
    shutil.rmtree(project / "build" / "site")
    assert "de: look at this" in run("build", "de", project=project).stderr


def test_a_report_for_programs(run: Callable, project: Path, tmp_path: Path) -> None:
    """`--report` says what was built and why, and how long each stage took."""
    _built(run, project)
    _say(project, "Zum Schluss")
    path = tmp_path / "report.json"
    _built(run, project, "--report", str(path))
    report = json.loads(path.read_text(encoding="utf-8"))
    assert report["built"] == ["de"]
    assert sorted(report["unchanged"]) == ["ar", "en"]
    assert sorted(report["reasons"]) == ["ar", "de", "en"]
    assert set(report["seconds"]) == {"gate", "html", "epub", "pdf", "bundle", "audit"}
    assert all(times["de"] > 0 for times in report["seconds"].values())


def test_leftovers_of_a_killed_run_are_removed(project: Path, run: Callable) -> None:
    """Also where nothing is compiled again: folders beside the compiled catalogs go."""
    catalogs = project / "build" / "catalogs"
    for name in (".de.old", ".de.new", ".de.writing"):
        (catalogs / name / "LC_MESSAGES").mkdir(parents=True)
    assert run("build", "de", "ar", project=project).returncode == 0
    assert [path.name for path in catalogs.iterdir() if path.name.startswith(".")] == []
