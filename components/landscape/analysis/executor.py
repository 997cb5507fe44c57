"""What an Analysis is computed by: this process, Dask's threads on this machine, or a Dask cluster (`cluster`).

Which engine does the work changes where and when, never what: the same blocks, so that the same numbers come out
whoever takes which block. What is computed is `compute`'s matter.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from components.landscape.analysis.dask_cluster import on_cluster
from components.landscape.analysis.tasks import Later, Say, Step, are_later, graph, one_thread

BLOCK = 4_000  # papers; a set of one block is computed in this process, without Dask
THREADS_MOST = 4  # on this machine: each block of neighbours takes a quarter of a gigabyte while it is worked out


@dataclass(frozen=True, slots=True)
class Executor:
    """Where a set is computed. `scheduler` is the address of a Dask scheduler; empty, it is this machine."""

    scheduler: str = ""
    block: int = BLOCK  # papers taken at a time; another size may change the last digit of a number

    def blocks(self, papers: int) -> list[slice]:
        """The papers in blocks; one empty block for none."""
        return [slice(start, min(start + self.block, papers)) for start in range(0, max(papers, 1), self.block)]

    def compute(self, papers: int, steps: Sequence[Step], wanted: Sequence[Later], say: Say) -> list[Any]:
        """Work the steps out, saying each; give what was wanted of them. Raises ClusterError and what they raise.

        Steps are said in order, each when those before it are done; one may have begun by then.
        """
        if papers <= self.block:
            return in_process(steps, wanted, say)
        if self.scheduler:
            return on_cluster(self.scheduler, steps, wanted, say)
        return in_threads(steps, wanted, say)


def in_process(steps: Sequence[Step], wanted: Sequence[Later], say: Say) -> list[Any]:
    """One after the other, here: what is right for a set of one block."""
    found: dict[Later, Any] = {}

    def value(later: Later) -> Any:
        if later not in found:
            arguments = [
                value(each) if isinstance(each, Later) else [value(one) for one in each] if are_later(each) else each
                for each in later.arguments
            ]
            found[later] = later.function(*arguments)
        return found[later]

    for step in steps:
        say(step.what, step.share)
        value(step.result)
    return [value(each) for each in wanted]


def in_threads(steps: Sequence[Step], wanted: Sequence[Later], say: Say) -> list[Any]:
    """By Dask's own threads on this machine."""
    from dask.base import compute
    from dask.callbacks import Callback
    from dask.system import CPU_COUNT

    made = graph([*(step.result for step in steps), *wanted])
    waiting = deque((made[step.result].key, step) for step in steps)
    done = set()

    def tell(key: str, *_: object) -> None:
        done.add(key)
        while waiting and waiting[0][0] in done:
            waiting.popleft()
            if waiting:
                say(waiting[0][1].what, waiting[0][1].share)

    say(steps[0].what, steps[0].share)
    with Callback(posttask=tell), one_thread():
        threads = min(CPU_COUNT, THREADS_MOST)
        asked = [made[each] for each in wanted]
        parcels = compute(*asked, scheduler="threads", num_workers=threads, optimize_graph=False)
    return [each.value for each in parcels]
