"""Numbers: what is the same figure in another language, and what is not."""

import pytest

from cellulite_content.pipeline.gate.checks.numbers import check_numbers, numbers
from cellulite_content.pipeline.gate.prose import read_prose
from cellulite_content.pipeline.model.unit import Unit
from support.samples import DOMAIN


def told(source: str, target: str) -> list[str]:
    """What the rule says of a translation."""
    unit = Unit("introduction/paragraph-1", DOMAIN, "paragraph", source)
    found = check_numbers(read_prose(unit, source), read_prose(unit, target))
    return [problem.text.partition(": ")[2] for problem in found]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("6,880", ("6880",)),
        ("6.880", ("6880",)),
        ("6 880", ("6880",)),
        ("6\u202f880", ("6880",)),
        ("6’880", ("6880",)),
        ("٦٬٨٨٠", ("6880",)),
        ("६,८८०", ("6880",)),
        ("1,00,000", ("100000",)),
        ("0.52", ("0", "52")),
        ("0,52", ("0", "52")),
        ("٠٫٥٢", ("0", "52")),
        ("0.520", ("0", "520")),
        ("1.234.567,5", ("1234567", "5")),
        ("8:30", ("8", "30")),
        ("05.11.2024", ("5", "11", "2024")),
        ("007", ("7",)),
    ],
)
def test_a_number_is_read_in_any_script(text: str, value: tuple[str, ...]) -> None:
    """Signs of thousands go, a decimal sign stays, whatever the language writes for either."""
    assert numbers(f"({text})") == [value]


@pytest.mark.parametrize("text", ["vitamin B12", "H2O", "SHA256_1", "B1.2"])
def test_a_name_with_a_digit_is_no_number(text: str) -> None:
    """Nobody translates the digit of a name, and some leave the name out."""
    assert numbers(text) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("80 to 90% of women", "80 من النساء إلى 90٪"),
        ("80 to 90% of women", "महिलाओं में ८० से ९०%"),
        ("17 women improved and 9 got worse.", "9 wurden schlechter und 17 besser."),
        ("in 2 of 9 women", "bei zwei von neun Frauen"),
        ("twice a week for a day", "週に2回、1日"),
        ("20,000 steps", "2万歩"),
        ("in the 1990s", "20 世纪 90 年代"),
        ("9 a.m. to 5:30 p.m.", "9 bis 17:30 Uhr"),
        ("10 to 20 thousand steps", "10.000 bis 20.000 Schritte"),
        ("1,234,567 people", "123万4567人"),
        ("another way for a threefold reason", "もう 1 つの方法、3 つの理由"),
        ("chapter 4 of it", "第IV章"),
        ("A. M. Miller, *Title*, 2004.", "A\\. M. Müller, *Titel*, 2004."),
        ("at 5 pm", "um 17 Uhr"),
        ("May 5, 2024", "2024年5月5日"),
        ("2024-11-05", "05.11.2024"),
        ("the 21st century", "XXI век"),
        ("the 19th century", "le XIXe siècle, le 19e"),
        ("Type ``42``.", "Tippen Sie ``42`` (also 42)."),
        ("Office365 and ten others", "10 andere und Office 365"),
    ],
)
def test_the_same_figures_are_silent(source: str, target: str) -> None:
    """Order, script, signs, words for small numbers, dates and scales are the language's."""
    assert told(source, target) == []


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("0.52 kg", "5,2 kg", "lost: 0.52; new: 5.2"),
        ("0.52 kg", "52 kg", "lost: 0.52"),
        ("1.1 lb", "11 lb", "lost: 1.1; new: 11"),
        ("6,880 adults", "6 808 взрослых", "lost: 6880; new: 6808"),
        ("67 studies", "dużo badań", "lost: 67"),
        ("some studies", "67 études", "new: 67"),
        ("17 of 29", "२९ में से १६", "lost: 17; new: 16"),
        ("9 women", "8 mujeres", "lost: 9; new: 8"),
        ("a few women", "8 mujeres", "new: 8"),
        ("67 of 2 million people, at 5 pm", "76 von 2 Millionen, um 17 Uhr", "lost: 67"),
    ],
)
def test_another_figure_is_told(source: str, target: str, said: str) -> None:
    """The finding names the figures of both sides."""
    assert told(source, target) == [said]


def test_a_small_number_may_be_a_word() -> None:
    """Known and accepted: `9 women` whose nine is lost without a trace is not told."""
    assert told("9 women improved.", "Frauen ging es besser.") == []
