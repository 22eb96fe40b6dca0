"""Seven broken catalogs in one build, a language each: each gets one line and costs itself alone.

`test_fallback.py` has what a reader sees of single accidents; this is the bad day as a whole.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polib
import pytest
from lxml import etree

from support.editions.reader import (
    ARTICLE,
    COPIED_TRANSLATIONS,
    PROJECT,
    SAFE,
    SLUG,
    catalog,
    page,
    said,
    text_of,
    words,
)
from support.folder_contents import contents

pytestmark = pytest.mark.slow

TITLE = "Will running reduce cellulite?"
CANARY = "CANARY-OF-A-BROKEN-FILE"
BROKEN = {
    "de": "unreadable-catalog",  # cut off in its header
    "fr": "unreadable-catalog",  # an unresolved merge
    "es": "unreadable-catalog",  # another encoding
    "pl": "symbolic-link",
    "ru": "plural-forms",  # a header with code, and a message that needs it
    "hi": "unreadable-catalog",  # a compiled catalog in its place
}
JOINED = "ja"
"""The language whose catalog is good and has `sphinx.po` and `sphinx.js` beside it."""

SOUND = [locale for locale in COPIED_TRANSLATIONS if locale.code not in BROKEN]

KINDS = tuple(f"{kind}.{form}" for form in ("epub", "jpg", "pdf") for kind in ("", ".bilingual"))


@dataclass(frozen=True)
class Day:
    """A project whose catalogs broke after a good build, and what the second build said."""

    project: Path
    before: dict[str, bytes]
    code: int
    errors: list[str]

    @property
    def site(self) -> Path:
        """Where both builds went."""
        return self.project / "site"


def _edit(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert data.count(old) == 1, (path, old)
    path.write_bytes(data.replace(old, new))


def _conclude(path: Path, words: str) -> None:
    """Give the last heading other words."""
    data = path.read_bytes()
    changed, count = re.subn(
        rb'(?m)^(msgid "Conclusion"\nmsgstr) ".*"$', rb'\1 "' + words.encode() + rb'"', data
    )
    assert count == 1
    path.write_bytes(changed)


def _break(project: Path) -> None:
    paths = {
        code: project / "locales" / code / "LC_MESSAGES" / f"{ARTICLE}.po"
        for code in (*BROKEN, JOINED, "ar")
    }
    data = paths["de"].read_bytes()
    paths["de"].write_bytes(data[: data.index(b'msgstr ""') + 4])
    _edit(
        paths["fr"],
        b'\nmsgid "Conclusion"\n',
        b'\n<<<<<<< HEAD\nmsgid "Conclusion"\n=======\n>>>>>>> branch\n',
    )
    paths["es"].write_bytes(paths["es"].read_text(encoding="utf-8").encode("latin-1", "replace"))
    shutil.move(paths["pl"], project / "elsewhere.po")
    paths["pl"].symlink_to(project / "elsewhere.po")
    _conclude(project / "elsewhere.po", CANARY)
    hostile = f"nplurals=2; plural=open('{project / CANARY}', 'w') and 1;"
    header = re.search(rb'"Plural-Forms: [^"]*\\n"', paths["ru"].read_bytes())
    assert header
    _edit(paths["ru"], header[0], f'"Plural-Forms: {hostile}\\n"'.encode())
    with paths["ru"].open("ab") as file:
        file.write(b'\nmsgid "Leg"\nmsgid_plural "Legs"\nmsgstr[0] "x"\nmsgstr[1] "y"\n')
    _conclude(paths["ru"], CANARY)
    polib.pofile(str(paths["hi"])).save_as_mofile(str(paths["hi"]))
    beside = project / "locales" / JOINED / "LC_MESSAGES"
    (beside / "sphinx.js").write_text(f"alert('{CANARY}')\n")
    (beside / "sphinx.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        f'msgid "Next"\nmsgstr "{CANARY}"\n'
    )
    for code in (JOINED, "ar"):
        _conclude(paths[code], f"Neu-{code}")


@pytest.fixture(scope="module")
def day(copy_project: Callable, run: Callable, tmp_path_factory: pytest.TempPathFactory) -> Day:
    """A good build, then all accidents, then a second build."""
    project = copy_project(tmp_path_factory.mktemp("broken") / "project")
    good = run("build", "--output", project / "site", project=project)
    assert good.returncode == 0, good.stderr
    before = contents(project / "site")
    _break(project)
    done = run("build", "--output", project / "site", project=project)
    errors = [line for line in done.stderr.splitlines() if not line.startswith("[")]
    return Day(project, before, done.returncode, errors)


def test_each_is_told_in_one_line(day: Day) -> None:
    """Exit 1, one line a broken file with its path and code, and one a locale withheld by it."""
    told = {}
    refusals = [line for line in day.errors if ": withheld: " not in line]
    for line in refusals:
        found = re.match(r"locales/(\S+?)(?::\d+)?: .+ \(([a-z-]+)\)$", line)
        assert found, line
        told[found[1]] = found[2]
    wanted = {f"{code}/LC_MESSAGES/{ARTICLE}.po": kind for code, kind in BROKEN.items()}
    wanted |= {f"{JOINED}/LC_MESSAGES/{name}": "stray-file" for name in ("sphinx.js", "sphinx.po")}
    assert told == wanted
    assert len(refusals) == len(wanted)
    withheld = {line.partition(":")[0] for line in day.errors if line not in refusals}
    assert withheld == set(BROKEN)
    assert day.code == 1


@pytest.mark.parametrize("code", BROKEN)
def test_the_last_good_edition_is_kept(day: Day, code: str) -> None:
    """Pages, books, covers and data of before stand byte for byte."""
    tag, after = PROJECT.locale(code).tag, contents(day.site)
    names = [
        name
        for name in day.before
        if name.startswith((f"{tag}/", f"data/{tag}/"))
        or name.endswith((f".{tag}.zip", *(f".{tag}{kind}" for kind in KINDS)))
    ]
    assert len(names) == 21
    assert {name: after.get(name) for name in names} == {name: day.before[name] for name in names}


@pytest.mark.parametrize("locale", SOUND, ids=lambda locale: locale.tag)
def test_the_others_are_published(day: Day, locale: object) -> None:
    """What changed in a sound catalog is on its page; the good catalog beside strays is sound."""
    text = words(page(day.site / locale.tag / f"{ARTICLE}.html"))
    assert said(locale, "The Role of Running") in text
    assert (f"Neu-{locale.code}" in text) == (locale.code in (JOINED, "ar"))


def test_nothing_of_a_broken_file_is_published(day: Day) -> None:
    """No text that stands only in a broken or stray file, and the header's code never ran."""
    for folder in (day.site, day.project / "build"):
        assert [name for name, data in contents(folder).items() if CANARY.encode() in data] == []
    assert not (day.project / CANARY).exists()


