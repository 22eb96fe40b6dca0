"""The prelude: what a build process could fetch addresses with refuses to."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cellulite_content.pipeline.gate.run import READ_SOURCE
from cellulite_content.pipeline.workers.process_pool import ProcessPool, Task


@pytest.mark.parametrize("method", ["forkserver", "spawn"])
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
