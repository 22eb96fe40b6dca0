"""The desk in a real browser: from a saved catalog to the changed sentence on the screen."""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.articles import CODES, write_corpus

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = Path("/usr/bin/chromium")
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\?token=\S+")

OVERVIEW = "fetch('/overview').then(answer => answer.json())"

JUDGE = """\
async ([domain, key, text]) => {
  const token = document.querySelector("meta[name=desk-token]").content;
  const headers = { "Content-Type": "application/json", "X-Desk-Token": token };
  const start = performance.now();
  await fetch("/judge", { method: "POST", headers, body: JSON.stringify({ domain, key, text }) });
  return performance.now() - start;
}
"""
"""What the page does at each pause, and the milliseconds that it takes."""


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the benchmark's options."""
    parser.description = (
        "Measures the desk in Debian's Chromium: an edit of a catalog by another program until the "
        "text is on the screen, and the judgement of a text while it is typed. Needs the extras "
        "`desk` and `pictures`."
    )
    parser.add_argument("--edits", type=int, default=100, help="edits of each; default: 100")
    parser.add_argument("--articles", type=int, default=1, help="articles; default: 1")
    parser.add_argument(
        "--locales", type=int, default=1, help=f"translations; default: 1, at most {len(CODES)}"
    )


def run(arguments: argparse.Namespace) -> None:
    """Print the median and the 95th percentile of both."""
    with tempfile.TemporaryDirectory() as name:
        folder, codes = Path(name), CODES[: arguments.locales]
        write_corpus(folder, arguments.articles, codes)
        catalogs = folder / "locales" / codes[0] / "LC_MESSAGES"
        with _opened_desk(folder, codes[0]) as page:
            seconds = list(_edits(page, catalogs, arguments.edits))
            judgements = [value / 1000 for value in _judgements(page, arguments.edits)]
    count = f"{arguments.articles} articles, {len(codes) + 1} languages, {arguments.edits} edits"
    print(f"{count}: median, 95th percentile, in seconds")
    for title, values in (("saved to shown", seconds), ("judgement", judgements)):
        last = sorted(values)[int(0.95 * len(values))]
        print(f"{title:16}{statistics.median(values):8.3f}{last:8.3f}")


@contextmanager
def _opened_desk(folder: Path, code: str) -> Iterator[Page]:
    """The desk's page with the first article."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  an extra

    program = [sys.executable, "-m", "cellulite_content", "--project", str(folder)]
    for name in ("extract", "update"):
        subprocess.run([*program, name], check=True, capture_output=True)
    command = [*program, "desk", code, "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            match = _ADDRESS.search(line) or sys.exit("benchmark: the desk does not start")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=CHROMIUM, args=["--no-sandbox"]
                )
                page = browser.new_page()
                page.goto(match[0])
                page.frame_locator("#frame").locator("[data-unit]").first.wait_for()
                yield page
                browser.close()
        finally:
            process.kill()


def _edits(page: Page, catalogs: Path, count: int) -> Iterator[float]:
    """Change the title of the shown article again and again, as an editor does."""
    shown = page.frame_locator("#frame").locator("h1")
    title = shown.inner_text()
    domain = page.evaluate(OVERVIEW)["documents"][0]["domain"]
    catalog = catalogs / f"{domain}.po"
    before, text, after = catalog.read_text(encoding="utf-8").partition(f'msgstr "{title}"')
    if not text:
        sys.exit(f"benchmark: {catalog} lacks the title {title!r}")
    for number in range(count):
        word = f"edit{number}"
        begin = time.perf_counter()
        catalog.write_text(f'{before}msgstr "{word}"{after}', encoding="utf-8")
        shown.filter(has_text=word).wait_for(state="attached")
        yield time.perf_counter() - begin
    catalog.write_text(before + text + after, encoding="utf-8")


def _judgements(page: Page, count: int) -> list[float]:
    """Milliseconds of judgements of a paragraph that grows."""
    document: Any = page.evaluate(OVERVIEW)["documents"][0]
    message = max(document["messages"], key=lambda each: len(each["source"]))
    text = message["translation"] or message["source"]
    names = (document["domain"], message["key"])
    return [page.evaluate(JUDGE, [*names, f"{text} {'x' * number}"]) for number in range(count)]
