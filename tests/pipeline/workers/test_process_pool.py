"""The engine, with real processes: what a task may do is done by a project's own `conf.py`."""

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cellulite_content.pipeline.errors import ProjectError
from cellulite_content.pipeline.gate.run import READ_SOURCE, extract_source
from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.model.unit import Source
from cellulite_content.pipeline.workers.process_pool import ProcessPool
from cellulite_content.pipeline.workers.task import Task, time_limit

METHODS = [
    name
    for name in ("fork", "forkserver", "spawn")
    if name in multiprocessing.get_all_start_methods()
]


@pytest.fixture
def reads(copy_project: Callable, tmp_path: Path) -> Callable[[str, str], Task]:
    """Makes a task that reads a copy of the source whose `conf.py` has these lines at its end."""

    def make(key: str, lines: str = "") -> Task:
        project = copy_project(tmp_path / key)
        conf = project / "docs" / "conf.py"
        conf.write_text(f"{conf.read_text(encoding='utf-8')}\n{lines}\n", encoding="utf-8")
        return Task(key, READ_SOURCE, (project,))

    return make


@pytest.mark.parametrize("method", METHODS)
def test_value_comes_back(reads: Callable, method: str) -> None:
    """A task's value is the outcome's, whichever way processes are started."""
    outcome = ProcessPool(1, method=method).run_one(reads("good"))
    assert (outcome.key, outcome.error) == ("good", "")
    assert isinstance(outcome.value, Source)
    assert len(outcome.value.documents) == 2


def test_methods_agree(reads: Callable) -> None:
    """Spawned and forked processes read the same."""
    task = reads("good")
    values = [ProcessPool(1, method=method).run_one(task).value for method in METHODS]
    assert all(value == values[0] for value in values)


def test_a_long_path_of_temporary_files(run: Callable, project_copy: Path, tmp_path: Path) -> None:
    """A fork server's socket has a short path, so processes are spawned then."""
    folder = tmp_path / ("long" * 25)
    folder.mkdir()
    done = run("check", "de", project=project_copy, TMPDIR=str(folder))
    assert done.returncode == 0, done.stderr


def test_exception_is_one_line(reads: Callable) -> None:
    """What goes wrong in a task is one line that begins with its key; there is no value."""
    outcome = ProcessPool(1).run_one(reads("bad", "raise RuntimeError('first\\nsecond')"))
    assert outcome.value is None
    assert outcome.error.startswith("bad: ")
    assert "first second" in outcome.error
    assert "\n" not in outcome.error


def test_unexpected_exception_says_its_name() -> None:
    """A fault of the program is reported with its type; it does not end the run."""
    outcome = ProcessPool(1).run_one(Task("odd", READ_SOURCE, (None,)))
    assert outcome.error.startswith("odd: ")
    assert "Error" in outcome.error
    assert "\n" not in outcome.error


def test_deadline_ends_a_task(reads: Callable) -> None:
    """A task that hangs is ended when its time is over, and its process is gone."""
    pool = ProcessPool(1, deadline=3)
    begin = time.monotonic()
    outcome = pool.run_one(reads("slow", "import time; time.sleep(120)"))
    assert time.monotonic() - begin < 60
    assert outcome.error == "slow: stopped after 3 s without a result"
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "-9"),
        ("import os; os._exit(7)", "7"),
    ],
)
def test_killed_process_is_told(reads: Callable, lines: str, code: str) -> None:
    """A process that ends without a word (out of memory, a crash) is reported by its exit code."""
    outcome = ProcessPool(1).run_one(reads("gone", lines))
    assert outcome.error == f"gone: its process ended with code {code}"


@pytest.mark.slow
def test_others_go_on(reads: Callable) -> None:
    """Among tasks that fail, hang and die, the good ones give their values."""
    tasks = [
        reads("raises", "raise RuntimeError"),
        reads("dies", "import os; os._exit(1)"),
        reads("hangs", "import time; time.sleep(120)"),
        reads("good"),
        reads("also-good"),
    ]
    outcomes = {each.key: each for each in ProcessPool(2, deadline=6).run(tasks)}
    assert set(outcomes) == {task.key for task in tasks}
    failed = {key for key, each in outcomes.items() if each.error}
    assert failed == {"raises", "dies", "hangs"}
    good = {key for key, each in outcomes.items() if isinstance(each.value, Source)}
    assert good == {"good", "also-good"}


