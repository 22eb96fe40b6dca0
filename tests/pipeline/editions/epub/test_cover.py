"""The covers: each in its own letters, whole, and drawn once."""

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from PIL import Image, ImageChops, ImageStat

from cellulite_content.pipeline.editions.epub import fonts
from cellulite_content.pipeline.editions.epub.cover import (
    HORIZON,
    MARGIN,
    WIDTH,
    Cover,
    background,
    cached_cover,
    draw_cover,
)
from cellulite_content.pipeline.editions.epub.typesetting import set_text
from cellulite_content.pipeline.errors import ProjectError
from cellulite_content.pipeline.model.locale import Locale
from support.editions.reader import (
    ARTICLE,
    CHECKOUT,
    LOCALES,
    PROJECT,
    SLUG,
    Book,
    X,
    said,
    site_book,
    texts_of_kind,
)

OPF = "{http://www.idpf.org/2007/opf}"
GOLDEN = CHECKOUT / "tests" / "golden" / "covers"
NEAR = 3.0
"""Two thumbnails are alike when their pixels differ by less in the mean (0 to 255)."""

GERMAN = Cover("Verringert Laufen Cellulite?", "Deutsch", "de", "ltr", "Cellulite Content")
ARABIC = Cover("هل يقلّل الجري من السيلوليت؟", "العربية", "ar", "rtl", "Cellulite Content")
LONG = {
    "de": (
        "Verringern regelmäßiges Ausdauerlauftraining und Gewichtsverlust tatsächlich "
        "Cellulite oder nur die Oberschenkelumfangsmessungen der Läufer?"
    ),
    "ru": (
        "Уменьшит ли регулярный бег целлюлит, и что говорят об этом исследования, врачи, "
        "тренеры и люди, которые бегают уже много лет подряд, зимой?"
    ),
    "ja": "ランニングなどの有酸素運動を続けると、セルライトは本当に減るのか？（最新の研究から）",
    "zh-Hans": "坚持跑步、快走等有氧运动，真的能减少橘皮组织吗？还是只是看起来不一样而已？",
    "ar": "كيف يؤثر الجري المنتظم والمشي السريع على مظهر السيلوليت وما الذي تقوله الدراسات؟",
    "hi": "दौड़ने और तेज़ चलने से सेल्युलाईट पर क्या असर पड़ता है, और अध्ययन इस बारे में क्या कहते हैं?",
}

each_locale = pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)


def _cover_of(site: Path, locale: Locale) -> Image.Image:
    return _opened(site_book(site, locale).files["EPUB/cover.jpg"])


def _opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def _difference(one: Image.Image, other: Image.Image) -> float:
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean)


def _ink(image: Image.Image, box: tuple[int, int, int, int]) -> tuple[int, int, int, int] | None:
    """The box around all that is dark in a part of a cover, in the cover's own pixels."""
    part = image.crop(box).convert("L").point(lambda value: 255 if value < 150 else 0)
    found = part.getbbox()
    if found is None:
        return None
    left, top, right, bottom = found
    return left + box[0], top + box[1], right + box[0], bottom + box[1]


# In the book


@each_locale
def test_book_has_its_cover(site: Path, locale: Locale) -> None:
    """A JPEG of 1600 × 2400 pixels that EPUB 3 and EPUB 2 readers find."""
    found = site_book(site, locale)
    (item,) = found.package.findall(f"{OPF}manifest/{OPF}item[@properties='cover-image']")
    assert (item.get("href"), item.get("media-type")) == ("cover.jpg", "image/jpeg")
    meta = found.package.find(f"{OPF}metadata/{OPF}meta[@name='cover']")
    assert meta.get("content") == item.get("id")
    image = _cover_of(site, locale)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (1600, 2400))


@each_locale
def test_cover_is_told_in_words(site: Path, locale: Locale) -> None:
    """Who does not see the cover hears its title."""
    (image,) = site_book(site, locale).pages["cover.xhtml"].iter(f"{X}img")
    (title,) = texts_of_kind("title")
    assert image.get("alt") == said(locale, title)


