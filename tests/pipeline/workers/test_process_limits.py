"""Lack of memory is recognised in the errors that a limited process meets."""

import subprocess
import sys
from pathlib import Path

import pytest

from cellulite_content.pipeline.workers.process_limits import is_out_of_memory

IMPORT_LARGE_LIBRARY = """
import resource
from pathlib import Path

from cellulite_content.pipeline.workers.process_limits import is_out_of_memory

used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 32 * 1024**2, resource.RLIM_INFINITY))
try:
    from cellulite_content.pipeline.editions.typesetting.fonts import fonts

    fonts()
except Exception as error:
    print(type(error).__name__, is_out_of_memory(error))
"""
"""Typst's library has 80 MB."""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit address space")
def test_a_library_that_does_not_fit(checkout: Path) -> None:
    """An installed package whose library the limit leaves no room for lacks memory; it is not
    reported as missing."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_LARGE_LIBRARY],
        cwd=checkout,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == "ImportError True\n"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (MemoryError(), True),
        (OSError(12, "Cannot allocate memory"), True),
        (OSError(28, "No space left on device"), False),
        (ModuleNotFoundError("No module named 'typst'", name="typst"), False),
        (ImportError("a.so: file too short", name="a", path="a.so"), False),
        (ImportError("a.so: undefined symbol: Out", name="a", path="a.so"), False),
    ],
)
def test_errors(error: Exception, expected: bool) -> None:
    """Of allocations, of the system, and of imports that fail for other reasons."""
    assert is_out_of_memory(error) is expected
