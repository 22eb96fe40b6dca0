"""The gate of Markdown: the same rules as for reStructuredText, on what MyST reads."""

import pytest

from cellulite_content.pipeline.gate.correction import correct
from cellulite_content.pipeline.gate.gate import check_text
from cellulite_content.pipeline.gate.repairs import repair
from cellulite_content.pipeline.model.finding import Finding, Problem
from cellulite_content.pipeline.model.unit import Dialect, MarkdownSyntax, Unit
from cellulite_content.pipeline.source.message_markup import read_message
from support.markdown.hostile import HARMLESS, HOSTILE, PLAIN, RICH

MARKDOWN = MarkdownSyntax((True, True), references=(("CLINIC", "https://clinic.example/"),))


def unit(text: str, kind: str = "paragraph") -> Unit:
    """A unit of a document in Markdown."""
    return Unit("introduction/x-1", "articles/a", kind, text, dialect=Dialect(markdown=MARKDOWN))


def problems(source: str, target: str, kind: str = "paragraph") -> list[Problem]:
    """What the gate finds in a translation, after its repairs."""
    own = unit(source, kind)
    text, warnings = repair(own, target)
    return [*warnings, *check_text(own, text)]


def errors(source: str, target: str, kind: str = "paragraph") -> list[str]:
    """The codes of what the gate refuses."""
    return [each.code for each in problems(source, target, kind) if each.severity == "error"]


@pytest.mark.parametrize(("source", "target"), HOSTILE)
def test_hostile_translation_is_refused(source: str, target: str) -> None:
    """Each of some 100 texts, with an error."""
    assert errors(source, target) != []


@pytest.mark.parametrize(("source", "target"), HARMLESS)
def test_harmless_translation_passes(source: str, target: str) -> None:
    """Signs that are text in Markdown, and the source's markup in another order."""
    assert errors(source, target) == []


def test_hostile_set_is_large() -> None:
    """At least forty messages, all different."""
    assert len(set(HOSTILE)) == len(HOSTILE) >= 40


@pytest.mark.parametrize(
    ("target", "code", "words"),
    [
        ("# Wörter", "not-one-paragraph", "reads as a heading"),
        ("Wörter [^one]", "footnote-changed", "[^one]"),
        ("{ref}`Wörter <x>`", "role-changed", "{ref}`x`"),
        ("[Wörter](x.md)", "role-changed", "[…](x.md)"),
        ("Wörter <b>so</b>", "looks-like-a-tag", "'<b>'"),
        ("Wörter  \nso", "broken-markup", "a line break that readers see"),
        ("![Wörter](x.svg)", "broken-markup", "a picture"),
    ],
)
def test_findings_speak_of_markdown(target: str, code: str, words: str) -> None:
    """With its notation, in the problem and in the remedy."""
    found = problems(PLAIN, target)
    assert [each.code for each in found] == [code]
    assert words in found[0].text
    assert not any(sign in found[0].text + found[0].hint for sign in ("]_", ":ref:", "`__"))


@pytest.mark.parametrize(
    ("target", "corrected", "hint"),
    [
        ("Wörter <b>so</b>", "Wörter **so**", "**words**"),
        ("Wör<i>ter</i> so", "Wör*ter* so", "*words*"),
        ("Wörter <code>so</code>", "Wörter `so`", "`words`"),
        ("Wörter <small>so</small>", "Wörter so", "delete the tags"),
        ("Wörter <br> so", "Wörter so", "delete the tags"),
        ("Wörter <b so", "Wörter < b so", "put a space after <"),
    ],
)
def test_markdown_for_tags(target: str, corrected: str, hint: str) -> None:
    """A translator who writes HTML gets the same in Markdown."""
    (problem,) = problems(PLAIN, target)
    assert hint in problem.hint
    finding = Finding("a.po", 1, problem, "de", unit(PLAIN), target)
    assert correct(finding, check_text).text == corrected


