"""Plain English on pages of the pseudo-locale: reported, but for what is the same everywhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cellulite_content.pipeline.model.locale import Locale
from cellulite_content.pipeline.model.project import Project
from cellulite_content.pipeline.verify.plain_texts import plain_texts


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("<p>[Ŵåļķ éåçĥ đåý]</p>", []),
        ("<p>[Ŵåļķ]</p><p>Walk each day.</p>", ["Walk each day."]),
        ("<p>[Ŵåļķ each]</p>", ["[Ŵåļķ each]"]),
        ('<img alt="A walker"><button aria-label="Close"></button>', ["A walker", "Close"]),
        ('<p lang="en">Walk.<br>And <em>rest</em>.</p><p>[Ŵåļķ]</p>', []),
        ('<p>[Ŵåļķ <code>walk()</code>]<span lang="en-XA">Rest</span></p>', ["Rest"]),
        (
            "<p>English, November 22, 2026, 12 kB, https://example.org/walk, Cellulite Content</p>",
            [],
        ),
        ("<a>PDF</a><a>[Ŵåļķ] (ePub)</a><a>Kobo (kePub)</a><a>ZIP</a>", ["ZIP"]),
        ("<p>Ann Lee · Bo Os</p>", ["Ann Lee · Bo Os"]),
        ("<p>Ann Lee · Mia Os</p>", []),
        ("<script>var walk</script><p>B x</p>", []),
    ],
)
def test_texts_of_a_page(project: Project, tmp_path: Path, body: str, texts: list[str]) -> None:
    """A word without accents is plain, in texts and spoken attributes; in code, in an element of
    another language, in names and addresses it is right."""
    (tmp_path / "en-XA").mkdir()
    (tmp_path / "en-XA" / "a.html").write_text(f"<html><body>{body}</body></html>", "utf-8")
    pseudo = replace(project, locales=(Locale("en_XA"),))
    found = list(plain_texts(pseudo, tmp_path, ("Ann Lee", "Mia Os")))
    assert found == [("en-XA/a.html", text) for text in texts]


def test_words_that_pseudo_translation_keeps(project: Project, tmp_path: Path) -> None:
    """A text that has only words of markup, or these among translated ones, is no plain text."""
    (tmp_path / "en-XA").mkdir()
    body = "<p>[Ŵåļķ <abbr title='body mass index'>BMI</abbr>]</p><p>index</p><p>mass of</p>"
    (tmp_path / "en-XA" / "a.html").write_text(f"<title>[Ŵåļķ BMI]</title>{body}", "utf-8")
    pseudo = replace(project, locales=(Locale("en_XA"),))
    kept = {"BMI", "body", "mass", "index"}
    assert list(plain_texts(pseudo, tmp_path, kept_words=kept)) == [("en-XA/a.html", "mass of")]
