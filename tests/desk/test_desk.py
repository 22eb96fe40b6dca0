"""The desk's work: what it lists, judges, renders and saves, through its requests."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from cellulite_content.pipeline.editions.templates import THEME
from support.desk.process import RunningDesk, running_desk

DOMAIN = "articles/a"
CATALOG = f"locales/de/LC_MESSAGES/{DOMAIN}.po"
PAGE = f"/page/{DOMAIN}.html"
GLOSSARY = "term,locale,use,avoid,definition\nheart,de,Herz,,An organ.\n"


def _states(desk: RunningDesk) -> dict[str, str]:
    """The state of each message of the article, by its source."""
    documents = desk.ask("/overview").values["documents"]
    (article,) = [each for each in documents if each["domain"] == DOMAIN]
    return {message["source"]: message["state"] for message in article["messages"]}


def _save(desk: RunningDesk, source: str, text: str, seen: str = "", **more: Any) -> Any:
    body = {"domain": DOMAIN, "key": source, "text": text, "seen": seen, **more}
    return desk.ask("/save", body)


def _findings(desk: RunningDesk, source: str, text: str) -> list[Any]:
    body = {"domain": DOMAIN, "key": source, "text": text}
    found: list[Any] = desk.ask("/judge", body).values["findings"]
    return found


def _page(desk: RunningDesk) -> str:
    return desk.ask(PAGE).body.decode()


def _until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


def _wait(desk: RunningDesk, text: str) -> None:
    """Wait until the page has the text."""
    _until(lambda: text in _page(desk))


def test_list_and_page_of_an_unfinished_language(shared_desk: RunningDesk) -> None:
    """Each message has its state; the page has the translations, and the source's words where
    there is none, each with the id of its unit."""
    assert _states(shared_desk) == {
        "Walking": "translated",
        "A text on walking.": "translated",
        "Walking is *good* for you.": "translated",
        "It costs nothing.": "missing",
        "Why": "missing",
        "It helps the heart, says `a study <https://example.org/study>`_.": "missing",
    }
    page = _page(shared_desk)
    assert re.search(r'<p data-unit="introduction/paragraph-1">Gehen tut <em>gut</em>\.</p>', page)
    assert "It costs nothing." in page


def test_text_is_judged_while_it_is_typed(shared_desk: RunningDesk, shared_project: Path) -> None:
    """The gate's findings and the checks of quality, with a correction; nothing is saved."""
    before = (shared_project / CATALOG).read_bytes()
    assert _findings(shared_desk, "It costs nothing.", "Es kostet nichts.") == []
    (broken,) = _findings(shared_desk, "It costs nothing.", "Es kostet *nichts.")
    assert broken["severity"] == "error"
    assert broken["correction"]
    assert _findings(shared_desk, "It costs nothing.", broken["correction"]) == []
    lost = _findings(shared_desk, "Walking is *good* for you.", "Gehen tut gut.")
    assert [finding["severity"] for finding in lost] == ["warning"]
    assert (shared_project / CATALOG).read_bytes() == before


def test_details_of_a_message(shared_desk: RunningDesk) -> None:
    """Kind, place, translation and similar texts from the same catalogs."""
    values = shared_desk.ask("/message?domain=articles%2Fa&key=Walking").values
    assert values["kind"] == "title"
    assert values["translation"] == "Gehen"
    assert values["editable"]
    near = shared_desk.ask("/message?domain=articles%2Fa&key=Why").values
    assert near["translation"] == ""


def test_saving_changes_one_entry(desk: RunningDesk, desk_project: Path) -> None:
    """The catalog differs in the one line, and the page shows the text; undo takes both back."""
    path = desk_project / CATALOG
    before = path.read_bytes()
    assert _save(desk, "It costs nothing.", "Es kostet nichts.").status == 200
    old, new = before.decode().splitlines(), path.read_text("utf-8").splitlines()
    assert [(a, b) for a, b in zip(old, new, strict=True) if a != b] == [
        ('msgstr ""', 'msgstr "Es kostet nichts."')
    ]
    assert "Es kostet nichts." in _page(desk)
    assert _states(desk)["It costs nothing."] == "translated"
    assert desk.ask("/undo", {}).values == {"domain": DOMAIN, "key": "It costs nothing."}
    assert path.read_bytes() == before
    assert "Es kostet nichts." not in _page(desk)
    assert desk.ask("/undo", {}).status == 422


