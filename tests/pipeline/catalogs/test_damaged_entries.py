"""A damaged line costs its entry; every legal layout is read; no stage changes a refused line."""

import shutil
import subprocess
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import Phase, event, given, settings
from hypothesis import strategies as st

from cellulite_content.pipeline.catalogs.catalog import Catalog, CatalogError, Entry, parse_catalog
from cellulite_content.pipeline.catalogs.merging.three_way_merge import merge_branches
from cellulite_content.pipeline.catalogs.update import merge
from support.samples import FUZZ, HEADER, po, read, template

FUZZ = settings(FUZZ, phases=[Phase.explicit, Phase.generate])
"""Without shrinking, which takes minutes for these files."""

_ESCAPES = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\", "\a": "\\a", "\v": "\\v"}
_WORDS = st.text('ab "\\\n\t\a\vü#~msgid', max_size=8)


@dataclass(frozen=True)
class Message:
    """What an entry says, however it is laid out."""

    context: str | None
    msgid: str
    translations: tuple[str, ...]
    plural: str | None
    fuzzy: bool
    obsolete: bool

    @property
    def key(self) -> tuple[str | None, str]:
        """What makes it one message."""
        return self.context, self.msgid


@st.composite
def messages(draw: st.DrawFn, number: int, *, usual: bool) -> Message:
    """A message with its number in each text, so that every text shows where it belongs."""
    plural = None if usual else draw(st.none() | _WORDS)
    forms = 1 if plural is None else draw(st.integers(1, 3))
    return Message(
        draw(st.none() | _WORDS),
        f"{draw(_WORDS)} source {number}",
        tuple(f"{draw(_WORDS)} target {number}.{form}" for form in range(forms)),
        plural,
        draw(st.booleans()),
        draw(st.sampled_from([False, False, True])),
    )


def _string(draw: st.DrawFn, text: str, *, usual: bool) -> list[str]:
    """A text as one quoted string or several, with one escape or another for each character."""
    quoted = []
    for letter in text:
        code = _ESCAPES.get(letter, letter)
        if not usual and letter.isascii() and draw(st.integers(0, 9)) == 0:
            code = draw(st.sampled_from([f"\\{ord(letter):03o}", code]))
        quoted.append(code)
    cuts = sorted(draw(st.lists(st.integers(0, len(quoted)), max_size=2)))
    edges = [0, *cuts, len(quoted)]
    return ['"' + "".join(quoted[a:b]) + '"' for a, b in pairwise(edges)]


@st.composite
def layouts(draw: st.DrawFn, message: Message, *, usual: bool) -> list[str]:
    """The lines of an entry. A usual layout has each keyword and string on a line of its own."""
    statements = [] if message.context is None else [("msgctxt", message.context)]
    statements.append(("msgid", message.msgid))
    if message.plural is not None:
        statements.append(("msgid_plural", message.plural))
    for form, text in enumerate(message.translations):
        number = "" if message.plural is None else f"[{form}]"
        statements.append((f"msgstr{number}", text))
    lines = draw(st.lists(st.sampled_from(["# note", "#. kind", "#: a.rst:1"]), max_size=2))
    lines += ["#, fuzzy"] if message.fuzzy else []
    lines += ['#| msgid "before"'] if message.fuzzy and draw(st.booleans()) else []
    mark = draw(st.sampled_from(["#~ ", "#~", "#~\t"])) if message.obsolete else ""
    for keyword, text in statements:
        strings = _string(draw, text, usual=usual)
        first, *rest = strings
        lines += [f"{mark}{keyword} {first}", *(mark + string for string in rest)]
    return lines if usual else _unusual(draw, lines, mark)


def _unusual(draw: st.DrawFn, lines: list[str], mark: str) -> list[str]:
    """The lines with other white space, joined and split."""
    result: list[str] = []
    for line in lines:
        if line.startswith("#") and not (mark and line.startswith(mark) and '"' in line):
            result.append(line)
            continue
        content = line.removeprefix(mark)
        keyword, _, string = content.partition(" ")
        choice = draw(st.integers(0, 5))
        if keyword.startswith("msg") and choice == 0:
            result += [mark + keyword, mark + "\t" + string]
        elif keyword.startswith("msg") and choice == 1:
            result.append(mark + keyword.replace("[", " [ ") + string)
        elif choice == 2 and result and not result[-1].startswith("#" if not mark else "# "):
            if '"' in result[-1] and result[-1][:3] not in ("#| ", "#, "):
                result[-1] += draw(st.sampled_from(["", " ", "\t"])) + content
            else:
                result.append(line)
        elif choice == 3:
            result += [draw(st.sampled_from(["", "  ", "#~" if mark else "\t"])), line]
        elif choice == 4:
            result.append("  " + mark + " " + content + " \t")
        else:
            result.append(line)
    return result


