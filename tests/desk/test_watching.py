"""Watching: which changed files the desk reads again."""

from pathlib import Path

import pytest

from cellulite_content.desk.watching import Changes, changes_of
from cellulite_content.pipeline.model.locale import Locale
from support.samples import project


@pytest.mark.parametrize(
    ("path", "changes"),
    [
        ("locales/de/LC_MESSAGES/articles/a.po", Changes(("articles/a",))),
        ("locales/de/LC_MESSAGES/articles/.a.po.swp", Changes()),
        ("locales/de/LC_MESSAGES/articles/a.po~", Changes()),
        ("locales/fr/LC_MESSAGES/articles/a.po", Changes()),
        ("locales/glossary.csv", Changes(sources=True)),
        ("locales/locales.toml", Changes(sources=True)),
        ("docs/articles/a.rst", Changes(sources=True)),
        ("docs/conf.py", Changes(sources=True)),
        ("theme/static/reading.css", Changes(theme=True)),
        ("build/desk/reading", Changes()),
    ],
)
def test_what_a_changed_file_belongs_to(tmp_path: Path, path: str, changes: Changes) -> None:
    """Catalogs of the locale, glossary, sources and theme; an editor's own files are none."""
    locale, theme = Locale("de"), tmp_path / "theme"
    assert changes_of(project(tmp_path, locale), locale, theme, [tmp_path / path]) == changes
