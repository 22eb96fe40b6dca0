"""The connection to a Dask scheduler and its suitable workers.

The only module of the command that uses Dask. Certificates come from Dask's own settings (its
files and `DASK_` variables).
"""

from __future__ import annotations

import logging
import pickle
import queue
import time
import warnings
from collections.abc import Callable, Collection, Iterator
from importlib import import_module
from typing import Any
from uuid import uuid4

from distributed import Client, Future, Security

from ...errors import ProjectError
from ...files.archives.archive import Archive
from .dask_task import start_servers
from .environment import PACKAGE_NAME, first_difference, versions
from .job import Job, JobResult

__all__ = ("DaskClient", "Future")

CONNECT_TIMEOUT = 10.0
"""Seconds to wait for the scheduler."""

_NO_WORKER_TIMEOUT = 30.0
"""Seconds without a suitable worker after which a run fails; one may be restarting."""

_POLL_SECONDS = 1.0
_RETRIES = 2
"""How often Dask repeats a call that fails because of its environment, such as a full disk."""

_CERTIFICATES = ("CA_FILE", "CLIENT__CERT", "CLIENT__KEY")

_DASK_ERRORS = (OSError, RuntimeError, TypeError, ValueError)
"""What Dask raises for invalid addresses, certificates and connections."""


class DaskClient:
    """Sends jobs to suitable workers. `warn` gets a line for each worker that is not suitable.

    `workers` maps the addresses of suitable workers to their numbers of parallel builds.
    """

    def __init__(self, address: str, warn: Callable[[str], None]) -> None:
        self.address = address
        self.workers: dict[str, int] = {}
        self._warn = warn
        self._unsuitable: dict[str, str] = {}
        self._reported: set[str] = set()
        self._own_versions = versions()
        self._finished: queue.SimpleQueue[Future[bytes]] = queue.SimpleQueue()
        _silence_dask()
        if address.startswith("gateway:"):
            _import_gateway()
        try:
            self._client: Client = _Client(
                address, timeout=CONNECT_TIMEOUT, set_as_default=False, security=_security(address)
            )
        except _DASK_ERRORS as error:
            raise ProjectError(
                f"{address}: cannot use this scheduler: {_one_line(error)}; start it with "
                "`dask scheduler` or fix the address"
            ) from None

    def close(self) -> None:
        """Disconnect from the cluster; it keeps running."""
        self._client.close(CONNECT_TIMEOUT)

    @property
    def capacity(self) -> int:
        """How many jobs keep the workers busy: one running and one waiting for each thread."""
        return 2 * self.threads

    @property
    def threads(self) -> int:
        """How many jobs the workers do at the same time."""
        return sum(self.workers.values())

    def find_workers(self, timeout: float = _NO_WORKER_TIMEOUT) -> None:
        """Find the suitable workers; wait for one if there is none.

        Raises `ProjectError` when there is none after `timeout` seconds, or no scheduler.
        """
        end = time.monotonic() + timeout
        while True:
            try:
                self.workers = self._suitable_workers()
            except _DASK_ERRORS as error:
                raise ProjectError(
                    f"{self.address}: the scheduler is gone ({_one_line(error)}); run again"
                ) from None
            if self.workers:
                return
            if time.monotonic() >= end:
                raise ProjectError(
                    f"{self.address}: has no suitable worker; run `dask worker {self.address}` "
                    f"where {PACKAGE_NAME} {self._own_versions[PACKAGE_NAME]} is installed too"
                )
            time.sleep(_POLL_SECONDS)

    def _suitable_workers(self) -> dict[str, int]:
        threads = self._client.nthreads()  # asks the scheduler, or fails
        new = threads.keys() - self.workers.keys() - self._unsuitable.keys()
        if new:
            answers = self._client.run(versions, workers=sorted(new), on_error="return")
            for worker, answer in answers.items():
                if mismatch := self._mismatch(answer):
                    self._unsuitable[worker] = f"is not used; it has {mismatch}"
            # Their programs start while this one runs the gate.
            if suitable := sorted(new - self._unsuitable.keys()):
                self._client.run(start_servers, workers=suitable, on_error="ignore")
        for worker in self._paused() & threads.keys():
            self._unsuitable.setdefault(worker, "is not used; Dask pauses it for lack of memory")
        for worker in sorted(self._unsuitable.keys() & threads.keys() - self._reported):
            self._warn(f"{worker}: {self._unsuitable[worker]}")
            self._reported.add(worker)
        return {worker: threads[worker] for worker in threads if worker not in self._unsuitable}

    def _paused(self) -> set[str]:
        """The workers over their memory limit: Dask gives them no jobs."""
        workers = self._client.scheduler_info(n_workers=-1)["workers"]
        return {worker for worker, info in workers.items() if info.get("status") == "paused"}

    def _mismatch(self, answer: Any) -> str:
        """The first mismatch of a worker's versions, from its answer; empty for none."""
        if isinstance(answer, dict):
            return first_difference(answer, self._own_versions)
        return f"no {PACKAGE_NAME} {self._own_versions[PACKAGE_NAME]}: {_one_line(answer)}"

    def send_archive(self, archive: Archive) -> Future[bytes]:
        """Send an archive once for all jobs: workers get it from each other.

        The scheduler keeps the bytes too, so they survive the loss of a worker.
        """
        # `bytes` returns its argument: the call needs no code of this package.
        return self._client.submit(bytes, archive.data, key=f"{PACKAGE_NAME}-{archive.digest}")

    def submit(
        self,
        job: Job,
        project: Future[bytes],
        catalogs: Future[bytes],
        workers: Collection[str],
    ) -> Future[bytes]:
        """Build a job on one of these workers; `finished` yields its future."""
        future = self._client.submit(
            _by_value(),
            pickle.dumps(job),
            project,
            catalogs,
            key=f"{PACKAGE_NAME}-{job.code}-{uuid4().hex}",
            workers=sorted(workers),
            retries=_RETRIES,
        )
        future.add_done_callback(self._finished.put)
        return future

    def finished(self) -> Iterator[Future[bytes]]:
        """The builds that have ended since the last call; waits a second for the first."""
        try:
            yield self._finished.get(timeout=_POLL_SECONDS)
            while True:
                yield self._finished.get_nowait()
        except queue.Empty:
            return

    def result_of(self, future: Future[bytes]) -> JobResult:
        """The result of a build that has ended; without a worker's name where it is unknown."""
        if future.status == "finished":
            try:
                answer = pickle.loads(future.result(CONNECT_TIMEOUT))  # noqa: S301 - see the handbook
            except Exception as error:  # after any error, the job goes to another worker
                return JobResult(error=f"its editions were lost on the way: {_one_line(error)}")
            return (
                answer
                if isinstance(answer, JobResult)
                else JobResult(error="its worker sent no editions")
            )
        if future.status == "error":
            return JobResult(error=_one_line(future.exception(CONNECT_TIMEOUT)))
        return JobResult(error="its worker was lost")


