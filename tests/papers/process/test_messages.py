"""What comes from a reading process is judged: messages that are none, and values of other types, are refused."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

import orjson
import pytest

from components.papers.process.messages import MalformedMessageError, receive, send
from components.papers.process.plain import NotPlainError, decoder
from components.papers.report import FileReport, Note


def test_messages_come_as_they_were_sent():
    stream = io.BytesIO()
    send(stream, {"a": [1, "ü"]}, [b"", b"\0\xff"])
    send(stream, {})
    stream.seek(0)
    assert receive(stream) == ({"a": [1, "ü"]}, [b"", b"\0\xff"])
    assert receive(stream) == ({}, [])
    assert receive(stream) is None


def framed(head: bytes) -> io.BytesIO:
    return io.BytesIO(struct.pack(">Q", len(head)) + head)


@pytest.mark.parametrize("head", [b"", b"{", b"[]", b"{}", b'{"sizes": 1}', b'{"sizes": [-1]}', b'{"sizes": ["1"]}'])
def test_what_is_no_message_is_refused(head):
    with pytest.raises(MalformedMessageError):
        receive(framed(head))


def test_a_message_of_any_size_is_refused_before_it_is_read():
    with pytest.raises(MalformedMessageError):
        receive(io.BytesIO(struct.pack(">Q", 1 << 40)))


def test_a_message_that_breaks_off_is_none():
    stream = io.BytesIO()
    send(stream, {"a": 1}, [b"12345"])
    for end in range(len(stream.getvalue())):
        assert receive(io.BytesIO(stream.getvalue()[:end])) is None


@dataclass(frozen=True)
class Value:
    name: str
    count: int | None
    pairs: tuple[tuple[int, str], ...]
    by_name: Mapping[str, tuple[str, ...]]
    kind: Literal["a", "b"]


GOOD = Value("x", None, ((1, "y"),), {"k": ("v", "w")}, "a")


def test_values_come_back_through_json():
    note = Note("merged", "A sentence.", (1, 2), "A title")
    values: tuple[Any, ...] = (GOOD, FileReport("a.txt", notes=(note, Note("refused", "B"))))
    for value in values:
        kind: Any = type(value)
        assert decoder(kind)(orjson.loads(orjson.dumps(value))) == value


@pytest.mark.parametrize(
    "change",
    [
        {"name": 1},
        {"count": "1"},
        {"count": True},
        {"pairs": [[1]]},
        {"pairs": [[1, "y", 2]]},
        {"pairs": "x"},
        {"by_name": []},
        {"by_name": {"k": "v"}},
        {"kind": "c"},
        {"more": 1},
    ],
)
def test_values_of_other_types_are_refused(change):
    plain = orjson.loads(orjson.dumps(asdict(GOOD))) | change
    with pytest.raises(NotPlainError):
        decoder(Value)(plain)
