"""Reading the source: units are what stock Sphinx would extract, with a kind and a place each."""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import polib
import pytest

from cellulite_content.pipeline.errors import ProjectError
from cellulite_content.pipeline.gate.run import extract_source
from cellulite_content.pipeline.model.project import INTERFACE, load_project
from cellulite_content.pipeline.model.unit import FIGURE_LABEL, Document, Source
from cellulite_content.pipeline.workers.process_pool import ProcessPool
from support.small_projects import HEAD, write_project

ARTICLE = "articles/will-running-reduce-cellulite"
ELSEWHERE = "is on another machine; put it beside the article"
STOCK = """
extensions = []
exclude_patterns = ["handbook"]
gettext_compact = False
smartquotes = False
trim_footnote_reference_space = True
"""


def _read(root: Path) -> Source:
    return extract_source(load_project(root), ProcessPool(1))


@pytest.fixture(scope="module")
def source(checkout: Path) -> Source:
    """The checkout's source."""
    return _read(checkout)


@pytest.fixture(scope="module")
def article(source: Source) -> Document:
    """The article's document."""
    document = source.document(ARTICLE)
    assert document
    return document


@pytest.fixture(scope="module")
def stock(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What stock Sphinx's gettext builder extracts from the same files: texts by domain."""
    folder = tmp_path_factory.mktemp("stock")
    shutil.copytree(checkout / "docs", folder / "docs", ignore=shutil.ignore_patterns("handbook"))
    (folder / "docs" / "conf.py").write_text(STOCK)
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-b", "gettext", "-W", "docs", "out"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {
        path.relative_to(folder / "out").with_suffix("").as_posix(): [
            entry.msgid for entry in polib.pofile(str(path))
        ]
        for path in (folder / "out").rglob("*.pot")
    }


def test_messages_equal_stock_sphinx(source: Source, stock: dict[str, list[str]]) -> None:
    """Our messages are those of Sphinx's gettext builder, in its order, and labels of figures."""
    documents = [each for each in source.documents if each.domain != INTERFACE]
    wanted = {domain: texts for domain, texts in stock.items() if texts}
    texts = {
        each.domain: [key for key, unit in each.messages.items() if unit.kind != FIGURE_LABEL]
        for each in documents
    }
    assert texts == wanted
    assert len(stock[ARTICLE]) > 70


def test_lists_have_no_domain(source: Source) -> None:
    """The root, which only lists the articles, gives translators nothing to do."""
    assert [document.domain for document in source.documents] == [ARTICLE, INTERFACE]


def test_ids_are_unique(source: Source) -> None:
    """Each unit has an id of its own in its document."""
    for document in source.documents:
        ids = [unit.id for unit in document.units]
        assert len(ids) == len(set(ids))
        assert all(re.fullmatch(r"[a-z0-9-]+(/[a-z0-9-]+)?", each) for each in ids)


def test_ids_are_stable(article: Document, project_copy: Path) -> None:
    """A new paragraph gives new numbers in its own section, after it, and nowhere else."""
    path = project_copy / "docs" / f"{ARTICLE}.rst"
    text = path.read_text(encoding="utf-8")
    heading = "The Role of Running\n-------------------\n"
    assert heading in text
    path.write_text(text.replace(heading, f"{heading}\nA new paragraph.\n"), encoding="utf-8")
    edited = _read(project_copy).document(ARTICLE)
    assert edited
    before = {unit.id: unit.text for unit in article.units}
    after = {unit.id: unit.text for unit in edited.units}
    assert before.keys() < after.keys()
    moved = {name for name in before if before[name] != after[name]}
    assert moved
    assert all(name.startswith("the-role-of-running/paragraph-") for name in moved)


def test_kinds(article: Document) -> None:
    """Each unit says what it is to a reader, as translators see it in the template."""
    kinds = Counter(unit.kind for unit in article.units)
    assert kinds["title"] == kinds["description"] == kinds["note"] == 1
    assert kinds["heading 2"] == 6
    assert kinds["alternative text"] == kinds["caption"] == 1
    assert kinds["list item"] == 4
    assert kinds["footnote"] == 12
    assert set(kinds) >= {"paragraph", "table cell"}


def test_table_headings(article: Document) -> None:
    """The heads of columns are distinguished from the cells below them."""
    kinds = Counter(unit.kind for unit in article.units)
    assert (kinds["table heading"], kinds["table cell"]) == (3, 27)


def test_ids_count_from_one(article: Document) -> None:
    """What readers see is counted: ids do not move when a source states another field."""
    numbers: dict[str, list[int]] = {}
    for unit in article.units:
        word, dash, number = unit.id.rpartition("-")
        if dash and "/" in unit.id:
            numbers.setdefault(word, []).append(int(number))
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())


def test_sections_and_places(article: Document) -> None:
    """A unit knows the headings above it and its file, and an id says its section."""
    by_id = {unit.id: unit for unit in article.units}
    title = "Will running reduce cellulite?"
    assert by_id["title"].section == ()
    assert by_id["introduction/note-1"].section == (title,)
    assert by_id["conclusion/heading-2-1"].section == (title,)
    assert by_id["conclusion/paragraph-1"].section == (title, "Conclusion")
    places = {unit.place for unit in article.units if unit.kind != FIGURE_LABEL}
    assert places == {f"docs/{ARTICLE}.rst"}