@st.composite
def files(draw: st.DrawFn, *, usual: bool) -> tuple[list[Message], list[tuple[int, str]]]:
    """Messages, and the lines of a catalog with the number of the message of each line."""
    count = draw(st.integers(1, 5))
    said = [draw(messages(number, usual=usual)) for number in range(count)]
    lines = [(-1, line) for line in HEADER.splitlines()]
    for number, message in enumerate(said):
        blank = usual or draw(st.booleans())
        lines += [(-1, "")] if blank else []
        lines += [(number, line) for line in draw(layouts(message, usual=usual))]
    return said, lines


def _as_messages(catalog: Catalog) -> list[Message]:
    return [_as_message(entry) for entry in catalog.entries if not entry.fault]


def _as_message(entry: Entry) -> Message:
    return Message(
        entry.context,
        entry.msgid,
        entry.plural or (entry.msgstr,),
        entry.msgid_plural,
        entry.fuzzy,
        entry.obsolete,
    )


@FUZZ
@given(st.data(), st.booleans())
def test_every_legal_layout_is_read(data: st.DataObject, ends_in_newline: bool) -> None:
    """White space, strings and escapes may be written in all the ways that msgfmt accepts."""
    said, lines = data.draw(files(usual=False))
    text = "\n".join(line for _, line in lines) + "\n" * ends_in_newline
    catalog = parse_catalog(text.encode())
    assert [str(fault) for fault in catalog.faults] == []
    assert _as_messages(catalog) == said
    assert catalog.to_bytes() == text.encode()


def _damage(draw: st.DrawFn, line: str) -> list[str]:
    """A line after one accident."""
    quotes = [place for place, letter in enumerate(line) if letter == '"']
    place = draw(st.integers(0, len(line)))
    kind = draw(st.sampled_from(["delete", "add", "stray", "cut", "double", "above", "garble"]))
    event(kind)
    if kind == "delete" and quotes:
        place = draw(st.sampled_from(quotes))
        return [line[:place] + line[place + 1 :]]
    if kind == "add":
        return [line[:place] + '"' + line[place:]]
    if kind == "stray":
        return [line[:place] + draw(st.sampled_from(["x", " y ", "\\"])) + line[place:]]
    if kind == "cut":
        return [line[:place]]
    if kind == "double":
        return [line, line]
    if kind == "above":
        return [draw(st.sampled_from(["stray words", 'say "x" y', '"', "x", "msgid", "\\"])), line]
    return [line[:place] + line[place + 1 :]]


@st.composite
def damaged(draw: st.DrawFn, *, usual: bool) -> tuple[list[Message], int, str]:
    """Messages, the number of the damaged one, and the file."""
    said, lines = draw(files(usual=usual))
    index = draw(st.sampled_from([place for place, (owner, _) in enumerate(lines) if owner >= 0]))
    victim, line = lines[index]
    texts = [text for _, text in lines]
    texts[index : index + 1] = _damage(draw, line)
    return said, victim, "\n".join(texts) + "\n"


def _lost(said: list[Message], text: str) -> set[int]:
    """The numbers of the messages that are not read as before. No other reading is possible."""
    catalog = parse_catalog(text.encode())
    assert catalog.to_bytes() == text.encode()
    found = _as_messages(catalog)
    return {number for number, message in enumerate(said) if found.count(message) != 1}


@FUZZ
@given(damaged(usual=True))
def test_one_damaged_line_costs_one_entry(case: tuple[list[Message], int, str]) -> None:
    """Between blank lines, all other entries are read as before.

    A lone quotation mark above an entry may be the rest of the entry before.
    """
    said, victim, text = case
    lost = _lost(said, text)
    assert len(lost) <= 1
    assert lost <= {victim - 1, victim}


@FUZZ
@given(damaged(usual=False))
def test_without_blank_lines_it_costs_its_neighbours(case: tuple[list[Message], int, str]) -> None:
    """Where the border of two entries is not known, both are refused."""
    said, victim, text = case
    assert _lost(said, text) <= {victim - 1, victim, victim + 1}, text


