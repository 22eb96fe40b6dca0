"""Explanations: one finding for a mistake, its place, and a correction that the gate accepts."""

import time
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.gate.checks.quality import check_quality
from cellulite_content.pipeline.gate.explanation import Explainer, explain
from cellulite_content.pipeline.gate.gate import check_catalog, check_text, no_extra_check
from cellulite_content.pipeline.gate.glossary import Glossary
from cellulite_content.pipeline.model.finding import Finding, Problem, Severity
from cellulite_content.pipeline.model.locale import Locale
from cellulite_content.pipeline.model.unit import PLAIN_KINDS, Unit
from support.samples import DE, DOMAIN, FUZZ, document, read

LINK = "See `Clinic <https://a.example/x>`__ now."
ROLE = "See :ref:`Table <evidence>`."


def unit(source: str, kind: str = "paragraph") -> Unit:
    """A unit of this text."""
    flags = ("python-format",) if "%(" in source else ()
    return Unit("introduction/paragraph-1", DOMAIN, kind, source, flags=flags)


def findings(source: str, target: str, kind: str = "paragraph", code: str = "de") -> list[Finding]:
    """The explained findings on a translation, of the gate and of the command `check`."""
    own = unit(source, kind)
    extra_check = partial(check_quality, locale=Locale(code), glossary=Glossary(()))
    problems = [*check_text(own, target)]
    if not any(problem.severity is Severity.ERROR for problem in problems):
        problems += extra_check(own, target)
    raw = [Finding("de.po", 1, problem, code, own, target) for problem in problems]
    return Explainer((), extra_check).explain(raw)


