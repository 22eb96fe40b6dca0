"""The marks of list items: numbers, letters and Roman numbers."""

from ..nodes import Node

HTML_TYPES = {"loweralpha": "a", "upperalpha": "A", "lowerroman": "i", "upperroman": "I"}
"""The values of the attribute `type` of a list in HTML, by its style."""

ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def start(node: Node) -> int:
    """The number of an ordered list's first item."""
    number = node.details.get("start", "1")
    return int(number) if number.isdecimal() and len(number) < 10 else 1


def style(node: Node) -> str:
    """The style of an ordered list's numbers; empty for digits."""
    name = node.details.get("style", "")
    return name if name in HTML_TYPES else ""


def mark(number: int, style: str) -> str:
    """The number of an item, as readers see it: `3`, `c`, `iii`."""
    text = ""
    if style.endswith("alpha"):
        text = _letters(number)
    elif style.endswith("roman") and number < 4000:
        text = _roman(number)
    return (text.upper() if style.startswith("upper") else text) or str(number)


def _letters(number: int) -> str:
    """`a` to `z`, then `aa`, as browsers count."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _roman(number: int) -> str:
    digits = ""
    for value, sign in ROMAN:
        count, number = divmod(number, value)
        digits += sign * count
    return digits
