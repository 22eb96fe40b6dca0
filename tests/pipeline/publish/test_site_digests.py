"""The digests of the site's files: always those of the present contents."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cellulite_content.pipeline.editions.edition import Edition
from cellulite_content.pipeline.files import file_states
from cellulite_content.pipeline.files.cache import Cache
from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.model.report import Report
from cellulite_content.pipeline.model.unit import Source
from cellulite_content.pipeline.publish import site_digests
from cellulite_content.pipeline.publish.site import Site
from cellulite_content.pipeline.publish.site_digests import SiteDigests
from cellulite_content.pipeline.publish.site_pages import status_page

NAME = "opds/index.xml"
OLD, NEW = b"an old list", b"a newer one"


@pytest.fixture
def digests(tmp_path: Path) -> Callable[[], dict[str, str]]:
    """Gives the digests of a site with one file, in a new run each time."""
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales" / "locales.toml").write_text("")
    (tmp_path / "pyproject.toml").write_text("[tool.cellulite-content]\n")
    site = Site(load_project(tmp_path), tmp_path / "site")
    (site.folder / "opds").mkdir(parents=True)
    (site.folder / NAME).write_bytes(OLD)

    def digests() -> dict[str, str]:
        begin, states = time.time_ns(), [file_states.file_state(site.folder, NAME)]
        return SiteDigests(site, Cache(tmp_path / "cache")).digests(states, begin)

    return digests


def test_a_file_that_has_just_changed_is_read_again(
    digests: Callable[[], dict[str, str]], tmp_path: Path
) -> None:
    """Within a tick of the clock, even one with the same size and times may be another."""
    assert digests() == {NAME: hashlib.sha256(OLD).hexdigest()}
    path = tmp_path / "site" / NAME
    status = path.stat()
    path.write_bytes(NEW)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert digests() == {NAME: hashlib.sha256(NEW).hexdigest()}


def test_a_new_file_is_known_by_its_bytes(
    digests: Callable[[], dict[str, str]], tmp_path: Path
) -> None:
    """What a run has written last is too new to be known by its times, and not made again."""
    digests()

    def kept() -> str:
        site = Site(load_project(tmp_path), tmp_path / "site")
        return SiteDigests(site, Cache(tmp_path / "cache")).kept_digest(NAME)

    assert kept() == hashlib.sha256(OLD).hexdigest()
    path = tmp_path / "site" / NAME
    status = path.stat()
    path.write_bytes(NEW)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert kept() == ""


def test_an_old_file_is_read_once(
    digests: Callable[[], dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as its state is the same."""
    monkeypatch.setattr(file_states, "_TICK", 0)
    time.sleep(0.05)
    digests()
    reads: list[object] = []
    read = site_digests.read_file
    monkeypatch.setattr(site_digests, "read_file", lambda *file: reads.append(file) or read(*file))
    assert digests() == {NAME: hashlib.sha256(OLD).hexdigest()}
    assert reads == []
    (tmp_path / "site" / NAME).write_bytes(NEW)
    assert digests() == {NAME: hashlib.sha256(NEW).hexdigest()}
    assert len(reads) == 1


def test_the_status_page_is_made_from_the_same_in_each_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is rendered only when it has changed: nothing in it has an address in memory."""
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales" / "locales.toml").write_text("[de]\n")
    (tmp_path / "pyproject.toml").write_text("[tool.cellulite-content]\n")
    project = load_project(tmp_path)
    sources: list[str] = []
    monkeypatch.setattr(status_page, "digest", lambda *values: sources.append(repr(values)) or "")
    monkeypatch.setattr(SiteDigests, "is_made_from", lambda *_: True)
    status_page.write_status(
        Edition(project, project.source_locale),
        Report(Source(())),
        SiteDigests(Site(project, tmp_path / "site"), Cache(tmp_path / "cache")),
        {locale.code: locale.listed_language for locale in project.editions},
    )
    assert sources
    assert not [source for source in sources if " at 0x" in source]


def test_an_edit_needs_no_templates() -> None:
    """What installs an edition imports neither Jinja2 nor the data of languages."""
    program = (
        "import sys\n"
        "from cellulite_content.pipeline.publish import publish\n"
        "from cellulite_content.pipeline.publish.site_pages import all_pages\n"
        "from cellulite_content.pipeline.publish.locales import build\n"
        "print(sorted({'jinja2', 'babel', 'polib'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout == "[]\n"
