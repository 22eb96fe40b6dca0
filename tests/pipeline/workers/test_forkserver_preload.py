"""The prelude: what a build process could fetch addresses with refuses to."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cellulite_content.pipeline.gate.run import READ_SOURCE
from cellulite_content.pipeline.workers.process_pool import ProcessPool, Task


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_no_address_is_opened(copy_project: Callable, tmp_path: Path, method: str) -> None:
    """Sphinx's own client says why it fetches nothing, and `requests` is not even imported."""
    project = copy_project(tmp_path / "project")
    lines = (
        "import sys\n"
        "from sphinx.util import requests\n"
        "if 'requests' not in sys.modules:\n"
        "    requests.get('https://example.org/picture.png')\n"
    )
    conf = project / "docs" / "conf.py"
    conf.write_text(conf.read_text(encoding="utf-8") + lines, encoding="utf-8")
    outcome = ProcessPool(1, method=method).run_one(Task("source", READ_SOURCE, (project,)))
    assert "https://example.org/picture.png: a build opens no addresses" in outcome.error


def test_rarely_used_modules_are_imported_late() -> None:
    """Neither stemmers nor doctests are imported before anything in them is used."""
    program = (
        "import sys\n"
        "import cellulite_content.pipeline.workers.forkserver_preload\n"
        "import cellulite_content.pipeline.publish.locales.tasks\n"
        "assert not {'doctest', 'snowballstemmer.english_stemmer'} & sys.modules.keys()\n"
        "from sphinx.ext import doctest\n"
        "from sphinx.search.en import SearchEnglish\n"
        "assert SearchEnglish({}).stem('walking') == 'walk'\n"
        "assert doctest.blankline_re.pattern == sys.modules['sphinx.ext.doctest']"
        ".blankline_re.pattern\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
