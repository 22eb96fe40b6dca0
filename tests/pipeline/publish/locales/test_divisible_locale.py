"""A locale in batches of articles: the files and the result of a build as a whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.articles import write_corpus
from cellulite_content.pipeline.files.archives.archive import ArchiveError
from cellulite_content.pipeline.files.folder import read_folder
from cellulite_content.pipeline.gate.run import GateRun
from cellulite_content.pipeline.model.document_keys import NOTHING_KEPT
from cellulite_content.pipeline.model.fault import BuildResult
from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.model.reading import reading_digest
from cellulite_content.pipeline.model.source_tree import read_source_tree
from cellulite_content.pipeline.publish.locales.divisible_locale import (
    DivisibleLocale,
    article_sizes,
)
from cellulite_content.pipeline.publish.locales.locale_tasks import BUILD_LOCALE
from cellulite_content.pipeline.workers.clusters.batches import Batch, divide
from cellulite_content.pipeline.workers.clusters.divided_task import DividedTask
from cellulite_content.pipeline.workers.process_pool import ProcessPool
from cellulite_content.pipeline.workers.task import Task
from support.markup.cases import read_cases, write_supported

FORMATS = ("epub", "pdf", "html", "bundle")


class _Prepared:
    """A project with compiled catalogs and a reading, whose locales can be built.

    German goes without the articles `withheld`.
    """

    def __init__(self, folder: Path, withheld: tuple[str, ...] = ()) -> None:
        self._withheld = withheld
        self.project = load_project(folder)
        gate = GateRun(self.project, ProcessPool(2))
        self.source, trees = gate.read_source_and_trees()
        report = gate.start_report(self.source, ())
        gate.check([self.project.locale("de")], report)
        assert not report.findings
        self.project.reading.write_bytes(trees)
        self._digest = reading_digest(trees)

    def locale(self, code: str) -> DivisibleLocale:
        project, articles = self.project, self.source.articles
        sizes = article_sizes(project, read_source_tree(project), articles)
        return DivisibleLocale(project.locale(code).tag, sizes, 0.0, articles)

    def task(self, code: str, output: Path, batch: Batch | None = None) -> Task:
        output.mkdir(parents=True)
        languages = tuple(
            each.listed_language._replace(withheld=self._withheld if each.code == "de" else ())
            for each in self.project.editions
        )
        arguments = (self.project.root, code, FORMATS, languages, (), output, self._digest)
        return Task(code, BUILD_LOCALE, (*arguments, NOTHING_KEPT, batch))

    def build(self, task: Task) -> BuildResult:
        outcome = ProcessPool(1).run_one(task)
        assert not outcome.error, outcome.error
        result: BuildResult = outcome.value
        assert result.failure is None, result.failure
        return result

    def build_in_batches(self, code: str, folder: Path, count: int) -> BuildResult:
        """Build each batch in a process of its own, and put them together, the last one first."""
        locale = self.locale(code)
        batches = divide(locale.sizes, count)
        whole = DividedTask(self.task(code, folder / "whole" / code), locale, batches)
        for number, batch in reversed([*enumerate(batches)]):
            output = folder / str(number) / code
            built = self.build(self.task(code, output, batch))
            whole.add(batch, read_folder(output), built)
        assert whole.is_complete
        return whole.finish()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> _Prepared:
    """Six articles with covers, figures and notes."""
    folder = tmp_path_factory.mktemp("corpus") / "project"
    write_corpus(folder, 6, ("de",))
    return _Prepared(folder)


@pytest.fixture(scope="module")
def withheld(tmp_path_factory: pytest.TempPathFactory) -> _Prepared:
    """Four articles, of which German has no first one: the list shows the cover of the second."""
    folder = tmp_path_factory.mktemp("withheld") / "project"
    write_corpus(folder, 4, ("de",))
    return _Prepared(folder, ("articles/article-0001",))


@pytest.fixture(scope="module")
def constructs(tmp_path_factory: pytest.TempPathFactory) -> _Prepared:
    """All supported constructs: articles with chapters, downloads, roles that documents define."""
    cases = [case for case in read_cases() if case.is_supported]
    return _Prepared(write_supported(tmp_path_factory.mktemp("markup") / "project", cases))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "code", "count"),
    [
        ("corpus", "de", 2),
        ("corpus", "en", 3),
        ("corpus", "de", 9),
        ("withheld", "de", 4),
        ("constructs", "de", 3),
    ],
)
def test_the_files_are_those_of_a_whole_build(
    request: pytest.FixtureRequest, tmp_path: Path, name: str, code: str, count: int
) -> None:
    """In all formats, with fewer and with more articles than batches, with chapters, and where the
    first article is withheld."""
    prepared = request.getfixturevalue(name)
    task = prepared.task(code, tmp_path / "one" / code)
    one = prepared.build(task)
    merged = prepared.build_in_batches(code, tmp_path, count)
    assert read_folder(tmp_path / "whole") == read_folder(tmp_path / "one")
    assert {*merged.warnings} == {*one.warnings}
    assert len(merged.warnings) == len(one.warnings)
    assert replace(merged, seconds={}, warnings=()) == replace(one, seconds={}, warnings=())
    assert merged.seconds.keys() == one.seconds.keys()


@pytest.mark.slow
def test_other_code_needs_a_whole_build(tmp_path: Path) -> None:
    """An extension may write files with all documents, so a batch fails and says so."""
    write_corpus(tmp_path / "project", 2, ("de",))
    conf = tmp_path / "project" / "docs" / "conf.py"
    conf.write_text(f"{conf.read_text()}\ndef setup(app):\n    pass\n")
    prepared = _Prepared(tmp_path / "project")
    batch, _ = divide(prepared.locale("de").sizes, 2)
    result = ProcessPool(1).run_one(prepared.task("de", tmp_path / "out" / "de", batch)).value
    assert result.failure.text == ("docs: Sphinx says: an extension writes all documents together")


LOCALE = DivisibleLocale(
    "de",
    {"articles/a": 2, "articles/b": 1, "stairs/c": 1},
    0.0,
    {"articles/a": "articles/a", "a/chapter": "articles/a", "articles/b": "articles/b"},
)
FIRST, SECOND = divide(LOCALE.sizes, 2)


@pytest.mark.parametrize(
    "name",
    [
        "html/articles/a.html",
        "html/articles/a.js",
        "html/a/chapter.html",
        "epub/a.de.epub",
        "epub/a.de.bilingual.epub",
        "epub/a.de.kepub.epub",
        "pdf/a.de.pdf",
        "bundle/a/de.txt",
        "bundle/a-chapter/de.txt",
        "html/search.html",
        "html/_static/reading.css",
        "html/unknown.html",
        "epub/unknown.de.epub",
        "bundle/unknown/de.txt",
    ],
)
def test_a_file_is_of_one_batch(name: str) -> None:
    """The files of an article are brought by its batch, all that has none by the first batch."""
    assert (FIRST.articles, SECOND.articles) == ({"articles/a"}, {"articles/b", "stairs/c"})
    assert LOCALE.refusal(FIRST, name) == ""
    assert LOCALE.refusal(SECOND, name) == f"{name!r} is of no article of its batch"


@pytest.mark.parametrize(
    "name", ["html/stairs/c.html", "epub/stairs-c.de.epub", "pdf/b.de.pdf", "bundle/b/figure.svg"]
)
def test_the_first_batch_brings_no_file_of_another(name: str) -> None:
    """What is an article of the second batch comes from that alone."""
    assert LOCALE.refusal(SECOND, name) == ""
    assert LOCALE.refusal(FIRST, name) == f"{name!r} is of no article of its batch"


@pytest.mark.parametrize("name", ["html/index.html", "html/_images/a.svg", "html/searchindex.js"])
def test_some_files_are_of_any_batch(name: str) -> None:
    """Shared pictures, the page of the list of articles, and the parts of the search index."""
    assert not any(LOCALE.refusal(batch, name) for batch in (FIRST, SECOND))


def _arriving(folder: Path) -> DividedTask:
    task = Task("de", BUILD_LOCALE, (folder, "de", ("html",), (), (), folder))
    return DividedTask(task, LOCALE, [FIRST, SECOND])


def test_two_batches_may_bring_one_picture(tmp_path: Path) -> None:
    """If it is the same; a batch with another one is refused, and nothing of it is written."""
    whole = _arriving(tmp_path)
    whole.add(FIRST, {"html/_images/a.svg": b"1"}, BuildResult())
    other = {"html/articles/b.html": b"", "html/_images/a.svg": b"2"}
    with pytest.raises(ArchiveError, match=r"'html/_images/a\.svg' differs from that of another"):
        whole.add(SECOND, other, BuildResult())
    assert read_folder(tmp_path) == {"html/_images/a.svg": b"1"}
    whole.add(SECOND, {"html/articles/b.html": b"", "html/_images/a.svg": b"1"}, BuildResult())
    assert whole.is_complete
    whole.give_up()
    assert read_folder(tmp_path) == {}


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    """Two batches cannot make the disk fail with an error that nobody reports."""
    whole = _arriving(tmp_path)
    whole.add(FIRST, {"html/_images/a": b""}, BuildResult())
    with pytest.raises(ArchiveError, match="they cannot be put together: "):
        whole.add(SECOND, {"html/_images/a/b": b""}, BuildResult())


@pytest.mark.parametrize(
    "part",
    [
        b"alert(1)",
        b'Search.setIndex({"docnames":["articles/b"],"titles":[],"terms":{},"titleterms":{}})',
        b'Search.setIndex({"docnames":["articles/a"],"titles":["A"],"terms":{},"titleterms":{}})',
        b'Search.setIndex({"docnames":[],"titles":[],"terms":{"word":[0]},"titleterms":{}})',
        b'Search.setIndex({"docnames":[],"titles":[],"terms":{"word":[-1]},"titleterms":{}})',
        b'Search.setIndex({"docnames":1})',
        b"Search.setIndex([)",
        b"Search.setIndex(\xff)",
    ],
)
def test_a_part_that_is_no_search_index_is_refused(part: bytes) -> None:
    """Other scripts, other numbers than articles, an article that another batch has."""
    first = b'Search.setIndex({"docnames":["articles/a"],"titles":["A"],"terms":{"x":[0]},'
    first += b'"titleterms":{}})'
    with pytest.raises(ArchiveError, match=r"'html/searchindex\.js' is no search index: "):
        LOCALE.merge("html/searchindex.js", [first, part])
    assert LOCALE.merge("html/searchindex.js", [first]) == first