def test_refused_and_fuzzy_texts_are_saved_and_not_shown(
    desk: RunningDesk, desk_project: Path
) -> None:
    """A text with a fault is kept in the catalog, and readers see the source."""
    assert _save(desk, "Why", "Warum *nur").status == 200
    assert _states(desk)["Why"] == "refused"
    assert _save(desk, "It costs nothing.", "Kostet nichts?", fuzzy=True).status == 200
    assert _states(desk)["It costs nothing."] == "fuzzy"
    assert "#, fuzzy" in (desk_project / CATALOG).read_text("utf-8")
    assert "nur" not in _page(desk)
    assert "Kostet nichts?" not in _page(desk)


def test_entry_changed_by_another_program(desk: RunningDesk, desk_project: Path) -> None:
    """Its text stays in the file, and the desk gets both texts; another entry is no conflict."""
    path = desk_project / CATALOG
    text = path.read_text("utf-8").replace('msgstr "Gehen"', 'msgstr "Wandern"')
    path.write_text(text, "utf-8")
    refused = _save(desk, "Walking", "Spazieren", seen="Gehen")
    assert refused.status == 409
    assert refused.values["translation"] == "Wandern"
    assert path.read_text("utf-8") == text
    assert _save(desk, "It costs nothing.", "Es kostet nichts.").status == 200
    assert 'msgstr "Wandern"' in path.read_text("utf-8")
    assert _save(desk, "Walking", "Spazieren", seen="Wandern").status == 200


def test_changes_of_other_programs_are_shown(desk: RunningDesk, desk_project: Path) -> None:
    """A catalog that an editor saves, and a source with a new paragraph."""
    path = desk_project / CATALOG
    path.write_text(path.read_text("utf-8").replace('"Gehen"', '"Zu Fuß gehen"'), "utf-8")
    _wait(desk, "Zu Fuß gehen")
    source = desk_project / f"docs/{DOMAIN}.rst"
    source.write_text(source.read_text("utf-8") + "\nA new paragraph.\n", "utf-8")
    _wait(desk, "A new paragraph.")
    assert _states(desk)["A new paragraph."] == "missing"
    answer = _save(desk, "A new paragraph.", "Ein neuer Absatz.")
    assert answer.status == 422
    assert "cellulite-content update" in answer.values["error"]


ENGINE = """\
import json, sys
source = json.load(sys.stdin)["source"]
if source == "Walking":
    sys.exit("no key")
print("<img src=x onerror=alert(1)> " + source)
"""
MEMORY = """\
<tmx version="1.4"><body><tu><tuv xml:lang="en"><seg>It costs nothing.</seg></tuv>
<tuv xml:lang="de"><seg>Es kostet &lt;b&gt;nichts&lt;/b&gt;.</seg></tuv></tu></body></tmx>
"""


