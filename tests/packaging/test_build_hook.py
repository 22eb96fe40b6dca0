"""The build of a wheel when something is wrong with what it is made from."""

import sys
import zipfile
from pathlib import Path

import polib
import pytest

from cellulite_content import Content
from support.packaging.distributions import attempt, build

pytestmark = pytest.mark.slow

ARTICLE = "articles/will-running-reduce-cellulite"


def test_a_refused_translation_does_not_fail_the_wheel(clone: Path, tmp_path: Path) -> None:
    """That sentence is in English in the wheel, and says so; the rest is translated."""
    path = clone / "locales" / "de" / "LC_MESSAGES" / f"{ARTICLE}.po"
    catalog = polib.pofile(str(path), wrapwidth=0)
    catalog.find("Conclusion").msgstr = "*Fazit"
    catalog.save()
    build("--wheel", "--outdir", tmp_path, clone)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        article = Content(lambda name: archive.read(f"cellulite_content/data/{name}")).load("de")
        heading = article.section("conclusion").children[0].text
    assert (heading, heading.lang) == ("Conclusion", "en")
    assert article.missing == (heading.id,)


def test_a_broken_source_makes_no_wheel(clone: Path, tmp_path: Path) -> None:
    """The build fails with a line that says where the source is broken."""
    path = clone / "docs" / f"{ARTICLE}.rst"
    path.write_text(path.read_text(encoding="utf-8") + "\nA *broken sentence.\n", "utf-8")
    command = ("-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path, clone)
    done = attempt(sys.executable, *command)
    assert done.returncode == 1
    assert f"docs/{ARTICLE}.rst:" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert list(tmp_path.glob("*.whl")) == []
