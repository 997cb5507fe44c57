"""Runs an analysis on a Dask cluster: connects, checks the workers' versions, survives lost workers.

Dask decides which worker runs what and repeats what a dead worker had; failures beyond that become a ClusterError with
one sentence for the visitor. The tasks and blocks are the same as on one machine (`executor`).
"""

from __future__ import annotations

import platform
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib import metadata
from typing import TYPE_CHECKING, Any

from components.landscape.analysis.tasks import ProgressCallback, Stage, Task, build_graph
from components.landscape.parameters import METHOD

if TYPE_CHECKING:
    from distributed import Client, Future

DEADLINE = 10.0  # seconds a scheduler has to answer, and then to have a worker
NO_WORKER_TIMEOUT = 60.0  # seconds without any worker after which the analysis fails
POLL_INTERVAL = 2.0  # seconds between checks that the cluster is still there
RETRIES = 2  # of a task that failed; one whose worker died is done again anyway, by Dask, up to four times
CHECKED_PACKAGES = ("numpy", "scipy", "scikit-learn", "umap-learn", "numba", "dask", "distributed")


class ClusterError(OSError):
    """The cluster cannot compute; the message is one sentence for the visitor."""


class SchedulerUnreachableError(ClusterError):
    """No Dask scheduler answers at the address, or it went away."""


class NoWorkersError(ClusterError):
    """The scheduler has no worker."""


class UnfitWorkersError(ClusterError):
    """The scheduler or a worker does not have the product's code, or has other versions."""


class WorkersLostError(ClusterError):
    """Workers died on the same task again and again."""


def on_cluster(
    scheduler: str, stages: Sequence[Stage], wanted: Sequence[Task], on_progress: ProgressCallback
) -> list[Any]:
    """Run the stages on the workers of the scheduler at that address; returns the results of the `wanted` tasks.

    When this process ends, the scheduler drops what it asked for; a task that a worker has begun still runs to its end.
    Raises ClusterError, and what the tasks raise.
    """
    on_progress("Asking the cluster", 0.01)
    delayed_by_task = build_graph([*(stage.result for stage in stages), *wanted], on_worker=True)
    with _connected(scheduler) as client:
        asked = list(dict.fromkeys([*(stage.result for stage in stages), *wanted]))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the texts are large; they are what is to be worked on
            futures = client.compute([delayed_by_task[each] for each in asked], retries=RETRIES, optimize_graph=False)
        future_of = dict(zip(asked, futures, strict=True))
        del delayed_by_task
        for stage in stages:
            on_progress(stage.what, stage.share)
            _wait(client, scheduler, future_of[stage.result])
            if stage.result not in wanted:
                future_of.pop(stage.result).release()
        for each in wanted:
            _wait(client, scheduler, future_of[each])
        return [each.value for each in client.gather([future_of[each] for each in wanted])]


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """The versions on this machine that can change a result, by name."""
    python = ".".join(platform.python_version_tuple()[:2])
    found = {"the method": str(METHOD), "Python": python}
    for name in CHECKED_PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "none"
    return found


@contextmanager
def _connected(scheduler: str) -> Iterator[Client]:
    """A client of the scheduler, once it has a worker and all of them can compute what is asked."""
    from distributed import Client

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what matters of versions is checked below
            client = Client(scheduler, timeout=DEADLINE, set_as_default=False, name="digest-atlas")
    except Exception as error:  # whatever stands at that address may answer anything
        raise SchedulerUnreachableError(
            f"No Dask scheduler answers at {scheduler} within {DEADLINE:.0f} seconds. "
            "Start it, or correct DIGEST_ATLAS_SCHEDULER."
        ) from error
    try:
        _check(client, scheduler)
        yield client
    finally:
        client.close(timeout=DEADLINE)


def _check(client: Client, scheduler: str) -> None:
    """Raises NoWorkersError or UnfitWorkersError."""
    try:
        client.wait_for_workers(1, timeout=DEADLINE)
    except TimeoutError as error:
        raise NoWorkersError(
            f"The Dask scheduler at {scheduler} has no workers. Start one: python -m dask worker {scheduler}"
        ) from error
    try:
        answers = {"scheduler": client.run_on_scheduler(versions)} | client.run(versions, on_error="return")
    except Exception as error:  # the scheduler could not even read the question
        answers = {"scheduler": error}
    for who, answer in answers.items():
        if "No module named" in str(answer):  # Dask passes it on in an exception of another class
            raise UnfitWorkersError(_no_code(scheduler))
        if isinstance(answer, dict) and answer != versions():
            name, ours = next((name, ours) for name, ours in versions().items() if answer.get(name) != ours)
            raise UnfitWorkersError(
                f"The Dask {'scheduler' if who == 'scheduler' else f'worker {who}'} "
                f"has {name} {answer.get(name, 'none')}, here it is {ours}. Start all of them from the same version."
            )


def _no_code(scheduler: str) -> str:
    return (
        f"The Dask scheduler at {scheduler} or a worker of it does not have the code of Digest Atlas. "
        "Start each of them from its folder or image."
    )


def _wait(client: Client, scheduler: str, future: Future[Any]) -> None:
    """Wait until the future is done. Raises what the task raised, or ClusterError when the cluster is gone."""
    from distributed import KilledWorker, wait
    from distributed.client import FuturesCancelledError

    seen = time.monotonic()
    while not future.done():
        try:
            with client.as_current():
                wait(future, timeout=POLL_INTERVAL)
        except TimeoutError:
            seen = time.monotonic() if client.status != "running" or client.nthreads() else seen
            if time.monotonic() - seen > NO_WORKER_TIMEOUT:
                raise NoWorkersError(
                    f"All workers of the Dask scheduler at {scheduler} are gone. Start one, then try again."
                ) from None
        except FuturesCancelledError:  # reported below, from the future's status
            break
    if future.status == "finished":
        return
    error = future.exception() if future.status == "error" else None
    if error is None:
        raise SchedulerUnreachableError(f"The Dask scheduler at {scheduler} went away. Try again when it is back.")
    if isinstance(error, KilledWorker):
        raise WorkersLostError(
            f"Workers of the Dask scheduler at {scheduler} died on the same task again and again, perhaps for want "
            "of memory. Give them more, or take fewer papers."
        ) from error
    if isinstance(error, ImportError):
        raise UnfitWorkersError(_no_code(scheduler)) from error
    raise error