@FUZZ
@given(damaged(usual=True) | damaged(usual=False))
def test_no_damage_gives_a_message_another_translation(
    case: tuple[list[Message], int, str],
) -> None:
    """Nor does it lose "fuzzy" or make an obsolete entry live, where a reader can know of it."""
    said, victim, text = case
    known = {message.key: message for message in said}
    flag_lines = sum(line.strip() == "#, fuzzy" for line in text.split("\n"))
    for message in _as_messages(parse_catalog(text.encode())):
        original = known.get(message.key)
        if original is None:
            # Its own source or context was damaged to another legal text.
            assert not any(
                f" target {number}." in translation
                for translation in message.translations
                for number in range(len(said))
                if number != victim
            )
            continue
        if message.key != said[victim].key:
            assert message == original
        elif flag_lines == sum(each.fuzzy for each in said):
            assert message.fuzzy >= original.fuzzy, text
        if message.translations != original.translations:
            assert message.key == said[victim].key


@FUZZ
@given(damaged(usual=True) | damaged(usual=False), st.booleans(), st.booleans())
def test_an_update_keeps_refused_lines(
    case: tuple[list[Message], int, str], adds: bool, removes: bool
) -> None:
    """Their bytes stay, the readable translations too, and a second update changes nothing."""
    said, _, text = case
    catalog = parse_catalog(text.encode())
    sources = [each.msgid for each in said if not each.obsolete and each.context is None]
    sources = [*sources[removes:], *(["a new source"] if adds else [])]
    updated = merge(template(*sources), catalog).catalog
    data = updated.to_bytes()
    for entry in catalog.entries:
        if entry.fault:
            assert entry.raw.rstrip("\n").encode() in data
    again = parse_catalog(data)
    assert merge(template(*sources), again).catalog.to_bytes() == data
    kept = {text for message in _as_messages(again) for text in message.translations}
    assert {text for message in _as_messages(catalog) for text in message.translations} <= kept
    was_live = {entry.raw for entry in catalog.entries if entry.obsolete}
    assert not {entry.raw for entry in again.live} & was_live


@FUZZ
@given(damaged(usual=True), st.booleans())
def test_a_merge_of_branches_keeps_refused_lines(
    case: tuple[list[Message], int, str], is_ours: bool
) -> None:
    """One branch breaks a line, and the other adds an entry."""
    said, _, text = case
    assert said
    broken = text.encode()
    other = po('msgid "elsewhere"\nmsgstr "anderswo"\n')
    base = po("")
    try:
        merged = merge_branches(base, *((broken, other) if is_ours else (other, broken)))
    except CatalogError:
        return  # git then merges line by line
    data = merged.catalog.to_bytes()
    for entry in parse_catalog(broken).entries:
        if entry.fault:
            assert entry.raw.strip().encode() in data
    before = _as_messages(parse_catalog(broken))
    after = _as_messages(parse_catalog(data))
    assert all(message in after for message in before)
    assert any(message.msgid == "elsewhere" for message in after)


BROKEN = 'msgid "Running"\nmsgstr "Das "Laufen""\n'


def test_a_refused_entry_is_not_added_again() -> None:
    """Once its line is correct, two entries of one message would make msgfmt refuse the file."""
    catalog = read(f'msgid "Walking"\nmsgstr "Gehen"\n\n{BROKEN}')
    result = merge(template("Walking", "Running", "Swimming"), catalog)
    data = result.catalog.to_bytes().decode()
    assert BROKEN in data
    assert data.count('msgid "Running"') == 1
    assert [entry.msgid for entry in result.catalog.live] == ["Walking", "Swimming"]
    fixed = parse_catalog(data.replace('"Laufen"', "Laufen").encode())
    assert list(fixed.faults) == []
    texts = {e.msgid: e.msgstr for e in merge(template("Walking", "Running"), fixed).catalog.live}
    assert texts == {"Walking": "Gehen", "Running": "Das Laufen"}


def test_a_letter_before_a_string_costs_one_entry() -> None:
    """It was typed into a translation; a damaged `msgctxt` or `msgid` has more of its letters."""
    text = 'msgid "Walking"\nmsgstr "Ge"\nx"hen"\n\n#, fuzzy\nmsgid "Running"\nmsgstr "Laufen"\n'
    assert [entry.msgid for entry in read(text).live] == ["Running"]


