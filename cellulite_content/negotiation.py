"""Language negotiation: from the reader's languages to the published ones, best first.

The lookup of RFC 4647 (section 3.4) over tags, with three additions. Aliases, which the build takes
from CLDR, are tried before a subtag is dropped. A script is never dropped: Traditional Chinese does
not match Simplified. As a last resort, another region of the same language and script matches.
Another language never matches. The time is linear in the input, which is limited to
`MAX_CHARACTERS` characters and `MAX_RANGES` ranges.
"""

from .bundle import Bundle, Language, damaged, decoded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_CHARACTERS = 10_000  # characters read of a request
MAX_RANGES = 100  # language ranges read of a request
MAX_SUBTAGS = 8  # subtags read of one range; no published tag has so many

SCRIPTS = {
    "latin": "latn",
    "cyrillic": "cyrl",
    "devanagari": "deva",
    "iqtelif": "latn",  # a Latin alphabet of Tatar
}  # modifiers of POSIX locales, as in sr_RS@latin


COMMON_QUALITIES = {f"q=0.{tenth}": tenth / 10 for tenth in range(1, 10)}  # what browsers send


def matches(wanted: "Iterable[str | Iterable[str]]", bundle: Bundle) -> list[Language]:
    """The published languages that match `wanted`, best first, without those refused by `q=0`."""
    accepted, refused = ranges(wanted)
    dropped = _refused_languages(accepted, refused, bundle) if refused else set()
    if dropped:
        bundle = _bundle_without(dropped, bundle)
    matched = [
        language
        for language_range in accepted
        if (language := lookup(language_range, bundle)) is not None
    ]
    return [language for language in dict.fromkeys(matched) if language not in dropped]


def ranges(wanted: "Iterable[str | Iterable[str]]") -> tuple[list[str], list[str]]:
    """The ranges in `wanted` in lower case: accepted ones, best first, and refused ones (`q=0`).

    A range with a `q` that is not a number from 0 to 1 is ignored, and so are `C` and `POSIX`. `*`
    is last, whatever its `q`: lookup skips it when other ranges follow.
    """
    weighted: list[tuple[bool, float, int, str]] = []
    for item in _items(wanted):
        name, semicolon, parameters = item.partition(";")
        tag = _normalize(name)
        quality = 1.0 if not semicolon else COMMON_QUALITIES.get(parameters) or _quality(parameters)
        if tag and quality is not None:
            weighted.append((tag == "*", -quality, len(weighted), tag))
    weighted.sort()
    return (
        [tag for _, weight, _, tag in weighted if weight],
        [tag for _, weight, _, tag in weighted if not weight],
    )


def lookup(language_range: str, bundle: Bundle, hops: int = 0) -> Language | None:
    """The published language for one range in lower case, or None. `*` is the source language."""
    if language_range == "*":
        return bundle.source
    languages = bundle.languages
    if language_range in languages:
        return languages[language_range]
    subtags = language_range.split("-", MAX_SUBTAGS)[:MAX_SUBTAGS]
    script = _script_at(subtags)
    length = len(subtags)
    while length:
        tag = "-".join(subtags[:length])
        if tag in languages:
            return languages[tag]
        alias = _aliases(bundle).get(tag)
        if alias is not None and hops < 4:
            return lookup("-".join([alias, *subtags[length:]]), bundle, hops + 1)
        length -= 1
        if length == script:
            break
        if length and len(subtags[length - 1]) == 1:
            length -= 1
    language = _aliases(bundle).get(subtags[0], "").partition("-")[0]
    if script and language and language != subtags[0] and hops < 4:
        return lookup("-".join([language, *subtags[script:]]), bundle, hops + 1)
    return _other_region(subtags[0], subtags[script] if script else "", bundle)


def _other_region(language: str, script: str, bundle: Bundle) -> Language | None:
    """The first published language that differs only in its region."""
    for tag, published in bundle.languages.items():
        if tag.split("-", 1)[0] == language:
            subtags = tag.split("-")
            if not _script_at(subtags):
                subtags = _aliases(bundle).get(tag, tag).split("-")
            position = _script_at(subtags)
            if (subtags[position] if position else "") == script:
                return published
    return None


def _script_at(subtags: list[str]) -> int:
    """The index of the script subtag; 0 for none. Extensions have none (`ar-u-nu-latn`)."""
    for position, subtag in enumerate(subtags):
        if position and len(subtag) == 1:
            return 0
        if position and len(subtag) == 4 and subtag.isalpha():
            return position
    return 0


