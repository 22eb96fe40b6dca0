"""What the desk shows is what `build` writes: all pages of a project, and all chapters of books."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from support.desk.process import running_desk
from support.small_projects import HEAD, write_project

pytestmark = pytest.mark.slow

UNIT = re.compile(r' data-unit="[^"]*"')
"""What the desk adds to an element."""

CHAPTERS = {
    "a": f"{HEAD}Walking\n=======\n\nTo :doc:`b`.\n\n.. toctree::\n\n   a/one\n   a/two\n",
    "a/one": "One\n===\n\nThe *first*, see :doc:`two`.\n\n.. image:: /dot.svg\n   :alt: A dot\n",
    "a/two": "Two\n===\n\n`A study <https://example.org>`_ of legs. [#]_\n\n.. [#] A note.\n",
    "b": f"{HEAD}Sitting\n=======\n\nTo :doc:`a/two`.\n",
}
DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>'


@pytest.mark.parametrize("name", ["article", "chapters"])
def test_pages_and_chapters(
    tmp_path: Path, run: Callable, copy_project: Callable, name: str
) -> None:
    """They are equal byte for byte, but for the ids of units, and for the sources that pages hold
    to show both languages: the desk's editor has the source of each text."""
    folder = tmp_path / "project"
    if name == "article":
        copy_project(folder)
        code = "ar"
    else:
        write_project(folder, CHAPTERS, files={"docs/dot.svg": DOT})
        code = "de"
    settings = folder / "pyproject.toml"
    own = settings.read_text("utf-8")
    head = "[tool.cellulite-content]\n"
    plain = re.sub(r"(?m)^bilingual = .*\n", "", own)
    settings.write_text(plain.replace(head, f"{head}bilingual = false\n"), "utf-8")
    # Pages that are built alone have no downloads, as in the desk.
    assert run("build", "--formats", "html", project=folder).returncode == 0
    site = tmp_path / "site"
    shutil.copytree(folder / "build/site", site)
    settings.write_text(own, "utf-8")
    assert run("build", "--formats", "epub", code, project=folder).returncode == 0
    books = {
        path.name.removesuffix(f".{code}.epub"): zipfile.ZipFile(path)
        for path in (folder / "build/site/downloads").glob(f"*.{code}.epub")
    }
    with running_desk(folder, code) as desk:
        documents = desk.ask("/books", {}).values["documents"]
        shown = [each for each in documents if each["domain"] != "interface"]
        assert len(shown) == (1 if name == "article" else 4)
        for document in shown:
            page = desk.ask(f"/{document['page']}").body.decode()
            path = document["page"].removeprefix("page/")
            assert UNIT.search(page)
            assert UNIT.sub("", page) == (site / code / path).read_text("utf-8")
            chapter = desk.ask(f"/{document['book']}").body.decode()
            _, book, file = document["book"].split("/")
            assert UNIT.search(chapter)
            assert UNIT.sub("", chapter) == books[book].read(f"EPUB/{file}").decode()
