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

from cellulite_content.pipeline.editions.typesetting.compiler import MissingGlyphError
from cellulite_content.pipeline.editions.typesetting.cover import (
    Cover,
    cached_covers,
    draw_covers,
)
from cellulite_content.pipeline.editions.typesetting.cover_layout import HORIZON, MARGIN, WIDTH
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
NEAR = 1.5
"""Two thumbnails are alike when their pixels differ by less in the mean (0 to 255)."""

GERMAN = Cover("Verringert Laufen Cellulite?", "Deutsch", Locale("de"), "Cellulite Content")
ARABIC = Cover("هل يقلّل الجري من السيلوليت؟", "العربية", Locale("ar"), "Cellulite Content")
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


def test_letter_without_a_glyph_is_refused() -> None:
    """One line names the character; nothing is drawn with a hole."""
    with pytest.raises(MissingGlyphError) as caught:
        _drawn(replace(GERMAN, title="Laufen ꔀ Cellulite"))
    message = str(caught.value)
    assert message.startswith("no font has 'ꔀ' (U+A500 VAI SYLLABLE EE)")
    assert "\n" not in message


def test_such_a_title_has_a_cover_in_the_sources_words(
    project_copy: Path, run: Callable, tmp_path: Path
) -> None:
    """Readers get their book; the build says in one line which character no face has."""
    path = project_copy / "locales" / "de" / "LC_MESSAGES" / f"{ARTICLE}.po"
    catalog = polib.pofile(str(path), wrapwidth=0)
    (title,) = texts_of_kind("title")
    catalog.find(title).msgstr = "Laufen ꔀ Cellulite"
    catalog.save()
    done = run(
        "build", "de", "--formats", "epub", "--output", tmp_path / "site", project=project_copy
    )
    assert done.returncode == 0, done.stderr
    assert "the cover is in the source's words: no font has 'ꔀ'" in done.stderr
    with zipfile.ZipFile(tmp_path / "site" / "downloads" / f"{SLUG}.de.epub") as book:
        drawn = book.read("EPUB/cover.jpg")
    assert drawn == _drawn(Cover(title, "German", Locale("en"), PROJECT.title))


# Lines


@pytest.mark.parametrize("tag", LONG)
def test_long_title_stays_in_its_place(tag: str) -> None:
    """No ink in the margins, none between the title and the picture; whole words, even lines."""
    locale = Locale(tag.replace("-", "_"))
    image = _opened(_drawn(Cover(LONG[tag], "X", locale, "X")))
    ink = _ink(image, (0, 320, WIDTH, HORIZON - 2))
    assert ink is not None
    left, top, right, bottom = ink
    assert left >= MARGIN - 12
    assert right <= WIDTH - MARGIN + 12
    assert top > 340
    assert bottom < HORIZON - 30


# Sides


def test_right_to_left_is_mirrored() -> None:
    """Arabic begins at the right margin, and the picture is that of the others, mirrored."""
    arabic, german = _opened(_drawn(ARABIC)), _opened(_drawn(GERMAN))
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
    alone = _opened(_drawn(ARABIC))
    title = "Will running reduce cellulite?"
    both = _opened(_drawn(replace(ARABIC, source_title=title, source=Locale("en"))))
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
    done = _draw_elsewhere(GERMAN, PYTHONHASHSEED="77", TZ="Asia/Tokyo")
    assert done.stderr == b""
    assert done.stdout == _drawn(GERMAN)


def test_no_library_of_the_system_is_needed() -> None:
    """Arabic is the same without the module of Pillow that looks for FriBiDi on the machine."""
    done = _draw_elsewhere(ARABIC, without="PIL._imagingft")
    assert done.stderr == b""
    assert done.stdout == _drawn(ARABIC)


def _draw_elsewhere(
    cover: Cover, *, without: str = "", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    program = (
        f"import sys; sys.modules[{without!r}] = None; "
        "from cellulite_content.pipeline.editions.typesetting.cover import Cover, draw_covers; "
        "from cellulite_content.pipeline.model.locale import Locale; "
        f"sys.stdout.buffer.write(*draw_covers([{cover!r}]))"
    )
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        cwd=CHECKOUT,
        env=os.environ | environment,
        capture_output=True,
        check=False,
        timeout=600,
    )


def test_covers_drawn_together_are_as_if_drawn_alone() -> None:
    """Also when the title of the second is smaller, to leave room for the source's title."""
    for title in (GERMAN.title, LONG["de"]):
        plain = replace(GERMAN, title=title)
        both = replace(plain, source_title="Will running help?", source=Locale("en"))
        assert draw_covers([plain, both, plain]) == [_drawn(plain), _drawn(both), _drawn(plain)]


def _drawn(cover: Cover) -> bytes:
    return draw_covers([cover])[0]


def _entries(folder: Path) -> list[Path]:
    return [path for path in (folder / "cache").rglob("*") if path.is_file()]


def test_unchanged_cover_is_not_drawn_again(tmp_path: Path) -> None:
    """The second time nothing is drawn; another title is another file."""
    project = replace(PROJECT, build=tmp_path)
    first = cached_covers(project, [GERMAN])
    (path,) = _entries(tmp_path)
    before = path.stat().st_ino
    assert cached_covers(project, [GERMAN]) == first
    assert path.stat().st_ino == before, "it was not written again"
    assert cached_covers(project, [ARABIC]) != first
    assert len(_entries(tmp_path)) == 2


@pytest.mark.parametrize(
    "damage",
    [lambda data: b"", lambda data: data[:-100], lambda data: data[:500] + b"?" + data[501:]],
    ids=["empty", "truncated", "altered"],
)
def test_damaged_cover_is_drawn_again(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    """What a kill or a bad disk left is noticed, and fixed in its place."""
    project = replace(PROJECT, build=tmp_path)
    first = cached_covers(project, [GERMAN])
    (path,) = _entries(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    assert cached_covers(project, [GERMAN]) == first
    assert [each.read_bytes() for each in _entries(tmp_path)] == [whole]


@each_locale
def test_covers_are_light(site: Path, locale: Locale) -> None:
    """A cover takes at most 140 KB, and less in the book."""
    entries: Book = site_book(site, locale)
    (entry,) = [each for each in entries.entries if each.filename == "EPUB/cover.jpg"]
    assert entry.file_size <= 140 * 1024
    assert entry.compress_size <= 100 * 1024
