"""What is left to translate, where people see it: `status LOCALE`, `check`, `build`."""

import html
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
CATALOG = f"""\
{HEADER}
msgid "Walking"
msgstr "Gehen"

msgid "Walk every day."
msgstr ""

#, fuzzy
msgid "Walk far."
msgstr "Gehen Sie."

msgid "Walk *fast*."
msgstr "Gehen Sie *schnell."

msgid "Walk at home."
msgstr "Gehen Sie "zu Hause"."
"""
SOURCE = """\
:date: 2026-01-01

Walking
=======

Walk every day.

Walk far.

Walk *fast*.

Walk at home.

Walk alone.
"""

STATUS = """\
de walking: 1 of 6 messages (16 %), published from 50 %; withheld: readers see none of it
  locales/de/LC_MESSAGES/walking.po:7: missing: "Walk every day."
  locales/de/LC_MESSAGES/walking.po:10: fuzzy: "Walk far."
  locales/de/LC_MESSAGES/walking.po:14: refused (broken-markup): "Walk *fast*."
  locales/de/LC_MESSAGES/walking.po:18: refused (unreadable-entry): "Walk at home."
  locales/de/LC_MESSAGES/walking.po: missing: "Walk alone."
"""
"""`status de`, without the lines of the interface."""


@pytest.fixture(scope="module")
def half_done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a German catalog that lacks a text for each reason, and a French one."""
    root = tmp_path_factory.mktemp("half-done")
    files = {
        "pyproject.toml": '[tool.cellulite-content]\ntitle = "Walks"\nbilingual = false\n',
        "docs/conf.py": "extensions = ['cellulite_content.pipeline.editions']\n"
        "gettext_compact = False\nsmartquotes = False\n",
        "docs/index.rst": "Walks\n=====\n\n.. toctree::\n\n   walking\n",
        "docs/walking.rst": SOURCE,
        "locales/locales.toml": "[de]\npublish = 50\n\n[fr]\n",
        "locales/de/LC_MESSAGES/walking.po": CATALOG,
        "locales/fr/LC_MESSAGES/walking.po": HEADER + '\nmsgid "Walking"\nmsgstr "*Marche"\n',
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def test_status_lists_what_readers_see_in_english(run: Callable, half_done: Path) -> None:
    """Each text with its place and the reason, in the order of the document."""
    done = run("status", "de", project=half_done)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines(keepends=True)
    start = next(number for number, line in enumerate(lines) if line.startswith("de walking"))
    assert "".join(lines[start : start + 6]) == STATUS


def test_status_as_json(run: Callable, half_done: Path) -> None:
    """The same, for programs; a catalog that is missing is one row."""
    rows = json.loads(run("status", "de", "fr", "--format", "json", project=half_done).stdout)
    walking = [row for row in rows if row["document"] == "walking"]
    assert [(row["locale"], row["line"], row["reason"], row["codes"]) for row in walking] == [
        ("de", 7, "missing", []),
        ("de", 10, "fuzzy", []),
        ("de", 14, "refused", ["broken-markup"]),
        ("de", 18, "refused", ["unreadable-entry"]),
        ("de", 0, "missing", []),
        ("fr", 4, "refused", ["broken-markup"]),
        *[("fr", 0, "missing", [])] * 5,
    ]
    (interface,) = (row for row in rows if (row["locale"], row["document"]) == ("de", "interface"))
    assert (interface["source"], interface["reason"]) == ("", "missing")


def test_check_says_how_much_is_left(run: Callable, half_done: Path, project_copy: Path) -> None:
    """Of a language that is not complete, for people; JSON has findings alone."""
    last = run("check", "de", project=half_done).stdout.splitlines()[-1]
    assert re.fullmatch(
        r"de: 1 of \d+ messages \(\d %\) are translated, \d+ missing, 1 fuzzy, 2 refused; "
        r"`cellulite-content status de` lists them",
        last,
    )
    json.loads(run("check", "de", "--format", "json", project=half_done).stdout)
    assert run("check", "de", project=project_copy).stdout == "0 errors, 0 warnings, 0 notes\n"


def test_build_says_why_a_locale_is_withheld(run: Callable, half_done: Path) -> None:
    """With numbers, and of the locales that were asked for, as are the findings."""
    done = run("build", "de", "--formats", "html", project=half_done)
    assert (
        "de: withheld: 1 of 6 messages (16 %), published from 50 %; "
        "`cellulite-content status de` lists what is left, and "
        "`cellulite-content build --preview de` shows it\n"
    ) in done.stderr
    assert "fr: withheld" not in done.stderr
    assert "locales/fr/" not in done.stderr
    assert "locales/de/" in done.stderr
    assert "fr: withheld: " in run("build", "--formats", "html", project=half_done).stderr


def test_the_status_page_has_the_same_list(run: Callable, half_done: Path) -> None:
    """As `status` prints it; a language of which nothing is refused is not called complete."""
    run("build", "--formats", "html", project=half_done)
    text = (half_done / "build/site/status.html").read_text(encoding="utf-8")
    german = text[text.index('id="de"') : text.index('id="fr"')]
    lines = STATUS.splitlines()
    assert f"<h3>{lines[0].removeprefix('de ').partition(';')[0]}</h3>" in german
    listed = re.findall(r"<li>(<code>.*?</q>)</li>", german)
    plain = [html.unescape(re.sub("<q[^>]*>|</q>", '"', each)) for each in listed]
    assert [re.sub("<[^>]*>", "", each) for each in plain] == [each.strip() for each in lines[1:]]
    assert "the whole catalog" in german  # of the interface
    assert "nothing is refused" not in german


def test_a_preview_is_built_apart(run: Callable, half_done: Path) -> None:
    """The pages and books of a withheld locale, where the command says; the site has none."""
    done = run("build", "--preview", "de", project=half_done)
    folder = half_done.resolve() / "build" / "preview"
    page, book, paper, summary = done.stdout.splitlines()
    assert page == f"{folder}/de/index.html"
    assert [book, paper] == [f"{folder}/downloads/walking.de.{form}" for form in ("epub", "pdf")]
    assert summary == f"2 locales built, 0 unchanged in {folder}"
    assert "Gehen" in (folder / "de" / "walking.html").read_text(encoding="utf-8")
    assert Path(book).is_file()
    assert Path(paper).is_file()
    assert "withheld" not in done.stderr
    assert run("build", "--formats", "html", project=half_done).returncode == 1
    assert not (half_done / "build" / "site" / "de").exists()
    assert not (half_done / "build" / "bundle").exists()
    assert "de/" not in (half_done / "build" / "site" / "sitemap.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [(("--preview",), "LOCALE"), (("de", "--preview", "--output", "x"), "--output")],
)
def test_a_preview_needs_a_locale_and_has_its_place(
    run: Callable, half_done: Path, arguments: tuple[str, ...], word: str
) -> None:
    """Another place might be the site that readers see."""
    done = run("build", *arguments, project=half_done)
    assert (done.returncode, done.stdout) == (2, "")
    assert word in done.stderr