def test_a_damaged_header_takes_no_entry_with_it() -> None:
    """Its last line cannot be read, and the entry that comes behind it had no blank line above."""
    head = HEADER.rstrip("\n") + "\n note\n\n"
    data = head + 'msgid "Walking"\nmsgstr "Gehen"\n# hint\nmsgid "Running"\nmsgstr "Laufen"\n'
    updated = merge(template("Running"), parse_catalog(data.encode())).catalog
    again = parse_catalog(updated.to_bytes())
    assert {entry.msgid: entry.msgstr for entry in again.live} == {"Running": "Laufen"}


@pytest.mark.parametrize(
    "line",
    ['msgid "Run"ning"', 'msgid Running"', 'sgid "Running"', 'msgid "Running', 'msgid "Running" x'],
)
def test_the_source_of_a_refused_entry_is_found(line: str) -> None:
    """Also when the fault is in the source itself."""
    catalog = read(f'{line}\nmsgstr "Laufen"\n')
    assert list(catalog.faults)
    name = 'Run"ning' if 'Run"ning' in line else "Running"
    assert merge(template(name), catalog).catalog.live == ()


def test_a_message_that_the_other_branch_changed_stays() -> None:
    """One branch breaks an entry that the other one translates: both are kept, as a conflict."""
    base = po('msgid "Running"\nmsgstr ""\n')
    ours, theirs = po(BROKEN), po('msgid "Running"\nmsgstr "Laufen"\n')
    for sides in ((ours, theirs), (theirs, ours)):
        merged = merge_branches(base, *sides)
        assert [conflict.source for conflict in merged.conflicts] == ["Running"]
        assert BROKEN.encode() in merged.catalog.to_bytes()
        assert [entry.msgstr for entry in merged.catalog.live] == ["Laufen"]


def test_a_corrected_line_wins_over_the_broken_one() -> None:
    """Both branches had the broken line, and one of them corrects it."""
    base, fixed = po(BROKEN), po('msgid "Running"\nmsgstr "Das Laufen"\n')
    for sides in ((base, fixed), (fixed, base)):
        assert merge_branches(base, *sides).catalog.to_bytes() == fixed


def test_a_broken_header_line_costs_its_field() -> None:
    """The catalog is used if its charset can be read; text above the header is reported as well."""
    text = HEADER.replace('"Language', '"Last-Translator: Jo "Bear" Doe\\n"\n"Language')
    catalog = parse_catalog(f'{text}\nmsgid "a"\nmsgstr "b"\n'.encode())
    assert [fault.line for fault in catalog.faults] == [3]
    assert (catalog.field("Language"), catalog.live[0].msgstr) == ("de", "b")
    above = parse_catalog(f'Hello!\n\n{HEADER}\nmsgid "a"\nmsgstr "b"\n'.encode())
    assert [fault.line for fault in above.faults] == [1]
    assert above.to_bytes().startswith(b"Hello!\n\n")


def test_one_entry_may_be_written_alone() -> None:
    """A stage that changes one entry of the list leaves the refused one as it is."""
    catalog = read(f'{BROKEN}\nmsgid "Walking"\nmsgstr ""\n')
    refused, walking = catalog.entries
    changed = replace(walking, raw='msgid "Walking"\nmsgstr "Gehen"\n')
    data = replace(catalog, entries=(refused, changed)).to_bytes()
    assert BROKEN.encode() in data


@pytest.mark.slow
def test_msgfmt_reads_the_same_files(tmp_path: Path) -> None:
    """Every file of these layouts that msgfmt reads is read whole; Debian: package gettext."""
    msgfmt = shutil.which("msgfmt")
    assert msgfmt, "install msgfmt (Debian: `apt-get install gettext`)"
    path = tmp_path / "a.po"
    accepted = 0

    @FUZZ
    @given(files(usual=False) | damaged(usual=True) | damaged(usual=False))
    def run(case: tuple[list[Message], object] | tuple[list[Message], int, str]) -> None:
        nonlocal accepted
        lines = case[1] if len(case) == 2 else []
        text = case[2] if len(case) == 3 else "\n".join(line for _, line in lines)
        if "\\\n" in text:  # msgfmt joins such lines before it looks for strings, and we do not
            return
        path.write_text(text, encoding="utf-8", newline="")
        done = subprocess.run([msgfmt, "-o", "/dev/null", path], capture_output=True, check=False)
        if done.returncode == 0:
            accepted += 1
            assert [str(fault) for fault in parse_catalog(path.read_bytes()).faults] == []

    run()
    assert accepted > 20
