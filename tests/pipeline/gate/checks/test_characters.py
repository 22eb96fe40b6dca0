"""Characters that no translation may have: the quick look lets none of them pass."""

import sys

from cellulite_content.pipeline.gate.checks import characters


def test_every_harmful_character_is_found() -> None:
    """All of Unicode is tried: what the pattern names is refused, in the midst of a text too."""
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    harmful = sorted(set(every) - set(characters.without_harmful_characters(every)))
    assert len(harmful) > 50
    missed = [each for each in harmful if not list(characters.check_characters(f"a{each}b"))]
    assert missed == []
    assert list(characters.check_characters("Laufen übt, 跑步 und मैं")) == []


def test_flags_may_have_tags_and_nothing_else() -> None:
    """Tag characters are invisible text but in the flags of England, Scotland and Wales."""
    tags = "".join(chr(0xE0000 + ord(letter)) for letter in "gbeng")
    flag = f"\U0001f3f4{tags}\U000e007f"
    assert list(characters.check_characters(f"{flag} and {flag}")) == []
    assert characters.without_harmful_characters(f"{flag}\ufeff") == flag
    for hidden in (
        tags,
        flag[:-1],
        f"{flag}{tags}",
        f"\U0001f3f4{tags * 2}\U000e007f",
        f"a{flag[1:]}",
    ):
        assert list(characters.check_characters(f"{flag}{hidden}"))
