"""Languages: from what a program knows of its reader to the published languages, best first.

The lookup of RFC 4647 (section 3.4) over tags, with three additions: aliases that the build takes
from CLDR are tried before a subtag is dropped; a script is never dropped, so that Traditional
Chinese is not answered in Simplified; and, as a last resort, another region of the same language
and script serves. No language is ever answered with another one. The time is in proportion to what
is read, and no more is read than `LONGEST` characters and `MOST` ranges.
"""

from .bundle import Bundle
from .nodes import Language

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST = 10_000  # characters considered in all
MOST = 100  # language ranges considered in all
SUBTAGS = 8  # considered of one range; no published tag has as many

SCRIPTS = {
    "latin": "latn",
    "cyrillic": "cyrl",
    "devanagari": "deva",
    "iqtelif": "latn",  # a Latin alphabet of Tatar
}  # modifiers of POSIX locales, as in sr_RS@latin


USUAL = {f"q=0.{tenth}": tenth / 10 for tenth in range(1, 10)}  # what browsers send


def matches(wanted: "Iterable[str | Iterable[str]]", bundle: Bundle) -> list[Language]:
    """The published languages that match `wanted`, best first, without those refused by `q=0`."""
    accepted, refused = ranges(wanted)
    dropped = _dropped(accepted, refused, bundle) if refused else ()
    if dropped:
        bundle = _without(dropped, bundle)
    found = [language for wish in accepted if (language := lookup(wish, bundle)) is not None]
    return [language for language in dict.fromkeys(found) if language not in dropped]


def ranges(wanted: "Iterable[str | Iterable[str]]") -> tuple[list[str], list[str]]:
    """The ranges in `wanted` in lower case: accepted ones, best first, and refused ones (`q=0`).

    A range with a `q` that is no number from 0 to 1 is neither; nor are `C` and `POSIX`. `*` goes
    last whatever its `q`: lookup skips it where other ranges follow.
    """
    weighed: list[tuple[bool, float, int, str]] = []
    for item in _items(wanted):
        name, semicolon, parameters = item.partition(";")
        tag = _normal(name)
        quality = 1.0 if not semicolon else USUAL.get(parameters) or _quality(parameters)
        if tag and quality is not None:
            weighed.append((tag == "*", -quality, len(weighed), tag))
    weighed.sort()
    return (
        [tag for _, weight, _, tag in weighed if weight],
        [tag for _, weight, _, tag in weighed if not weight],
    )


def lookup(wish: str, bundle: Bundle, hops: int = 0) -> Language | None:
    """The published language for one range in lower case, or None. `*` is the source language."""
    if wish == "*":
        return bundle.source
    if wish in bundle.languages:
        return bundle.languages[wish]
    subtags = wish.split("-", SUBTAGS)[:SUBTAGS]
    script = _script_at(subtags)
    length = len(subtags)
    while length:
        tag = "-".join(subtags[:length])
        if tag in bundle.languages:
            return bundle.languages[tag]
        alias = bundle.aliases.get(tag)
        if alias is not None and hops < 4:
            return lookup("-".join([alias, *subtags[length:]]), bundle, hops + 1)
        length -= 1
        if length == script:
            break
        if length and len(subtags[length - 1]) == 1:
            length -= 1
    language = bundle.aliases.get(subtags[0], "").partition("-")[0]
    if script and language and language != subtags[0] and hops < 4:
        return lookup("-".join([language, *subtags[script:]]), bundle, hops + 1)
    return _kin(subtags[0], subtags[script] if script else "", bundle)


def _kin(language: str, script: str, bundle: Bundle) -> Language | None:
    """The first published language that differs by nothing but its region."""
    for tag, published in bundle.languages.items():
        if tag.split("-", 1)[0] == language:
            subtags = tag.split("-")
            if not _script_at(subtags):
                subtags = bundle.aliases.get(tag, tag).split("-")
            at = _script_at(subtags)
            if (subtags[at] if at else "") == script:
                return published
    return None