@pytest.mark.parametrize("tag", sorted(path.stem for path in GOLDEN.glob("*.png")))
def test_cover_looks_as_it_did(site: Path, tag: str) -> None:
    """At 160 pixels it is like the one that was looked at (`scripts/update_golden.py covers`)."""
    locale = PROJECT.locale(tag)
    thumbnail = _cover_of(site, locale).resize((160, 240), Image.Resampling.LANCZOS)
    golden = Image.open(GOLDEN / f"{locale.tag}.png").convert("RGB")
    assert _difference(thumbnail, golden) < NEAR


def test_goldens_tell_covers_apart() -> None:
    """The measure works: no locale's thumbnail passes for another's, and none is left over."""
    goldens = {path.stem: Image.open(path).convert("RGB") for path in GOLDEN.iterdir()}
    assert set(goldens) <= {locale.tag for locale in LOCALES}
    assert len(goldens) > 10
    for tag, one in goldens.items():
        for other in goldens.keys() - {tag}:
            assert _difference(one, goldens[other]) > 2 * NEAR, (tag, other)


# Letters


def test_letters_are_shaped() -> None:
    """Arabic letters join and Devanagari letters merge; apart they take more room."""
    for font, whole, apart in (
        (fonts.ARABIC, "الجري", "ا\u200cل\u200cج\u200cر\u200cي"),
        (fonts.DEVANAGARI, "क्षत्र", "क्\u200cषत्\u200cर"),
    ):
        sized_font = font.at_size(100)
        assert sized_font.getlength(whole) < 0.9 * sized_font.getlength(apart)


@each_locale
def test_one_face_has_all_letters(locale: Locale) -> None:
    """Title and name of each language are set in one face, without a hole."""
    (title,) = texts_of_kind("title")
    for text in (said(locale, title), locale.name):
        assert fonts.font_for(text, locale.tag).missing_characters(text) == ""


def test_han_letters_are_those_of_the_language() -> None:
    """The same characters are set in the Japanese face for Japan and in the Chinese for China."""
    assert fonts.font_for("骨直", "ja") is fonts.JAPANESE
    assert fonts.font_for("骨直", "zh-Hans") is fonts.CHINESE


@pytest.mark.parametrize("font", fonts.FONTS, ids=lambda font: font.distribution)
def test_lacking_letters_are_known(font: fonts.Font) -> None:
    """Each face has the digits and signs of a title, and lacks Thai, Hangul and private letters."""
    assert font.missing_characters("0123456789 ()-.:!?\u00a0\u200d") == ""
    assert font.missing_characters("ก글\ue123\U0001f3c3") == "ก글\ue123\U0001f3c3"


def test_letter_without_a_glyph_is_refused() -> None:
    """One line names the language and the character; nothing is drawn with a hole."""
    with pytest.raises(ProjectError) as caught:
        draw_cover(replace(GERMAN, title="Laufen กับ Cellulite"))
    message = str(caught.value)
    assert message.startswith("no font of the covers has 'ก' (U+0E01 THAI CHARACTER KO KAI)")
    assert "the de title" in message
    assert "\n" not in message


def test_such_a_title_has_a_cover_in_the_sources_words(
    project_copy: Path, run: Callable, tmp_path: Path
) -> None:
    """Readers get their book; the build says in one line which character no face has."""
    path = project_copy / "locales" / "de" / "LC_MESSAGES" / f"{ARTICLE}.po"
    catalog = polib.pofile(str(path), wrapwidth=0)
    (title,) = texts_of_kind("title")
    catalog.find(title).msgstr = "Laufen 글 Cellulite"
    catalog.save()
    done = run(
        "build", "de", "--formats", "epub", "--output", tmp_path / "site", project=project_copy
    )
    assert done.returncode == 0, done.stderr
    assert "the cover is in the source's words: no font of the covers has '글'" in done.stderr
    with zipfile.ZipFile(tmp_path / "site" / "downloads" / f"{SLUG}.de.epub") as book:
        drawn = book.read("EPUB/cover.jpg")
    assert drawn == draw_cover(Cover(title, "German", "en", "ltr", PROJECT.title))


