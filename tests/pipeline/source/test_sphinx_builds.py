"""The private names of Sphinx's builds: an upgrade that takes one away fails here by name."""

import inspect

import pytest
from docutils import languages
from docutils.transforms import Transform
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.search import IndexBuilder
from sphinx.theming import Theme
from sphinx.transforms import i18n
from sphinx.util.logging import pending_warnings

from cellulite_content.pipeline.source import sphinx_builds


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (Sphinx, "self._init_i18n()"),
        (Sphinx, "self._init_builder()"),
        (Builder, "self._read_serial(docnames)"),
        (Builder, "self.read_doc(docname)"),
        (Builder, "self.read()"),
        (Builder, "self.env.config_status = CONFIG_OK"),
        (StandaloneHTMLBuilder, "self._get_translations_js()"),
        (StandaloneHTMLBuilder, "self._js_files"),
        (StandaloneHTMLBuilder, "self.load_indexer(docnames)"),
        (Config, "self._overrides"),
        (IndexBuilder, "_stem = self.lang.stem"),
        (Theme, "self._tmp_dirs"),
        (i18n.Locale, "= init_locale("),
        (Transform, "languages.get_language("),
        (pending_warnings, "memhandler = MemoryHandler()"),
    ],
)
def test_sphinx_still_has_the_name(owner: type, name: str) -> None:
    """It uses the name; else `sphinx_builds` needs another way."""
    assert name in inspect.getsource(owner), f"{owner.__module__}.{owner.__name__}: {name} is gone"


def test_words_and_labels_are_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A word of a catalog with its translation, and that docutils' labels were used; afterwards
    docutils is as before."""
    monkeypatch.setattr(sphinx_builds, "translators", {})
    monkeypatch.setattr(locale, "translators", sphinx_builds.translators)
    locale.init([], "de")
    words = []
    sphinx_builds.note_words(lambda *word: words.append(word))
    assert locale.get_translation("sphinx")("Index") == "Index"
    assert words == [(("general", "sphinx"), "Index", "Index")]
    used: list[str] = []
    before = languages.get_language
    with sphinx_builds.labels_noted(lambda: used.append("labels")):
        labels = languages.get_language("de")
        assert used == []
        assert labels.labels["contents"] == "Inhalt"
    assert used == ["labels"]
    assert languages.get_language is before
