"""What a server and its reading process send each other: JSON and bytes, each after its length.

JSON, because the other end has parsed what a stranger gave: whatever it sends makes values and runs nothing, as
unpickling would.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

import orjson

_LENGTH = struct.Struct(">Q")
_LARGEST = 1 << 30  # bytes of one message
_SIZES = "sizes"

Message = tuple[dict[str, Any], list[bytes]]


class MalformedMessageError(ValueError):
    """What came is no message."""


def send(stream: BinaryIO, values: Mapping[str, Any], contents: Sequence[bytes] = ()) -> None:
    """Write plain values and whole byte strings. Raises OSError where nobody reads any more."""
    head = orjson.dumps({**values, _SIZES: [len(content) for content in contents]})
    stream.write(_LENGTH.pack(len(head)))
    stream.write(head)
    for content in contents:
        stream.write(content)
    stream.flush()


def receive(stream: BinaryIO) -> Message | None:
    """Read one message; None where the other end has closed. Raises MalformedMessageError."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > _LARGEST:
        raise MalformedMessageError(f"a message of {length} bytes")
    data = stream.read(length)
    if len(data) < length:
        return None
    try:
        values = orjson.loads(data)
        sizes = values.pop(_SIZES)
    except (orjson.JSONDecodeError, AttributeError, KeyError, TypeError) as error:
        raise MalformedMessageError(str(error)) from error
    if not isinstance(sizes, list) or not all(isinstance(size, int) and 0 <= size <= _LARGEST for size in sizes):
        raise MalformedMessageError("sizes of contents that cannot be")
    contents = [stream.read(size) for size in sizes]
    return (values, contents) if [len(content) for content in contents] == sizes else None