@pytest.mark.skipif(sys.platform != "linux", reason="hides a library the way Linux finds it")
def test_system_without_fribidi_is_told(tmp_path: Path) -> None:
    """Where Pillow cannot shape, one line says what to install: never letters in a wrong order."""
    (tmp_path / "libfribidi.so.0").write_bytes(b"")
    (tmp_path / "libfribidi.so").write_bytes(b"")
    done = _draw_elsewhere(LD_LIBRARY_PATH=str(tmp_path))
    assert done.returncode != 0
    assert b"ProjectError: Pillow cannot shape text here: install FriBiDi" in done.stderr


# Lines


@pytest.mark.parametrize("tag", LONG)
def test_long_title_stays_in_its_place(tag: str) -> None:
    """No ink in the margins, none between the title and the picture; whole words, even lines."""
    direction = "rtl" if tag == "ar" else "ltr"
    image = _opened(draw_cover(Cover(LONG[tag], "X", tag, direction, "X")))
    ink = _ink(image, (0, 320, WIDTH, HORIZON - 2))
    assert ink is not None
    left, top, right, bottom = ink
    assert left >= MARGIN - 12
    assert right <= WIDTH - MARGIN + 12
    assert top > 340
    assert bottom < HORIZON - 30


@pytest.mark.parametrize("tag", LONG)
def test_lines_hold_the_whole_text(tag: str) -> None:
    """Nothing is lost at line ends, no word is torn, and each line fits."""
    block = set_text(LONG[tag], tag, 1300, 900, 224)
    assert len(block.lines) > 2
    glue = "" if tag in ("ja", "zh-Hans") else " "
    assert glue.join(block.lines) == LONG[tag]
    assert max(map(block.sized_font.getlength, block.lines)) <= 1300
    assert block.height <= 900


@pytest.mark.parametrize("width", [200, 500, 800, 1300])
@pytest.mark.parametrize("tag", ["ja", "zh-Hans"])
def test_lines_begin_and_end_well(tag: str, width: int) -> None:
    """However narrow, no line begins with what closes or ends with what opens."""
    for text in (LONG[tag], "「走る」、。？」と（ッー々）…「」"):
        block = set_text(text, tag, width, 900, 224)
        assert "".join(block.lines) == text
        assert not [line for line in block.lines if line[0] in "、。，？！」）ー々ッ…"]
        assert not [line for line in block.lines if line[-1] in "「（"]


def test_phrases_stay_whole() -> None:
    """Japanese breaks between phrases, not inside of words."""
    block = set_text("ランニングでセルライトは減る？", "ja", 1300, 900, 224)
    assert block.lines == ("ランニングで", "セルライトは", "減る？")


def test_short_words_do_not_hang() -> None:
    """A word of one letter goes with the next one; a lone sign goes with the one before."""
    polish = set_text("Bieganie i cellulit: co w nauce wiadomo o tym", "pl", 700, 900, 224)
    assert not [line for line in polish.lines if line.split()[-1] in ("i", "w", "o")]
    french = set_text("La course à pied réduit-elle la cellulite ?", "fr", 500, 900, 224)
    assert french.lines[-1] != "?"


def test_title_without_spaces_is_made_smaller() -> None:
    """One word that is far too long is not torn but set small."""
    block = set_text("Rindfleischetikettierungsüberwachungsaufgabe" * 3, "de", 1300, 900, 224)
    assert len(block.lines) == 1
    assert block.sized_font.getlength(block.lines[0]) <= 1300


# Sides


def test_right_to_left_is_mirrored() -> None:
    """Arabic begins at the right margin, and the picture is that of the others, mirrored."""
    arabic, german = _opened(draw_cover(ARABIC)), _opened(draw_cover(GERMAN))
    for top, bottom in ((120, 320), (320, HORIZON - 2)):  # the language's name; the title
        right = _ink(arabic, (0, top, WIDTH, bottom))
        left = _ink(german, (0, top, WIDTH, bottom))
        assert right is not None
        assert left is not None
        assert abs(right[2] - (WIDTH - MARGIN)) < 30
        assert abs(left[0] - MARGIN) < 30
        if bottom == 320:
            assert right[0] > WIDTH / 2 > left[2]
    box = (0, HORIZON, WIDTH, 2200)
    mirrored = arabic.crop(box).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    assert _difference(mirrored, german.crop(box)) < 1.5
    assert _difference(arabic.crop(box), german.crop(box)) > 3