@pytest.mark.parametrize("code", BROKEN)
def test_lists_show_the_edition_that_is_there(day: Day, code: str) -> None:
    """Shelf and both feeds name the kept edition by its own title, not by the English one."""
    locale = PROJECT.locale(code)
    title = catalog(code, ARTICLE)[TITLE]
    (entry,) = page(day.site / "index.html").xpath(f"//section[@lang='{locale.tag}']")
    assert title in text_of(entry)
    feed = json.loads((day.site / "opds" / "index.json").read_text(encoding="utf-8"))
    titles = {str(each["metadata"]["language"]): each["metadata"] for each in feed["publications"]}
    assert titles[locale.tag]["title"] == title
    assert titles[str([locale.tag, "en"])]["title"].startswith(f"{title} (")
    link = f"downloads/{SLUG}.{locale.tag}.epub"
    atom = etree.fromstring((day.site / "opds" / "index.xml").read_bytes(), SAFE)
    (found,) = atom.xpath(f"//*[local-name()='entry'][.//@href[contains(., '{link}')]]")
    assert found.findtext("{*}title") == title


def test_the_site_is_whole(day: Day) -> None:
    """The checksums are those of the files that are there, kept editions and new ones."""
    lines = (day.site / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    tree = contents(day.site)
    del tree["SHA256SUMS"]
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in tree.items()}
    assert set(tree) | {"SHA256SUMS"} == set(day.before)
