"""The stylesheets as they are published, with shorter names of their own properties."""

from __future__ import annotations

import re
from pathlib import Path

from cellulite_content.pipeline.editions.templates import THEME

_DECLARED, _USED = re.compile(r"(--[\w-]+):"), re.compile(r"var\((--[\w-]+)")


def test_each_used_property_is_declared(site: Path) -> None:
    """In the same stylesheet, in that of all pages, or by the script of the pages."""
    static = site / "de" / "_static"
    common = (static / "reading.css").read_text(encoding="utf-8")
    set_by_script = {*re.findall(r"--[\w-]+", (static / "reading.js").read_text(encoding="utf-8"))}
    declared = {*_DECLARED.findall(common)} | set_by_script
    for path in sorted(static.glob("*.css")):
        styles = path.read_text(encoding="utf-8")
        assert {*_USED.findall(styles)} <= declared | {*_DECLARED.findall(styles)}, path.name


def test_no_two_properties_have_one_name(site: Path) -> None:
    """There are as many as in the theme."""
    source = (THEME / "static" / "reading.css").read_text(encoding="utf-8")
    published = (site / "de" / "_static" / "reading.css").read_text(encoding="utf-8")
    assert len({*_DECLARED.findall(published)}) == len({*_DECLARED.findall(source)})
