"""The heap of a process that sets type."""

import subprocess
import sys
from pathlib import Path

import pytest

_HEAP = """
import re
from pathlib import Path
from cellulite_content.pipeline.editions.typesetting.heap import prepare_heap

prepare_heap()
areas = re.findall(r"\\[heap\\]\\n(?:\\w+:.*\\n)+", Path("/proc/self/smaps").read_text())
print(any(" hg" in area for area in areas))
"""


@pytest.mark.skipif(
    not Path("/sys/kernel/mm/transparent_hugepage").is_dir(), reason="no huge pages here"
)
def test_the_heap_has_huge_pages():
    """The kernel may use huge pages for the heap: the calls of the C library are the right ones."""
    assert subprocess.check_output([sys.executable, "-c", _HEAP], text=True) == "True\n"


def test_other_systems_are_left_alone(monkeypatch):
    """Nothing is called where the C library is another one."""
    from cellulite_content.pipeline.editions.typesetting.heap import prepare_heap

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "ctypes", None)
    prepare_heap()
