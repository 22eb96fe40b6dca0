"""A bundle to test with: two articles in en, de and ar; German lacks one unit."""

from collections.abc import Iterable
from pathlib import Path

from cellulite_content import Content
from cellulite_content.pipeline.editions.bundle.manifest import aliases
from cellulite_content.pipeline.model.locale import Locale

NAME = "walking"
REVISION = "0123456789abcdef"
LANGUAGES = (
    ("en", "ltr", "English", "source"),
    ("de", "ltr", "Deutsch", "reviewed"),
    ("ar", "rtl", "العربية", "draft"),
)
UNITS = {
    "en": [
        "Walking & Skin",
        "What walking does.",
        "Walking is good. [1]\tWalking is <strong>good</strong>."
        ' <a href="#note-1"><sup>[1]</sup></a>',
        "Why",
        r"A path C:\\x\tand 1 < 2",
        "One",
        "Two",
        "Claim",
        "It helps",
        "A foot",
        "A picture",
        "The source",
        "Careful",
    ],
    "de": [
        "Gehen & Haut",
        "Was Gehen bewirkt.",
        'Gehen tut gut. [1]\tGehen tut <strong>gut</strong>. <a href="#note-1"><sup>[1]</sup></a>',
        "Warum",
        "",  # not translated
        "Eins",
        "Zwei",
        "Aussage",
        "Es hilft",
        "Ein Fuß",
        "Ein Bild",
        "Die Quelle",
        "Vorsicht",
    ],
    "ar": [
        "المشي والبشرة",
        "ما يفعله المشي.",
        'المشي جيد. [1]\tالمشي <strong>جيد</strong>. <a href="#note-1"><sup>[1]</sup></a>',
        "لماذا",
        "مسار 1 < 2",
        *["واحد", "اثنان", "ادعاء", "يساعد", "قدم", "صورة", "المصدر", "احذر"],
    ],
}
STRUCTURE = """\
0 article
1 description 2 description
1 heading 1 title - 1
1 paragraph 3 paragraph-1
1 note - - - note
2 paragraph 13 note-1
1 section - - why
2 heading 4 why/title - 2
2 paragraph 5 why/paragraph-1
2 list - - - bullet
3 item
4 paragraph 6 why/item-1
3 item 7 why/item-2
2 table
3 row - - - header
4 cell 8 why/cell-1
3 row
4 cell 9 why/cell-2
2 figure
3 image 10 why/alt-1 - foot.svg
3 caption 11 why/caption-1
1 footnote - - note-1 1
2 paragraph 12 footnote-1"""
FIGURE = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


def other_names(tags: Iterable[str]) -> dict[str, str]:
    """The aliases that a real build writes into the bundle of these languages."""
    return aliases(Locale(tag.replace("-", "_")) for tag in tags)


def files(
    languages: tuple[tuple[str, str, str, str], ...] = LANGUAGES, version: str = "0.1.0"
) -> dict[str, bytes]:
    """The files of a bundle by name; a language without units of its own says what English says."""
    head = ["source\ten"]
    head += ["\t".join(["language", *language]) for language in languages]
    head += [f"article\t{name}\tarticles/{name}\t{name}" for name in (NAME, "resting")]
    names = other_names(tag for tag, *_ in languages)
    head += [f"alias\t{wanted}\t{tag}" for wanted, tag in sorted(names.items())]
    head.insert(0, f"bundle\t2\t{version}\t{REVISION}\t{len(head)}")
    found = {"bundle.txt": _bytes(head)}
    found["resting/structure.txt"] = _bytes(
        [
            f"structure\t2\t{REVISION}\t2026-11-22\t2",
            "0\tarticle\t\t\t\t",
            "1\theading\t1\ttitle\t\t1",
        ]
    )
    found[f"{NAME}/foot.svg"] = FIGURE
    rows = [_row(line) for line in STRUCTURE.splitlines()]
    count = len(rows)
    found[f"{NAME}/structure.txt"] = _bytes(
        [f"structure\t2\t{REVISION}\t2026-11-22\t{count}", *rows]
    )
    for tag, *_ in languages:
        units = UNITS.get(tag, UNITS["en"])
        found[f"{NAME}/{tag}.txt"] = _bytes([f"units\t2\t{REVISION}\t{tag}\t{len(units)}", *units])
        found[f"resting/{tag}.txt"] = _bytes([f"units\t2\t{REVISION}\t{tag}\t1", f"Rest ({tag})"])
    return found


def content(*tags: str) -> Content:
    """The bundle above, or one in English and these languages."""
    if not tags:
        return reading(files())
    named = tuple((tag, "ltr", tag, "draft") for tag in tags)
    return reading(files((LANGUAGES[0], *named)))


def reading(found: dict[str, bytes]) -> Content:
    """The content in these files."""
    return Content(found.__getitem__)


def write(folder: Path) -> Path:
    """The bundle as files in a folder."""
    for name, data in files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def _row(line: str) -> str:
    fields = ["" if field == "-" else field for field in line.split()]
    if len(fields) > 4 and not fields[4] and not fields[5:]:
        fields[4] = ""
    return "\t".join([*fields, *[""] * (6 - len(fields))])


def _bytes(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()