@pytest.mark.parametrize(
    ("source", "target", "corrected"),
    [
        # a sign that is no markup
        ("Running helps.", "Laufen *hilft.", "Laufen \\*hilft."),
        ("Running helps.", "Laufen **hilft.", "Laufen \\*\\*hilft."),
        ("Running helps.", "Laufen `hilft.", "Laufen \\`hilft."),
        ("Running helps.", "Laufen ``hilft.", "Laufen \\`\\`hilft."),
        ("Running helps.", "Laufen |hilft.", "Laufen \\|hilft."),
        ("Running helps.", "Laufen *hilft `sehr.", "Laufen \\*hilft \\`sehr."),
        ("See x", "Siehe name_ hier", "Siehe name\\_ hier"),
        # markup that touches letters, or spaces inside
        ("Running *helps*.", "*Lauf*en hilft.", "*Lauf*\\ en hilft."),
        ("Running **helps**.", "**Lauf**en hilft.", "**Lauf**\\ en hilft."),
        ("This is *fat* so.", "So ist * Fett * da.", "So ist *Fett* da."),
        ("Use ``ls -l`` now.", "``ls -l``e nutzen.", "``ls -l``\\ e nutzen."),
        (ROLE, "Siehe :ref:`Tabelle <evidence>`n.", "Siehe :ref:`Tabelle <evidence>`\\ n."),
        (ROLE, "Siehe :ref:`!Tabelle <evidence>`.", "Siehe :ref:`Tabelle <evidence>`."),
        (ROLE, "Siehe : ref: `Tabelle <evidence>`.", "Siehe :ref:`Tabelle <evidence>`."),
        (ROLE, "Siehe：ref：`Tabelle <evidence>`.", "Siehe\\ :ref:`Tabelle <evidence>`."),
        # something that is not closed, and that the source has word for word
        ("Use ``ls -l`` now.", "Nutze ``ls -l jetzt.", "Nutze ``ls -l`` jetzt."),
        ("Use ``ls -l`` now.", "Nutze `ls -l` jetzt.", "Nutze ``ls -l`` jetzt."),
        (ROLE, "Siehe :ref:`Tabelle <evidence>.", "Siehe :ref:`Tabelle <evidence>`."),
        (LINK, "`Klinik <https://a.example/x> jetzt.", "`Klinik <https://a.example/x>`__ jetzt."),
        (LINK, "`Klinik <https://a.example/x>` jetzt.", "`Klinik <https://a.example/x>`__ jetzt."),
        (LINK, "`Klinik<https://a.example/x>`__ jetzt.", "`Klinik <https://a.example/x>`__ jetzt."),
        (LINK, "`Klinik <https://a.example/y>`__.", "`Klinik <https://a.example/x>`__."),
        # markup that readers see
        ("Read the *bytes*.", "Lies die * Bytes *.", "Lies die *Bytes*."),
        ("Click **Save** now.", "Klick jetzt *Sichern**.", "Klick jetzt **Sichern**."),
        ("Click ``Save`` now.", "Klick jetzt `Sichern``.", "Klick jetzt ``Sichern``."),
        ("It reads::", "Es lautet ::", "Es lautet::"),
        # what an editor adds
        ("Walk slowly.", "34: Gehen Sie langsam.", "Gehen Sie langsam."),
        ("Walk slowly.", "[12/80] Gehen Sie langsam.", "Gehen Sie langsam."),
        # names
        (ROLE, "Siehe :ref:`Tabelle <tabelle>`.", "Siehe :ref:`Tabelle <evidence>`."),
        (ROLE, "Siehe :siehe:`Tabelle <evidence>`.", "Siehe :ref:`Tabelle <evidence>`."),
        ("Men. [#clinic]_", "Männer.[#clinic]_", "Männer. [#clinic]_"),
        ("Men. [#clinic]_", "Männer. [#klinik]_", "Männer. [#clinic]_"),
        ("Men. [#a]_ [#b]_", "Männer. [#a]_[#b]_", "Männer. [#a]_ [#b]_"),
        ("Men. [#a]_", "Männer. [# a] _", "Männer. [#a]_"),
        ("Use |name| now", "Nimm |Name| jetzt", "Nimm |name| jetzt"),
        (
            "`A <https://a.example>`_ and `B <https://b.example>`_.",
            "`hier <https://a.example>`_ und `hier <https://b.example>`_.",
            "`hier <https://a.example>`__ und `hier <https://b.example>`__.",
        ),
        # white space that is refused
        ("Run on.", "Lauf\tweiter.", "Lauf weiter."),
        ("Run on.", "Lauf \r\nweiter.\u2028", "Lauf weiter."),
        ("Run on.", "走り\t続ける。", "走り続ける。"),
        # blocks
        ("May 1", "1. Mai", "1\\. Mai"),
        ("May 12", "12. Mai", "12\\. Mai"),
        ("So", "- so", "\\- so"),
        ("So", "* so", "\\* so"),
        ("A", "a) x", "a\\) x"),
        ("x", "| Bar x", "\\| Bar x"),
        ("Walk", "Geh\n\nlos", "Geh los"),
        ("Walk", "Geh\nlos\n  jetzt", "Geh los jetzt"),
        ("Walk", "  Geh", "Geh"),
        ("Walk now", "Geh\n==\nlos", "Geh == los"),
        ("Walk on", "Geh # noqa", "Geh \\# noqa"),
        # characters
        ("Walk.", "Ge\u200bh.", "Geh."),
        ("Walk.", "Geh\u202e.", "Geh."),
        ("10 % of it.", "10&nbsp;% davon.", "10\u00a0% davon."),
        ("A - b.", "A &#8211; b.", "A – b."),
        ("Steps::", "Schritte：：", "Schritte::"),
        ("Walk.", "Geh. ", "Geh."),
    ],
)  # fmt: skip
def test_a_mistake_has_one_finding_and_a_correction(
    source: str, target: str, corrected: str
) -> None:
    """Each mistake of the guide has one finding, its place, and a text to copy."""
    (finding,) = findings(source, target)
    assert finding.correction == corrected
    assert findings(source, corrected) == []
    assert finding.span
    assert target[slice(*finding.span)]


@pytest.mark.parametrize(
    ("source", "target", "corrected", "kind"),
    [
        ("A leg", "**Ein** Bein", "Ein Bein", "alternative text"),
        ("A leg", "Ein `Bein <x>`", "Ein Bein", "alternative text"),
        ("A leg", "Ein :ref:`Bein <x>`", "Ein Bein", "description"),
        ("Updated %(date)s", "Stand %(datum)s", "Stand %(date)s", "interface"),
        ("Contents", "Inhalt ", "Inhalt", "interface"),
        ("by ", "von", "von ", "interface"),
        ("Running", "Laufen ::", "Laufen:", "title"),
        ("Running and fat", "Laufen\nund Fett", "Laufen und Fett", "heading 2"),
    ],
)
def test_other_kinds_have_corrections(source: str, target: str, corrected: str, kind: str) -> None:
    """Plain text and headings."""
    found = findings(source, target, kind)
    assert found[0].correction == corrected
    assert findings(source, corrected, kind) == []


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        ("This is *fat* so.", "これは*脂肪*と呼ばれ。", "ja"),
        (ROLE, "参照:ref:`表 <evidence>`を。", "ja"),
        ("Use ``ls -l`` now.", "``ls -l``を使う。", "ja"),
        ("Steps *now*::", "*步骤*：：", "zh_Hans"),
    ],
)
def test_scripts_without_spaces(source: str, target: str, code: str) -> None:
    r"""Where words have no spaces between them, `\ ` goes around markup."""
    (finding,) = findings(source, target, code=code)
    assert finding.correction
    assert findings(source, finding.correction, code=code) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Running *helps*.", "Laufen *hilft."),  # where does it end?
        ("Men. [#clinic]_", "Männer."),
        (LINK, "Siehe Klinik jetzt."),
        ("See terms_ now.", "Siehe Begriffe jetzt."),
        ("Use ``a`` and ``b``.", "Nutze ``c`` und ``d``."),
        ("It is 5 kg.", "Es sind 6 kg."),
    ],
)
def test_no_rule_knows_what_is_meant(source: str, target: str) -> None:
    """Nothing is offered that would lose a word, or undo what may be intended."""
    (finding,) = findings(source, target)
    assert finding.correction == ""


