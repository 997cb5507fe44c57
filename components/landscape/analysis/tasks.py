"""Work told as functions of each other's results, in a form that Dask can do anywhere and again.

The same numbers come out wherever a task is done: it gets its arrays as they were, and one thread for each matrix
product. Which engine does the tasks is `engine`'s matter, what they are `compute`'s.
"""

from __future__ import annotations

import pickle
import uuid
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

Say = Callable[[str, float], None]


class Later:
    """What `function(*arguments)` will give. Arguments may be other Laters, or lists of Laters alone.

    The function stands in a module, changes nothing and gives the same for the same arguments.
    """

    __slots__ = ("arguments", "function")

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        self.function, self.arguments = function, arguments


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the work that a person is told about."""

    what: str
    share: float  # of the whole that is done when it begins
    result: Later


def are_later(argument: object) -> bool:
    """Whether an argument is a list of Laters."""
    return isinstance(argument, list) and bool(argument) and isinstance(argument[0], Later)


class Parcel:
    """A value as tasks hand it on. Dask does not look into it, and it arrives in another process as it left this one.

    Arrays that Dask itself unpacks may begin at any byte, and numpy multiplies such arrays in another order.
    """

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __reduce__(self) -> tuple[Callable[[bytes], Parcel], tuple[bytes]]:
        return _unpacked, (pickle.dumps(self.value, protocol=4),)  # later ones may leave arrays where they are

    def __sizeof__(self) -> int:
        from dask.sizeof import sizeof

        return object.__sizeof__(self) + int(sizeof(self.value))


def _unpacked(packed: bytes) -> Parcel:
    return Parcel(pickle.loads(packed))


class _Task:
    """A function with its arguments but for those that other tasks give."""

    __slots__ = ("arguments", "elsewhere", "function", "given")

    def __init__(self, later: Later, given: Sequence[int | None], elsewhere: bool) -> None:
        self.elsewhere = elsewhere
        self.function = later.function
        plain = [None if many is not None else each for each, many in zip(later.arguments, given, strict=True)]
        self.arguments = Parcel(plain)
        self.given = given  # for each argument how many tasks make a list of it, 0 for one that is no list, or None

    def __call__(self, *found: Parcel) -> Parcel:
        others = (each.value for each in found)
        arguments = [
            each if many is None else [next(others) for _ in range(many)] if many else next(others)
            for each, many in zip(self.arguments.value, self.given, strict=True)
        ]
        if self.elsewhere:
            one_thread_for_good()
        return Parcel(self.function(*arguments))


def graph(asked: Sequence[Later], elsewhere: bool = False) -> dict[Later, Any]:
    """Each Later, and all that they need, as Dask's Delayed of a Parcel; `elsewhere`, on workers."""
    from dask.delayed import delayed

    made: dict[Later, Any] = {}
    name = uuid.uuid4().hex

    def make(later: Later) -> Any:
        if later not in made:
            given = [
                0 if isinstance(each, Later) else len(each) if are_later(each) else None for each in later.arguments
            ]
            needed = [
                one
                for each, many in zip(later.arguments, given, strict=True)
                if many is not None
                for one in (each if many else [each])
            ]
            task = delayed(_Task(later, given, elsewhere), pure=False, traverse=False)
            others = [make(each) for each in needed]
            key = f"{later.function.__name__.strip('_')}-{name}-{len(made)}"
            made[later] = task(*others, dask_key_name=key)
        return made[later]

    for each in asked:
        make(each)
    return made


def one_thread() -> AbstractContextManager[Any]:
    """One thread for each matrix product, in this process, until it is left by the same Python thread.

    Tasks share the processors; and a sum has the same order, hence the same last digit, on any number of them.
    """
    import scipy.linalg  # noqa: F401  (its own library of products must be there to be told)
    from threadpoolctl import threadpool_limits

    limits: AbstractContextManager[Any] = threadpool_limits(limits=1, user_api="blas")
    return limits


@lru_cache(maxsize=1)
def one_thread_for_good() -> AbstractContextManager[Any]:
    """The same for a process that only works tasks out, whichever threads it does that in."""
    return one_thread()