def test_suggestions_questions_and_handing_in(
    desk_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Suggestions have their origin; one of the user's program is saved as fuzzy, with its name,
    until it is saved once more; its failure is one line. A question is a comment, and the patch
    has all that was written."""
    monkeypatch.setenv("CELLULITE_CONTENT_SUGGESTIONS", json.dumps([sys.executable, "-Sc", ENGINE]))
    memory = desk_project / "locales/memory/old.tmx"
    memory.parent.mkdir()
    memory.write_text(MEMORY, "utf-8")
    (memory.parent / "broken.tmx").write_text("<tmx>", "utf-8")
    path = desk_project / CATALOG
    before = path.read_text("utf-8")
    name = {"domain": DOMAIN, "key": "It costs nothing."}
    with running_desk(desk_project, "de") as desk:
        overview = desk.ask("/overview").values
        assert ["broken.tmx" in fault for fault in overview["faults"]] == [True]
        assert overview["handIn"] == {"address": "", "sinceCommit": False}
        details = desk.ask(f"/message?{urlencode(name)}").values
        (found,) = details["suggestions"]
        assert found["origin"] == "locales/memory/old.tmx"
        assert (found["translation"], found["fuzzy"]) == ("Es kostet <b>nichts</b>.", False)
        (made,) = desk.ask("/suggest", name).values["suggestions"]
        assert made["translation"] == "<img src=x onerror=alert(1)> It costs nothing."
        assert made["fuzzy"]
        failed = desk.ask("/suggest", {**name, "key": "Walking"}).values
        assert failed["suggestions"] == []
        assert "has ended with 1: no key" in failed["fault"]
        saved = _save(desk, name["key"], made["translation"]).values["saved"]
        assert saved == {"text": made["translation"], "fuzzy": True}
        assert "# suggested by the program python" in path.read_text("utf-8")
        seen = {"seen": saved["text"], "seenFuzzy": True}
        assert not _save(desk, name["key"], saved["text"], **seen).values["saved"]["fuzzy"]
        assert "suggested by" not in path.read_text("utf-8")
        for _ in range(2):
            desk.ask("/undo", {})
        assert path.read_text("utf-8") == before
        asked = {**name, "seen": [], "questions": ["<b>Whom?</b>"]}
        assert desk.ask("/questions", asked).status == 200
        assert desk.ask("/questions", asked).status == 200  # it is there already
        assert desk.ask("/questions", {**asked, "questions": ["Other?"]}).status == 409
        details = desk.ask(f"/message?{urlencode(name)}").values
        assert details["questions"] == ["<b>Whom?</b>"]
        assert details["comments"] == []
        patch = desk.ask("/changes.patch")
    assert patch.headers["content-type"].startswith("text/x-diff")
    assert patch.headers["content-disposition"] == "attachment; filename=de.patch"
    changed = [line for line in patch.body.decode().splitlines() if line[:1] in "+-"]
    assert changed == [f"--- a/{CATALOG}", f"+++ b/{CATALOG}", "+# question: <b>Whom?</b>"]


def test_glossary_and_theme_are_watched(desk: RunningDesk, desk_project: Path) -> None:
    """A new term of the glossary is shown with the texts that have it; a stylesheet of the theme
    that is saved gives all pages again."""
    (desk_project / "locales/glossary.csv").write_text(GLOSSARY, "utf-8")
    key = quote("It helps the heart, says `a study <https://example.org/study>`_.")
    address = f"/message?domain={quote(DOMAIN, safe='')}&key={key}"
    _until(lambda: desk.ask(address).values["terms"] == [{"term": "heart", "use": "Herz"}])
    before = desk.ask("/overview").values
    (THEME / "static" / "reading.css").touch()
    _until(lambda: desk.ask("/overview").values["theme"] > before["theme"])
    _until(lambda: desk.ask("/overview").values["version"] > before["version"])


def test_broken_source_keeps_the_page(desk: RunningDesk, desk_project: Path) -> None:
    """The fault is shown with file and line, and the page is the last good one."""
    source = desk_project / f"docs/{DOMAIN}.rst"
    good = source.read_text("utf-8")
    source.write_text(good + "\n.. unknown:: x\n", "utf-8")
    _until(lambda: bool(desk.ask("/overview").values["faults"]))
    assert f"{DOMAIN}.rst:" in desk.ask("/overview").values["faults"][0]
    assert "Gehen tut" in _page(desk)
    source.write_text(good, "utf-8")
    _until(lambda: desk.ask("/overview").values["faults"] == [])


def test_two_desks_do_not_lose_each_others_work(desk: RunningDesk, desk_project: Path) -> None:
    """What one has saved, the other shows, and does not overwrite."""
    with running_desk(desk_project, "de") as other:
        assert _save(desk, "It costs nothing.", "Es kostet nichts.").status == 200
        assert _save(other, "Why", "Warum").status == 200
        _wait(other, "Es kostet nichts.")
        assert _save(other, "It costs nothing.", "Gratis.").status == 409
    text = (desk_project / CATALOG).read_text("utf-8")
    assert 'msgstr "Warum"' in text
    assert 'msgstr "Es kostet nichts."' in text


def test_the_port_is_the_same_each_time(desk_project: Path) -> None:
    """The browser keeps unsaved texts by the address; a second desk at the same time has another
    one."""
    with running_desk(desk_project, "de") as first, running_desk(desk_project, "de") as second:
        ports = (first.port, second.port)
    assert ports[0] != ports[1]
    with running_desk(desk_project, "de") as again:
        assert again.port == ports[0]


def test_catalog_can_be_taken_along(shared_desk: RunningDesk, shared_project: Path) -> None:
    """The catalog as it is on disk, under a name that says document and language."""
    answer = shared_desk.ask(f"/catalog/{DOMAIN}.po")
    assert answer.body == (shared_project / CATALOG).read_bytes()
    assert "filename=articles-a.de.po" in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("it",), "no locale 'it'"),
        (("en",), "is the source's language"),
        (("de", "--port", "{port}"), "leave out --port for a free one"),
    ],
)
def test_start_that_fails(
    shared_desk: RunningDesk,
    shared_project: Path,
    run: Callable,
    arguments: tuple[str, ...],
    message: str,
) -> None:
    """One line that says what to do: no such locale, the source's language, a port in use."""
    given = [each.format(port=shared_desk.port) for each in arguments]
    done = run("desk", *given, "--no-browser", project=shared_project)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
