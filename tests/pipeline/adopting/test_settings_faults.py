"""Settings of an existing project that have no effect here."""

from pathlib import Path

from cellulite_content.pipeline.adopting.settings_faults import settings_faults
from cellulite_content.pipeline.adopting.stock import StockReading
from cellulite_content.pipeline.adopting.survey import _project


def test_messages_that_no_gate_can_check_are_named(tmp_path: Path) -> None:
    """Raw texts and the addresses of pictures; index entries and literal blocks are units."""
    for targets, text in (("['index', 'literal-block']", ""), ("['index', 'raw']", "has raw, ")):
        stock = StockReading(settings={"gettext_additional_targets": targets})
        faults = [str(each) for each in settings_faults(_project(tmp_path, tmp_path, stock), stock)]
        assert [text in fault for fault in faults] == ([True] if text else [])