def test_plain_kinds_are_no_markup(article: Document) -> None:
    """Description, alternative text and labels are plain; all others are reStructuredText."""
    plain = {unit.kind for unit in article.units if not unit.markup}
    assert plain == {"description", "alternative text", FIGURE_LABEL}


def test_date_is_the_sources(article: Document, checkout: Path) -> None:
    """The article's date is the field that its source states."""
    text = (checkout / "docs" / f"{ARTICLE}.rst").read_text(encoding="utf-8")
    assert f":date: {article.date}\n" in text
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", article.date)


def test_handbook_is_no_article(project_copy: Path) -> None:
    """What lies in the handbook's folder never reaches a translator."""
    folder = project_copy / "docs" / "handbook"
    folder.mkdir(exist_ok=True)
    (folder / "more.rst").write_text("More\n====\n\nWords for maintainers.\n")
    texts = [unit.text for each in _read(project_copy).documents for unit in each.units]
    assert "Words for maintainers." not in texts


def test_second_article_is_a_domain(project_copy: Path) -> None:
    """Another article is another document, with units of its own."""
    path = project_copy / "docs" / "articles" / "why-walk.rst"
    path.write_text(":date: 2026-01-02\n\nWhy Walk\n========\n\nWalking is good.\n")
    document = _read(project_copy).document("articles/why-walk")
    assert document
    assert [unit.text for unit in document.units] == ["Why Walk", "Walking is good."]
    assert document.date == "2026-01-02"


@pytest.mark.parametrize(
    ("fault", "remedy"),
    [
        ("A *broken paragraph.", "or write a backslash in front of its beginning"),
        ("A note that is missing. [#nobody]_", "or set `.. _name:` at the place"),
        (":ref:`Nothing <nowhere>`", "or set `.. _name:` at the place"),
        (":nothing:`Words`", "or define it with `.. role::`"),
        (".. nothing::", "or write the text without it"),
        (".. image:: nothing.svg", "in reStructuredText, write a space in it as `\\ `"),
    ],
)
def test_warning_is_refused(project_copy: Path, fault: str, remedy: str) -> None:
    """What Sphinx warns of is refused with path, line and remedy, without Sphinx's level."""
    path = project_copy / "docs" / f"{ARTICLE}.rst"
    text = path.read_text(encoding="utf-8")
    anchor = "Be kind to your body."
    assert text.count(anchor) == 1
    path.write_text(text.replace(anchor, f"{fault}\n\n{anchor}"), encoding="utf-8")
    line = path.read_text(encoding="utf-8").splitlines().index(fault) + 1
    with pytest.raises(ProjectError) as caught:
        _read(project_copy)
    first, *others = str(caught.value).splitlines()
    assert first.startswith(f"docs/{ARTICLE}.rst:{line}: ")
    assert any(each.endswith(remedy) for each in (first, *others))
    assert "WARNING" not in first
    assert "ERROR" not in first


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (".. image:: https://e.org/a.png\n   :alt: A", f"https://e.org/a.png {ELSEWHERE}"),
        (".. figure:: HTTP://e.org/a.png\n\n   A caption.", f"HTTP://e.org/a.png {ELSEWHERE}"),
        (".. |dot| image:: ftp://e.org/a.png\n\nA |dot|.", f"ftp://e.org/a.png {ELSEWHERE}"),
        (".. image:: file:///etc/a.png", f"file:///etc/a.png {ELSEWHERE}"),
        (
            f".. image:: data:image/gif;base64,{'A' * 80}",
            f"data:image/gif;base64,{'A' * 38}… is written into the text; save it as a file "
            "beside the article",
        ),
    ],
)
def test_picture_that_is_no_file_is_refused(project_copy: Path, lines: str, said: str) -> None:
    """A picture of another machine, or inside the text, is named with its line and the way out."""
    path = project_copy / "docs" / "articles" / "why-walk.rst"
    path.write_text(f"Why Walk\n========\n\n{lines}\n")
    with pytest.raises(ProjectError) as caught:
        _read(project_copy)
    assert str(caught.value) == f"docs/articles/why-walk.rst:4: the picture {said}"


def test_reserved_name_is_refused(project_copy: Path) -> None:
    """An article called `interface` would hide the editions' own strings."""
    (project_copy / "docs" / "interface.rst").write_text(":orphan:\n\nTitle\n=====\n")
    with pytest.raises(ProjectError, match=r"docs/interface\.rst: this name is reserved"):
        _read(project_copy)


# The interface


def test_every_string_of_the_interface_is_found(source: Source, checkout: Path) -> None:
    """Each text that a template or the code gives to `_` is a unit, and nothing else is."""
    folder = checkout / "cellulite_content" / "pipeline"
    texts = set()
    for path in folder.rglob("*"):
        if path.is_file() and path.parent.name != "__pycache__":
            text = path.read_text(encoding="utf-8")
            texts |= {each[1] for each in re.findall(r"\b_\(\s*(['\"])(.+?)\1\s*\)", text)}
    interface = source.document(INTERFACE)
    assert interface
    assert {unit.text for unit in interface.units} == texts
    assert len(texts) > 30


