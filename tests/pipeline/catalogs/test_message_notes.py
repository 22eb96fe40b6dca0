"""Comments of messages: their terms of the glossary, and their place on the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import polib
import pytest

from cellulite_content.pipeline.catalogs.catalog import parse_catalog, write_entry
from cellulite_content.pipeline.catalogs.template import with_notes
from cellulite_content.pipeline.gate.glossary import Glossary, Term
from support.samples import DE, read, template
from support.small_projects import HEAD, write_project

ARTICLE = f"""{HEAD}Walking
=======

Walk to the hip.

Why
---

Hips like it.

Nothing.
"""
GLOSSARY = """\
term,locale,use,avoid,definition
hip,de,"Hüfte, Hüften",,The joint.
walk,de,"gehen (zu  Fuß)",laufen,On foot.
hip,fr,hanche,,The joint.
"""
CATALOG = "locales/de/LC_MESSAGES/articles/a.po"


def _comments(path: Path) -> dict[str, str]:
    return {entry.msgid: entry.comment for entry in polib.pofile(str(path))}


@pytest.fixture(scope="module")
def folder(run: Callable, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A project with a glossary and an address, in German and French."""
    made = write_project(
        tmp_path_factory.mktemp("notes") / "project", {"a": ARTICLE}, codes=("de", "fr")
    )
    (made / "locales/glossary.csv").write_text(GLOSSARY, "utf-8")
    settings = made / "pyproject.toml"
    text = settings.read_text("utf-8").replace('site-url = ""', 'site-url = "https://x.org/w"')
    settings.write_text(text, "utf-8")
    for command in ("extract", "update"):
        assert run(command, project=made).returncode == 0
    return made


def test_each_catalog_has_the_terms_of_its_language(folder: Path) -> None:
    """And the place of the text in the original on the site, which the template has too."""
    german = _comments(folder / CATALOG)
    assert german["Walk to the hip."] == (
        "paragraph, in: Walking\nhttps://x.org/w/en/articles/a.html\n"
        "glossary: hip = Hüfte, Hüften; walk = gehen (zu Fuß)"
    )
    assert german["Hips like it."].splitlines()[1:] == [
        "https://x.org/w/en/articles/a.html#why",
        "glossary: hip = Hüfte, Hüften",
    ]
    assert german["Nothing."] == (
        "paragraph, in: Walking > Why\nhttps://x.org/w/en/articles/a.html#why"
    )
    french = _comments(folder / CATALOG.replace("/de/", "/fr/"))
    assert french["Walk to the hip."].splitlines()[-1] == "glossary: hip = hanche"
    original = _comments(folder / "locales/templates/articles/a.pot")
    assert "glossary" not in original["Walk to the hip."]


def test_only_what_changes_is_written(run: Callable, folder: Path) -> None:
    """A second update writes nothing, a new language begins with its terms, and another word of
    the glossary changes the lines of its messages in its language alone."""
    paths = sorted(folder.glob("locales/*/LC_MESSAGES/**/*.po"))
    before = {path: path.read_bytes() for path in paths}
    assert run("update", project=folder).stdout == ""
    assert run("add-locale", "de_AT", project=folder).returncode == 0
    assert run("update", project=folder).stdout == ""
    assert "hip = Hüfte" in (folder / CATALOG.replace("/de/", "/de_AT/")).read_text("utf-8")
    glossary = folder / "locales/glossary.csv"
    glossary.write_text(GLOSSARY.replace("hip,fr,hanche", "hip,fr,la hanche"), "utf-8")
    run("update", project=folder)
    changed = [path for path in paths if path.read_bytes() != before[path]]
    assert changed == [folder / CATALOG.replace("/de/", "/fr/")]
    old, new = before[changed[0]].decode().splitlines(), changed[0].read_text("utf-8").splitlines()
    lines = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
    assert lines == [("#. glossary: hip = hanche", "#. glossary: hip = la hanche")] * 2


def test_a_comment_is_behind_the_others() -> None:
    """In any layout, as it is written and read again."""
    lines = ("#. one\n#. two\n#: a.rst\n", "#: a.rst\n#. one\n", "", "#. one\n", "#, fuzzy\n")
    for text in lines:
        before = read(f'{text}msgid "Walk."\nmsgstr ""\n')
        noted = with_notes(before, lambda source: f"on {source}")
        assert noted.live[0].extracted == (*before.live[0].extracted, "on Walk.")
        assert parse_catalog(noted.to_bytes()).live[0].extracted == noted.live[0].extracted
    (entry,) = with_notes(template("Walk."), lambda source: "note").live
    assert entry.raw == write_entry(entry).raw


def test_hostile_terms_stay_on_their_line() -> None:
    """A glossary is from people who may not be trusted: a comment has no line break of theirs."""
    use = 'a\nmsgid "x"\u2028\x85\r#~ b'
    note = Glossary((Term("walk", "de", use, "", "."),)).note(DE, "Walk.")
    assert note.splitlines() == ['glossary: walk = a msgid "x" #~ b']
