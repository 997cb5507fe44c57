"""httpx over a guarded connection pool: no proxy, no cookies kept, no redirect followed, no body decoded.

Not here: what may be connected to (`guard`), the order of requests (`politeness`), what an answer means (`judgement`).
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterable, AsyncIterator

import httpcore
import httpx

from components.links.guard import Backend, Policy, Resolver

HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; DigestAtlas/1.0; link check for a reading list)",
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "Accept-Language": "en;q=0.9,*;q=0.5",
    "Accept-Encoding": "identity",  # nothing to unpack, nothing to blow up
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


class Transport(httpx.AsyncBaseTransport):
    """One pool whose every connection passes the guard; raises httpcore's errors and the guard's."""

    def __init__(self, policy: Policy, resolver: Resolver, context: ssl.SSLContext, *, connections: int = 64) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=15.0,
            network_backend=Backend(policy, resolver),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the response's stream is unread."""
        url = request.url
        answer = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        stream = answer.stream
        if not isinstance(stream, AsyncIterable):
            raise httpcore.LocalProtocolError("the pool gave no stream")
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(stream), extensions=answer.extensions, request=request
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()
