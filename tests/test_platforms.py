"""The configurations for Weblate and Crowdin: they are valid, and name every catalog."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from cellulite_content.pipeline.model.project import load_project
from support import CHECKOUT
from support.requirements import require

WEBLATE = CHECKOUT / "docs/handbook/examples/weblate"
PROJECT = load_project(CHECKOUT)
CATALOGS = {
    path.relative_to(CHECKOUT).as_posix(): locale.code
    for locale in PROJECT.locales
    for path in (PROJECT.locales_folder / locale.code).rglob("*.po")
}
CROWDIN_CODES = {
    "pt_BR": "pt-BR",
    "zh_Hans": "zh-CN",
    "zh_Hant": "zh-TW",
    "es": "es-ES",
    "sv": "sv-SE",
}
"""Crowdin's names of languages with several regions; the others have the name of the folder."""


def test_components_of_weblate() -> None:
    """Each catalog belongs to one component, whose template is there; all share one clone."""
    components = json.loads((WEBLATE / "components.json").read_text("utf-8"))
    owners = {
        path: [each for each in components if fnmatchcase(path, each["filemask"])]
        for path in CATALOGS
    }
    assert {path for path, found in owners.items() if len(found) != 1} == set()
    first, *others = components
    assert first["repo"].startswith("https://")
    for component in components:
        assert (CHECKOUT / component["new_base"]).is_file()
        assert component["file_format"] == "po"
    assert {each["repo"] for each in others} == {f"weblate://cellulite-content/{first['slug']}"}


def test_discovery_finds_every_article() -> None:
    """Weblate's add-on makes a component for each article, with its template; the interface has one
    already."""
    settings = json.loads((WEBLATE / "discovery.json").read_text("utf-8"))
    for path, code in CATALOGS.items():
        match = re.fullmatch(settings["match"], path)
        if path.endswith("/interface.po"):
            assert match is None
            continue
        assert match, path
        assert match["language"] == code
        assert re.search(settings["language_regex"], code)
        template = settings["new_base_template"].replace("{{ component }}", match["component"])
        assert (CHECKOUT / template).is_file()


def test_crowdin_writes_every_catalog() -> None:
    """What Crowdin makes of each template and each language is the catalog's path."""
    require("cluster", "yaml")
    import yaml

    settings = yaml.safe_load((CHECKOUT / "crowdin.yml").read_text("utf-8"))
    (files,) = settings["files"]
    start, end = files["source"].split("**/*")
    mapping = files["languages_mapping"]["two_letters_code"]
    written = set()
    for template in PROJECT.templates.rglob("*.pot"):
        name = f"/{template.relative_to(CHECKOUT).as_posix()}"
        assert name.startswith(start)
        assert name.endswith(end)
        folder = Path(name.removeprefix(start)).parent.as_posix()
        for locale in PROJECT.locales:
            crowdin = CROWDIN_CODES.get(locale.code, locale.code)
            path = files["translation"].replace("%file_name%", template.stem)
            path = path.replace("%two_letters_code%", mapping.get(crowdin, crowdin[:2]))
            path = path.replace("**", folder).replace("/./", "/")
            written.add(path.removeprefix("/"))
    assert written == CATALOGS.keys()


@pytest.fixture(scope="module")
def check() -> Iterator[Any]:
    """The check for Weblate, on a base class that has its interface."""
    base = ModuleType("weblate.checks.base")
    base.TargetCheck = type("TargetCheck", (), {})  # type: ignore[attr-defined]
    names = {"weblate": ModuleType("weblate"), "weblate.checks": ModuleType("weblate.checks")}
    known = {**names, base.__name__: base}
    sys.modules.update(known)
    spec = importlib.util.spec_from_file_location("cellulite_check", WEBLATE / "cellulite_check.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module.CelluliteCheck()
    for name in known:
        del sys.modules[name]


@pytest.mark.parametrize(
    ("source", "target", "note", "location", "is_refused"),
    [
        ("Walk *far*.", "Geh *weit*.", "paragraph, in: Walking", "docs/a.rst", False),
        ("Walk *far*.", "Geh *weit.", "paragraph, in: Walking", "docs/a.rst", True),
        ("Walk *far*.", "Geh *weit.", "alternative text", "docs/a.rst", False),
        ("Note", "*Note", "label or sentence", "editions/labels.py", False),
        ("Updated %(date)s", "Neu %(datum)s", "", "editions/labels.py", True),
        ("Walk.", "", "", "docs/a.rst", True),
    ],
)
def test_our_check_for_weblate(
    check: Any, source: str, target: str, note: str, location: str, is_refused: bool
) -> None:
    """It fails for what the gate refuses, by the kind that the comment names, and says why."""
    unit = SimpleNamespace(
        note=note, location=location, source_string=source, target=target,
        all_flags={"python-format"} if "%(" in source else set(),
    )  # fmt: skip
    assert check.check_single(source, target, unit) is is_refused
    text = check.get_description(SimpleNamespace(unit=unit))
    assert (text != check.description) is is_refused