def test_facts_are_those_of_restructuredtext() -> None:
    """Links, notes, roles, emphasis and code are counted under the same names."""
    own = unit("**Go** to [a](https://a.example/) with {kbd}`F1`, `code`, *x* and a note. [^n]")
    other = Unit(
        *("introduction/x-1", "articles/a", "paragraph"),
        "**Go** to `a <https://a.example/>`__ with :kbd:`F1`, ``code``, *x* and a note. [#n]_",
    )
    first, second = (read_message(each, each.text) for each in (own, other))
    assert first.has_facts_of(second)
    assert first.runs == second.runs


def test_links_by_label_are_links() -> None:
    """Whatever the translation writes: the label of the source, or the address."""
    source = "See [the clinic][clinic]."
    assert errors(source, "Siehe [die Klinik][clinic].") == []
    assert errors(source, "Siehe [die Klinik](https://clinic.example/).") == []
    assert errors(source, "Siehe [die Klinik][other].") == ["link-changed"]


def test_nested_markup_is_counted() -> None:
    """A link in strong text, and emphasis in a link, which reStructuredText does not have."""
    source = "**See *all* of [the *clinic*](https://clinic.example/).**"
    assert errors(source, "**[Die *Klinik*](https://clinic.example/) *ganz*.**") == []
    assert errors(source, "**[Die *Klinik*](https://evil.example/) *ganz*.**") == ["link-changed"]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("**血流：**运动", "**血流**：运动"),
        ("血流\\ *运动*", "血流*运动*"),
        ("Siehe * dies * so", "Siehe *dies* so"),
    ],
)
def test_visible_marks_are_corrected(target: str, expected: str) -> None:
    """Marks that CommonMark does not read, and the separator of reStructuredText."""
    own = unit("*Blood* flow")
    found = [each for each in check_text(own, target) if each.code == "visible-markup"]
    assert found
    finding = Finding("a.po", 1, found[0], "zh_Hans", own, target)
    assert correct(finding, check_text).text == expected


def test_corrections_are_no_restructuredtext() -> None:
    """A link in its notation has no correction that would be copied into Markdown."""
    target = "Laufen ist *gut*, siehe `Klinik <https://clinic.example/>`__ [^one]"
    own = unit(RICH)
    for problem in check_text(own, target):
        finding = Finding("a.po", 1, problem, "de", own, target)
        assert "`__" not in correct(finding, lambda *_: ()).text


def test_headings_are_one_line() -> None:
    """Also of characters that are written as references; two colons are only that."""
    assert errors("Why run", "Warum&#10;laufen", "title") == ["not-one-paragraph"]
    assert errors("Why run", "Warum\nlaufen", "heading 2") == ["not-one-paragraph"]
    assert errors("Why run", "Warum laufen::", "title") == []


def test_alternative_texts_are_plain() -> None:
    """They are shown as they are, so markup in them is a warning, and tags are refused."""
    assert errors("A hill", "Ein *Hügel*", "alternative text") == []
    assert errors("A hill", "<script>", "alternative text") == ["looks-like-a-tag"]


def test_terms_of_a_glossary_get_the_name_of_the_source() -> None:
    """As in reStructuredText, in the notation of Markdown."""
    text, _ = repair(unit("About {term}`fat`."), "Über {term}`Fett`.", {"fett": "fat"})
    assert text == "Über {term}`Fett <fat>`."


def test_slow_texts_are_not_parsed() -> None:
    """A catalog of texts with a thousand brackets is refused before MyST reads them."""
    from cellulite_content.pipeline.gate.checks.effort import EffortLimit
    from cellulite_content.pipeline.gate.checks.message import check_raw_text

    limit = EffortLimit()
    found = [[*check_raw_text(unit("a" * 1300), "[^a" * 1600, limit)] for _ in range(3)]
    assert [len(each) for each in found] == [0, 1, 1]
