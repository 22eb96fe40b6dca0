"""Adoption of existing projects: one report names everything, and no translation is lost."""

import json
import os
import subprocess
from pathlib import Path

import polib
import pytest
from click.testing import CliRunner, Result

from cellulite_content.cli.commands import command
from cellulite_content.pipeline.adopting.survey import find_sources
from cellulite_content.pipeline.errors import ProjectError
from cellulite_content.pipeline.model.project import load_project
from support.adopting import EXTENSIONS, LAYOUTS, OBSTACLES, Layout


def adopt(root: Path, *options: str) -> Result:
    """Run the command on a project."""
    return CliRunner().invoke(command, ["adopt", str(root), *options])


def files(root: Path) -> dict[str, bytes]:
    """The contents of all files."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_project_of_any_layout(layout: Layout, tmp_path: Path) -> None:
    """One report names an obstacle of every kind and writes nothing; then `--write` brings over all
    translations, leaves all files as they are, and changes nothing a second time."""
    root = tmp_path / layout.name
    layout.write(root)
    before = files(root)
    report = adopt(root)
    for kind, text in OBSTACLES.items():
        assert text.format(name=layout.name) in report.output, (kind, report.output)
    assert report.exit_code == 1
    assert files(root) == before
    assert json.loads(adopt(root, "--format", "json").stdout)["total"] == layout.messages

    refused = adopt(root, "--write")
    assert "git repository; commit first, or add --force" in refused.output
    assert files(root) == before

    written = adopt(root, "--write", "--force")
    after = files(root)
    assert {name: after[name] for name in before} == before
    summary = written.output.splitlines()[-1]
    translations = len(layout.languages) * len(layout.documents)
    gone = len(layout.languages) * len({layout.domain(name) for name in layout.documents})
    assert summary.endswith(f"; {translations + gone} translations kept; 0 refused")
    project = load_project(root)
    assert tuple(locale.code for locale in project.locales) == layout.codes
    for locale in project.locales:
        entries = [
            entry
            for path in (project.locales_folder / locale.code).rglob("*.po")
            for entry in polib.pofile(str(path))
        ]
        live = sorted(entry.msgstr for entry in entries if not entry.obsolete)
        assert live == sorted(f"{document} endet." for document in layout.documents)
        assert {entry.msgstr for entry in entries if entry.obsolete} == {"Weg"}
        for document in layout.documents:
            assert project.catalog(locale, document).is_file()

    assert "nothing to write" in adopt(root, "--write").output
    assert files(root) == after


@pytest.mark.slow
def test_an_adopted_project_without_obstacles_works(tmp_path: Path) -> None:
    """Its `conf.py` does not name our extension: all commands accept it, with the root's texts and
    index entries as units; changes that git does not know are refused."""
    root = tmp_path
    po = root / "locale" / "de" / "LC_MESSAGES" / "docs.po"
    po.parent.mkdir(parents=True)
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    texts = {
        "Stairs": "Treppe",
        "Steps": "Stufen",
        "Each step counts.": "Jede Stufe zählt.",
        "counts": "Zählen",
    }
    entries = (f'msgid "{text}"\nmsgstr "{target}"\n' for text, target in texts.items())
    po.write_text("\n".join((header, *entries)), "utf-8")
    (root / "conf.py").write_text(
        'gettext_compact = "docs"\nextensions = ["sphinx.ext.viewcode"]\n'
        'gettext_additional_targets = ["index"]\n'
    )
    (root / "index.rst").write_text("Stairs\n======\n\n.. toctree::\n\n   steps\n")
    (root / "steps.rst").write_text("Steps\n=====\n\n.. index:: counts\n\nEach step counts.\n")
    run = ["git", "-C", str(root), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run([*run, "init", "-q"], check=True)
    assert "git has changes, such as" in adopt(root, "--write").output
    subprocess.run([*run, "add", "."], check=True)
    subprocess.run([*run, "commit", "-qm", "Begin"], check=True)
    result = adopt(root, "--write")
    assert result.exit_code == 0, result.output
    assert result.output.endswith(
        "4 of 4 messages as in stock gettext; 4 translations kept; 0 refused\n"
    )
    with (root / "conf.py").open("a") as conf:
        conf.write('html_static_path = ["_only_for_themes"]\n')
    for step in ("extract", "update", "check", "build --formats html,epub"):
        done = CliRunner().invoke(command, ["--project", str(root), *step.split()])
        assert done.exit_code == 0, done.output
    entries = [
        (entry.msgid, entry.msgstr)
        for name in ("index", "steps")
        for entry in polib.pofile(str(root / "locales" / "de" / "LC_MESSAGES" / f"{name}.po"))
    ]
    assert sorted(entries) == sorted(texts.items())
    page = root / "build" / "cellulite-content" / "site" / "de" / "steps.html"
    assert "Jede Stufe zählt." in page.read_text(encoding="utf-8")


@pytest.mark.slow
def test_builders_of_the_project_get_accepted_translations_alone(tmp_path: Path) -> None:
    """A page has the project's own template and extension, and the original of a refused message;
    the sources need not pass `extract`."""
    root = tmp_path
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    raw = 'msgid "Press :key:`Enter`."\nmsgstr ":raw-html:`<script>` drücken."\n'
    root_text = 'msgid "Welcome."\nmsgstr "Willkommen."\n'
    good = 'msgid "Each step counts."\nmsgstr "Jede Stufe zählt."\n'
    po = root / "locale" / "de" / "LC_MESSAGES" / "docs.po"
    po.parent.mkdir(parents=True)
    po.write_text("\n".join((header, good, raw, root_text)), "utf-8")
    (root / "keys.py").write_text(EXTENSIONS["keys"])
    (root / "templates").mkdir()
    (root / "templates" / "layout.html").write_text(
        '{% extends "!layout.html" %}{% block footer %}OWN FOOTER{% endblock %}'
    )
    (root / "conf.py").write_text(
        "import sys\nfrom pathlib import Path\nsys.path.insert(0, str(Path(__file__).parent))\n"
        'extensions = ["keys"]\ntemplates_path = ["templates"]\ngettext_compact = "docs"\n'
    )
    (root / "index.rst").write_text("Stairs\n======\n\nWelcome.\n\n.. toctree::\n\n   steps\n")
    (root / "steps.rst").write_text(
        "Steps\n=====\n\nEach step counts.\n\nPress :key:`Enter`.\n\n"
        ".. raw:: html\n\n   <b id='own'>Own</b>\n\n.. role:: raw-html(raw)\n   :format: html\n"
    )
    adopt(root, "--write", "--force")
    build = ["--project", str(root), "build", "--formats"]
    result = CliRunner().invoke(command, [*build, "sphinx:html"])
    assert result.exit_code == 1, result.output
    assert "locales/de/LC_MESSAGES/steps.po" in result.output
    pages = root / "build" / "cellulite-content" / "html" / "de"
    steps = (pages / "steps.html").read_text(encoding="utf-8")
    assert "Jede Stufe zählt." in steps
    assert "drücken" not in steps
    assert "<b id='own'>Own</b>" in steps
    assert "OWN FOOTER" in steps
    assert "Willkommen." in (pages / "index.html").read_text(encoding="utf-8")
    again = CliRunner().invoke(command, [*build, "sphinx:html"])
    assert again.stdout.endswith("messages, unchanged\n"), again.output
    for formats, error in (("sphinx:none", "none"), ("sphinx:html,epub", "one builder alone")):
        assert error in CliRunner().invoke(command, [*build, formats]).output


@pytest.mark.slow
def test_a_broken_conf_py_is_one_line(tmp_path: Path) -> None:
    """The report says why; nothing is written, since no message is known."""
    (tmp_path / "conf.py").write_text("import nowhere\n")
    assert "nothing was written: correct this" in adopt(tmp_path, "--write", "--force").output
    report = adopt(tmp_path)
    notice = f"running conf.py of {tmp_path} with its extensions; adopt only what you trust"
    assert report.stderr.splitlines()[0] == notice
    assert (
        "file: ModuleNotFoundError: No module named 'nowhere' (conf.py, line 1);" in report.output
    )
    assert "correct this first" in report.output
    assert os.listdir(tmp_path) == ["conf.py"]  # noqa: PTH208 - also no `__pycache__`


def test_the_sources_are_where_the_nearest_conf_py_is(tmp_path: Path) -> None:
    """With two of them, or none, the error says what to name."""
    with pytest.raises(ProjectError, match=r"has no conf\.py of Sphinx; name the project's folder"):
        find_sources(tmp_path)
    for name in ("docs", "docs/other", "manual"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "conf.py").touch()
    with pytest.raises(
        ProjectError, match=r"several conf\.py \(docs, manual\); name the folder of"
    ):
        find_sources(tmp_path)
    (tmp_path / "manual" / "conf.py").unlink()
    assert find_sources(tmp_path) == tmp_path / "docs"


def test_a_folder_without_a_project_is_one_line(tmp_path: Path) -> None:
    """Nothing says that a `conf.py` runs which is not there."""
    for name, text in (
        ("", f"{tmp_path}: has no conf.py of Sphinx; name the project's folder"),
        ("nothing", f"Directory '{tmp_path / 'nothing'}' does not exist; see `"),
    ):
        done = adopt(tmp_path / name)
        assert (done.exit_code, done.output.count("\n")) == (2, 1)
        assert text in done.output


@pytest.mark.slow
def test_faults_have_their_place(tmp_path: Path) -> None:
    """A broken catalog with its line, and a text in place of a list once, not for each letter."""
    folder = tmp_path / "docs" / "locale" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (tmp_path / "docs" / "conf.py").write_text('locale_dirs = suppress_warnings = "locale"\n')
    (tmp_path / "docs" / "index.rst").write_text("Walking\n=======\n")
    (folder / "index.po").write_text('msgid "Walking"\nmsgstr "Gehen"\n')
    lines = [line.strip() for line in adopt(tmp_path).stdout.splitlines()]
    assert any(
        line.startswith("docs/locale/de/LC_MESSAGES/index.po:1: the header is missing; ")
        for line in lines
    )
    assert [line for line in lines if line.startswith("docs/conf.py")] == [
        f"docs/conf.py: {name} is a text, of which Sphinx takes each letter for an entry; "
        f"write a list: {name} = [...]"
        for name in ("locale_dirs", "suppress_warnings")
    ]
