"""A build folder that a commit or a CI service has filled: nothing in it is run or published."""

import hashlib
import json
import os
import pickle
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest

from cellulite_content.pipeline.files import machine_key
from cellulite_content.pipeline.files.cache import Cache
from cellulite_content.pipeline.model.fingerprint import read_shared_inputs
from cellulite_content.pipeline.model.project import Project, load_project
from cellulite_content.pipeline.publish import site_record
from cellulite_content.pipeline.publish.locales.edition_cache import CachedEdition
from cellulite_content.pipeline.publish.locales.packs import store_files
from cellulite_content.pipeline.publish.site_record import owned_files, read_record, write_record
from support.faults.hostile_files import CANARY, write_project

pytestmark = pytest.mark.slow

Run = Callable[..., subprocess.CompletedProcess[str]]
CANARY_BYTES = CANARY.encode()


@pytest.fixture(scope="module")
def built(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that another machine has built."""
    folder = tmp_path_factory.mktemp("built")
    root = write_project(folder / "project")
    state = {"XDG_STATE_HOME": str(folder / "theirs")}
    for arguments in (("extract",), ("add-locale", "de", "fr"), ("build",)):
        done = run(*arguments, project=root, **state)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def theirs(built: Path, tmp_path: Path) -> Path:
    """A copy of that project, with the times of its files."""
    shutil.copytree(built / "project", tmp_path / "project", copy_function=shutil.copy2)
    return tmp_path / "project"


@pytest.fixture
def their_key(built: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The other machine's key: what a hostile owner of that machine can make."""
    monkeypatch.setenv("XDG_STATE_HOME", str(built / "theirs"))
    machine_key._key.cache_clear()
    yield
    machine_key._key.cache_clear()


def built_here(run: Run, root: Path) -> str:
    """Build on this machine; returns the reasons that `--explain` prints."""
    state = {"XDG_STATE_HOME": str(root.parent / "ours")}
    done = run("build", "--explain", project=root, **state)
    assert done.returncode == 0, done.stderr
    return done.stdout


def everything(root: Path) -> bytes:
    """All bytes of the site and the bundle."""
    folders = (root / "build/site", root / "build/bundle")
    return b"".join(
        path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()
    )


def entries(project: Project) -> Iterator[tuple[str, bytes]]:
    """The keys and contents of the editions in the cache."""
    for path in project.cache.glob("??/*"):
        key = path.parent.name + path.name
        data = Cache(project.cache).get(key)
        assert data is not None
        yield key, data


def test_entries_of_another_machine_are_not_used(run: Run, theirs: Path) -> None:
    """Though they are whole: everything is built anew, to the same bytes."""
    before = everything(theirs)
    reasons = built_here(run, theirs)
    assert "unchanged" not in reasons.replace("0 unchanged", "")
    assert "taken from the build folder" not in reasons
    assert everything(theirs) == before


@pytest.mark.usefixtures("their_key")
def test_forged_editions_are_not_published(run: Run, theirs: Path) -> None:
    """Pages with other words, under the keys that this build asks for."""
    project = load_project(theirs)
    cache = Cache(project.cache)
    count = 0
    for key, data in list(entries(project)):
        with suppress(msgspec.MsgspecError):
            edition = msgspec.msgpack.decode(data, type=CachedEdition)
            places = store_files(cache, dict.fromkeys(edition.files, CANARY_BYTES), {})
            forged = CachedEdition(edition.texts, places)
            cache.put(key, msgspec.msgpack.encode(forged))
            count += 1
    assert count >= len(("html", "epub", "bundle"))
    shutil.rmtree(theirs / "build/site")
    shutil.rmtree(theirs / "build/bundle")
    built_here(run, theirs)
    assert CANARY_BYTES not in everything(theirs)


class Payload:
    """An object that runs a program when it is unpickled."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (f"touch {self.marker}",)


@pytest.mark.usefixtures("their_key")
@pytest.mark.parametrize("form", ["as before", "signed elsewhere", "bare"])
def test_no_pickle_is_loaded(run: Run, theirs: Path, tmp_path: Path, form: str) -> None:
    """Under each key that the gate asks for, in each form that an entry ever had."""
    project = load_project(theirs)
    inputs = read_shared_inputs(project)
    data = pickle.dumps(Payload(tmp_path / "ran"))
    for key in (inputs.key, inputs.last_reading_key, *inputs.gate_keys.values()):
        if form == "signed elsewhere":
            Cache(project.cache).put(key, data)
        else:
            head = hashlib.sha256(data).digest() if form == "as before" else b""
            path = project.cache / key[:2] / key[2:]
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(head + data)
    built_here(run, theirs)
    assert not (tmp_path / "ran").exists()


@pytest.mark.usefixtures("their_key")
def test_a_forged_record_hides_no_change(run: Run, theirs: Path) -> None:
    """A record that calls a changed page up to date is not read."""
    project, output = load_project(theirs), theirs / "build/site"
    (theirs / "build/site/de/articles/a.html").write_bytes(CANARY_BYTES)
    record = read_record(project, theirs / "build/site")
    (old,) = (theirs / "build/records").glob("*.json")
    code, _, data = old.read_bytes().partition(b"\n")
    assert code
    values = json.loads(data)
    values.pop("output")
    record.files = owned_files(project, output)
    record.keys = values["keys"]
    record.fingerprints = {
        code: {form: site_record.Fingerprint(**parts) for form, parts in forms.items()}
        for code, forms in values["fingerprints"].items()
    }
    write_record(project, output, record)
    built_here(run, theirs)
    assert CANARY_BYTES not in everything(theirs)


def test_a_page_with_the_old_size_and_time_is_noticed(run: Run, theirs: Path) -> None:
    """A program that restores a folder sets the times of its files."""
    built_here(run, theirs)
    before = everything(theirs)
    page = theirs / "build/site/de/articles/a.html"
    status = page.stat()
    page.write_bytes(CANARY_BYTES.ljust(status.st_size))
    os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert "de: taken from the build folder" in built_here(run, theirs)
    assert everything(theirs) == before


def test_a_planted_catalog_of_sphinx_is_removed(run: Run, theirs: Path) -> None:
    """`sphinx.mo` beside the compiled catalogs would change words of the theme."""
    built_here(run, theirs)
    planted = theirs / "build/catalogs/de/LC_MESSAGES/sphinx.mo"
    shutil.copy(planted.with_name("interface.mo"), planted)
    built_here(run, theirs)
    assert not planted.exists()


def test_a_planted_part_of_the_bundle_is_dropped(run: Run, theirs: Path) -> None:
    """The part of a withheld language stays only if this machine has installed it."""
    locales = theirs / "locales/locales.toml"
    built_here(run, theirs)
    part = theirs / "build/bundle/a/de.txt"
    assert part.is_file()
    text = locales.read_text(encoding="utf-8")
    locales.write_text(text.replace("publish = 0", "publish = 100", 1), encoding="utf-8")
    built_here(run, theirs)
    assert part.is_file()
    part.write_bytes(part.read_bytes() + CANARY_BYTES)
    article = theirs / "locales/fr/LC_MESSAGES/articles/a.po"
    translated = article.read_text(encoding="utf-8").replace(
        'msgid "Walking Every Day"\nmsgstr ""', 'msgid "Walking Every Day"\nmsgstr "Marcher"'
    )
    article.write_text(translated, encoding="utf-8")
    built_here(run, theirs)
    assert not part.exists()
    assert CANARY_BYTES not in everything(theirs)


def test_without_a_home_everything_is_built_anew(run: Run, theirs: Path, tmp_path: Path) -> None:
    """A key that cannot be kept is used by one process: the build works, and reuses nothing."""
    before = everything(theirs)
    (tmp_path / "file").touch()
    for _ in range(2):
        done = run("build", "--explain", project=theirs, XDG_STATE_HOME=str(tmp_path / "file"))
        assert done.returncode == 0, done.stderr
        assert "3 locales built" in done.stdout
    assert everything(theirs) == before
