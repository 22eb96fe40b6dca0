"""A PDF that cannot be set costs the message that causes it, and no PDF that readers have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polib
import pytest

from support.editions.pdf_reader import Pdf
from support.small_projects import HEAD, fill_in, write_project

TEXTS = [f"Paragraph {number} is about walking." for number in range(5)]
ARTICLE = "Walking\n=======\n\n" + "\n\n".join(TEXTS) + "\n"
SIGN, LETTER = "\N{SIGNWRITING HAND-FIST INDEX}", "\N{VAI SYLLABLE EE}"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, run: Callable) -> Path:
    """A built project with PDF editions, which the tests change one after the other."""
    folder = tmp_path_factory.mktemp("unset") / "project"
    write_project(folder, {"a": HEAD + ARTICLE}, codes=("de",))
    fill_in(folder, "de", {text: _german(text) for text in TEXTS})
    assert _build(run, folder)[0] == 0
    assert TEXTS[1] not in _words(folder, "de")
    return folder


def _german(text: str) -> str:
    return text.replace("Paragraph", "Absatz").replace("is about walking", "handelt vom Gehen")


def _build(run: Callable, project: Path) -> tuple[int, str]:
    done = run("build", "--formats", "html,epub,pdf", project=project)
    return done.returncode, done.stderr


def _translate(project: Path, changes: dict[str, str]) -> None:
    path = project / "locales" / "de" / "LC_MESSAGES" / "articles" / "a.po"
    catalog = polib.pofile(str(path), wrapwidth=0)
    for text, translation in changes.items():
        catalog.find(text).msgstr = translation
    catalog.save()


def _words(project: Path, tag: str) -> str:
    return Pdf(project / "build" / "site" / "downloads" / f"a.{tag}.pdf").tree.text()


def test_a_sign_without_a_font_costs_its_message(project: Path, run: Callable) -> None:
    """The build names it and fails; the new PDF has that text in the source's language."""
    _translate(project, {TEXTS[1]: f"Absatz 1 {SIGN}.", TEXTS[2]: "Neuer Absatz."})
    code, said = _build(run, project)
    assert code == 1
    (finding,) = [line for line in said.splitlines() if "faulty-edition" in line]
    assert "a.po:" in finding
    assert "U+1D800" in finding
    words = _words(project, "de")
    assert TEXTS[1] in words
    assert "Neuer Absatz." in words


def test_letters_of_a_language_cost_its_pdf_alone(project: Path, run: Callable) -> None:
    """A language that no font has is published without PDF, and the build says so."""
    _translate(project, {text: f"{_german(text)} {LETTER}" for text in TEXTS})
    code, said = _build(run, project)
    assert code == 0, said
    assert "there is no PDF of articles/a: no font has" in said
    site = project / "build" / "site"
    assert not (site / "downloads" / "a.de.pdf").exists()
    assert LETTER in (site / "de" / "articles" / "a.html").read_text(encoding="utf-8")


def test_a_short_article_in_a_language_without_a_font(tmp_path: Path, run: Callable) -> None:
    """It is published without PDF, too, though few of its messages have the same letter."""
    folder = write_project(
        tmp_path / "project", {"a": f"{HEAD}Walking\n=======\n\n{TEXTS[0]}\n"}, codes=("vai",)
    )
    fill_in(folder, "vai", {"Walking": LETTER, TEXTS[0]: LETTER})
    code, said = _build(run, folder)
    assert code == 0, said
    page = folder / "build" / "site" / "vai" / "articles" / "a.html"
    assert LETTER in page.read_text(encoding="utf-8")


def test_what_the_source_has_is_the_fault_of_no_message(project: Path, run: Callable) -> None:
    """The build warns; the pages of all languages are published without PDF."""
    path = project / "docs" / "articles" / "a.rst"
    path.write_text(f"{path.read_text(encoding='utf-8')}\nA leg: {SIGN}\n", encoding="utf-8")
    code, said = _build(run, project)
    assert code == 0, said
    assert "there is no PDF of articles/a: no font has" in said
    for tag in ("en", "de"):
        page = project / "build" / "site" / tag / "articles" / "a.html"
        assert SIGN in page.read_text(encoding="utf-8")


def test_a_sign_of_the_source_may_be_copied(tmp_path: Path, run: Callable) -> None:
    """No message is at fault then, and none is looked for."""
    article = f"{HEAD}Walking\n=======\n\nA leg: {SIGN}\n"
    folder = write_project(tmp_path / "project", {"a": article}, codes=("de",))
    fill_in(folder, "de", {f"A leg: {SIGN}": f"Ein Bein: {SIGN}"})
    code, said = _build(run, folder)
    assert (code, said.count("there is no PDF of"), "faulty" in said) == (0, 2, False), said


def test_emoji_are_set_as_a_whole(tmp_path: Path, run: Callable) -> None:
    """Also those of several characters, of which other fonts have some; and a flag with tags."""
    flag = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    text = f"A run: 🏃🏽‍♀️, 1️⃣, 👨‍👩‍👧, 🇩🇪, {flag}, ❤️."
    article = f"{HEAD}Walking\n=======\n\n{text}\n"
    folder = write_project(tmp_path / "project", {"a": article}, codes=("de", "ja"))
    for code in ("de", "ja"):
        fill_in(folder, code, {text: text.replace("A run", "X")})
    code, said = _build(run, folder)
    assert (code, "warning" in said) == (0, False), said
    for tag in ("de", "ja"):
        assert text.replace("A run", "X") in _words(folder, tag)


def test_a_sign_in_the_interface_costs_its_message(tmp_path: Path, run: Callable) -> None:
    """The build names the interface's catalog; the article keeps its PDF."""
    folder = write_project(tmp_path / "project", {"a": HEAD + ARTICLE}, codes=("de",))
    fill_in(folder, "de", {text: _german(text) for text in TEXTS})
    path = folder / "locales" / "de" / "LC_MESSAGES" / "interface.po"
    catalog = polib.pofile(str(path), wrapwidth=0)
    catalog.find("About this edition").msgstr = f"Zur Ausgabe {SIGN}"
    catalog.save()
    code, said = _build(run, folder)
    assert (code, said.count("faulty-edition")) == (1, 1), said
    assert "interface.po:" in said
    assert (folder / "build" / "site" / "downloads" / "a.de.pdf").exists()


def test_letters_of_the_source_cost_no_other_language_its_pdf(
    tmp_path: Path, run: Callable
) -> None:
    """The cover of the source is without them; a bilingual PDF has them, and is left out."""
    title, words = f"Walking {SIGN}", f"A {LETTER}."
    article = f"{HEAD}{title}\n==========\n\n{words}\n"
    folder = write_project(tmp_path / "project", {"a": article}, codes=("de",), bilingual=True)
    fill_in(folder, "de", {title: "Gehen", words: "Ein Buchstabe."})
    settings = folder / "pyproject.toml"
    text = settings.read_text(encoding="utf-8").replace("covers = false", "covers = true")
    settings.write_text(text, encoding="utf-8")
    code, said = _build(run, folder)
    assert code == 0, said
    assert f"the cover is without {SIGN}" in said
    downloads = folder / "build" / "site" / "downloads"
    assert {path.name for path in downloads.glob("*.pdf")} == {"a.de.pdf"}
