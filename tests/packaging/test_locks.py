"""The locks in `requirements/` agree with the ranges in pyproject.toml, and with each other."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

LOCKS = ("dev", "pipeline")
UPDATE = "run `make lock UPGRADE=`"


def _locked(checkout: Path, lock: str) -> dict[str, set[str]]:
    """The versions of each package in a lock: several when Python's version decides."""
    text = (checkout / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    versions: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([\w.+!]+)", text, flags=re.MULTILINE):
        versions.setdefault(name, set()).add(version)
    return versions


def _ranges(checkout: Path, lock: str) -> list[Requirement]:
    """What a lock must satisfy, without this project's own name."""
    settings = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))
    extras = settings["project"]["optional-dependencies"]
    tools = (checkout / "requirements" / "build.in").read_text(encoding="utf-8").splitlines()
    lines = [
        *settings["build-system"]["requires"],
        *(line for line in tools if line and not line.startswith("#")),
        *(line for name in extras if lock in ("dev", name) for line in extras[name]),
    ]
    ranges = [Requirement(line) for line in lines]
    return [range_ for range_ in ranges if range_.name != settings["project"]["name"]]


@pytest.mark.parametrize("lock", LOCKS)
def test_versions_are_in_the_ranges(checkout: Path, lock: str) -> None:
    """A range that was added or changed is in the lock too.

    A range with a marker holds for one of the locked versions, as the lock has others elsewhere.
    """
    versions = _locked(checkout, lock)
    for wanted in _ranges(checkout, lock):
        fitting = set(wanted.specifier.filter(versions.get(wanted.name, ())))
        assert fitting, f"{wanted}: {UPDATE}"
        assert wanted.marker or fitting == versions[wanted.name], f"{wanted}: {UPDATE}"


@pytest.mark.parametrize("lock", LOCKS)
def test_each_package_has_hashes_and_no_address(checkout: Path, lock: str) -> None:
    """Any index serves the same files, so none is named."""
    text = (checkout / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    for entry in re.split(r"^(?=\S)", text, flags=re.MULTILINE)[1:]:
        assert re.match(r"[\w.-]+==[^\n]+ \\\n +--hash=sha256:[0-9a-f]{64}", entry), entry


def test_both_locks_agree(checkout: Path) -> None:
    """`make test` after `make editions` changes no version."""
    everything = _locked(checkout, "dev")
    for name, versions in _locked(checkout, "pipeline").items():
        assert versions == everything.get(name), f"{name}: run `make lock`"
