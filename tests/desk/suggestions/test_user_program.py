"""The user's program: what it gets, what it may answer, and how it fails."""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path

import pytest

from cellulite_content.desk.suggestions.user_program import (
    VARIABLE,
    UserProgram,
    load_user_program,
)
from cellulite_content.pipeline.errors import ProjectError


def _program(code: str, timeout: float = 10) -> UserProgram:
    return UserProgram((sys.executable, "-Sc", code), timeout)


def test_question_and_answer() -> None:
    """A line of JSON, and a suggestion a line; one in quotation marks is JSON, and equal ones are
    one. It runs in the user's home, and a shell reads nothing of its arguments."""
    code = (
        "import json, os, sys; q = json.load(sys.stdin); print(q['source'], q['from'], q['to'])\n"
        "print(json.dumps('two\\nlines')); print(); print('same'); print('same')\n"
        "print(os.getcwd()); print(sys.argv[1])"
    )
    program = UserProgram((sys.executable, "-Sc", code, "$HOME; `id`"))
    answer = program.ask("Walk “far”.", "en", "pt-BR")
    home = str(Path.home().resolve())
    assert answer.fault == ""
    assert answer.translations == (
        *("Walk “far”. en pt-BR", "two\nlines", "same", home),
        "$HOME; `id`",
    )


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import sys; sys.exit('no key\\n\\x1b[2J')", "has ended with 1: no key"),
        ("print('x' * 100_000)", "more than 64 KB"),
        ("import sys; sys.stderr.write('x' * 100_000)", "more than 64 KB"),
        ("import sys; sys.stdout.buffer.write(b'\\xff')", "not UTF-8"),
        ("import os; os.kill(os.getpid(), 9)", "has ended with -9"),
    ],
)
def test_a_failure_is_one_line(code: str, words: str) -> None:
    """Of the program's own words, the first; without control characters."""
    answer = _program(code).ask("Walk.", "en", "de")
    assert answer.translations == ()
    assert words in answer.fault
    assert answer.fault.isprintable()
    assert answer.fault.endswith("its suggestions are left out")


def test_a_program_that_is_not_there() -> None:
    """Is a failure too."""
    assert "cannot start" in UserProgram(("/no/such/program",)).ask("Walk.", "en", "de").fault


def test_a_program_that_hangs_is_ended_with_its_children() -> None:
    """After the timeout, also when a child of it keeps the pipe open."""
    child = "import time; time.sleep(60)"
    code = f"import subprocess, sys; subprocess.Popen([sys.executable, '-Sc', {child!r}])"
    start = time.monotonic()
    answer = _program(code, 0.3).ask("Walk.", "en", "de")
    assert "has not answered in 0.3 seconds" in answer.fault
    assert time.monotonic() - start < 30


def test_a_new_question_ends_the_last_one() -> None:
    """Who walks through the list does not wait for old answers."""
    program = _program(
        "import json, sys, time; q = json.load(sys.stdin)['source']\n"
        "print(q, flush=True); time.sleep(30 if q == 'slow' else 0)",
        20,
    )
    answers = []
    thread = threading.Thread(target=lambda: answers.append(program.ask("slow", "en", "de")))
    thread.start()
    end = time.monotonic() + 60
    while program._running is None and time.monotonic() < end:
        time.sleep(0.01)
    assert program.ask("quick", "en", "de").translations == ("quick",)
    thread.join(30)
    assert not thread.is_alive()
    assert (answers[0].translations, answers[0].fault) == ((), "")


def test_where_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the user's own settings, or in a variable, which goes before; nowhere is nothing."""
    root, home = tmp_path / "project", tmp_path / "config"
    folder = home / "cellulite-content"
    folder.mkdir(parents=True)
    root.mkdir()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    monkeypatch.delenv(VARIABLE, raising=False)
    assert load_user_program(root) is None
    (folder / "desk.toml").write_text('suggestions = ["/bin/engine", "-q"]\ntimeout = 3\n', "utf-8")
    assert load_user_program(root) == UserProgram(("/bin/engine", "-q"), 3)
    monkeypatch.setenv(VARIABLE, json.dumps(["engine"]))
    assert load_user_program(root) == UserProgram(("engine",))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('suggestions = "engine --fast"', "must be a list"),
        ("suggestions = []", "must be a list"),
        ('suggestions = ["./engine"]', "relative path"),
        ('suggestions = ["engine"]\ntimeout = 1000', "timeout must be seconds"),
        ('shell = "rm"', "no setting 'shell'"),
        ("suggestions = [", "correct it"),
    ],
)
def test_wrong_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, words: str
) -> None:
    """One line with the file."""
    folder = tmp_path / "config" / "cellulite-content"
    folder.mkdir(parents=True)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder.parent))
    monkeypatch.delenv(VARIABLE, raising=False)
    (folder / "desk.toml").write_text(text, "utf-8")
    with pytest.raises(ProjectError) as refused:
        load_user_program(tmp_path / "project")
    assert str(refused.value).startswith(str(folder / "desk.toml"))
    assert words in str(refused.value)


def test_a_project_may_not_name_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor may others who can write the folder of the settings."""
    folder = tmp_path / "cellulite-content"
    folder.mkdir()
    (folder / "desk.toml").write_text('suggestions = ["engine"]', "utf-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(ProjectError, match="is in the project"):
        load_user_program(tmp_path)
    folder.chmod(0o777)
    assert load_user_program(tmp_path / "project") is None
