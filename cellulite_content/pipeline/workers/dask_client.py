"""The fleet: a Dask scheduler, and those of its workers that have what a build needs.

The only module that talks to Dask from here. Dask's own settings (its files and `DASK_` variables)
hold for certificates.
"""

from __future__ import annotations

import logging
import pickle
import queue
import time
import warnings
from collections.abc import Callable, Collection, Iterator
from typing import Any
from uuid import uuid4

from distributed import Client, Future, Security

from ..errors import ProjectError
from ..files.archive import Archive
from .dask_task import start_servers
from .environment import OURS, difference, versions
from .job import Job, JobResult

__all__ = ("DaskClient", "Future")

CONNECTING = 10.0
"""Seconds that the scheduler has to answer in."""

_EMPTY = 30.0
"""Seconds without a fitting worker after which a run is given up; one may be starting anew."""

_TICK = 1.0
_RETRIES = 2
"""How often Dask repeats a call that fails by what is around it, such as a full disk."""

_CERTIFICATES = ("CA_FILE", "CLIENT__CERT", "CLIENT__KEY")

_FAULTS = (OSError, RuntimeError, TypeError, ValueError)
"""What Dask raises for addresses, certificates and connections that cannot be."""


class DaskClient:
    """Builds items on fitting workers. `tell` gets a line for each worker that does not fit.

    `workers` are the addresses of those that fit, with how many builds each makes at a time.
    """

    def __init__(self, address: str, tell: Callable[[str], None]) -> None:
        self.address = address
        self.workers: dict[str, int] = {}
        self._tell = tell
        self._unfit: dict[str, str] = {}
        self._told: set[str] = set()
        self._here = versions()
        self._ready: queue.SimpleQueue[Future[bytes]] = queue.SimpleQueue()
        _hush()
        try:
            self._client: Client = _Client(
                address, timeout=CONNECTING, set_as_default=False, security=_security(address)
            )
        except _FAULTS as error:
            raise ProjectError(
                f"{address}: cannot use this scheduler: {_words(error)}; start it with "
                "`dask scheduler` or mend the address"
            ) from None

    def close(self) -> None:
        """Leave the cluster, which goes on."""
        self._client.close(CONNECTING)

    @property
    def room(self) -> int:
        """How many items keep the workers busy: one at work and one in waiting for each thread."""
        return 2 * sum(self.workers.values())

    def find_workers(self, patience: float = _EMPTY) -> None:
        """Find the fitting workers that are there now; wait for one if there is none.

        Raises `ProjectError` when there is none after so many seconds, or no scheduler any more.
        """
        end = time.monotonic() + patience
        while True:
            try:
                self.workers = self._fitting()
            except _FAULTS as error:
                raise ProjectError(
                    f"{self.address}: the scheduler is gone ({_words(error)}); run again"
                ) from None
            if self.workers:
                return
            if time.monotonic() >= end:
                raise ProjectError(
                    f"{self.address}: has no worker that fits; run `dask worker {self.address}` "
                    f"where {OURS} {self._here[OURS]} is installed as it is here"
                )
            time.sleep(_TICK)

    def _fitting(self) -> dict[str, int]:
        there = self._client.nthreads()  # asks the scheduler, or fails
        fresh = there.keys() - self.workers.keys() - self._unfit.keys()
        if fresh:
            found = self._client.run(versions, workers=sorted(fresh), on_error="return")
            for worker, answer in found.items():
                if lack := self._lack(answer):
                    self._unfit[worker] = f"is not used; it has {lack}"
            # Their programs start while this one takes the catalogs through the gate.
            if fit := sorted(fresh - self._unfit.keys()):
                self._client.run(start_servers, workers=fit, on_error="ignore")
        for worker in self._paused() & there.keys():
            self._unfit.setdefault(worker, "is not used; Dask pauses it for lack of memory")
        for worker in sorted(self._unfit.keys() & there.keys() - self._told):
            self._tell(f"{worker}: {self._unfit[worker]}")
            self._told.add(worker)
        return {each: there[each] for each in there if each not in self._unfit}

    def _paused(self) -> set[str]:
        """The workers over their memory limit, to which Dask gives nothing until they shrink."""
        there = self._client.scheduler_info(n_workers=-1)["workers"]
        return {worker for worker, about in there.items() if about.get("status") == "paused"}

    def _lack(self, answer: Any) -> str:
        """What a worker has that does not fit, by its answer."""
        if isinstance(answer, dict):
            return difference(answer, self._here)
        return f"no {OURS} {self._here[OURS]}: {_words(answer)}"

    def hold(self, archive: Archive) -> Future[bytes]:
        """Send an archive, once for all items: workers get it from each other.

        The scheduler keeps the bytes too, so that no lost worker loses them.
        """
        # `bytes` gives the bytes that it gets: a call that needs no code of ours.
        return self._client.submit(bytes, archive.data, key=f"{OURS}-{archive.digest}")

    def submit(
        self,
        job: Job,
        project: Future[bytes],
        catalogs: Future[bytes],
        workers: Collection[str],
    ) -> Future[bytes]:
        """Have an item built on one of these workers; `ready` tells when."""
        future = self._client.submit(
            _by_value(),
            pickle.dumps(job),
            project,
            catalogs,
            key=f"{OURS}-{job.code}-{uuid4().hex}",
            workers=sorted(workers),
            retries=_RETRIES,
        )
        future.add_done_callback(self._ready.put)
        return future

    def ready(self) -> Iterator[Future[bytes]]:
        """The builds that have ended since; waits a second for the first."""
        try:
            yield self._ready.get(timeout=_TICK)
            while True:
                yield self._ready.get_nowait()
        except queue.Empty:
            return

    def made(self, future: Future[bytes]) -> JobResult:
        """What came of a build that has ended; without a worker's name where none can tell."""
        if future.status == "finished":
            try:
                answer = pickle.loads(future.result(CONNECTING))  # noqa: S301 - see the handbook
            except Exception as error:  # whatever it is, the item goes elsewhere
                return JobResult(error=f"its editions were lost on the way: {_words(error)}")
            return (
                answer
                if isinstance(answer, JobResult)
                else JobResult(error="its worker sent no editions")
            )
        if future.status == "error":
            return JobResult(error=_words(future.exception(CONNECTING)))
        return JobResult(error="its worker was lost")