def test_one_job_works_in_order(reads: Callable) -> None:
    """With one job, tasks are done one after the other as they were given."""
    tasks = [reads(name) for name in ("first", "second", "third")]
    assert [each.key for each in ProcessPool(1).run(tasks)] == ["first", "second", "third"]


@pytest.mark.parametrize("method", METHODS)
def test_task_sees_no_secrets(
    reads: Callable, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A task's environment has what Python needs and no token of the one who builds."""
    monkeypatch.setenv("GITHUB_TOKEN", "a-secret")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a-secret")
    lines = "import os\nraise RuntimeError(f'{sorted(os.environ)} {dict(os.environ)}')"
    error = ProcessPool(1, method=method).run_one(reads("curious", lines)).error
    assert "'PATH'" in error
    assert "a-secret" not in error
    assert "TOKEN" not in error
    assert "'TZ': 'UTC'" in error


def test_memory_is_limited(reads: Callable) -> None:
    """A task that wants all memory gets an error instead of the machine."""
    lines = "bytearray(16 * 1024**3)"
    outcome = ProcessPool(1).run_one(reads("greedy", lines))
    assert "MemoryError" in outcome.error or "more memory" in outcome.error


def test_file_size_is_limited(reads: Callable, tmp_path: Path) -> None:
    """A task cannot fill the disk with one file."""
    target = tmp_path / "large"
    lines = f"open({str(target)!r}, 'wb').truncate(2 * 1024**3)"
    outcome = ProcessPool(1).run_one(reads("filling", lines))
    assert "File too large" in outcome.error
    assert target.stat().st_size == 0


def test_jobs_are_the_cores_unless_told() -> None:
    """Without a number, there are as many jobs as cores; never fewer than one."""
    assert ProcessPool().jobs >= 1
    assert ProcessPool(3).jobs == 3


def test_time_of_the_processor_is_limited(reads: Callable) -> None:
    """A task may use so much of the processor and no more: it ends even if nobody is there to
    watch its deadline."""
    lines = "import resource\nraise RuntimeError(resource.getrlimit(resource.RLIMIT_CPU)[0])"
    error = ProcessPool(1).run_one(reads("counted", lines)).error
    assert "RuntimeError: 300" in error


def test_time_grows_with_the_documents(reads: Callable) -> None:
    """A second for each 4,000 bytes, never less than the deadline; clock and processor alike."""
    assert (time_limit(0), time_limit(1_200_000), time_limit(4_000_000)) == (300, 300, 1000)
    lines = "import resource\nraise RuntimeError(resource.getrlimit(resource.RLIMIT_CPU)[0])"
    large = replace(reads("large", lines), size=4_000_000)
    assert "RuntimeError: 1000" in ProcessPool(1).run_one(large).error
    lines = "import os, signal; os.kill(os.getpid(), signal.SIGXCPU)"
    busy = replace(reads("busy", lines), size=4_000_000)
    assert "more than the 1000 s of processor time" in ProcessPool(1).run_one(busy).error
    slow = reads("slow", "import time; time.sleep(0.5)")
    assert (
        ProcessPool(1, deadline=0.2).run_one(slow).error
        == "slow: stopped after 0 s without a result"
    )
    assert ProcessPool(1, deadline=0.2).run_one(replace(slow, size=120_000)).error == ""


def test_reading_has_the_time_of_its_documents(copy_project: Callable, tmp_path: Path) -> None:
    """The task that reads a project knows how large its documents are; pictures do not count."""
    project = copy_project(tmp_path / "large")
    (project / "docs" / "long.txt").write_text("x" * 2_000_000)
    (project / "docs" / "large.png").write_bytes(b"x" * 2_000_000)
    conf = project / "docs" / "conf.py"
    conf.write_text("import resource\nraise OSError(resource.getrlimit(resource.RLIMIT_CPU)[0])")
    with pytest.raises(ProjectError, match=r"OSError: 50\d\b"):
        extract_source(load_project(project), ProcessPool(1))


def test_a_task_that_used_too_much_is_told(reads: Callable) -> None:
    """The system ends it with a signal of its own, and the line says why."""
    lines = "import os, signal; os.kill(os.getpid(), signal.SIGXCPU)"
    outcome = ProcessPool(1).run_one(reads("busy", lines))
    assert outcome.error == "busy: stopped: used more than the 300 s of processor time allowed"
