"""The fonts of covers and PDF editions, from Python packages, so that every machine sets the same.

All are under the SIL Open Font License 1.1. Typst itself brings a fixed-width font and one for
formulas.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ...errors import ProjectError
from ...model.locale import Locale

_LATIN_ONLY = {"name": "Source Serif 4", "covers": "latin-in-cjk"}
"""In a line of letters whose font has Latin ones too, these and their punctuation are from this
font."""


def missing_package(name: str) -> ProjectError:
    """The error that a package of this name is not installed."""
    return ProjectError(
        f"{name}: covers and PDF editions need this package; "
        "run `pip install 'cellulite-content[pipeline]'`"
    )


@dataclass(frozen=True)
class Face:
    """A font of a script: its family, the package that holds it, the distribution to install.

    `title_weight` is that of titles. A family of one weight has a `stroke` instead, with which
    letters look bold (a part of the size). On covers `leading` is the distance between lines and
    `rise` the height of the first line above its baseline, both as parts of the size; `scale` makes
    fonts look equally large. `text_scale` does so in texts, and `text_leading` is the space between
    their lines.
    """

    family: str
    package: str
    distribution: str
    leading: float
    rise: float
    scale: float = 1.0
    title_weight: int = 600
    stroke: float = 0.0
    text_scale: float = 1.0
    text_leading: float = 0.66

    @property
    def folder(self) -> Path:
        """The folder with the font's files. Raises `ProjectError` if it is not installed."""
        spec = find_spec(self.package)
        for folder in (spec.submodule_search_locations if spec else None) or ():
            return Path(folder)
        raise missing_package(self.distribution)


def _han(family: str, package: str) -> Face:
    return Face(
        family,
        package,
        package.replace("_", "-"),
        leading=1.34,
        rise=0.86,
        scale=0.94,
        title_weight=400,
        stroke=0.008,
        text_scale=0.95,
        text_leading=0.86,
    )


LATIN = Face(
    "Source Serif 4", "fontpkg_source_serif_4", "fontpkg-source-serif-4", leading=1.14, rise=0.74
)
"""Latin, Vietnamese, Greek and Cyrillic letters."""

ARABIC = Face(
    "Amiri",
    "fontpkg_amiri",
    "fontpkg-amiri",
    leading=1.44,
    rise=0.86,
    scale=1.25,
    title_weight=700,
    text_scale=1.2,
    text_leading=0.72,
)
DEVANAGARI = Face(
    "Noto Sans Devanagari",
    "fontpkg_noto_sans_devanagari",
    "fontpkg-noto-sans-devanagari",
    leading=1.36,
    rise=0.86,
    scale=0.94,
    title_weight=500,
    text_scale=0.94,
    text_leading=0.86,
)
"""Of nine Devanagari fonts, the one from which PDF programs read each text back: Typst writes the
letters of a syllable twice where a sign has a height of its own."""

BENGALI = Face(
    "Hind Siliguri",
    "fontpkg_hind_siliguri",
    "fontpkg-hind-siliguri",
    leading=1.36,
    rise=0.86,
    text_leading=0.86,
)
HEBREW = Face(
    "Noto Serif Hebrew",
    "pylopdf_fonts_he",
    "pylopdf-fonts-he",
    leading=1.24,
    rise=0.74,
    scale=0.96,
    text_leading=0.74,
)
THAI = Face(
    "Noto Serif Thai",
    "pylopdf_fonts_th",
    "pylopdf-fonts-th",
    leading=1.42,
    rise=0.94,
    scale=0.94,
    text_scale=0.98,
    text_leading=0.94,
)
KOREAN = _han("Noto Serif KR", "pylopdf_fonts_ko")
JAPANESE = _han("Noto Serif JP", "pylopdf_fonts_jp")
SIMPLIFIED_CHINESE = _han("Noto Serif SC", "pylopdf_fonts_zh_cn")
TRADITIONAL_CHINESE = _han("Noto Serif TC", "pylopdf_fonts_zh_tw")


def _noto(script: str, leading: float, rise: float, text_leading: float = 0.86) -> Face:
    """A face of Noto Sans. `leading` and `rise` have room for the highest and the lowest letters of
    CLDR's names of languages."""
    return Face(
        f"Noto Sans {script}",
        "manimgx_fonts",
        "manimgx-fonts",
        leading=leading,
        rise=rise,
        scale=0.94,
        text_scale=0.94,
        text_leading=text_leading,
    )


