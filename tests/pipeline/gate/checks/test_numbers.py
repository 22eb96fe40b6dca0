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
    ],
)
def test_another_figure_is_told(source: str, target: str, said: str) -> None:
    """The finding names the figures of both sides."""
    assert told(source, target) == [said]


@pytest.mark.parametrize(
    ("source", "targets"),
    [
        ("1:30 to 2:30 pm", "13:30 bis 14:30|下午1点30分到2点30分|von halb 2 bis halb 3"),
        (
            "12 am to 5:45 pm, 9 seats",
            "0–17.45 Uhr, neun Plätze|0 h 00 à 17 h 45, 9|0 bis 15 vor 6",
        ),
        ("20 mg at 8 pm", "20 mg à 20 h|20 มก. ตอน 2 ทุ่ม|20 mg lúc 20:00"),
        ("1.5 and 2.5 million", "1 500 000 et 2 500 000|15 और 25 लाख|1 triệu 500 nghìn, 2,5 triệu"),
        ("1.5 and 20 million", "anderthalb und 20 Millionen|полтора и 20 млн|15 लाख और दो करोड़"),
        ("20,000 to 30,000 of 2 million", "200万人中2〜3万人|20–30 тыс. из 2 млн|2–3 หมื่น/2 ล้าน"),
        ("20, 30 and 40 thousand", "20.000, 30.000 und 40.000|2万、3万和4万|20, 30 y 40 mil"),
        ("1,234,567 people", "123万4567人|123만 4,567명"),
        ("15,000 or 1.234 million", "1만5천, 123.4만|1万5000か123万4千"),
        ("half a million of 67 million", "500.000 von 67 Mio.|6700万中50万|500 тыс. из 67 млн"),
        ("2 trillion, 67", "2 Billionen, 67|2兆、67|2 mil billones, 67"),
        ("9:05 a.m.", "9時5分|9h05"),
        ("2 hundred thousand, 3 dozen", "20万と36|200 000 и 36"),
        ("1980s and 1990s", "années 80 et 90|20 世纪 80 和 90 年代|دهه‌های ۱۳۶۰ و ۱۳۷۰"),
        ("1億2345万6789人、20到30万", "123,456,789 people, 200,000 to 300,000"),
        ("2 million adults", "3 Millionen"),  # known and accepted
    ],
)
def test_another_scale_or_clock_is_silent(source: str, targets: str) -> None:
    """Scaled numbers, those joined to them, large ones and new ones are not compared."""
    assert [(target, told(source, target)) for target in targets.split("|")] == [
        (target, []) for target in targets.split("|")
    ]


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("67 of 2 million, at 5 pm", "76 von 2 Mio., um 17 Uhr", "lost: 67; new: 76, 17"),
        ("At 5 pm take 15 mg", "17 Uhr 150 mg", "lost: 15; new: 17, 150"),
        ("20,000 adults in 1985", "1958年の2万人", "lost: 1985; new: 1958, 2"),
    ],
)
def test_a_number_lost_beside_a_scaled_one_is_told(source: str, target: str, said: str) -> None:
    """A scale excuses only the numbers that it may change."""
    assert told(source, target) == [said]


def test_a_small_number_may_be_a_word() -> None:
    """Known and accepted: `9 women` whose nine is lost without a trace is not told."""
    assert told("9 women improved.", "Frauen ging es besser.") == []
