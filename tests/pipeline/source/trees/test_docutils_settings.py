"""docutils' settings are computed once, and each document has its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from docutils.parsers.rst import Parser
from docutils.readers.standalone import Reader
from sphinx.util.docutils import _get_settings
from sphinx.writers.html import HTMLWriter

from cellulite_content.pipeline.source.trees.docutils_settings import (
    _remembering,
    _with_known_defaults,
)


def _counting() -> tuple[Any, list[int]]:
    calls: list[int] = []

    def compute(*components: Any, **values: Any) -> Any:
        calls.append(1)
        return _get_settings(*components, **values)

    return _remembering(compute), calls


def test_equal_inputs_are_computed_once() -> None:
    """A parser is made for each document, and all parsers of a kind have the same settings."""
    get_settings, calls = _counting()
    defaults = {"traceback": True, "language_code": "de"}
    first = get_settings(Reader, Parser(), defaults=defaults)
    second = get_settings(Reader, Parser(), defaults=dict(defaults))
    assert len(calls) == 1
    own, other = vars(first) | {}, vars(second) | {}
    assert own.pop("record_dependencies") is not other.pop("record_dependencies")
    assert own == other


def test_other_inputs_are_computed() -> None:
    """Other values, other names, other components."""
    get_settings, calls = _counting()
    for defaults in (
        {"traceback": True},
        {"traceback": False},
        {"traceback": True, "tab_width": 4},
    ):
        assert get_settings(Reader, Parser, defaults=defaults).traceback is defaults["traceback"]
    get_settings(Parser, defaults={"traceback": True})
    assert len(calls) == 4


def test_documents_share_no_settings() -> None:
    """What one document sets, another does not see."""
    get_settings, _ = _counting()
    defaults = {"traceback": True}
    for source in ("a", "b", "c"):
        settings = get_settings(Reader, Parser, defaults=defaults)
        assert settings._source is None
        settings._source = source
        settings.record_dependencies.add(source)
        assert list(settings.record_dependencies.list) == [source]


@pytest.mark.parametrize("read_config_files", [False, True])
@pytest.mark.parametrize("has_file", [False, True])
def test_known_defaults_are_those_of_docutils(
    read_config_files: bool, has_file: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a file of settings and without; and what one has, another does not see."""
    path = tmp_path / "docutils.conf"
    monkeypatch.setenv("DOCUTILSCONFIG", str(path))
    if has_file:
        path.write_text("[general]\ntab_width: 3\n", encoding="utf-8")
    get_settings = _with_known_defaults(_get_settings)
    for defaults in ({"traceback": True, "language_code": "de"}, {"tab_width": 4}):
        for components in ((Reader, Parser()), (HTMLWriter,)):
            values = {"defaults": defaults, "read_config_files": read_config_files}
            own, other = (
                vars(function(*components, **values)) | {"record_dependencies": None}
                for function in (get_settings, _get_settings)
            )
            assert own == other
