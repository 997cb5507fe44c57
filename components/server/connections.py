"""Connections below requests: how many are open, and that none stays on which nothing comes.

uvicorn, which Streamlit starts without telling it so, waits for ever for the rest of a request's head, and accepts
until the system has no descriptor left. Its protocol classes are given their bounds here, by subclasses.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from starlette.types import ASGIApp, Receive, Scope, Send

from components.net.addresses import network
from components.server import descriptors
from components.server.caller import is_proxy
from components.settings import MEGABYTE, settings

if TYPE_CHECKING:
    import uvicorn

_log = logging.getLogger(__name__)
HEAD_SECONDS = 15.0  # for the head of a request, and for the first byte of a connection
READ_SECONDS = 60.0  # until a client takes what waits to be sent to it
_BUSY = b"This server has as many connections as it can. Try again in a minute."
_REFUSAL = (
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\nretry-after: 60\r\n"
    b"connection: close\r\ncontent-length: %d\r\n\r\n%s" % (len(_BUSY), _BUSY)
)


class Connections:
    """The open connections by address, the oldest first. All of it happens in the event loop's thread."""

    def __init__(self, most: int, most_of_one: int) -> None:
        self.most, self.most_of_one = most, most_of_one
        self._open: dict[str, dict[Any, None]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._open.values()))

    def add(self, address: str, connection: Any) -> bool:
        """Count a connection; False where there is no room, even without those on which nothing happens.

        A `connection` says by `waiting` whether it answers nothing just now, and is closed by `drop`.
        """
        mine = self._open.get(address, {})
        if len(mine) >= self.most_of_one and not self._make_room([mine]):
            return False
        if len(self) >= self.most and not self._make_room(sorted(self._open.values(), key=len, reverse=True)):
            return False
        self._open.setdefault(address, {})[connection] = None
        return True

    def discard(self, address: str, connection: Any) -> None:
        """Count a connection no more."""
        mine = self._open.get(address, {})
        mine.pop(connection, None)
        if not mine:
            self._open.pop(address, None)

    def _make_room(self, among: Sequence[dict[Any, None]]) -> bool:
        """Close the oldest idle one of the first address that has any."""
        idle = next((each for connections in among for each in connections if each.waiting), None)
        if idle is None:
            return False
        idle.drop()
        return True


def most_connections() -> int:
    """As many as there are descriptors for, but no more than pages need."""
    pages = descriptors.pages(descriptors.limit())
    return 2 * min(pages, settings().sessions or pages)


class ConnectionLimits:
    """Middleware that bounds the connections of the server it runs in, when that starts; requests pass as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Find uvicorn's configuration behind the first message it sends to an application."""
        if scope["type"] == "lifespan":
            config = getattr(getattr(receive, "__self__", None), "config", None)
            if config is None or not hasattr(config, "http_protocol_class"):
                _log.warning("Connections are not bounded: the server is not uvicorn. Let a proxy in front bound them.")
            else:
                most = most_connections()
                bound(config, Connections(most, most // 2 if settings().address_share else most))
        await self.app(scope, receive, send)


def bound(
    config: uvicorn.Config,
    connections: Connections,
    head_seconds: float = HEAD_SECONDS,
    read_seconds: float = READ_SECONDS,
) -> None:
    """Give the server of this configuration its bounds; for connections that come from now on."""
    from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

    if isinstance(config.loaded_app, ProxyHeadersMiddleware):  # it believes whoever connects from this machine
        config.loaded_app = config.loaded_app.app
    config.ws_max_size = min(config.ws_max_size, settings().upload_bytes + MEGABYTE)
    bounds = {"counted": connections, "head_seconds": head_seconds, "read_seconds": read_seconds}
    config.http_protocol_class = type("BoundedHttp", (_BoundedHttp, config.http_protocol_class), bounds)
    if config.ws_protocol_class is not None:
        config.ws_protocol_class = type("BoundedWebSocket", (_BoundedWebSocket, config.ws_protocol_class), bounds)


class _Bounded(asyncio.Protocol):
    """What uvicorn's protocols are given beside their own: their place among the connections."""

    counted: Connections
    address = ""
    client: tuple[str, int] | None
    transport: asyncio.Transport


class _BoundedHttp(_Bounded):
    """A connection that is counted, and closed where a head does not end, or nobody reads the answer."""

    head_seconds: float
    read_seconds: float
    loop: asyncio.AbstractEventLoop
    cycle: Any
    timeout_keep_alive_task: asyncio.TimerHandle | None
    _head: asyncio.TimerHandle | None = None
    _reader: asyncio.TimerHandle | None = None
    _upgraded = False

    @property
    def waiting(self) -> bool:
        """Whether no request is being answered on it."""
        return not self._upgraded and (self.cycle is None or self.cycle.response_complete)

    def drop(self) -> None:
        """Close it now."""
        self._expect_nothing()
        self.counted.discard(self.address, self)
        self.transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.address = _address_of(self.client)
        if self.counted.add(self.address, self):
            self._expect_head()
        else:
            self.transport.write(_REFUSAL)
            self.transport.close()
            self._expect_end()

    def connection_lost(self, exc: Exception | None) -> None:
        self._expect_nothing()
        if self._reader is not None:
            self._reader.cancel()
        self.counted.discard(self.address, self)
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._expect_end()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._reader is not None and not self.transport.is_closing():
            self._reader.cancel()
            self._reader = None

    def on_response_complete(self) -> None:
        super().on_response_complete()  # type: ignore[misc]
        if self.transport.is_closing():
            self._expect_end()

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()  # type: ignore[misc]
        self._expect_end()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if not self.waiting:
            self._expect_nothing()
        elif self._head is None and self.timeout_keep_alive_task is None:
            self._expect_head()

    def handle_websocket_upgrade(self, *event: Any) -> None:
        self._upgraded = True
        self._expect_nothing()
        self.counted.discard(self.address, self)
        super().handle_websocket_upgrade(*event)  # type: ignore[misc]

    def _expect_head(self) -> None:
        self._head = self.loop.call_later(self.head_seconds, self.drop)

    def _expect_end(self) -> None:
        """A transport that is closed stays open as long as the client does not read what waits in it."""
        if self._reader is None:
            self._reader = self.loop.call_later(self.read_seconds, self.transport.abort)

    def _expect_nothing(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None


class _BoundedWebSocket(_Bounded):
    """A page's connection, which is counted with the others and never closed for their sake."""

    waiting = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.address = _address_of(self.client)
        self.counted.add(self.address, self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.counted.discard(self.address, self)
        super().connection_lost(exc)


def _address_of(peer: tuple[str, int] | None) -> str:
    """By what a connection is counted; each of a proxy by itself, since its visitors are not known yet."""
    host, port = peer or ("unknown", 0)
    return f"{host} {port}" if is_proxy(host, settings().proxies) else network(host)
