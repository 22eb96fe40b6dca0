"""Builds locales in one new process each, with or without a reading, and tells what they parsed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

_PROGRAM = """
import json, sys
from pathlib import Path
from cellulite_content.pipeline.gate.tasks import check_catalogs, read_source_and_trees
from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.model.reading import reading_digest
from cellulite_content.pipeline.publish.locales.tasks import build_locale

root, output, reading, code = sys.argv[1:]
project = load_project(Path(root))
source, trees = read_source_and_trees(project.root)
project.build.mkdir(exist_ok=True)
project.reading.write_bytes(trees)
digest = reading_digest(trees) if reading else ""
translations = [locale.code for locale in project.locales]
check_catalogs(project.root, translations, source, None, True)
{change}
folder = Path(output)
folder.mkdir(parents=True)
languages = [locale.listed_language for locale in project.editions]
built = build_locale(project.root, code, ("html", "epub", "bundle"), languages, (), folder, digest)
assert not built.failure, built.failure
print(json.dumps([built.parsed, [warning.text for warning in built.warnings]]))
"""


class LocaleBuild(NamedTuple):
    """The documents that the process of the locale has parsed, the warnings, and what it said."""

    parsed: list[str]
    warnings: list[str]
    stderr: str


def build_locale(
    project: Path, output: Path, code: str = "de", *, reading: bool = True, change: str = ""
) -> LocaleBuild:
    """Build a locale of a project into `output/<format>`; `change` is a program that runs when the
    sources are read and the catalogs compiled."""
    program = _PROGRAM.replace("{change}", change)
    arguments = (sys.executable, "-B", "-c", program, project, output, reading * "yes", code)
    done = subprocess.run(
        arguments, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return LocaleBuild(*json.loads(done.stdout), done.stderr)


def article(output: Path) -> str:
    """The page of the article `a`."""
    return (output / "html" / "articles" / "a.html").read_text(encoding="utf-8")
