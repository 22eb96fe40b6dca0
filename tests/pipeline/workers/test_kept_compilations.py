"""What an earlier process has compiled is equal to what is new, and never needed."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import re, sys
sys.path.insert(0, sys.argv[1])
from cellulite_content.pipeline.workers.kept_compilations import KeptCompilations

original = re._compiler.compile
compilations = KeptCompilations("test")
compiled = []
parse = re._compiler._parser.parse
re._compiler._parser.parse = lambda text, flags=0: compiled.append(text) or parse(text, flags)
module = sys.modules[KeptCompilations.__module__]
module.compile = lambda text, *rest: compiled.append(text) or compile(text, *rest)
import made_by_import
re.compile("of a project")
compilations.keep()
assert re._compiler.compile is original
print(len(compiled) - 1)
for pattern in made_by_import.PATTERNS:
    flags = pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, str) else pattern.flags
    new = original(pattern.pattern, flags)
    assert new == pattern and new.groupindex == pattern.groupindex, pattern
value = made_by_import.Value(1)
assert (value, hash(value), repr(value)) == (
    made_by_import.Value(1, ()), hash((1, ())), "Value(number=1, texts=())"
)
"""

MODULE = r"""
import re
from dataclasses import dataclass

PATTERNS = [
    re.compile(text, flags)
    for text, flags in [
        ("", 0), ("a|bc", 0), ("(?P<x>a)(?P<y>b)?(?P=x)", 0), ("[^\0-\u02ff\u2000-\u20cf]", 0),
        ("[\U00010000-\U0010ffff]+?", 0), ("(?i:ß)ſ", re.IGNORECASE), (r"^\s*$", re.MULTILINE),
        ("a  # b", re.VERBOSE), (".", re.DOTALL), (r"\w+", re.ASCII), (b"[\x80-\xff]", 0),
        ("(?<!a)b(?=c)", 0), ("(a{2,5}+)(?>b)", 0), ("(?s)(a)?(?(1)b|c).", 0),
    ]
]


@dataclass(frozen=True)
class Value:
    number: int
    texts: tuple = ()
"""


def _compiled(folder: Path) -> int:
    """The number of patterns and methods that a new process compiles while it imports."""
    (folder / "made_by_import.py").write_text(MODULE, encoding="utf-8")
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, folder],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return int(done.stdout)


def test_kept_and_equal(tmp_path: Path) -> None:
    """The second process compiles nothing of a module; only that of modules is kept."""
    assert _compiled(tmp_path) >= 20
    assert _compiled(tmp_path) == 0
    (kept,) = tmp_path.glob("cellulite-content/compilations.*.test")
    assert b"of a project" not in kept.read_bytes()


def test_damaged_file(tmp_path: Path) -> None:
    """All is compiled anew, and the file is written again."""
    _compiled(tmp_path)
    (kept,) = tmp_path.glob("cellulite-content/compilations.*.test")
    data = kept.read_bytes()
    kept.write_bytes(data[:-1] + b"x")
    assert _compiled(tmp_path) >= 20
    assert kept.read_bytes()[-1:] == data[-1:]
