"""An httpx transport over guarded connections: no proxy, no cookie jar, no redirects followed, no body decoded."""

from __future__ import annotations

import ssl
from collections import OrderedDict
from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import dataclass

import httpcore
import httpx

from components.net.guard import GuardedBackend, Policy, Resolver

MOST_SITES = 100  # origins whose connections are kept open

HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; DigestAtlas/1.0; link check for a reading list)",
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "Accept-Language": "en;q=0.9,*;q=0.5",
    "Accept-Encoding": "identity",  # so that no small response unpacks into a huge one
}


def tls_context() -> ssl.SSLContext:
    """One TLS context for a whole run: building one costs more than a request."""
    import certifi

    return ssl.create_default_context(cafile=certifi.where())


class _Body(httpx.AsyncByteStream):
    def __init__(self, stream: AsyncIterable[bytes]) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._stream:
            yield part

    async def aclose(self) -> None:
        close = getattr(self._stream, "aclose", None)
        if close is not None:
            await close()


@dataclass(slots=True)
class _Site:
    """The connections to one origin, and how many requests are on them."""

    pool: httpcore.AsyncConnectionPool
    active: int = 0


class Transport(httpx.AsyncBaseTransport):
    """Guarded connections, one small pool an origin; raises httpcore's errors and the guard's.

    A pool an origin, because httpcore looks at every connection of a pool for each request.
    """

    def __init__(
        self, policy: Policy, resolver: Resolver, context: ssl.SSLContext | None = None, *, per_site: int = 10
    ) -> None:
        self._backend = GuardedBackend(policy, resolver)
        self._context = context  # made when the first secure address is asked
        self._per_site = per_site
        self._sites: OrderedDict[tuple[str, str, int | None], _Site] = OrderedDict()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the response's stream is unread and must be closed."""
        url = request.url
        site = await self._site((url.scheme, url.host, url.port))
        site.active += 1
        try:
            answer = await site.pool.handle_async_request(
                httpcore.Request(
                    method=request.method,
                    url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        finally:
            site.active -= 1
        stream = answer.stream
        if not isinstance(stream, AsyncIterable):
            raise httpcore.LocalProtocolError("the pool gave no stream")
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(stream), extensions=answer.extensions, request=request
        )

    async def _site(self, origin: tuple[str, str, int | None]) -> _Site:
        """The pool of an origin; the one longest unused is closed where there are too many."""
        site = self._sites.get(origin)
        if site is None:
            if origin[0] == "https" and self._context is None:
                self._context = tls_context()
            site = self._sites[origin] = _Site(
                httpcore.AsyncConnectionPool(
                    ssl_context=self._context,
                    max_connections=self._per_site,
                    max_keepalive_connections=self._per_site,
                    keepalive_expiry=15.0,
                    network_backend=self._backend,
                )
            )
        self._sites.move_to_end(origin)
        if len(self._sites) > MOST_SITES:
            for old, candidate in self._sites.items():
                if not candidate.active and all(held.is_idle() for held in candidate.pool.connections):
                    del self._sites[old]
                    await candidate.pool.aclose()
                    break
        return site

    async def aclose(self) -> None:
        """Close every connection."""
        for site in self._sites.values():
            await site.pool.aclose()
        self._sites.clear()
