"""Translated files: the article's own translations as Markdown and Word, through the command."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from rapidfuzz import fuzz

from cellulite_content import load
from support.editions.reader import texts_of_kind
from support.requirements import require

pytestmark = pytest.mark.slow

ARTICLE = "articles/will-running-reduce-cellulite"
LANGUAGES = ("ar", "de", "es", "fr", "hi", "it", "ja", "pl", "pt_BR", "ru", "zh_Hans")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, run: Callable, checkout: Path) -> Path:
    """The article's project with empty catalogs."""
    require("import", "pypandoc", "py_svg_hush")
    root = tmp_path_factory.mktemp("translations")
    shutil.copytree(checkout / "docs", root / "docs", ignore=shutil.ignore_patterns("handbook"))
    (root / "locales").mkdir()
    shutil.copy(checkout / "locales" / "locales.toml", root / "locales")
    settings = (checkout / "pyproject.toml").read_text(encoding="utf-8")
    settings = re.sub(r'(?m)^bundle = ".*"$', 'bundle = "build/bundle"', settings)
    (root / "pyproject.toml").write_text(settings, encoding="utf-8")
    assert run("extract", project=root).returncode == 0
    assert run("update", project=root).returncode == 0
    return root


def _render(code: str, folder: Path) -> dict[str, Path]:
    """The translation as Markdown, by our loader, and as Word, by pandoc."""
    import pypandoc

    article = load(code.replace("_", "-"))
    path = folder / f"{code}.md"
    description = str(article.description).replace('"', '\\"')
    front = f'---\ndescription: "{description}"\n---\n\n'
    path.write_text(front + article.markdown(), encoding="utf-8")
    word = folder / f"{code}.docx"
    reader = "markdown-implicit_figures-smart"
    pypandoc.convert_file(str(path), "docx", format=reader, outputfile=str(word))
    return {"md": path, "docx": word}


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_text_is_at_its_place(
    project: Path, run: Callable, checkout: Path, tmp_path: Path, code: str
) -> None:
    """At least 99 of 100 messages, and no wrong one that is not called doubtful.

    The words in figures are in the picture, and in no file that is imported.
    """
    name = f"locales/{code}/LC_MESSAGES/{ARTICLE}.po"
    empty = (project / name).read_bytes()
    truth = {entry.msgid: entry.msgstr for entry in polib.pofile(str(checkout / name))}
    labels = frozenset(texts_of_kind("figure label"))
    for kind, path in _render(code, tmp_path).items():
        (project / name).write_bytes(empty)
        done = run("import", path, "--locale", code, project=project)
        # In these files, the note has a title as text, which has no place in the document.
        assert done.returncode == 1, done.stderr
        assert "no place in the document" in done.stderr
        entries = {entry.msgid: entry for entry in polib.pofile(str(project / name))}
        right = 0
        for source, translation in truth.items():
            entry = entries[source]
            is_right = fuzz.ratio(translation.split(), entry.msgstr.split()) >= 80
            is_right = is_right or fuzz.ratio(translation, entry.msgstr) >= 85
            right += is_right and source not in labels
            assert is_right or not entry.msgstr or "doubtful" in entry.tcomment, source
            assert not entry.msgstr or (entry.fuzzy and "% sure" in entry.tcomment)
        assert right / len(truth.keys() - labels) >= 0.99, kind
    (project / name).write_bytes(empty)