class _Client(Client):
    """Dask's client; one that could not start is not closed later, which takes time and fails."""

    def start(self, **options: Any) -> None:
        """Connect."""
        try:
            super().start(**options)  # type: ignore[no-untyped-call]
        except BaseException:
            self.status = "closed"
            raise


def _security(address: str) -> Security:
    """The certificates of Dask's settings. Raises `ProjectError` where `tls:` has none."""
    security = Security(require_encryption=address.startswith("tls:"))
    if security.require_encryption and not security.get_connection_args("client")["ssl_context"]:
        names = (f"DASK_DISTRIBUTED__COMM__TLS__{each}" for each in _CERTIFICATES)
        raise ProjectError(f"{address}: needs certificates: set {', '.join(names)}")
    return security


def _by_value() -> Callable[[bytes, bytes, bytes], bytes]:
    """The call that workers make, as a function that travels with its code.

    A scheduler looks for the code of one that travels by name; this way it needs none of ours.
    """

    def run(job: bytes, project: bytes, catalogs: bytes) -> bytes:
        from cellulite_content.pipeline.workers import dask_task  # noqa: PLC0415 - over there

        return dask_task.run_job(job, project, catalogs)

    return run


def _words(error: object) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _hush() -> None:
    """What Dask tells besides is told by us, in a line where it matters."""
    for name in ("distributed", "tornado", "asyncio"):
        for each in (name, *logging.root.manager.loggerDict):
            if each.partition(".")[0] == name:
                logging.getLogger(each).setLevel(logging.CRITICAL + 1)
    warnings.filterwarnings("ignore", module=r"distributed(\.|$)")
