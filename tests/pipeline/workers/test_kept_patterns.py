"""Patterns that an earlier process has compiled are equal to new ones, and never needed."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import re, sys
sys.path.insert(0, sys.argv[1])
from cellulite_content.pipeline.workers.kept_patterns import KeptPatterns

compiler = re._compiler
compiled = compiler.compile
patterns = KeptPatterns("test")
parsed = []
parse = compiler._parser.parse
compiler._parser.parse = lambda text, flags=0: parsed.append(text) or parse(text, flags)
import many_patterns, html.parser, tomllib
re.compile("of a project")
patterns.keep()
assert compiler.compile is compiled
print(len([text for text in parsed if text != "of a project"]))
for pattern in many_patterns.PATTERNS:
    flags = pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, str) else pattern.flags
    new = compiled(pattern.pattern, flags)
    assert new == pattern and new.groupindex == pattern.groupindex, pattern
"""

MODULE = r"""
import re
PATTERNS = [
    re.compile(text, flags)
    for text, flags in [
        ("", 0), ("a|bc", 0), ("(?P<x>a)(?P<y>b)?(?P=x)", 0), ("[^\0-\u02ff\u2000-\u20cf]", 0),
        ("[\U00010000-\U0010ffff]+?", 0), ("(?i:ß)ſ", re.IGNORECASE), (r"^\s*$", re.MULTILINE),
        ("a  # b", re.VERBOSE), (".", re.DOTALL), (r"\w+", re.ASCII), (b"[\x80-\xff]", 0),
        ("(?<!a)b(?=c)", 0), ("(a{2,5}+)(?>b)", 0), ("(?s)(a)?(?(1)b|c).", 0),
    ]
]
"""


def _parsed(folder: Path) -> int:
    """The number of patterns that a new process parses while it imports."""
    (folder / "many_patterns.py").write_text(MODULE, encoding="utf-8")
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, folder],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return int(done.stdout)


def test_kept_and_equal(tmp_path: Path) -> None:
    """The second process parses no pattern of a module; only those of modules are kept."""
    assert _parsed(tmp_path) > 20
    assert _parsed(tmp_path) == 0
    (kept,) = tmp_path.glob("cellulite-content/patterns.*.test")
    assert b"of a project" not in kept.read_bytes()


def test_damaged_file(tmp_path: Path) -> None:
    """Patterns are compiled anew, and the file is written again."""
    _parsed(tmp_path)
    (kept,) = tmp_path.glob("cellulite-content/patterns.*.test")
    data = kept.read_bytes()
    kept.write_bytes(data[:-1] + b"x")
    assert _parsed(tmp_path) > 20
    assert kept.read_bytes()[-1:] == data[-1:]
