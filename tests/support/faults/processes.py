"""What the tests of faults share: runs of the command that are watched, and words that change."""

import os
import subprocess
import sys
from pathlib import Path

ARTICLE = "articles/will-running-reduce-cellulite"


def started(checkout: Path, project: Path, *arguments: object) -> subprocess.Popen[str]:
    """The command, running, in a group of processes of its own."""
    command = [sys.executable, "-m", "cellulite_content", "--project", project, *arguments]
    return subprocess.Popen(
        [str(each) for each in command],
        cwd=checkout,
        env=os.environ | {"PYTHONPATH": str(checkout)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def contents(folder: Path) -> dict[str, bytes]:
    """All files below a folder, those with hidden names too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def say(project: Path, text: str) -> None:
    """Give the German of the last heading."""
    path = project / "locales" / "de" / "LC_MESSAGES" / f"{ARTICLE}.po"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[lines.index('msgid "Conclusion"\n') + 1] = f'msgstr "{text}"\n'
    path.write_text("".join(lines), encoding="utf-8")
