"""A task graph: functions of each other's results, in a form that Dask can run on any machine and repeat.

Results are the same wherever a task runs: it gets its arrays bit by bit as they were, and one thread for each matrix
product. `pipeline` defines the tasks, `executor` runs them.
"""

from __future__ import annotations

import pickle
import uuid
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

ProgressCallback = Callable[[str, float], None]


class Task:
    """A call of `function(*arguments)` to run later. Arguments may be other tasks, or lists that hold only tasks.

    The function must be importable (defined in a module), pure and deterministic.
    """

    __slots__ = ("arguments", "function")

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        self.function, self.arguments = function, arguments


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the work that is reported as progress."""

    what: str  # shown to the visitor
    share: float  # of the whole work that is done when this stage begins, 0 … 1
    result: Task


def is_task_list(argument: object) -> bool:
    """Whether an argument is a list of tasks."""
    return isinstance(argument, list) and bool(argument) and isinstance(argument[0], Task)


class OpaqueValue:
    """A value passed between tasks that Dask does not look into, so that it arrives in another process unchanged.

    Arrays that Dask deserialises itself may be unaligned in memory, and numpy sums the products of unaligned arrays in
    another order, which changes the last digit.
    """

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __reduce__(self) -> tuple[Callable[[bytes], OpaqueValue], tuple[bytes]]:
        return _unpacked, (pickle.dumps(self.value, protocol=4),)  # later ones may leave arrays where they are

    def __sizeof__(self) -> int:
        from dask.sizeof import sizeof

        return object.__sizeof__(self) + int(sizeof(self.value))


def _unpacked(packed: bytes) -> OpaqueValue:
    return OpaqueValue(pickle.loads(packed))


class _BoundCall:
    """A function with its arguments, except those that other tasks will provide."""

    __slots__ = ("arguments", "function", "given", "on_worker")

    def __init__(self, task: Task, given: Sequence[int | None], on_worker: bool) -> None:
        self.on_worker = on_worker
        self.function = task.function
        plain = [None if many is not None else each for each, many in zip(task.arguments, given, strict=True)]
        self.arguments = OpaqueValue(plain)
        self.given = given  # for each argument how many tasks make a list of it, 0 for one that is no list, or None

    def __call__(self, *found: OpaqueValue) -> OpaqueValue:
        others = (each.value for each in found)
        arguments = [
            each if many is None else [next(others) for _ in range(many)] if many else next(others)
            for each, many in zip(self.arguments.value, self.given, strict=True)
        ]
        if self.on_worker:
            single_threaded_forever()
        return OpaqueValue(self.function(*arguments))


def build_graph(asked: Sequence[Task], on_worker: bool = False) -> dict[Task, Any]:
    """Dask's Delayed of an OpaqueValue for each task and its dependencies; `on_worker` is for a cluster's workers."""
    from dask.delayed import delayed

    delayed_by_task: dict[Task, Any] = {}
    name = uuid.uuid4().hex

    def delay(task: Task) -> Any:
        if task not in delayed_by_task:
            given = [
                0 if isinstance(each, Task) else len(each) if is_task_list(each) else None for each in task.arguments
            ]
            needed = [
                one
                for each, many in zip(task.arguments, given, strict=True)
                if many is not None
                for one in (each if many else [each])
            ]
            call = delayed(_BoundCall(task, given, on_worker), pure=False, traverse=False)
            others = [delay(each) for each in needed]
            key = f"{task.function.__name__.strip('_')}-{name}-{len(delayed_by_task)}"
            delayed_by_task[task] = call(*others, dask_key_name=key)
        return delayed_by_task[task]

    for each in asked:
        delay(each)
    return delayed_by_task


def single_threaded() -> AbstractContextManager[Any]:
    """One BLAS thread for each matrix product, in this process, while the context is open.

    Tasks then share the processors, and sums have the same order, hence the same last digit, on any number of them.
    """
    import scipy.linalg  # noqa: F401  (loads its own BLAS, which must be there to be limited)
    from threadpoolctl import threadpool_limits

    limits: AbstractContextManager[Any] = threadpool_limits(limits=1, user_api="blas")
    return limits


@lru_cache(maxsize=1)
def single_threaded_forever() -> AbstractContextManager[Any]:
    """The same for the rest of a worker process's life, whichever of its threads runs the tasks."""
    return single_threaded()
