"""The list of unit ids: written in reading order, current, and what is reported of lost ids."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cellulite_content.pipeline.model.project import INTERFACE
from cellulite_content.pipeline.model.unit import Source
from cellulite_content.pipeline.source.unit_ids import write_unit_ids
from support import samples

LINE = re.compile(r"articles/walking#introduction/paragraph-\d\t[0-9a-f]{8}")


def _write(root: Path, *texts: str) -> tuple[bool, tuple[str, ...]]:
    interface = samples.document("Contents", domain=INTERFACE)
    source = Source((samples.document(*texts), interface))
    return write_unit_ids(samples.project(root), source)


def _name(number: int) -> str:
    return f"{samples.DOMAIN}#introduction/paragraph-{number}"


def test_the_list_has_a_line_for_each_unit(tmp_path: Path) -> None:
    """A line an id in reading order, none for the interface; a second time nothing is written."""
    assert _write(tmp_path, "One.", "Two.") == (True, ())
    head, *lines = (tmp_path / "locales" / "templates" / "unit-ids.txt").read_text().splitlines()
    assert head.startswith("# Made by `cellulite-content extract`")
    assert [line.split("\t")[0] for line in lines] == [_name(1), _name(2)]
    assert all(LINE.fullmatch(line) for line in lines)
    assert _write(tmp_path, "One.", "Two.") == (False, ())


def test_an_edited_text_keeps_its_id(tmp_path: Path) -> None:
    """Another wording changes the list, and no id is lost by it; nor by a unit at the end."""
    _write(tmp_path, "One.", "Two.")
    assert _write(tmp_path, "One.", "Two, too.", "Three.") == (True, ())


def test_a_lost_id_is_told(tmp_path: Path) -> None:
    """An id that is gone is reported, and so is one whose text has another id now."""
    _write(tmp_path, "One.", "Two.", "Three.")
    assert _write(tmp_path, "Two.", "Four.") == (
        True,
        (f"{_name(2)} is now {_name(1)}", f"{_name(3)} is gone"),
    )


def test_texts_that_are_there_twice_are_not_guessed(tmp_path: Path) -> None:
    """Where two units say the same, nobody can know which of them an old id meant."""
    _write(tmp_path, "Yes.", "One.")
    assert _write(tmp_path, "One.", "Yes.", "Yes.") == (
        True,
        (f"{_name(2)} is now {_name(1)}",),
    )


@pytest.mark.slow
def test_extract_tells_a_renamed_section(run: Callable, project_copy: Path) -> None:
    """A section with another heading has other ids: `extract` says so in one line."""
    path = next((project_copy / "docs" / "articles").glob("*.rst"))
    text = path.read_text(encoding="utf-8")
    changed = text.replace("Conclusion\n----------", "In Short\n----------", 1)
    assert changed != text
    path.write_text(changed, encoding="utf-8")
    done = run("extract", project=project_copy)
    assert done.returncode == 0
    assert "wrote locales/templates/unit-ids.txt" in done.stdout
    (line,) = done.stderr.splitlines()
    assert line.startswith("locales/templates/unit-ids.txt: ")
    assert "#conclusion/paragraph-1 is now " in line
    assert "#in-short/paragraph-1" in line
    assert "#conclusion/heading-2-1 is gone" in line
    assert (
        "#conclusion/paragraph-1\t"
        not in (project_copy / "locales/templates/unit-ids.txt").read_text()
    )