class _Client(Client):
    """Dask's client. If it could not start, it is not closed: that takes time and fails."""

    def start(self, **options: Any) -> None:
        """Connect."""
        try:
            super().start(**options)  # type: ignore[no-untyped-call]
        except BaseException:
            self.status = "closed"
            raise


def _import_gateway() -> None:
    """Import dask-gateway, which makes its addresses known to Dask."""
    try:
        import_module("dask_gateway")
    except ModuleNotFoundError as error:
        package = "dask-gateway" if error.name == "dask_gateway" else error.name
        raise ProjectError(
            f"a cluster of dask-gateway needs the package {package}; run `pip install {package}`"
        ) from None


def _security(address: str) -> Security:
    """The certificates of Dask's settings. Raises `ProjectError` where an encrypted address has
    none."""
    security = Security(require_encryption=not address.startswith("tcp:"))
    if security.require_encryption and not security.get_connection_args("client")["ssl_context"]:
        names = (f"DASK_DISTRIBUTED__COMM__TLS__{name}" for name in _CERTIFICATES)
        raise ProjectError(f"{address}: needs certificates: set {', '.join(names)}")
    return security


def _by_value() -> Callable[[bytes, bytes, bytes], bytes]:
    """The function that workers call, sent with its code.

    A function sent by name would be imported by the scheduler, which then needs this package.
    """

    def run(job: bytes, project: bytes, catalogs: bytes) -> bytes:
        from cellulite_content.pipeline.workers.clusters import dask_task  # noqa: PLC0415 - on the worker

        return dask_task.run_job(job, project, catalogs)

    return run


def _one_line(error: object) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _silence_dask() -> None:
    """Silence Dask's log: this package reports what matters, in one line each."""
    for package in ("distributed", "tornado", "asyncio"):
        for logger in (package, *logging.root.manager.loggerDict):
            if logger.partition(".")[0] == package:
                logging.getLogger(logger).setLevel(logging.CRITICAL + 1)
    warnings.filterwarnings("ignore", module=r"distributed(\.|$)")