def test_bilingual_cover_has_both_titles() -> None:
    """The source's title stands below, smaller, in its own letters, and nothing overlaps."""
    alone = _opened(draw_cover(ARABIC))
    both = _opened(draw_cover(replace(ARABIC, source_title="Will running reduce cellulite?")))
    one, two = (_ink(each, (0, 320, WIDTH, HORIZON - 2)) for each in (alone, both))
    assert one is not None
    assert two is not None
    assert two[3] <= HORIZON - 30
    rows = both.crop((0, 320, WIDTH, HORIZON - 2)).convert("L").point(lambda v: 255 * (v < 190))
    filled = [bool(rows.crop((0, y, WIDTH, y + 1)).getbbox()) for y in range(rows.height)]
    blocks = sum(now and not before for before, now in zip([False, *filled], filled, strict=False))
    assert blocks >= 2


# Once


def test_equal_covers_are_equal_bytes() -> None:
    """In another process, with other hashes and another time zone, too."""
    done = _draw_elsewhere(PYTHONHASHSEED="77", TZ="Asia/Tokyo")
    assert done.stderr == b""
    assert done.stdout == draw_cover(GERMAN)


def _draw_elsewhere(**environment: str) -> subprocess.CompletedProcess[bytes]:
    program = (
        "import sys; from cellulite_content.pipeline.editions.epub.cover import Cover, draw_cover; "
        f"sys.stdout.buffer.write(draw_cover({GERMAN!r}))"
    )
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        cwd=CHECKOUT,
        env=os.environ | environment,
        capture_output=True,
        check=False,
        timeout=100,
    )


def _entries(folder: Path) -> list[Path]:
    return [path for path in (folder / "cache").rglob("*") if path.is_file()]


def test_unchanged_cover_is_not_drawn_again(tmp_path: Path) -> None:
    """The second time nothing is drawn; another title is another file."""
    project = replace(PROJECT, build=tmp_path)
    first = cached_cover(project, GERMAN)
    (path,) = _entries(tmp_path)
    before = path.stat().st_ino
    assert cached_cover(project, GERMAN) == first
    assert path.stat().st_ino == before, "it was not written again"
    assert cached_cover(project, ARABIC) != first
    assert len(_entries(tmp_path)) == 2


@pytest.mark.parametrize(
    "damage",
    [lambda data: b"", lambda data: data[:-100], lambda data: data[:500] + b"?" + data[501:]],
    ids=["empty", "truncated", "altered"],
)
def test_damaged_cover_is_drawn_again(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    """What a kill or a bad disk left is noticed, and fixed in its place."""
    project = replace(PROJECT, build=tmp_path)
    first = cached_cover(project, GERMAN)
    (path,) = _entries(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    assert cached_cover(project, GERMAN) == first
    assert [each.read_bytes() for each in _entries(tmp_path)] == [whole]


@pytest.mark.parametrize("cover", [GERMAN, ARABIC], ids=["de", "ar"])
def test_a_cover_leaves_no_trace_on_the_next(cover: Cover) -> None:
    """All are drawn on one background: its words are erased, wherever they are."""
    background.cache_clear()
    first = draw_cover(cover)
    draw_cover(replace(cover, title=LONG[cover.tag], imprint="W" * 60, source_title=LONG["de"]))
    assert draw_cover(cover) == first


@each_locale
def test_covers_are_light(site: Path, locale: Locale) -> None:
    """A cover takes at most 140 KB, and less in the book."""
    entries: Book = site_book(site, locale)
    (entry,) = [each for each in entries.entries if each.filename == "EPUB/cover.jpg"]
    assert entry.file_size <= 140 * 1024
    assert entry.compress_size <= 100 * 1024
