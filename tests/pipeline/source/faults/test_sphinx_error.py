"""Errors of `conf.py` are told in one line, with all that they say."""

import traceback

import pytest

from cellulite_content.pipeline.source.faults.sphinx_error import error_text


@pytest.mark.parametrize(
    "words", ["one line", "first line\n  an indented detail", "a\n  b\n    c\n    ^\nd"]
)
def test_an_error_keeps_all_its_lines(words: str) -> None:
    """Below the frames of the traceback, also those that are indented, as YAML's errors have."""
    conf = compile("\n\nraise ValueError(words)", "/project/conf.py", "exec")
    try:
        exec(conf, {"words": words})  # noqa: S102 - as Sphinx does with `conf.py`
    except ValueError:
        text = traceback.format_exc()
    said = error_text(RuntimeError(f"There is an error in your configuration file:\n\n{text}"))
    expected = " ".join(words.split())
    assert said == (
        f"There is an error in your configuration file: ValueError: {expected} (conf.py, line 3)"
    )
