"""Quality: all rules at once, at the doors, on any text, and fast."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.gate.checks.quality import check_quality
from cellulite_content.pipeline.gate.glossary import Glossary, Term
from cellulite_content.pipeline.model.finding import Severity
from cellulite_content.pipeline.model.locale import Locale
from cellulite_content.pipeline.model.unit import PLAIN_KINDS, Unit
from support.samples import DOMAIN, FUZZ

ARTICLE = "articles/will-running-reduce-cellulite"
CODES = ("ar", "de", "el", "hi", "hy", "ja", "ko", "pl", "sr", "th", "zh_Hans")
GLOSSARY = Glossary(
    tuple(
        Term("hip", code, use, avoid, "A place.")
        for code, use, avoid in (
            ("ar", "الورك الأيمن", "الفخذ"),
            ("de", "Hüfte (linke Hüfte)", "Oberschenkel, a b"),
            ("ja", "腰まわり", "ヒップ"),
            ("hi", "कूल्हा", "नितंब"),
        )
    )
)
MESSY = st.text("aé.,:;?!\"' 0123١२万 «»“”()[]*`_|\\\u200fشو腰हि्ヒXV%hipHüfte\n￼", max_size=60)


def unit(text: str, kind: str = "paragraph") -> Unit:
    """A unit of this text."""
    return Unit("introduction/paragraph-1", DOMAIN, kind, text)


def codes(source: str, target: str, code: str, kind: str = "paragraph", **options: str) -> set[str]:
    """The codes of what is found."""
    found = check_quality(unit(source, kind), target, Locale(code), GLOSSARY, **options)
    return {problem.code for problem in found}


@FUZZ
@given(
    source=MESSY | st.text(min_size=1, max_size=40),
    target=MESSY | st.text(min_size=1, max_size=40),
    code=st.sampled_from(CODES),
    kind=st.sampled_from(["paragraph", "title", *sorted(PLAIN_KINDS)]),
)
def test_no_text_raises(source: str, target: str, code: str, kind: str) -> None:
    """Whatever is there, a slip is a warning or a note of one line."""
    for problem in check_quality(unit(source, kind), target, Locale(code), GLOSSARY):
        assert problem.severity is not Severity.ERROR
        assert problem.hint
        assert len(f"{problem.text}{problem.hint}".splitlines()) == 1


@pytest.mark.parametrize("code", ["de", "ar", "ja"])
@pytest.mark.parametrize(
    "part",
    ["1 ", "1.", "1 111", "a, ", '"', '"a', "IV ", "hüf ", "hüf", "hip ", "شو", "ورك ", "腰",
     "।", "” ", ")", " ", "\ufffc", "a b ", "oberschenkel", "\u0301", "xxi"],
)  # fmt: skip
def test_time_is_linear(code: str, part: str) -> None:
    """20,000 characters that a rule looks for take half a second at most; squared, minutes."""
    text = (part * 20_000)[:20_000]
    start = time.process_time()
    for source in ("The hip.", f"The hip {text}"):
        list(check_quality(unit(source, "interface"), text, Locale(code), GLOSSARY))
    assert time.process_time() - start < 10


def test_a_locale_of_the_sources_language_may_keep_its_words() -> None:
    """British English has most sentences as they are; the other rules still count."""
    assert codes("Walk for an hour.", "Walk for an hour.", "en_GB") == set()
    assert codes("Walk for an hour.", "Walk for an hour.", "en_GB", source_language="de") == {
        "untranslated"
    }


def test_number_words_of_another_source_are_not_judged() -> None:
    """They are known in English alone; digits count in every language."""
    german = "Zwei Studien mit 6.880 Personen."
    assert codes(german, "2 studies with 6,880 people.", "en", source_language="de") == set()
    assert codes(german, "2 studies with 6,808 people.", "en", source_language="de") == {
        "number-differs"
    }


def test_gaps_are_no_words() -> None:
    """What a program fills in has neither a script nor a number."""
    assert codes("%(names)s and %(date)s", "%(names)s و%(date)s", "ar", "interface") == set()


# At the doors


def edit(root: Path, msgid: str, msgstr: str) -> None:
    """Change one German translation."""
    path = root / "locales" / "de" / "LC_MESSAGES" / f"{ARTICLE}.po"
    catalog = polib.pofile(str(path), wrapwidth=0)
    catalog.find(msgid).msgstr = msgstr
    catalog.save()


def test_check_tells_and_no_other_command(run: Callable, project_copy: Path) -> None:
    """A slip is a warning of `check`, with exit code 0; `compile` publishes it without a word."""
    edit(project_copy, "Conclusion", "Fazit 7")
    done = run("check", "de", "--format", "json", project=project_copy)
    found = [(each["code"], each["severity"]) for each in json.loads(done.stdout)]
    assert (done.returncode, found) == (0, [("number-differs", "warning")])
    done = run("compile", "de", project=project_copy)
    assert (done.returncode, "number-differs" in done.stderr) == (0, False)


@pytest.mark.parametrize("form", ["text", "sarif", "github"])
def test_check_tells_in_each_form(run: Callable, project_copy: Path, form: str) -> None:
    """Lists for people and programs carry the code and the place."""
    edit(project_copy, "Conclusion", "Fazit ")
    output = run("check", "de", "--format", form, project=project_copy).stdout
    assert "edge-space" in output
    assert f"{ARTICLE}.po" in output


def test_a_refused_message_has_no_slips(run: Callable, project_copy: Path) -> None:
    """Who must fix an error is not bothered with taste."""
    edit(project_copy, "Conclusion", "*Fazit ")
    done = run("check", "de", "--format", "json", project=project_copy)
    assert {each["severity"] for each in json.loads(done.stdout)} == {"error"}


def test_a_broken_glossary_is_told_once(run: Callable, project_copy: Path) -> None:
    """One line with its place, exit code 2, and the builds do not care."""
    path = project_copy / "locales" / "glossary.csv"
    path.write_text("term,locale,use,avoid,definition\nhip,de,Hüfte\n", encoding="utf-8")
    done = run("check", project=project_copy)
    assert done.returncode == 2
    assert done.stderr.startswith("cellulite-content: locales/glossary.csv:2: 3 fields")
    assert len(done.stderr.splitlines()) == 1
    assert run("compile", "de", project=project_copy).returncode == 0