_USUAL = {
    "Arab": ARABIC,
    "Deva": DEVANAGARI,
    "Beng": BENGALI,
    "Hebr": HEBREW,
    "Thai": THAI,
    "Kore": KOREAN,
    "Jpan": JAPANESE,
    "Hans": SIMPLIFIED_CHINESE,
    "Hant": TRADITIONAL_CHINESE,
}
"""Each text has these faces besides its own. Typst itself looks for letters of others, and for
signs such as emoji, in all fonts that it has."""

_OTHERS = {
    "Armn": _noto("Armenian", leading=1.2, rise=0.78, text_leading=0.76),
    "Ethi": _noto("Ethiopic", leading=1.24, rise=0.86, text_leading=0.8),
    "Geor": _noto("Georgian", leading=1.2, rise=0.78, text_leading=0.76),
    "Gujr": _noto("Gujarati", leading=1.4, rise=0.9),
    "Guru": _noto("Gurmukhi", leading=1.38, rise=0.9),
    "Khmr": _noto("Khmer", leading=1.5, rise=0.94, text_leading=0.94),
    "Knda": _noto("Kannada", leading=1.46, rise=0.82),
    "Laoo": _noto("Lao", leading=1.46, rise=0.94, text_leading=0.94),
    "Mlym": _noto("Malayalam", leading=1.36, rise=0.84),
    "Mymr": _noto("Myanmar", leading=1.66, rise=1.0, text_leading=1.06),
    "Orya": _noto("Oriya", leading=1.4, rise=0.94),
    "Sinh": _noto("Sinhala", leading=1.4, rise=0.94),
    "Taml": _noto("Tamil", leading=1.36, rise=0.84),
    "Telu": _noto("Telugu", leading=1.46, rise=0.86),
}
_BY_SCRIPT = {**_USUAL, **_OTHERS}
FACES = (LATIN, *_BY_SCRIPT.values())
HAN = (JAPANESE, SIMPLIFIED_CHINESE, TRADITIONAL_CHINESE, KOREAN)


def has_face(locale: Locale) -> bool:
    """Whether a family has the letters of a language's script."""
    return script_of(locale) in {"Latn", "Cyrl", "Grek", *_BY_SCRIPT}


@cache
def face_of(locale: Locale) -> Face:
    """The face of a language's script."""
    return _BY_SCRIPT.get(script_of(locale), LATIN)


def families(locale: Locale) -> list[Any]:
    """The families for texts in a language, the first choice first, as Typst takes them.

    Han letters look different in Japanese, Korean, Simplified and Traditional Chinese, so the
    language's own come first. Letters that no family has are an error of `compiler`.
    """
    face = face_of(locale)
    others = [other.family for other in (LATIN, *_USUAL.values()) if other is not face]
    has_own_latin = face in HAN or face in _OTHERS.values()
    return [*([_LATIN_ONLY] if has_own_latin else []), face.family, *others]


@cache
def script_of(locale: Locale) -> str:
    """The script of a language, such as `Latn`; `Jpan`, `Kore`, `Hans` and `Hant` are scripts."""
    from babel.core import get_global  # noqa: PLC0415

    babel = locale.babel
    if babel.script:
        return babel.script
    likely = get_global("likely_subtags")
    names = [f"{babel.language}_{babel.territory}", babel.language]
    tag = next((likely[name] for name in names if name in likely), "")
    return next((part for part in tag.split("_")[1:] if len(part) == 4), "Latn")


def distributions() -> Iterator[str]:
    """The names of the distributions with these fonts."""
    yield from sorted({face.distribution for face in FACES})


@cache
def fonts() -> Any:
    """Typst's list of these fonts and its own: none of the machine's.

    It takes 9 ms and starts no thread, so that a process may be forked afterwards. Files are read
    when they are used. Raises `ProjectError` if a package is missing.
    """
    try:
        from typst import Fonts  # noqa: PLC0415
    except ModuleNotFoundError:
        raise missing_package("typst") from None
    folders = dict.fromkeys(str(face.folder) for face in FACES)
    return Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[*folders])
