"""What a `conf.py` may do if its process is to build another language."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cellulite_content.pipeline.source.trees.plain_settings import only_sets_values
from support import CHECKOUT
from support.small_projects import HEAD, translate, write_project

PLAIN = [
    "import os, sys\nfrom pathlib import Path\nsys.path.insert(0, os.path.abspath('..'))",
    "from datetime import date\ncopyright = f'{date.today().year} The authors'",
    "import os\nif os.environ.get('CI'):\n    tags.add('ci')\nelse:\n    release = 'draft'",
    "html_context = {}\nhtml_context['name'] = ', '.join(sorted(['a', 'b']))",
    "rst_prolog = Path(__file__).with_name('prolog').read_text()",
]
MORE = [
    "import sphinx_rtd_theme",
    "from os import environ",
    "import os\nos.environ['COUNT'] = '1'",
    "import os\nos.environ.setdefault('COUNT', '1')",
    "import os\nenvironment = os.environ\nenvironment.update(COUNT='1')",
    "import os as a_module",
    "import sys\nsys.modules.clear()",
    "import datetime\ndatetime.date = None",
    "str = print\nstr('again')",
    "setattr(object, 'name', 1)",
    "[setattr][0](object, 'name', 1)",
    "().__class__.__base__.__subclasses__()",
    "import pathlib\ndel pathlib.Path",
    "def setup(app): pass",
    "html_context = {'name': lambda: 1}",
    "for name in ():\n    pass",
    "no Python",
    "\0",
]


@pytest.mark.parametrize("conf", PLAIN)
def test_values_are_plain(conf: str) -> None:
    """Values may be written down, computed, and read from the environment and from files."""
    assert only_sets_values(conf.encode())


@pytest.mark.parametrize("conf", MORE)
def test_anything_else_is_not(conf: str) -> None:
    """What can change something that outlives `conf.py` is not plain, nor what hides it."""
    assert not only_sets_values(conf.encode())


def test_our_own_settings_are_plain() -> None:
    """Neither this project nor a new one pays for the processes of other projects."""
    skeleton = CHECKOUT / "cellulite_content/pipeline/starting/skeleton/conf.py.txt"
    text = skeleton.read_bytes().replace(b"$project", b"'Walking'")
    assert only_sets_values(text)
    assert only_sets_values((CHECKOUT / "docs/conf.py").read_bytes())


_ADDS_A_MARK = """
from sphinx.writers.html5 import HTML5Translator
original = HTML5Translator.visit_strong

def visit_strong(self, node):
    original(self, node)
    self.body.append("+")

HTML5Translator.visit_strong = visit_strong
"""


@pytest.mark.slow
def test_no_language_sees_the_settings_of_another(tmp_path: Path, run: Callable) -> None:
    """A `conf.py` that changes a class of Sphinx changes it once for each language."""
    articles = {"a": f"{HEAD}Walk\n====\n\nGo **on**.\n"}
    codes = ("de", "es", "fr", "it")
    folder = write_project(tmp_path / "project", articles, _ADDS_A_MARK, codes=codes)
    done = run("build", "--formats", "html", "--jobs", "1", project=folder)
    assert done.returncode == 0, done.stderr
    for code in ("en", *codes):
        assert "<strong>+on" in _page(folder, code), code


@pytest.mark.slow
def test_an_edit_does_not_run_the_settings_twice(tmp_path: Path, run: Callable) -> None:
    """The title is in lists, which a first attempt to build the edited document alone finds out."""
    articles = {name: f"{HEAD}Walk {name}\n======\n\nGo **on**.\n" for name in ("a", "b", "c")}
    folder = write_project(tmp_path / "project", articles, _ADDS_A_MARK)
    build = ("build", "--formats", "html", "--explain")
    assert run(*build, project=folder).returncode == 0
    for translations in ({"Walk a": "Gehen a"}, {"Walk a": "Laufen", "Go **on**.": "**on**!"}):
        translate(folder, "a", translations)
        done = run(*build, project=folder)
        assert done.returncode == 0, done.stderr
        assert " of 4 documents" in done.stdout
        assert "<strong>+on" in _page(folder, "de")


def _page(folder: Path, code: str) -> str:
    return (folder / f"build/site/{code}/articles/a.html").read_text(encoding="utf-8")
