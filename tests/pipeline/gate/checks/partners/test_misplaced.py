"""Partners: texts in the wrong entry are found, and those in their own are silent."""

import time

import pytest

from cellulite_content.pipeline.gate.checks.partners.catalog_fit import Pair
from cellulite_content.pipeline.gate.checks.partners.misplaced import check_partners, with_partners
from cellulite_content.pipeline.gate.gate import check_catalog
from support.samples import DE, document, read

PAIRS = (
    ("What Is It?", "Was ist das?"),
    ("Cellulite is skin with dimples, mostly on the thighs.", "Haut mit Dellen, oft am Schenkel."),
    ("Between 80 and 90 percent of women have it.", "Zwischen 80 und 90 Prozent der Frauen."),
    ("A study of 2013 compared 118 twins in Italy.", "Eine Studie von 2013 verglich 118 Paare."),
    ("It is harmless, and no one has to do anything about it.", "Sie ist harmlos, von selbst."),
    ("Running", "Laufen"),
    ("Half an hour on most days makes the legs firmer, and so the dimples are seen a little less.",
     "Eine halbe Stunde an den meisten Tagen macht die Beine fester, und man sieht weniger davon."),
    ("Open `report.final.txt` first.", "Öffne zuerst `report.final.txt`."),
    ("Wear good shoes, and begin slowly.", "Tragen Sie gute Schuhe, langsam beginnen."),
    ("Ask a doctor if your skin is red, hot or painful.", "Fragen Sie den Arzt, wenn es brennt."),
)  # fmt: skip


def misplaced(order: list[int]) -> dict[int, str]:
    """The findings when the sources have the translations of these numbers, by number."""
    pairs = {
        str(index): Pair(PAIRS[index][0], PAIRS[number][1] if number >= 0 else "")
        for index, number in enumerate(order)
    }
    return {int(key): problem.text for key, problem in check_partners(pairs).items()}


def test_translations_in_their_places_are_silent() -> None:
    """Also where some entries are empty."""
    assert misplaced([*range(10)]) == {}
    assert misplaced([0, 1, -1, 3, 4, 5, 6, 7, 8, -1]) == {}


@pytest.mark.parametrize(
    ("order", "wrong"),
    [
        ([0, 1, 3, 2, 4, 5, 6, 7, 8, 9], {2, 3}),  # numbers
        ([0, 1, 2, 3, 4, 6, 5, 7, 8, 9], {5, 6}),  # lengths
        ([0, 1, 2, 3, 4, 6, 7, 8, 9, 5], {5, 6, 7}),  # a row that is one entry off
        ([6, 1, 2, 3, 4, 5, 0, 7, 8, 9], {0, 6}),  # far apart
        ([0, 1, 2, 3, 4, 5, 6, 2, 8, 9], {7}),  # a copy
        ([0, 7, 2, 3, 4, 5, 6, -1, 8, 9], {1}),  # the name of a file; its own entry is empty
    ],
)
def test_a_translation_of_another_text_is_found(order: list[int], wrong: set[int]) -> None:
    """By names, numbers, lengths, and because another text has it too."""
    assert wrong <= set(misplaced(order))
    assert len(misplaced(order)) <= len(wrong) + 2


def test_equal_translations_of_like_texts_are_silent() -> None:
    """Two ways to say one thing may have one translation."""
    pairs = {str(index): Pair(*pair) for index, pair in enumerate(PAIRS)}
    target = "Mehr dazu steht in der Anleitung."
    pairs["a"] = Pair("See the guide for more about it.", target)
    pairs["b"] = Pair("For more about it, have a look at the guide.", target)
    assert check_partners(pairs) == {}
    pairs["c"] = Pair("Water is good.", target)
    assert check_partners(pairs).keys() == {"c"}


def test_a_small_catalog_is_silent() -> None:
    """The usual length of its translations is not known."""
    pairs = {str(index): Pair(PAIRS[index][0], PAIRS[1 - index][1]) for index in range(2)}
    assert check_partners(pairs) == {}


def test_a_finding_names_the_other_text() -> None:
    """So that a person finds it."""
    assert '"A study of 2013 compared' in misplaced([0, 1, 3, 2, 4, 5, 6, 7, 8, 9])[2]


def test_the_finding_has_its_line_and_its_text() -> None:
    """As those of other checks; copies of the source are not translations."""
    order = [0, 1, 3, 2, 4, 5, 6, 7, 8, 9]
    entries = [
        f'msgid "{PAIRS[index][0]}"\nmsgstr "{PAIRS[number][1]}"\n'
        for index, number in enumerate(order)
    ]
    source = document(*(pair[0] for pair in PAIRS))
    result = check_catalog(DE, source, read("\n".join(entries)), "de.po")
    findings = with_partners(result, source).findings
    texts = [each.target for each in findings if each.problem.code == "other-message"]
    assert texts == [PAIRS[3][1], PAIRS[2][1]]
    assert all(each.line == result.lines[each.source] for each in findings)


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("Ändere ``Makefile``.", "lost: Dockerfile; new: Makefile"),
        ("Ändere ``Dockerfile``.", ""),
        ("Ändere ``Datei``.", ""),
        ("Ändere ``Dockerfile`` und ``Makefile``.", ""),
        ("Ändere ``dockerfile``.", ""),
    ],
)
def test_a_literal_of_another_text_is_found(target: str, text: str) -> None:
    """A word with a capital could be the label of a button, which is translated."""
    source = document("Edit ``Dockerfile``.", "Run ``Makefile``.")
    catalog = read(f'msgid "Edit ``Dockerfile``."\nmsgstr "{target}"\n')
    result = with_partners(check_catalog(DE, source, catalog, "de.po"), source)
    found = [each.problem for each in result.findings if each.problem.code == "literal-differs"]
    assert [problem.text.partition("text's: ")[2] for problem in found] == [text] * bool(text)


@pytest.mark.parametrize(
    "part", ["a", "A b ", "A1", "12 ", "1,", "a.", "a.b ", "_", "@a", "A.A.", "x_1 "]
)
def test_time_is_bounded(part: str) -> None:
    """A catalog of 300 long texts that are nearly equal takes seconds, not minutes."""
    pairs = {
        str(number): Pair(f"{number} {part * 900}"[:900], f"{300 - number} {part * 5000}"[:5000])
        for number in range(300)
    }
    start = time.process_time()
    check_partners(pairs)
    assert time.process_time() - start < 30
