"""Twelve documents of each format, made from structures that the test knows."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cellulite_content import Content
from cellulite_content.pipeline.files.names import slug
from support.importing.article_facts import article_facts
from support.importing.epub_files import write_epub
from support.importing.made_document import MadeDocument, expected_facts, make_document
from support.importing.odt_files import write_odt
from support.importing.text_files import write_html, write_md, write_txt
from support.importing.word_files import write_docx
from support.requirements import require

pytestmark = pytest.mark.slow

WRITERS: dict[str, Callable[[Path, MadeDocument], None]] = {
    "docx": write_docx,
    "epub": write_epub,
    "html": write_html,
    "md": write_md,
    "odt": write_odt,
    "txt": write_txt,
}
COUNT = 12


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, run: Callable) -> Path:
    """A new project with all documents, imported a folder of one format at a time."""
    require("import", "pypandoc", "py_svg_hush")
    root = tmp_path_factory.mktemp("import")
    project = root / "project"
    assert run("init", project, "--title", "Documents").returncode == 0
    for number, (kind, write) in enumerate(WRITERS.items()):
        folder = root / kind
        folder.mkdir()
        for document in range(COUNT * number, COUNT * (number + 1)):
            write(folder / f"{document}.{kind}", make_document(document, only_text=kind == "txt"))
        done = run("import", folder, project=project)
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
    done = run("build", "--formats", "bundle", project=project)
    assert done.returncode == 0, done.stderr
    return project


@pytest.mark.parametrize("kind", WRITERS)
def test_every_word_and_the_structure(project: Path, kind: str) -> None:
    """Words in order; headings, lists, links, notes, tables and pictures as they were made."""
    bundle = project / "documents" / "data"
    content = Content(lambda name: (bundle / name).read_bytes())
    start = COUNT * list(WRITERS).index(kind)
    for number in range(start, start + COUNT):
        document = make_document(number, only_text=kind == "txt")
        article = content.load("en", article=slug(document.title))
        assert article_facts(article.to_dict()) == expected_facts(document), number
