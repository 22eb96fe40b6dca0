"""Drafts: what is typed is shown on the page and in the book's chapter before it is saved."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cellulite_content.desk.desk import Desk
from cellulite_content.desk.preview import RENDER_PAGES
from cellulite_content.pipeline.catalogs.message_edit import Translation
from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.workers.process_pool import ProcessPool
from cellulite_content.pipeline.workers.task import Outcome, Task
from support.desk.process import RunningDesk

DOMAIN = "articles/a"
PAGE = f"page/{DOMAIN}.html"
CHAPTER = "book/a/a.xhtml"
SOURCE = "It costs nothing."


def _draft(desk: RunningDesk, text: str, path: str = PAGE, **more: Any) -> Any:
    return desk.ask("/draft", {"domain": DOMAIN, "key": SOURCE, "text": text, "path": path, **more})


def test_draft_is_shown_and_not_saved(shared_desk: RunningDesk, shared_project: Path) -> None:
    """The page has the text; the file of the page, and the catalog, do not."""
    catalog = shared_project / f"locales/de/LC_MESSAGES/{DOMAIN}.po"
    before = catalog.read_bytes()
    draft = _draft(shared_desk, "Es kostet *fast* nichts.").values
    assert draft["state"] == "translated"
    assert ">Es kostet <em>fast</em> nichts.</p>" in draft["page"]
    assert "kostet" not in shared_desk.ask(f"/{PAGE}").body.decode()
    assert catalog.read_bytes() == before


def test_refused_and_fuzzy_drafts_show_the_source(shared_desk: RunningDesk) -> None:
    """As readers would see it, and with the state that the desk marks."""
    refused = _draft(shared_desk, "Es kostet *nichts.").values
    fuzzy = _draft(shared_desk, "Es kostet nichts.", fuzzy=True).values
    missing = _draft(shared_desk, "").values
    for draft, state in ((refused, "refused"), (fuzzy, "fuzzy"), (missing, "missing")):
        assert draft["state"] == state
        assert draft["page"] is None or SOURCE in draft["page"]


def test_saving_shows_what_the_draft_showed(desk: RunningDesk) -> None:
    """Byte for byte, on the page and in the chapter, which is rendered when first asked for."""
    assert desk.ask("/overview").values["documents"][0]["book"] == ""
    documents = desk.ask("/books", {}).values["documents"]
    assert [(each["page"], each["book"]) for each in documents] == [(PAGE, CHAPTER), ("", "")]
    assert desk.ask(f"/{CHAPTER}").headers["content-type"] == "application/xhtml+xml"
    drafts = {path: _draft(desk, "Gratis.", path).values["page"] for path in (PAGE, CHAPTER)}
    body = {"domain": DOMAIN, "key": SOURCE, "text": "Gratis.", "seen": ""}
    assert desk.ask("/save", body).status == 200
    for path, draft in drafts.items():
        assert "Gratis." in draft
        assert draft == desk.ask(f"/{path}").body.decode()


class _Pool(ProcessPool):
    """A pool in which something else happens before each rendering."""

    before: Callable[[], None] = staticmethod(lambda: None)

    def run_one(self, task: Task) -> Outcome:
        """The outcome of a task."""
        if task.function == RENDER_PAGES:
            self.before()
        return super().run_one(task)


def test_texts_are_judged_while_pages_are_rendered(desk_project: Path) -> None:
    """A judgement waits for no rendering: neither of a draft nor after a save."""
    project, pool = load_project(desk_project), _Pool(1)
    desk = Desk(project, project.locale("de"), pool)
    desk.reload()
    judged: list[bool] = []

    def judge() -> None:
        thread = threading.Thread(target=desk.judge, args=(DOMAIN, SOURCE, "Gratis."), daemon=True)
        thread.start()
        thread.join(20)
        judged.append(not thread.is_alive())

    pool.before = judge  # type: ignore[method-assign]
    desk.draft(DOMAIN, SOURCE, Translation("Gratis."), "page", f"{DOMAIN}.html")
    desk.save(DOMAIN, SOURCE, Translation(""), Translation("Gratis."))
    assert judged == [True, True]