def _script_at(subtags: list[str]) -> int:
    """Where the script is among the subtags; 0 for none. Extensions have none (`ar-u-nu-latn`)."""
    for at, subtag in enumerate(subtags):
        if at and len(subtag) == 1:
            return 0
        if at and len(subtag) == 4 and subtag.isalpha():
            return at
    return 0


def _dropped(accepted: list[str], refused: list[str], bundle: Bundle) -> set[Language]:
    """What `q=0` takes away: the language it names, and those below it not asked for by name."""
    asked = {_named(wish, bundle) for wish in accepted}
    refusals = set(refused)
    named = {_named(wish, bundle) for wish in refusals}
    for wish in refused:
        alias = bundle.aliases.get(wish, wish)
        if not _script_at(alias.split("-")):  # `cmn` is all of `zh`, `zh-TW` not all of `zh-Hant`
            refusals.add(alias)
    dropped: set[Language] = set()
    for tag, language in bundle.languages.items():
        subtags = tag.split("-")
        above = {"-".join(subtags[:length]) for length in range(1, len(subtags) + 1)}
        if (
            language in named
            or bundle.aliases.get(tag) in refusals
            or (language not in asked and not refusals.isdisjoint(above))
        ):
            dropped.add(language)
    return dropped


def _without(dropped: "Iterable[Language]", bundle: Bundle) -> Bundle:
    """The bundle as one that does not publish these languages."""
    left = {tag: each for tag, each in bundle.languages.items() if each not in dropped}
    return Bundle(bundle.version, bundle.source, left, bundle.articles, bundle.aliases)


def _named(wish: str, bundle: Bundle) -> Language | None:
    """The published language that a range names, itself or by another name."""
    for _ in range(5):
        if wish in bundle.languages:
            return bundle.languages[wish]
        wish = bundle.aliases.get(wish, "")
    return None


def _items(wanted: "Iterable[str | Iterable[str]]") -> "Iterator[str]":
    """The comma-separated parts of all wanted strings, as far as they are considered."""
    most, longest = MOST, LONGEST
    for text in _strings(wanted):
        # What is cut in two at the end is not a range.
        value = text if len(text) <= longest else text[:longest].rpartition(",")[0]
        longest -= len(text) + 1
        for item in value.split(",", most)[:most]:
            most -= 1
            yield item
        if most <= 0 or longest <= 0:
            return


def _strings(wanted: "Iterable[str | Iterable[str]]") -> "Iterator[str]":
    for value in wanted:
        if isinstance(value, str):
            yield value
            continue
        if isinstance(value, bytes | bytearray) or not hasattr(value, "__iter__"):
            raise TypeError(
                f"a language is wanted as a str or an iterable of str, not {type(value).__name__}"
            )
        for each in value:
            if not isinstance(each, str):
                raise TypeError(f"a language is wanted as a str, not {type(each).__name__}")
            yield each


def _normal(name: str) -> str:
    """A range in lower case; the empty string for none, `C` and `POSIX`.

    Wildcards go as RFC 4647, section 3.2, says: `*-CH` is `*`, and `de-*-CH` is `de-ch`.
    """
    tag = name.strip().lower()
    if tag.replace("-", "").isalnum():  # as most are: nothing but subtags
        return "" if tag in ("c", "posix") else tag
    tag, _, modifier = tag.partition("@")
    tag = tag.partition(".")[0].replace("_", "-")
    if tag in ("c", "posix"):
        return ""
    if "*" in tag:
        first, *others = tag.split("-")
        tag = "*" if first == "*" else "-".join([first, *[each for each in others if each != "*"]])
    if modifier in SCRIPTS:
        language, _, rest = tag.partition("-")
        return (
            f"{language}-{SCRIPTS[modifier]}-{rest}" if rest else f"{language}-{SCRIPTS[modifier]}"
        )
    return tag


def _quality(parameters: str) -> float | None:
    for parameter in parameters.split(";"):
        key, _, value = parameter.partition("=")
        if key.strip() in ("q", "Q"):
            digits = value.strip().replace(".", "", 1)
            # A float may also have a sign, an exponent, `_`, or digits of another script.
            if not (digits.isascii() and digits.isdigit()):
                return None
            quality = float(value)
            return quality if quality <= 1 else None
    return 1.0