@pytest.mark.parametrize(
    ("source", "target", "corrected"),
    [
        ("Walk an **hour**.", "Gehen Sie eine <b>Stunde</b>.", "Gehen Sie eine **Stunde**."),
        ("Walk an hour.", "Eine <STRONG>Stunde</STRONG> gehen.", "Eine **Stunde** gehen."),
        ("Walk an hour.", "Eine <i class='x'>Stunde</i> gehen.", "Eine *Stunde* gehen."),
        ("Walk an hour.", "Eine <b><i>Stunde</i></b> gehen.", "Eine *Stunde* gehen."),
        ("Use ``ls``.", "<code>ls</code> nutzen.", "``ls`` nutzen."),
        ("Drink CO2.", "CO<sub>2</sub>trinken.", "CO\\ :sub:`2`\\ trinken."),
        ("Walk an hour.", "Eine <span lang=de>Stunde</span> gehen.", "Eine Stunde gehen."),
        ("Walk an hour.", "Eine Stunde<br/>gehen.<br>", "Eine Stunde gehen."),
        (LINK, "<a href='https://a.example/x'>Klinik</a>!", "`Klinik <https://a.example/x>`__!"),
        (
            LINK.replace("__", "_"),
            '<a href="https://a.example/x">Klinik</a>!',
            "`Klinik <https://a.example/x>`_!",
        ),
        ("Walk an hour.", "Eine <a href='https://b.example/'>Stunde</a>.", "Eine Stunde."),
        ("Walk if so.", "Gehen bei <b oder so.", "Gehen bei < b oder so."),
    ],
)
def test_markup_for_tags(source: str, target: str, corrected: str) -> None:
    """A translator who writes HTML gets the same in reStructuredText, or the words alone."""
    finding, *_ = findings(source, target)
    assert finding.problem.code in ("looks-like-a-tag", "link-changed")
    assert finding.correction == corrected


@pytest.mark.parametrize("kind", sorted(PLAIN_KINDS - {"math_block", "literal"}))
def test_tags_in_plain_text(kind: str) -> None:
    """Plain text has no markup, in the hint and in the correction."""
    (finding,) = findings("A walk in the wood", "Ein <em>Gang</em> im Wald", kind)
    assert finding.correction == "Ein Gang im Wald"
    assert "delete the tags" in finding.problem.hint
    assert "*" not in finding.problem.hint


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        ("The year is |now|.", "Das Jahr ist dieses.", "copy each |name|"),
        ("The year is |now|.", "Das Jahr ist `|now|`_.", "copy each |name|"),
        ("The year is |now|.", "Das Jahr ist |jetzt|.", "copy each |name|"),
        ("The year is over.", "Das |Jahr| ist um.", "write \\|"),
        ("See terms_ now.", "Siehe jetzt.", "keep the name"),
    ],
)
def test_the_hint_is_for_what_is_lost(source: str, target: str, words: str) -> None:
    """A substitution has no words to translate, and a bar may be only a character."""
    (finding,) = findings(source, target)
    assert finding.problem.code == "reference-changed"
    assert words in finding.problem.hint


def test_two_mistakes_have_two_findings() -> None:
    """A lost note and a changed link do not follow from each other."""
    source = "See `Clinic <https://a.example/x>`__ now. [#a]_"
    found = findings(source, "Siehe `Klinik <https://b.example/z>`__ jetzt.")
    assert [finding.problem.code for finding in found] == ["link-changed", "footnote-changed"]


def from_catalog(text: str, *sources: str) -> list[Finding]:
    """The explained findings on a catalog."""
    result = check_catalog(DE, document(*sources), read(text), "de.po")
    return list(explain(result, (), lambda unit, target: ()).findings)


