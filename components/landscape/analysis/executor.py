"""Where an Analysis is computed: in this process, by Dask's threads on this machine, or by a Dask cluster.

The executor never changes the result: papers are cut into the same blocks everywhere, so the same numbers come out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from components.landscape.analysis.dask_cluster import on_cluster
from components.landscape.analysis.tasks import (
    ProgressCallback,
    Stage,
    Task,
    build_graph,
    is_task_list,
    single_threaded,
)

BLOCK = 4_000  # papers; a set of one block is computed in this process, without Dask
MAX_THREADS = 4  # on this machine: each block of neighbours takes a quarter of a gigabyte while it is worked out


@dataclass(frozen=True, slots=True)
class Executor:
    """Runs the stages of an analysis. `scheduler` is the address of a Dask scheduler; empty means this machine."""

    scheduler: str = ""
    block: int = BLOCK  # papers taken at a time; another size may change the last digit of a number

    def blocks(self, papers: int) -> list[slice]:
        """The papers in blocks; one empty block for none."""
        return [slice(start, min(start + self.block, papers)) for start in range(0, max(papers, 1), self.block)]

    def compute(
        self, papers: int, stages: Sequence[Stage], wanted: Sequence[Task], on_progress: ProgressCallback
    ) -> list[Any]:
        """Run the stages and return the results of the `wanted` tasks, in their order.

        `on_progress(what, share done)` is called for each stage in order, once those before it are done; a stage may
        have begun by then. Raises ClusterError, and what the tasks raise.
        """
        if papers <= self.block:
            return in_process(stages, wanted, on_progress)
        if self.scheduler:
            return on_cluster(self.scheduler, stages, wanted, on_progress)
        return in_threads(stages, wanted, on_progress)


def in_process(stages: Sequence[Stage], wanted: Sequence[Task], on_progress: ProgressCallback) -> list[Any]:
    """Run the stages one after the other in this process: right for a set of one block."""
    found: dict[Task, Any] = {}

    def value(task: Task) -> Any:
        if task not in found:
            arguments = [
                value(each) if isinstance(each, Task) else [value(one) for one in each] if is_task_list(each) else each
                for each in task.arguments
            ]
            found[task] = task.function(*arguments)
        return found[task]

    for stage in stages:
        on_progress(stage.what, stage.share)
        value(stage.result)
    return [value(each) for each in wanted]


def in_threads(stages: Sequence[Stage], wanted: Sequence[Task], on_progress: ProgressCallback) -> list[Any]:
    """Run the stages by Dask's threaded scheduler on this machine."""
    from dask.base import compute
    from dask.callbacks import Callback
    from dask.system import CPU_COUNT

    delayed_by_task = build_graph([*(stage.result for stage in stages), *wanted])
    waiting = deque((delayed_by_task[stage.result].key, stage) for stage in stages)
    done = set()

    def on_task_done(key: str, *_: object) -> None:
        done.add(key)
        while waiting and waiting[0][0] in done:
            waiting.popleft()
            if waiting:
                on_progress(waiting[0][1].what, waiting[0][1].share)

    on_progress(stages[0].what, stages[0].share)
    with Callback(posttask=on_task_done), single_threaded():
        threads = min(CPU_COUNT, MAX_THREADS)
        asked = [delayed_by_task[each] for each in wanted]
        found = compute(*asked, scheduler="threads", num_workers=threads, optimize_graph=False)
    return [each.value for each in found]
