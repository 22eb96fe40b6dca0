"""What is in the wheel and in the source archive: all that belongs there, and nothing else."""

import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import pytest

from support.editions.reader import LOCALES, SLUG, TRANSLATIONS
from support.packaging.distributions import Distributions, tracked

pytestmark = pytest.mark.slow

NOT_IN_THE_SDIST: dict[str, str] = {}
"""What git has and the source archive lacks, each with the reason. Nothing so far."""

METADATA = {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"}
PACKAGE, DATA = "cellulite_content/", "cellulite_content/data/"
INTERFACE = "cellulite_content/pipeline/interface/"


def _in_sdist(path: Path) -> dict[str, bytes]:
    with tarfile.open(path) as archive:
        members = [member for member in archive.getmembers() if not member.isdir()]
        files = {member.name: archive.extractfile(member) for member in members}
        return {name.partition("/")[2]: file.read() for name, file in files.items() if file}


def _in_wheel(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _here(checkout: Path, name: str) -> bytes:
    return (checkout / name).read_bytes()


def test_the_source_archive_is_what_git_has(checkout: Path, distributions: Distributions) -> None:
    """Every file, byte for byte, catalogs and tests too; nothing that was built or left behind."""
    found = _in_sdist(distributions.sdist)
    assert found.keys() - {"PKG-INFO"} == set(tracked(checkout)) - NOT_IN_THE_SDIST.keys()
    differing = [
        name for name in found.keys() - {"PKG-INFO"} if found[name] != _here(checkout, name)
    ]
    assert differing == []


def test_the_wheel_is_the_package_and_its_bundle(checkout: Path, wheel: Path) -> None:
    """All of the package that git has, byte for byte; the bundle; the interface's catalogs; the
    metadata; nothing else.
    """
    found = _in_wheel(wheel)
    package = {name for name in tracked(checkout) if name.startswith(PACKAGE)}
    about = {name for name in found if PurePosixPath(name).parts[0].endswith(".dist-info")}
    bundle = {name for name in found if name.startswith(DATA)}
    catalogs = {
        f"{INTERFACE}{locale.code}.po": f"locales/{locale.code}/LC_MESSAGES/interface.po"
        for locale in LOCALES
        if locale.code != "en"
    }
    assert found.keys() == package | about | bundle | catalogs.keys()
    assert {name.partition("/")[2] for name in about} == METADATA
    assert [name for name in package if found[name] != _here(checkout, name)] == []
    for name, origin in catalogs.items():
        assert found[name] == _here(checkout, origin)


def test_the_wheel_has_every_language(wheel: Path) -> None:
    """The bundle is whole: the list, the structure, and a text and a figure a language."""
    bundle = {name.removeprefix(DATA) for name in _in_wheel(wheel) if name.startswith(DATA)}
    texts = {f"{SLUG}/{locale.tag}.txt" for locale in LOCALES}
    figures = {f"{SLUG}/skin-layers.{locale.tag}.svg" for locale in TRANSLATIONS}
    assert bundle == {
        "bundle.txt",
        f"{SLUG}/structure.txt",
        f"{SLUG}/skin-layers.svg",
        *texts,
        *figures,
    }


def test_nothing_stale_is_in_either(distributions: Distributions, stale: Mapping[str, str]) -> None:
    """The checkout held an older bundle, compiled files and leftovers: none of them is packed."""
    old = {text.encode() for text in stale.values()}
    for found in (_in_sdist(distributions.sdist), _in_wheel(distributions.wheel)):
        assert not old & set(found.values())
        assert [name for name in found if name.endswith((".pyc", ".mo"))] == []


def test_the_source_archive_gives_the_same_again(distributions: Distributions) -> None:
    """Wheel and archive made from it equal, byte for byte, those of the used checkout."""
    assert distributions.wheel_again.read_bytes() == distributions.wheel.read_bytes()
    assert distributions.sdist_again.read_bytes() == distributions.sdist.read_bytes()