def test_an_obsolete_translation_can_be_copied() -> None:
    """The gate has accepted it; a bad one is no correction."""
    text = 'msgid "Walk."\nmsgstr ""\n\n#~ msgid "Walk."\n#~ msgstr "%s"\n'
    (good,), (bad,) = (from_catalog(text % target, "Walk.") for target in ("Gehen.", "*Gehen."))
    assert (good.problem.code, good.correction) == ("translation-in-obsolete", "Gehen.")
    assert (bad.problem.code, bad.correction) == ("translation-in-obsolete", "")
    assert from_catalog(text.replace('""', '"Lauf."', 1) % "Gehen.", "Walk.") == []


@pytest.mark.parametrize(
    ("second", "severity"), [("Lauf.", "warning"), ("Gehen.", "note"), ("", "note")]
)
def test_a_duplicate_with_other_words_is_a_warning(second: str, severity: str) -> None:
    """Its words are lost to readers; an equal or empty one loses nothing."""
    text = f'msgid "Walk."\nmsgstr "Gehen."\n\nmsgid "Walk."\nmsgstr "{second}"\n'
    (finding,) = from_catalog(text, "Walk.")
    assert (finding.problem.code, finding.problem.severity) == ("duplicate-message", severity)


def test_a_renamed_reference_shows_what_was_written() -> None:
    """The quote is the translator's text, and the correction has the source's name."""
    text = 'msgid "See terms_, a_."\nmsgstr "Siehe Begriffe_, a_."\n'
    (finding,) = from_catalog(text, "See terms_, a_.")
    assert finding.target == "Siehe Begriffe_, a_."
    assert finding.correction == "Siehe `Begriffe <terms_>`_, a_."


@FUZZ
@given(
    source=st.text("ab *`_|<>[]#:.\\\n-1)(%&;：", min_size=1, max_size=30),
    target=st.text("ab *`_|<>[]#:.\\\n-1)(%&;：\u200b\u202e", min_size=1, max_size=40),
    kind=st.sampled_from(["paragraph", "title", *sorted(PLAIN_KINDS)]),
)
def test_a_correction_is_accepted(source: str, target: str, kind: str) -> None:
    """Whatever is written: no exception, a place inside the text, and no offer that is refused."""
    codes = {problem.code for problem in check_text(unit(source, kind), target)}
    found = findings(source, target, kind)
    assert bool(codes) <= bool(found)
    for finding in found:
        assert not finding.span or 0 <= finding.span[0] < finding.span[1] <= len(target)
        if finding.correction:
            problems = [*check_text(unit(source, kind), finding.correction)]
            assert not any(problem.severity is Severity.ERROR for problem in problems)
            assert finding.problem.code not in {problem.code for problem in problems}


@pytest.mark.parametrize(
    "part", [" *a", "`a", "[#a]_", "<a", "&lt;", "\n", "a_ ", "``", "1. ", "|"]
)
def test_explanations_are_bounded(part: str) -> None:
    """Of 1,000 bad messages, the first 100 are explained, in seconds and not minutes."""
    sources = [f"The source text of message {number} is about this long." for number in range(1000)]
    bad = (part * 200)[:180].replace("\n", "\\n")
    catalog = read("".join(f'msgid "{source}"\nmsgstr "{bad}"\n\n' for source in sources))
    result = check_catalog(DE, document(*sources), catalog, "de.po")
    start = time.process_time()
    explained = explain(result, (), lambda unit, target: ())
    assert time.process_time() - start < 60
    assert len(explained.findings) >= min(len(result.findings), 1000)
    assert not any(finding.span or finding.correction for finding in explained.findings[300:])


def test_a_long_translation_is_not_explained() -> None:
    """A parse can take the square of the length: the finding stays as it is."""
    source = "word " * 400
    catalog = read(f'msgid "{source}"\nmsgstr "{"*wort " * 300}"\n')
    result = check_catalog(DE, document(source), catalog, "de.po")
    assert explain(result, (), lambda unit, target: ()) == result
    assert len(result.findings) == 1


@pytest.mark.parametrize("code", ["unknown-message", "duplicate-message"])
def test_a_note_needs_no_explanation(code: str) -> None:
    """Builds do not even import explanations for entries that are left out."""
    problem = Problem(code, "it is left out", "", Severity.NOTE)
    note = Finding("de.po", 1, problem, "de", unit("Running helps."), "Laufen *hilft.")
    assert Explainer((), no_extra_check).explain([note]) == [note]
