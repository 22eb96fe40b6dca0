"""Glossary terms: found in any inflection, avoided only when the wrong thing is named."""

import pytest

from cellulite_content.pipeline.gate.checks.glossary_terms import check_terms
from cellulite_content.pipeline.gate.glossary import Glossary, Term, load_glossary
from cellulite_content.pipeline.gate.prose import read_prose
from cellulite_content.pipeline.model.locale import Locale
from cellulite_content.pipeline.model.project import Project
from cellulite_content.pipeline.model.unit import Unit
from support.samples import DOMAIN


@pytest.fixture(scope="module")
def glossary(project: Project) -> Glossary:
    """The project's own: the words that went wrong in real drafts."""
    return load_glossary(project)


def codes(glossary: Glossary, code: str, source: str, target: str) -> list[str]:
    """The codes of what the rule finds."""
    unit = Unit("introduction/paragraph-1", DOMAIN, "paragraph", source)
    prose = read_prose(unit, source), read_prose(unit, target)
    return [each.code for each in check_terms(unit, *prose, glossary.of(Locale(code)))]


@pytest.mark.parametrize("target", ["在Windows上", "Windowsで使う", "Windows 上"])
def test_a_term_may_touch_another_script(target: str) -> None:
    """Chinese and Japanese have no spaces around a Latin word."""
    glossary = Glossary(
        tuple(Term("Windows", code, "Windows", "Win", "A system.") for code in ("zh_Hans", "ja"))
    )
    assert codes(glossary, "zh_Hans", "on Windows", target) == []
    assert codes(glossary, "ja", "on Windows", "在Win上") == ["term-missing", "term-avoided"]


@pytest.mark.parametrize(
    ("code", "source", "target"),
    [
        ("de", "the thighs", "der Oberschenkelmuskel"),
        ("de", "the buttocks", "die Gesäße"),
        ("de", "connective tissue", "des Bindegewebes"),
        ("de", "lunges", "Ausfallschritten"),
        ("ru", "on the thighs", "на бёдрах"),
        ("ru", "of the thighs", "бёдер"),
        ("ru", "connective tissue", "соединительной тканью"),
        ("pl", "the buttocks", "pośladków"),
        ("pl", "of the hips", "bioder"),
        ("es", "the buttocks", "los glúteos"),
        ("pt_BR", "the thighs", "das coxas"),
        ("fr", "fat lobules", "des lobules graisseux"),
        ("ar", "cellulite", "بالسيلوليت"),
        ("ar", "the thighs", "أفخاذ"),
        ("ar", "connective tissue", "أنسجة ضامة"),
        ("hi", "the hips", "कूल्हों पर"),
        ("hi", "the thighs", "जांघों पर"),
        ("ja", "cellulite", "セルライトが"),
        ("zh_Hans", "the buttocks", "臀大肌"),
        ("vi", "cellulite", "Da sần vỏ cam"),
        ("el", "the thighs", "στους μηρούς"),
        ("nl", "trials", "klinische onderzoeken"),
        ("uk", "of the thighs", "стегон"),
        ("he", "the thighs", "בירכיים"),  # final letters
        ("he", "lean protein", "חלבונים רזים"),
        ("fa", "the thighs", "ران\u200cهای شما"),  # the half-space parts words
        ("fa", "lean protein", "پروتئین\u200cهای کم چرب"),
        ("fa", "cellulite", "سلوليت"),  # as an Arabic keyboard writes it
        ("bn", "the buttocks", "নিতম্বের"),
        ("ko", "the thighs", "허벅지와"),
        ("th", "no evidence", "ไม่มีหลักฐานที่ดี"),
        ("zh_Hant", "lunges", "弓箭步蹲"),
    ],
)
def test_the_word_is_found_in_any_form(
    glossary: Glossary, code: str, source: str, target: str
) -> None:
    """Endings, compounds, prefixes, broken plurals: all of them are the word."""
    assert codes(glossary, code, source, target) == []


@pytest.mark.parametrize(
    ("code", "source", "target"),
    [
        ("de", "lunges", "Kniebeugen"),
        ("ru", "lunges", "приседания"),
        ("ar", "lunges", "القرفصاء"),
        ("hi", "lunges", "स्क्वैट"),
        ("ja", "lunges", "スクワット"),
        ("zh_Hans", "connective tissue", "皮肤"),
        ("he", "lunges", "סקוואטים"),
        ("fa", "lunges", "اسکات"),
        ("bn", "lunges", "স্কোয়াট"),
        ("ko", "lunges", "스쿼트"),
        ("th", "lunges", "สควอต"),
    ],
)
def test_another_word_is_told(glossary: Glossary, code: str, source: str, target: str) -> None:
    """In each kind of script."""
    assert codes(glossary, code, source, target) == ["term-missing"]


@pytest.mark.parametrize(
    ("code", "source", "target", "found"),
    [
        # the infection for the dimples
        ("de", "Cellulite", "Cellulitis", ["term-avoided"]),
        ("de", "Cellulite", "Cellulite, auch Zellulitis", ["term-avoided"]),
        ("de", "Cellulite and cellulitis", "Cellulite und bakterielle Zellulitis", []),
        ("de", "Cellulite and cellulitis", "Cellulite und Zellulitis", ["term-avoided"] * 2),
        ("pl", "cellulite", "cellulitu", []),
        ("pl", "cellulite", "cellulitis", ["term-avoided"]),
        ("sv", "cellulite", "celluliterna", []),
        ("sv", "cellulite", "celluliten", ["term-avoided"]),
        ("uk", "cellulite", "целлюліт", ["term-missing", "term-avoided"]),
        ("es", "cellulite", "celulitis", []),
        ("es", "cellulitis", "celulitis infecciosa", []),
        ("es", "cellulitis", "celulitis", ["term-avoided"]),
        ("ru", "cellulitis", "инфекционного целлюлита", []),
        ("ru", "cellulitis", "целлюлита", ["term-avoided"]),
        ("he", "cellulite", "הצלוליטיס", ["term-avoided"]),
        ("hi", "cellulite", "सेल्युलाइटिस", ["term-avoided"]),
        ("zh_Hans", "cellulite", "橘皮组织，又称脂肪团", ["term-avoided"]),
        ("ar", "Cellulite is not cellulitis.", "السيلوليت ليس التهاب النسيج الخلوي.", []),
        # one place of the body for another
        ("ru", "hips and thighs", "область таза и бёдра", []),
        ("ru", "the hips", "область таза, бёдра", ["term-avoided"]),
        ("ar", "thighs and hips", "الفخذين والوركين", []),
        ("he", "hips and thighs", "אזור האגן והירכיים", []),
        ("he", "the thighs", "אזור האגן והירכיים", ["term-avoided"]),
        ("de", "The hips", "Hüften und Oberschenkel", ["term-avoided"]),
        ("de", "The thighs and hips", "Hüften und Oberschenkel", []),
        ("de", "No such term", "Oberschenkel", []),
    ],
)
def test_the_wrong_word_is_told(
    glossary: Glossary, code: str, source: str, target: str, found: list[str]
) -> None:
    """Unless it is a part of a right form, or the right word for another term of the source."""
    assert sorted(codes(glossary, code, source, target)) == sorted(found)


def test_titles_and_links_are_silent(glossary: Glossary) -> None:
    """A cited title keeps its language, and a link's words lead where the authors chose."""
    source = '"Weight Loss and Cellulite"; `Cellulite <https://example.org>`__; ``hip``'
    target = "„Weight Loss and Cellulite“; `Cellulitis <https://example.org>`__; ``hip``"
    assert codes(glossary, "ru", source, target) == []
