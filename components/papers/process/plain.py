"""Values of our dataclasses from the plain values that JSON holds: built by their types, everything else refused."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints


class NotPlainError(ValueError):
    """A value that its type does not allow."""


@cache
def decoder(kind: Any) -> Callable[[Any], Any]:
    """The function that makes a value of a type from what JSON made of it. It raises NotPlainError.

    Types: str, int, float, bool, Any, literals, enums of texts, `X | None`, tuples, mappings from str, dataclasses of
    these.
    """
    if kind is Any:
        return lambda value: value
    if kind in (str, int, bool, float):
        return lambda value: _of_type(value, kind)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return lambda value: kind(_one_of(value, tuple(kind)))
    if is_dataclass(kind):
        return _dataclass(kind)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return lambda value: _one_of(value, inner)
    if origin in (Union, types.UnionType):
        [other] = [one for one in inner if one is not type(None)]
        some = decoder(other)
        return lambda value: None if value is None else some(value)
    if origin is tuple and inner[-1] is Ellipsis:
        each = decoder(inner[0])
        return lambda value: tuple([each(one) for one in _of_type(value, list)])
    if origin is tuple:
        return _fixed([decoder(one) for one in inner])
    if isinstance(origin, type) and issubclass(origin, Mapping):
        each = decoder(inner[1])
        return lambda value: {name: each(one) for name, one in _of_type(value, dict).items()}
    raise TypeError(f"no way to make {kind} from JSON")


def _of_type(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise NotPlainError(f"{type(value).__name__} where {kind.__name__} belongs")
    return value


def _one_of(value: Any, known: tuple[Any, ...]) -> Any:
    if value not in known:
        raise NotPlainError("a word that is not known")
    return value


def _fixed(parts: list[Callable[[Any], Any]]) -> Callable[[Any], Any]:
    def make(value: Any) -> Any:
        if len(_of_type(value, list)) != len(parts):
            raise NotPlainError("a tuple of another length")
        return tuple([part(one) for part, one in zip(parts, value, strict=True)])

    return make


def _dataclass(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    names = [(each.name, decoder(hints[each.name])) for each in fields(kind)]

    def make(value: Any) -> Any:
        held = _of_type(value, dict)
        if len(held) != len(names):
            raise NotPlainError(f"{kind.__name__} with other fields")
        try:
            return kind(*[part(held[name]) for name, part in names])
        except KeyError as error:
            raise NotPlainError(f"{kind.__name__} without {error}") from error

    return make
