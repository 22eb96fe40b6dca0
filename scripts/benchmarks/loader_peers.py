"""The loader's peers: where they are installed, their catalogs, and the programs to compare.

Every catalog has the first units of the German article, and every program prints its title.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

import polib

from benchmarks.timing import ROOT

REQUIREMENTS = (
    "Babel>=2.17,<3",
    "fluent.runtime>=0.4,<0.5",
    "Flask-Babel>=4,<5",
    "Django>=5.2,<6",
    "Werkzeug>=3.1,<4",
)
UNITS = 60

ENVIRONMENT = {"LANG": "C.UTF-8"}

PROGRAMS = {
    "bare": "pass",
    "cellulite-content": "from cellulite_content import load\nprint(load('de').title)",
    "gettext": (
        "import gettext\n"
        "print(gettext.translation('article', {folder!r}, ['de']).gettext({title!r}))"
    ),
    "gettext, the file named": (
        "import gettext\n"
        "with open({folder!r} + '/de/LC_MESSAGES/article.mo', 'rb') as file:\n"
        "    print(gettext.GNUTranslations(file).gettext({title!r}))"
    ),
    "babel.support": (
        "from babel.support import Translations\n"
        "print(Translations.load({folder!r}, ['de'], 'article').gettext({title!r}))"
    ),
    "fluent.runtime": (
        "from fluent.runtime import FluentLocalization, FluentResourceLoader\n"
        "loader = FluentResourceLoader({folder!r} + '/{{locale}}')\n"
        "print(FluentLocalization(['de'], ['article.ftl'], loader).format_value('unit-0'))"
    ),
    "Flask-Babel": (
        "from flask import Flask\n"
        "from flask_babel import Babel, gettext\n"
        "app = Flask('article')\n"
        "app.config['BABEL_TRANSLATION_DIRECTORIES'] = {folder!r}\n"
        "app.config['BABEL_DOMAIN'] = 'article'\n"
        "Babel(app, locale_selector=lambda: 'de')\n"
        "with app.test_request_context():\n"
        "    print(gettext({title!r}))"
    ),
    "Django": (
        "import django\n"
        "from django.conf import settings\n"
        "settings.configure(USE_I18N=True, LOCALE_PATHS=[{folder!r}], LANGUAGE_CODE='de')\n"
        "django.setup()\n"
        "from django.utils.translation import gettext, override\n"
        "with override('de'):\n"
        "    print(gettext({title!r}))"
    ),
}
"""The program of each process; those of the peers follow their documentation."""


@dataclass(frozen=True)
class Sample:
    """The first units of the German article: source and translation, the title first."""

    units: tuple[tuple[str, str], ...]

    @property
    def title(self) -> tuple[str, str]:
        """The title in English and German."""
        return self.units[0]


def install(folder: Path) -> Path:
    """A virtual environment with the peers and the wheel of this checkout; returns its Python.

    The peers are installed once; the package each time. pip asks PyPI or its configured index.
    """
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for packages in (REQUIREMENTS, ("--no-deps", "--force-reinstall", str(ROOT))):
        completed = subprocess.run([*pip, *packages], capture_output=True, text=True, check=False)
        if completed.returncode:
            sys.exit(
                f"benchmark: pip cannot install {packages[-1]}: {completed.stderr.strip()[-300:]}"
            )
    return python


def make_sample(python: Path, folder: Path) -> Sample:
    """The units that the installed package has, written for each peer into `folder`."""
    program = (
        "import json, cellulite_content as c\n"
        "texts = [node.text for node in c.load('de').walk() if node.text]\n"
        "print(json.dumps([c.__file__, [[text.source, text] for text in texts]]))"
    )
    package_file, pairs = json.loads(output(python, program))
    units = dict(pairs)  # gettext keeps one message for equal texts
    sample = Sample(tuple(units.items())[:UNITS])
    _write_mo(folder, sample)
    _write_fluent(folder, sample)
    _cut_bundle(Path(package_file).parent / "data", folder / "bundle")
    return sample


def programs(python: Path, folder: Path, sample: Sample) -> dict[str, list[str]]:
    """The command line of each program, after a test run that prints the title."""
    source, title = sample.title
    commands: dict[str, list[str]] = {}
    for name, template in PROGRAMS.items():
        program = template.format(folder=str(folder), title=source)
        commands[name] = [str(python), "-c", program]
        if name != "bare" and output(python, program).strip() != title:
            sys.exit(f"benchmark: {name} does not print {title!r}")
    return commands


def output(python: Path, program: str) -> str:
    """The output of a program, which imports no module of the folder of this process."""
    completed = subprocess.run(
        [python, "-c", program],
        env=ENVIRONMENT,
        cwd=python.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    if completed.returncode:
        sys.exit(f"benchmark: {completed.stderr.strip()[-300:]}")
    return completed.stdout


def _write_mo(folder: Path, sample: Sample) -> None:
    catalog = polib.POFile()
    catalog.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    catalog.extend(polib.POEntry(msgid=source, msgstr=text) for source, text in sample.units)
    path = folder / "de" / "LC_MESSAGES" / "article.mo"
    path.parent.mkdir(parents=True)
    catalog.save_as_mofile(str(path))
    # Django looks for a domain of this name.
    path.with_name("django.mo").write_bytes(path.read_bytes())


def _write_fluent(folder: Path, sample: Sample) -> None:
    lines = [f"unit-{number} = {text}\n" for number, (_, text) in enumerate(sample.units)]
    (folder / "de" / "article.ftl").write_text("".join(lines), encoding="utf-8")


def _cut_bundle(whole: Path, folder: Path) -> None:
    """The installed bundle with the first units of its article (handbook, "Bundle format")."""
    structure = next(whole.glob("*/structure.txt"))
    files = {path: path.read_text("utf-8").splitlines() for path in structure.parent.glob("*.txt")}
    for path, (head, *lines) in files.items():
        if path == structure:
            numbers = [int(line.split("\t")[2] or 0) for line in lines]
            units = lines[: next(index for index, number in enumerate(numbers) if number > UNITS)]
        else:
            units = lines[:UNITS]
        changed = head.rpartition("\t")[0] + f"\t{len(units)}"
        target = folder / path.relative_to(whole)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("\n".join([changed, *units]) + "\n", encoding="utf-8")
    for path in whole.glob("*.txt"):
        (folder / path.name).write_bytes(path.read_bytes())