def _refused_languages(accepted: list[str], refused: list[str], bundle: Bundle) -> set[Language]:
    """The languages excluded by `q=0`: the named one, and those below it that are not named."""
    requested = {_exact(language_range, bundle) for language_range in accepted}
    refusals = set(refused)
    named = {_exact(language_range, bundle) for language_range in refusals}
    for language_range in refused:
        alias = _aliases(bundle).get(language_range, language_range)
        if not _script_at(alias.split("-")):  # `cmn` is all of `zh`, `zh-TW` not all of `zh-Hant`
            refusals.add(alias)
    dropped: set[Language] = set()
    for tag, language in bundle.languages.items():
        subtags = tag.split("-")
        prefixes = {"-".join(subtags[:length]) for length in range(1, len(subtags) + 1)}
        if (
            language in named
            or _aliases(bundle).get(tag) in refusals
            or (language not in requested and not refusals.isdisjoint(prefixes))
        ):
            dropped.add(language)
    return dropped


def _bundle_without(dropped: set[Language], bundle: Bundle) -> Bundle:
    """A copy of the bundle without these languages."""
    remaining = {tag: row for tag, row in bundle.rows.items() if row[0] not in dropped}
    return Bundle(
        bundle.version,
        bundle.source,
        remaining,
        bundle.chapters,
        bundle.documents,
        _aliases(bundle),
        bundle.without,
    )


def _exact(language_range: str, bundle: Bundle) -> Language | None:
    """The published language with this tag or alias."""
    languages = bundle.languages
    for _ in range(5):
        if language_range in languages:
            return languages[language_range]
        language_range = _aliases(bundle).get(language_range, "")
    return None


def _items(wanted: "Iterable[str | Iterable[str]]") -> "Iterator[str]":
    """The parts of all wanted strings, up to the limits.

    Commas divide them, and in the variable LANGUAGE of GNU gettext colons. Some clients write a
    number with a comma, as their language does: `de;q=0,8`.
    """
    before = ""
    for item in _parts(wanted):
        if before.endswith(("=0", "=1")):
            number = item.strip()
            if number.isascii() and number.isdigit():
                before = f"{before}.{number}"
                continue
        if before:
            yield before
        before = item
    if before:
        yield before


def _parts(wanted: "Iterable[str | Iterable[str]]") -> "Iterator[str]":
    ranges_left, characters_left = MAX_RANGES, MAX_CHARACTERS
    for text in _strings(wanted):
        # A part that is cut at the end is not a range.
        value = text if len(text) <= characters_left else text[:characters_left].rpartition(",")[0]
        characters_left -= len(text) + 1
        separator = ":" if ":" in value and "," not in value and ";" not in value else ","
        for item in value.split(separator, ranges_left)[:ranges_left]:
            ranges_left -= 1
            yield item
        if ranges_left <= 0 or characters_left <= 0:
            return


def _strings(wanted: "Iterable[str | Iterable[str]]") -> "Iterator[str]":
    for value in wanted:
        if isinstance(value, str):
            yield value
            continue
        if isinstance(value, bytes | bytearray) or not hasattr(value, "__iter__"):
            raise TypeError(
                f"a language must be a str or an iterable of str, not {type(value).__name__}"
            )
        for element in value:
            if not isinstance(element, str):
                raise TypeError(f"a language must be a str, not {type(element).__name__}")
            yield element


def _normalize(name: str) -> str:
    """A range in lower case; the empty string for `C`, `POSIX` and invalid ranges.

    Wildcards are removed as in RFC 4647, section 3.2: `*-CH` is `*`, and `de-*-CH` is `de-ch`.
    """
    tag = name.strip().lower()
    if tag.replace("-", "").isalnum():  # the usual case: only subtags
        return "" if tag in ("c", "posix") else tag
    tag, _, modifier = tag.partition("@")
    tag = tag.partition(".")[0].replace("_", "-")
    if tag in ("c", "posix"):
        return ""
    if "*" in tag:
        first, *others = tag.split("-")
        tag = (
            "*"
            if first == "*"
            else "-".join([first, *[subtag for subtag in others if subtag != "*"]])
        )
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
            # `float` would also accept a sign, an exponent, `_`, and digits of other scripts.
            if not (digits.isascii() and digits.isdigit()):
                return None
            quality = float(value)
            return quality if quality <= 1 else None
    return 1.0


def _aliases(bundle: Bundle) -> dict[str, str]:
    """The other names of the bundle's languages, parsed at first use; raises `DataError`."""
    if isinstance(bundle.aliases, bytes):
        bundle.aliases = _read_aliases(bundle.aliases)
    return bundle.aliases


def _read_aliases(data: bytes) -> dict[str, str]:
    aliases: dict[str, str] = {}
    for line in decoded(data, "bundle.txt").split("\n")[:-1]:
        kind, *fields = line.split("\t")
        if kind != "alias" or len(fields) != 2:
            raise damaged("bundle.txt", f"has {line[:20]!r} in place of an alias")
        aliases[fields[0]] = fields[1].lower()
    return aliases
