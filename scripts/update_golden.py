"""Draws the golden files anew that tests compare the editions with.

    make editions
    python scripts/update_golden.py covers

Look at the pictures before you commit them.
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
DOWNLOADS = ROOT / "build" / "site" / "downloads"
GOLDEN = ROOT / "tests" / "golden"


def update_covers() -> None:
    """Thumbnails of the books' covers, 160 pixels wide."""
    folder = GOLDEN / "covers"
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(DOWNLOADS.glob("*.epub")):
        with zipfile.ZipFile(path) as book:
            cover = Image.open(io.BytesIO(book.read("EPUB/cover.jpg")))
        thumbnail = cover.resize((160, 240), Image.Resampling.LANCZOS)
        place = folder / f"{path.stem.rpartition('.')[2]}.png"
        thumbnail.quantize(64).save(place, optimize=True)
        print(place.relative_to(ROOT))


PARTS = {"covers": update_covers}


def main() -> None:
    """Update the parts that are named; none means all."""
    names = sys.argv[1:] or list(PARTS)
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        sys.exit(f"{unknown[0]}: there is no such part; there are {', '.join(PARTS)}")
    for name in names:
        PARTS[name]()


if __name__ == "__main__":
    main()
