"""Opens books in calibre: prints what its Check Book finds, and books without author or publisher.

    make editions
    QTWEBENGINE_DISABLE_SANDBOX=1 QT_QPA_PLATFORM=offscreen \\
      calibre-debug -e scripts/check_in_calibre.py -- build/site/downloads/*.epub

It runs in calibre's own Python (Debian: `apt-get install --no-install-recommends calibre`), and
exits with 1 if there is a finding. The variables are for root and for machines without a screen.

The package is no part of CI: it takes 370 MB, and the fonts that it brings change what Chromium
draws, and so the golden pictures. A container or a chroot is a good place for it.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from calibre.ebooks.metadata.meta import get_metadata
from calibre.ebooks.oeb.polish.check.main import run_checks
from calibre.ebooks.oeb.polish.container import get_container


def findings(path: Path) -> Iterator[str]:
    """What calibre says against a book, one line each."""
    for error in run_checks(get_container(str(path), tweak_mode=True)):
        yield f"{error.name}:{error.line}: {error.msg}"
    with path.open("rb") as file:
        values = get_metadata(file, "epub")
    for name in ("title", "authors", "publisher", "languages", "cover_data"):
        if values.is_null(name) or "Unknown" in (getattr(values, name) or ()):
            yield f"no {name}"


def main(paths: list[Path]) -> int:
    lines = [f"{path.name}: {line}" for path in paths for line in findings(path)]
    print(*lines, f"{len(paths)} books, {len(lines)} findings", sep="\n")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main([Path(each) for each in sys.argv[1:]]))