def test_interface_tells_placeholders(source: Source) -> None:
    """A string with a placeholder says so, so that translators' tools check it."""
    interface = source.document(INTERFACE)
    assert interface
    for unit in interface.units:
        assert (unit.flags == ("python-format",)) == ("%(" in unit.text), unit.text
        assert unit.kind == "interface"
        assert unit.place.startswith("cellulite_content/pipeline/")


def test_broken_template_is_an_error(checkout: Path, project_copy: Path) -> None:
    """A template that does not parse stops `extract` with its line: no string may just vanish."""
    package = project_copy / "cellulite_content"
    shutil.copytree(
        checkout / "cellulite_content",
        package,
        ignore=shutil.ignore_patterns("__pycache__", "data"),
    )
    template = package / "pipeline" / "editions" / "theme" / "articles.html"
    template.write_text("{% block title %}\n{{ _('Articles' }}\n", encoding="utf-8")
    before = (project_copy / "locales" / "templates" / "interface.pot").read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "cellulite_content", "extract"],
        cwd=project_copy,
        env=os.environ | {"PYTHONPATH": str(project_copy)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "articles.html:2: " in line
    assert (project_copy / "locales" / "templates" / "interface.pot").read_bytes() == before


def test_reading_leaves_nothing(project_copy: Path, run: Callable) -> None:
    """Reading the source writes nothing into the project."""
    before = sorted(project_copy.rglob("*"))
    _read(project_copy)
    assert sorted(project_copy.rglob("*")) == before


_LIMIT = """
import sys
from pathlib import Path
from cellulite_content.pipeline.errors import ProjectError
from cellulite_content.pipeline.gate import tasks
from cellulite_content.pipeline.source import source_builder
source_builder.MAX_MESSAGES = 20
try:
    tasks.read_source(Path(sys.argv[1]))
except ProjectError as error:
    print(error)
"""


def test_a_document_with_too_many_messages_is_refused(project_copy: Path) -> None:
    """Its catalogs would take the gate too long. It is named, with its number of messages."""
    done = subprocess.run(
        [sys.executable, "-c", _LIMIT, project_copy], capture_output=True, text=True, check=True
    )
    (line,) = done.stdout.splitlines()
    assert re.search(r"docs/articles/\S+\.rst: the document has \d+ messages, more than 20", line)


_COUNT = """
import gc, sys
from pathlib import Path
from cellulite_content.pipeline.gate import tasks
gc.collect()
gc.disable()
tasks.read_source(Path(sys.argv[1]))
print(gc.collect())
"""


@pytest.mark.slow
def test_trees_are_free_at_once(copy_project: Callable, checkout: Path, tmp_path: Path) -> None:
    """A document more leaves its units and contents behind in circles, and not its trees."""

    def left(articles: int) -> int:
        folder = copy_project(tmp_path / str(articles)) / "docs" / "articles"
        text = (folder / f"{Path(ARTICLE).name}.rst").read_text(encoding="utf-8")
        for number in range(articles):
            label = f"evidence-{number}"  # each only once in a project
            copy = text.replace(".. _evidence:", f".. _{label}:").replace(
                "<evidence>", f"<{label}>"
            )
            (folder / f"copy-{number}.rst").write_text(copy, encoding="utf-8")
        command = [sys.executable, "-c", _COUNT, str(folder.parents[1])]
        return int(subprocess.run(command, cwd=checkout, capture_output=True, check=True).stdout)

    assert (left(8) - left(2)) / 6 < 2500


def test_a_project_without_the_extension_is_told_of_it(
    copy_project: Callable, tmp_path: Path
) -> None:
    """Who begins a project of their own learns in one line what its settings lack."""
    root = copy_project(tmp_path / "project")
    (root / "docs" / "conf.py").write_text(STOCK, encoding="utf-8")
    with pytest.raises(ProjectError) as caught:
        _read(root)
    (line,) = str(caught.value).splitlines()
    assert line.endswith("add 'cellulite_content.pipeline.editions' to `extensions` in conf.py")


@pytest.mark.parametrize(
    "text",
    [
        "kind [#n]_",
        "H\\ :sub:`2`\\ O",
        "*a*\\ **b**\\ c",
        "(*a*), ``b``.",
        "`link <https://example.org/>`__\\ s",
    ],
)
def test_a_classifier_is_as_it_was_written(tmp_path: Path, text: str) -> None:
    """With the space, or the escaped one, that the markup inside of it needs."""
    article = f"{HEAD}A\n=\n\nterm : {text}\n   Meaning.\n\nWords [#n]_.\n\n.. [#n] Why.\n"
    document = _read(write_project(tmp_path / "project", {"a": article})).document("articles/a")
    assert document
    assert [unit.text for unit in document.units if unit.kind == "classifier"] == [text]
