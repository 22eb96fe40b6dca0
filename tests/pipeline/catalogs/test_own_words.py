"""The translations of the interface that come with this program, and what projects get of them."""

from collections.abc import Callable
from pathlib import Path

import polib
import pytest

from cellulite_content.pipeline.catalogs.catalog import Catalog, Entry
from cellulite_content.pipeline.catalogs.own_words import own_words, with_own_words
from cellulite_content.pipeline.model.locale import Locale
from support.small_projects import write_project


@pytest.mark.parametrize(
    ("code", "contents"),
    [
        ("de", "Inhalt"),
        ("de_AT", "Inhalt"),
        ("pt", "Sumário"),
        ("pt_PT", None),  # other words than in Brazil
        ("zh_CN", "目录"),
        ("zh_TW", "目錄"),
        ("zh_HK", "目錄"),
        ("hi_Latn", None),
        ("cs", None),
        ("en", None),
    ],
)
def test_own_words_are_of_the_language_and_script(code: str, contents: str | None) -> None:
    """Another region is taken only where it is the usual one; no language replaces another."""
    assert own_words(Locale(code)).get("Contents") == contents


def test_only_new_messages_get_a_draft() -> None:
    """What somebody has emptied stays empty; an English locale has the strings as they are."""
    template = Catalog(Entry(""), (Entry("", msgid="Contents"), Entry("", msgid="Search")))

    def drafts(code: str) -> list[str]:
        catalog = with_own_words(template, Locale(code), {"Search"})
        return [entry.msgstr for entry in catalog.live]

    assert drafts("de") == ["Inhalt", ""]
    assert drafts("en_GB") == ["Contents", ""]
    assert drafts("cs") == ["", ""]


def test_a_project_begins_with_drafts_and_gets_new_ones(run: Callable, tmp_path: Path) -> None:
    """`add-locale` fills the interface's catalog and says where it is from, `update` a string that
    is new in it; articles stay empty.
    """
    folder = write_project(tmp_path, {"a": "Contents\n========\n"}, codes=("de", "cs"))
    catalogs = folder / "locales/de/LC_MESSAGES"
    path = catalogs / "interface.po"
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# From cellulite-content. German: a draft made with a language model;")
    assert all(entry.msgstr and not entry.fuzzy for entry in polib.pofile(str(path)))
    assert [entry.msgstr for entry in polib.pofile(str(catalogs / "articles/a.po"))] == [""]
    czech = polib.pofile(str(folder / "locales/cs/LC_MESSAGES/interface.po"))
    assert not czech.header
    assert not any(entry.msgstr for entry in czech)

    message = 'msgid "Search"\nmsgstr "Suche"\n'
    start = text.rindex("\n\n", 0, text.index(message))
    emptied = text.replace('msgid "Contents"\nmsgstr "Inhalt"', 'msgid "Contents"\nmsgstr ""')
    path.write_text(emptied[: start - 2] + emptied[emptied.index(message) + len(message) - 2 :])
    done = run("update", project=folder)
    assert done.returncode == 0, done.stderr
    updated = {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))}
    assert (updated["Search"], updated["Contents"]) == ("Suche", "")
