"""Connections of a real uvicorn: bounded in number, ended where a head, a body or a reader stays away."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from components.server import connections
from components.server.connections import Connections, bound
from components.server.middleware.forwarded_for import ForwardedFor
from components.server.middleware.time_limits import TimeLimits
from components.settings import settings

SHORT = 0.3  # seconds in place of a quarter of a minute
PATIENCE = 20.0  # seconds for what must happen, on a slow machine
LARGE = 8_000_000  # bytes: more than the buffers of both sides take


class Idle:
    """A connection as `Connections` sees it."""

    def __init__(self, waiting: bool = True, kept: Connections | None = None, address: str = "") -> None:
        self.waiting, self.dropped = waiting, False
        self._kept, self._address = kept, address

    def drop(self) -> None:
        self.dropped = True
        if self._kept is not None:
            self._kept.discard(self._address, self)


def test_who_holds_most_connections_without_using_them_gives_way():
    kept = Connections(most=6, most_of_one=4)
    theirs = [Idle(kept=kept, address="many") for _ in range(4)]
    assert all(kept.add("many", each) for each in theirs)
    others = [Idle(waiting=False), Idle(waiting=False)]
    assert kept.add("one", others[0])
    assert kept.add("other", others[1])
    assert kept.add("third", Idle(waiting=False))
    assert [each.dropped for each in theirs] == [True, False, False, False]
    assert len(kept) == 6


def test_one_address_holds_only_its_share():
    kept = Connections(most=10, most_of_one=2)
    assert all(kept.add("one", Idle(waiting=False)) for _ in range(2))
    assert not kept.add("one", Idle())
    assert kept.add("other", Idle())


def test_where_all_are_used_the_next_is_refused():
    kept = Connections(most=2, most_of_one=2)
    assert all(kept.add(f"a{number}", Idle(waiting=False)) for number in range(2))
    assert not kept.add("b", Idle())
    assert len(kept) == 2


async def large(_request):
    return Response(b"x" * LARGE)


async def echo(request):
    return PlainTextResponse(f"{request.client.host} {request.url.scheme} {len(await request.body())}")


@contextlib.asynccontextmanager
async def served(most: int = 100) -> AsyncIterator[int]:
    """The port of a server with short limits."""
    app = Starlette(
        routes=[Route("/", echo, methods=["GET", "POST"]), Route("/large", large)],
        middleware=[Middleware(ForwardedFor), Middleware(TimeLimits, body_seconds=SHORT)],
    )
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", timeout_keep_alive=1)
    config.load()
    bound(config, Connections(most, most), head_seconds=SHORT, read_seconds=SHORT)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await task


async def rest(reader: asyncio.StreamReader) -> bytes:
    """What still comes until the server closes; raises TimeoutError where it never does."""
    came = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := await asyncio.wait_for(reader.read(65_536), PATIENCE):
            came += piece
    return came


@pytest.mark.parametrize(
    ("begins", "answer"),
    [
        (b"", b""),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX-Part:", b""),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9000\r\n\r\nfive", b"HTTP/1.1 408"),
        (b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTT", b"HTTP/1.1 200"),
    ],
)
@pytest.mark.parametrize("drips", [False, True])
def test_a_request_that_does_not_end_is_ended(begins, answer, drips):
    async def ask() -> bytes:
        async with served() as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(begins)
            waiting = asyncio.ensure_future(rest(reader))
            while drips and begins and not waiting.done():  # a byte now and then keeps nothing open
                writer.write(b"x")
                await asyncio.sleep(0.05)
            came = await waiting
            writer.close()
            return came

    assert asyncio.run(ask()).startswith(answer)


def test_an_answer_that_nobody_reads_is_ended(monkeypatch):
    ended: list[str] = []

    async def ask() -> None:
        async with served() as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1000)
            writer.write(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
            came = await asyncio.wait_for(reader.readexactly(100), PATIENCE)
            assert came.startswith(b"HTTP/1.1 200")
            for _ in range(int(PATIENCE / 0.1)):
                await asyncio.sleep(0.1)
                if ended:
                    break
            writer.close()

    discard = Connections.discard

    def noted(self, address, connection):
        ended.append(address)
        discard(self, address, connection)

    monkeypatch.setattr(Connections, "discard", noted)
    asyncio.run(ask())
    assert ended


def test_a_connection_too_many_is_told_so():
    async def ask() -> bytes:
        async with served(most=3) as port:
            busy = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
            for _, writer in busy:
                writer.write(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n")
            await asyncio.sleep(0.1)  # they are being answered, so none of them gives way
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            came = await rest(reader)
            for _, each in [*busy, (reader, writer)]:
                each.close()
            return came

    came = asyncio.run(ask())
    assert came.startswith(b"HTTP/1.1 503")
    assert came.endswith(connections._BUSY)


@pytest.mark.parametrize(
    ("proxies", "seen"), [("", b"127.0.0.1 http 0"), ("127.0.0.1", b"203.0.113.9 https 0"), ("*", b"10.0.0.1 https 0")]
)
def test_only_a_proxy_that_is_named_says_who_asks(monkeypatch, proxies, seen):
    """uvicorn by itself believes whoever connects from this machine."""
    monkeypatch.setenv("DIGEST_ATLAS_PROXIES", f"{proxies} 10.0.0.0/8" if proxies == "127.0.0.1" else proxies)
    settings.cache_clear()

    async def ask() -> bytes:
        async with served() as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(
                b"GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 6.6.6.6, 203.0.113.9, 10.0.0.1\r\n"
                b"X-Forwarded-Proto: https\r\nConnection: close\r\n\r\n"
            )
            came = await rest(reader)
            writer.close()
            return came

    try:
        assert asyncio.run(ask()).endswith(seen)
    finally:
        monkeypatch.undo()
        settings.cache_clear()
