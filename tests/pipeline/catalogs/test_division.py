"""The division of old catalogs by document."""

from cellulite_content.pipeline.catalogs.catalog import Catalog, parse_catalog
from cellulite_content.pipeline.catalogs.division import divide_catalogs

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
STEP = '# by hand\n#: ../a.rst:3\nmsgid "Step"\nmsgstr ""\n"Stu"\n"fe"\n'
GONE = '#: ../deep/b.rst:3\nmsgid "Gone"\nmsgstr "Weg"\n'
OLD = '#~ msgid "Old"\n#~ msgstr "Alt"\n'
BROKEN = 'msgid "Broken"\nmsgstr Kaputt\n'


def catalog(*entries: str) -> Catalog:
    """A catalog of entries."""
    return parse_catalog("\n".join((HEADER, *entries)).encode())


def text(catalog: Catalog) -> str:
    """The file of a catalog without its header."""
    return catalog.to_bytes().decode().partition('UTF-8\\n"\n')[2]


def test_nothing_is_lost() -> None:
    """A message of two documents is in both, byte for byte. What has no message becomes obsolete in
    the document that it names, else in the root, and what cannot be read stays as it is."""
    messages = {"a": ("Step",), "deep/b": ("New", "Step"), "index": ()}
    division = divide_catalogs(
        {"all": catalog(STEP, GONE, OLD, BROKEN)}, messages, dict.fromkeys(messages, "all"), "index"
    )
    assert text(division.catalogs["a"]) == f"\n{STEP}"
    obsolete = '#~ msgid "Gone"\n#~ msgstr "Weg"\n'
    assert text(division.catalogs["deep/b"]) == f"\n{STEP}\n{obsolete}"
    assert text(division.catalogs["index"]) == f"\n{OLD}\n{BROKEN}"
    assert (division.kept, division.unused) == (1, 1)


def test_the_own_domain_goes_first() -> None:
    """Equal texts of other domains are used where it has none; another translation stays."""
    other = STEP.replace("fe", "fen")
    domains = {"a": catalog(STEP), "b": catalog(other), "c": catalog()}
    messages = dict.fromkeys(("a", "b", "c"), ("Step",))
    division = divide_catalogs(domains, messages, {name: name for name in messages}, "a")
    assert [text(division.catalogs[name]) for name in messages] == [
        f"\n{STEP}", f"\n{other}", f"\n{STEP}",
    ]  # fmt: skip
    assert (division.kept, division.unused) == (2, 0)
