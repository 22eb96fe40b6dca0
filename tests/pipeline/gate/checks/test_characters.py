"""Characters that no translation may have: the quick look lets none of them pass."""

import re
import sys

from cellulite_content.pipeline.gate.checks import characters


def test_every_harmful_character_is_found() -> None:
    """All of Unicode is tried: what the pattern names is refused, in the midst of a text too."""
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    harmful = re.findall(characters.HARMFUL, every)
    assert len(harmful) > 50
    missed = [each for each in harmful if not list(characters.check_characters(f"a{each}b"))]
    assert missed == []
    assert list(characters.check_characters("Laufen übt, 跑步 und मैं")) == []
