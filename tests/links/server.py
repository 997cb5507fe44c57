"""A server on loopback that misbehaves in every way a link checker meets; each path is one behaviour.

    python -m tests.links.server --port 0      prints its address and serves until it is stopped

Written on raw streams, because a web framework would refuse to misbehave. It keeps what it was asked, so that tests
can look at politeness. `BEHAVIOURS` names the verdict each path deserves.
"""

from __future__ import annotations

import argparse
import asyncio
import email.utils
import gzip
import itertools
import json
import ssl
import threading
import time
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import pytest

PAGE = "<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>"
PROSE = (
    "We study how readers keep up with papers. The page shows the method, the figures, the tables and the code, "
    "with a short video and instructions for every step of the experiments. "
)


@dataclass
class Request:
    """One request as it came."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    address: str  # the loopback address it came to
    at: float
    number: int  # how often this path was asked on this address, from 1


Handler = Callable[[Request, "Reply"], Awaitable[None]]
BEHAVIOURS: dict[str, str] = {}
_HANDLERS: dict[str, Handler] = {}


class Reply:
    """The writing side of one connection."""

    def __init__(self, writer: asyncio.StreamWriter, server: OddServer | None = None) -> None:
        self.writer = writer
        self.server = server
        self.keeps = True

    async def raw(self, content: bytes) -> None:
        self.writer.write(content)
        await self.writer.drain()

    async def send(self, status: int, body: bytes | str = b"", *, kind: str = "text/html", **headers: str) -> None:
        content = body.encode() if isinstance(body, str) else body
        lines = [f"HTTP/1.1 {status} X"]
        given = {"Content-Type": kind, "Content-Length": str(len(content))}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines += [f"{name}: {value}" for name, value in given.items()]
        await self.raw("\r\n".join(lines).encode() + b"\r\n\r\n" + content)

    async def page(self, title: str, text: str, status: int = 200, **headers: str) -> None:
        await self.send(status, PAGE.format(title=title, text=text), **headers)

    def drop(self) -> None:
        """End the connection after this reply."""
        self.keeps = False

    def reset(self) -> None:
        """Break the connection off."""
        self.keeps = False
        self.writer.transport.abort()


def behaviour(path: str, verdict: str) -> Callable[[Handler], Handler]:
    """Say what a path does and which verdict it deserves ("" for those only reached through others)."""

    def keep(handler: Handler) -> Handler:
        _HANDLERS[path] = handler
        if verdict:
            BEHAVIOURS[path] = verdict
        return handler

    return keep


def _redirect(path: str, status: int, target: str, verdict: str) -> None:
    async def handle(_request: Request, reply: Reply) -> None:
        await reply.send(status, "", Location=target)

    behaviour(path, verdict)(handle)


def _status(path: str, status: int, verdict: str, title: str = "Answer", **headers: str) -> None:
    async def handle(_request: Request, reply: Reply) -> None:
        await reply.page(title, "An answer.", status, **headers)

    behaviour(path, verdict)(handle)


def _shows(path: str, verdict: str, title: str, text: str) -> None:
    async def handle(_request: Request, reply: Reply) -> None:
        await reply.page(title, text)

    behaviour(path, verdict)(handle)


def _heals(path: str, status: int, verdict: str, **headers: str) -> None:
    async def handle(request: Request, reply: Reply) -> None:
        if request.number == 1:
            await reply.page("Sorry", "Come back.", status, **headers)
        else:
            await reply.page("A paper", PROSE)

    behaviour(path, verdict)(handle)


_shows("/ok", "alive", "A paper", PROSE * 3)
_shows("/", "alive", "Front page", PROSE * 3)
_status("/204", 204, "alive")
for code in (301, 308):
    _redirect(f"/{code}", code, "/ok", "moved")
for code in (302, 303, 307):
    _redirect(f"/{code}", code, "/ok", "redirect")
_redirect("/mixed", 301, "/302", "redirect")
_redirect("/chain", 302, "/chain-2", "redirect")
_redirect("/chain-2", 302, "/chain-3", "")
_redirect("/chain-3", 301, "/chain-4", "")
_redirect("/chain-4", 307, "/ok", "")
_redirect("/loop", 302, "/loop-2", "dead")
_redirect("/loop-2", 302, "/loop", "")
_redirect("/self", 301, "/self", "dead")
_redirect("/to-404", 301, "/404", "dead")
_redirect("/to-410", 302, "/410", "dead")
_redirect("/to-500", 302, "/500", "down")
_redirect("/slash", 301, "/slash/", "alive")
_shows("/slash/", "", "A paper", PROSE)
_redirect("/to-metadata", 302, "http://169.254.169.254/latest/meta-data/", "refused")
_redirect("/to-localhost", 302, "http://localhost/", "refused")
_redirect("/to-other-loopback", 301, "http://127.99.0.1/", "refused")
_redirect("/to-decimal", 302, "http://2130706433/", "refused")
_redirect("/to-file", 302, "file:///etc/passwd", "refused")
_redirect("/to-user", 302, "http://user:word@example.com/", "refused")
_redirect("/to-nonsense", 302, "http://[", "down")
_redirect("/redirect-bad-location", 302, "://nowhere", "down")
_redirect("/redirect-without-host", 301, "http://", "down")
_redirect("/redirect-bad-port", 301, "http://example.org:port/", "down")
_redirect("/no-location", 302, "", "down")
_redirect("/to-login", 302, "/login?next=/to-login", "blocked")
_shows("/login", "", "Log in", "Your name and password, please.")
_redirect("/papers/7", 302, "/", "redirect")
_redirect("/meta-to-metadata", 302, "/meta-private", "refused")
_status("/404", 404, "dead")
_status("/410", 410, "dead")
_status("/401", 401, "blocked")
_status("/403", 403, "blocked")
_status("/405", 405, "blocked")
_status("/406", 406, "blocked")
_status("/451", 451, "blocked")
_status("/999", 999, "blocked")
_status("/500", 500, "down")
_status("/503", 503, "down")
_status("/429-long", 429, "limited", Retry_After="3600")
_status("/429-forever", 429, "limited")
_status("/403-spent", 403, "limited", x_ratelimit_remaining="0", x_ratelimit_limit="60", x_ratelimit_reset="9999999999")
_status("/403-wait", 403, "limited", Retry_After="3600")
_status("/bot-wall", 403, "blocked", "Just a moment...", cf_mitigated="challenge")
_status("/bot-wall-503", 503, "blocked", "Just a moment...")
_heals("/429-seconds", 429, "alive", Retry_After="1")
_heals("/500-once", 500, "alive")
_heals("/502-once", 502, "alive")
_heals("/503-once", 503, "alive", Retry_After="1")
_heals("/504-once", 504, "alive")
_shows("/soft-404", "suspect", "Page not found", "The page you are looking for does not exist.")
_shows("/soft-404-quiet", "suspect", "Example University", "Sorry, we could not find what you asked for.")
_shows("/about-404", "alive", "Why links rot", PROSE * 8 + "Of all links, 30 % answered 404 Not Found after ten years.")
_shows("/empty-repository", "suspect", "ada/engine", "This repository is empty.")
_shows("/coming-soon", "suspect", "Engine", "Code coming soon. Stay tuned!")
_shows("/will-be-released", "suspect", "Engine", "The code will be released upon acceptance.")
_shows("/news", "alive", "Engine", PROSE * 8 + "News: the second video is coming soon.")
_shows("/parked", "suspect", "example.org", "This domain is for sale. Buy this domain today.")
_shows("/bot-wall-200", "blocked", "Attention Required!", "Verify you are human to continue.")


@behaviour("/429-date", "alive")
async def _limited_until_a_date(request: Request, reply: Reply) -> None:
    if request.number == 1:
        await reply.send(429, "", Retry_After=email.utils.formatdate(time.time() + 2, usegmt=True))
    else:
        await reply.page("A paper", PROSE)


@behaviour("/head-403", "alive")
async def _head_is_forbidden(request: Request, reply: Reply) -> None:
    await reply.page("A paper", PROSE, 403 if request.method == "HEAD" else 200)


@behaviour("/head-405", "alive")
async def _head_is_not_allowed(request: Request, reply: Reply) -> None:
    await reply.page("A paper", PROSE, 405 if request.method == "HEAD" else 200)


@behaviour("/utf-8-location", "redirect")
async def _location_in_utf_8(_request: Request, reply: Reply) -> None:
    await reply.raw("HTTP/1.1 302 X\r\nLocation: /straße?q=ü\r\nContent-Length: 0\r\n\r\n".encode())


@behaviour("/stra%C3%9Fe", "")
async def _behind_utf_8(_request: Request, reply: Reply) -> None:
    await reply.page("A paper", PROSE)


@behaviour("/slow", "alive")
async def _slow_headers(_request: Request, reply: Reply) -> None:
    await asyncio.sleep(0.8)
    await reply.page("A paper", PROSE)


@behaviour("/hang", "down")
async def _no_headers(_request: Request, reply: Reply) -> None:
    await asyncio.sleep(30)
    reply.reset()


@behaviour("/drip", "alive")
async def _dripping_body(_request: Request, reply: Reply) -> None:
    await reply.raw(
        b"HTTP/1.1 200 X\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n<title>A paper</title>"
    )
    for _ in range(200):
        await asyncio.sleep(0.1)
        await reply.raw(b".")


@behaviour("/huge", "alive")
async def _huge_body(_request: Request, reply: Reply) -> None:
    await reply.raw(b"HTTP/1.1 200 X\r\nContent-Type: text/html\r\nContent-Length: 4000000000\r\n\r\n")
    block = (PROSE * 100).encode()
    for _ in range(4000):
        await reply.raw(block)


@behaviour("/pdf", "alive")
async def _large_file(_request: Request, reply: Reply) -> None:
    await reply.raw(b"HTTP/1.1 200 X\r\nContent-Type: application/pdf\r\nContent-Length: 40000000\r\n\r\n%PDF")
    await asyncio.sleep(5)
    reply.drop()


@behaviour("/reset", "down")
async def _broken_off(_request: Request, reply: Reply) -> None:
    reply.reset()


@behaviour("/reset-once", "alive")
async def _broken_off_once(request: Request, reply: Reply) -> None:
    if request.number == 1:
        reply.reset()
    else:
        await reply.page("A paper", PROSE)


@behaviour("/empty", "down")
async def _closed_without_an_answer(_request: Request, reply: Reply) -> None:
    reply.drop()


@behaviour("/invalid", "down")
async def _not_http(_request: Request, reply: Reply) -> None:
    await reply.raw(b"SSH-2.0-OpenSSH_9.6\r\nhello\r\n")
    reply.drop()


@behaviour("/long-headers", "down")
async def _headers_without_end(_request: Request, reply: Reply) -> None:
    await reply.raw(b"HTTP/1.1 200 X\r\nX-Long: " + b"a" * 2_000_000)
    reply.drop()


@behaviour("/gzip-bomb", "alive")
async def _gzip_bomb(_request: Request, reply: Reply) -> None:
    bomb = gzip.compress(b"<html><title>A paper</title>" + b"a" * 10_000_000)
    await reply.send(200, bomb, Content_Encoding="gzip")


@behaviour("/brotli-unasked", "alive")
async def _packed_in_another_way(_request: Request, reply: Reply) -> None:
    await reply.send(200, b"\x0b\x02\x80Hello\x03", Content_Encoding="br")


@behaviour("/deflate-404", "suspect")
async def _packed_without_a_head(_request: Request, reply: Reply) -> None:
    page = PAGE.format(title="404 Not Found", text="There is nothing here.").encode()
    await reply.send(200, zlib.compress(page)[2:-4], Content_Encoding="deflate")


@behaviour("/odd-charset", "alive")
async def _in_no_known_encoding(_request: Request, reply: Reply) -> None:
    await reply.send(200, PAGE.format(title="A paper", text=PROSE), kind="text/html; charset=utf8mb4")


@behaviour("/wrong-length", "alive")
async def _less_than_promised(_request: Request, reply: Reply) -> None:
    body = PAGE.format(title="A paper", text=PROSE).encode()
    await reply.raw(b"HTTP/1.1 200 X\r\nContent-Type: text/html\r\nContent-Length: 99999\r\n\r\n" + body)
    reply.drop()


@behaviour("/single-page-app", "alive")  # its server knows its pages: an address beside it is not found
@behaviour("/app/", "")
@behaviour("/app/papers/42", "suspect")  # its server answers any address below /app/ so
async def _filled_by_scripts(_request: Request, reply: Reply) -> None:
    shell = (
        '<html><head><title>App</title></head><body><noscript>You need to enable JavaScript.</noscript><div id="root">'
    )
    await reply.send(200, shell + '</div><script src="/static/main.js"></script></body></html>')


@behaviour("/empty-page", "suspect")
async def _nothing_at_all(_request: Request, reply: Reply) -> None:
    await reply.send(200, "")


@behaviour("/cookie-gate", "alive")
async def _wants_its_cookie(request: Request, reply: Reply) -> None:
    if "gate=open" in request.headers.get("cookie", ""):
        await reply.page("A paper", PROSE)
    else:
        await reply.send(302, "", Location="/cookie-gate", Set_Cookie="gate=open; Path=/; HttpOnly")


@behaviour("/cookie-foreign", "alive")
async def _wants_its_cookie_in_its_bytes(request: Request, reply: Reply) -> None:
    if request.headers.get("cookie", "").encode("latin-1").decode() == "city=München":
        await reply.page("A paper", PROSE)
    else:
        await reply.send(302, "", Location="/cookie-foreign", Set_Cookie="city=München; Path=/")


@behaviour("/cookie-never", "dead")
async def _never_content(_request: Request, reply: Reply) -> None:
    await reply.send(302, "", Location="/cookie-never", Set_Cookie="gate=closed; Path=/")


@behaviour("/login-wall", "blocked")
async def _login_form(_request: Request, reply: Reply) -> None:
    await reply.page("Sign in", '<form><input name=user><input type="password" name=word></form>')


@behaviour("/meta-refresh", "redirect")
async def _passed_on_by_the_page(_request: Request, reply: Reply) -> None:
    await reply.send(200, '<html><head><meta http-equiv="refresh" content="0; url=/ok"></head><body></body></html>')


@behaviour("/meta-private", "")
async def _passed_on_to_a_private_address(_request: Request, reply: Reply) -> None:
    await reply.send(200, '<meta http-equiv="refresh" content="0;url=http://10.0.0.1/">')


@behaviour("/endless", "dead")
async def _passed_on_for_ever(request: Request, reply: Reply) -> None:
    step = int(request.query.get("n", ["0"])[0])
    await reply.send(302, "", Location=f"/endless?n={step + 1}")


@behaviour("/ten-steps", "redirect")
async def _ten_redirects(request: Request, reply: Reply) -> None:
    step = int(request.query.get("n", ["0"])[0])
    await reply.send(302, "", Location=f"/ten-steps?n={step + 1}" if step < 9 else "/ok")


_shows("/latency", "alive", "A paper", PROSE)


@behaviour("/show-cookie", "")
async def _shows_the_cookie(request: Request, reply: Reply) -> None:
    await reply.page("Cookie", request.headers.get("cookie", "none"))


@behaviour("/cookie-to-other", "redirect")
async def _cookie_then_another_host(request: Request, reply: Reply) -> None:
    other = "127.0.0.2" if request.address != "127.0.0.2" else "127.0.0.1"
    port = request.headers.get("host", "").rpartition(":")[2]
    await reply.send(302, "", Location=f"http://{other}:{port}/show-cookie", Set_Cookie="secret=1; Path=/")


@behaviour("/_asked", "")
async def _what_was_asked(_request: Request, reply: Reply) -> None:
    """Politeness as the server saw it, as JSON, and a clean slate for the next run."""
    if reply.server is not None:
        told = reply.server.politeness()
        reply.server.forget()
        await reply.send(200, json.dumps(told), kind="application/json")


@dataclass
class OddServer:
    """The server in a thread of its own, on one port of several loopback addresses."""

    addresses: tuple[str, ...] = ("127.0.0.1", "127.0.0.2", "127.0.0.3")
    port: int = 0
    context: ssl.SSLContext | None = None
    log: list[Request] = field(default_factory=list)
    most_in_flight: Counter[str] = field(default_factory=Counter)
    names: list[str | None] = field(default_factory=list)  # server names asked for by TLS

    def start(self) -> OddServer:
        self._loop = asyncio.new_event_loop()
        self._in_flight: Counter[str] = Counter()
        self._visits: Counter[tuple[str, str]] = Counter()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(ready,), daemon=True)
        self._thread.start()
        if not ready.wait(10):
            raise RuntimeError("the odd server did not start")
        return self

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._end)
        self._thread.join(5)

    def _end(self) -> None:
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.call_later(0.05, self._loop.stop)

    def forget(self) -> None:
        """Begin anew: no visit has been made."""
        self.log.clear()
        self.most_in_flight.clear()
        self._visits.clear()

    def politeness(self) -> dict[str, float]:
        """Requests in all, most in flight at one address, and the smallest gap between two starts at one address."""
        gaps = []
        for address in self.addresses:
            times = sorted(request.at for request in self.log if request.address == address)
            gaps += [later - earlier for earlier, later in itertools.pairwise(times)]
        most = max(self.most_in_flight.values(), default=0)
        return {"requests": len(self.log), "most_in_flight": most, "smallest_gap": min(gaps, default=0.0)}

    def url(self, path: str, address: str = "127.0.0.1") -> str:
        return f"http{'s' if self.context else ''}://{address}:{self.port}{path}"

    def _serve(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.set_exception_handler(lambda _loop, _context: None)  # broken connections are what it is for
        for address in self.addresses:
            serving = asyncio.start_server(self._connection, address, self.port, ssl=self.context, backlog=512)
            server = self._loop.run_until_complete(serving)
            self.port = server.sockets[0].getsockname()[1]
        ready.set()
        self._loop.run_forever()
        self._loop.close()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address = writer.get_extra_info("sockname")[0]
        reply = Reply(writer, self)
        try:
            while reply.keeps and (head := await reader.readuntil(b"\r\n\r\n")):
                await self._answer(head.decode("latin-1"), address, reply)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _answer(self, head: str, address: str, reply: Reply) -> None:
        first, *lines = head.split("\r\n")
        method, target, _ = first.split(" ", 2)
        parts = urlsplit(target)
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        self._visits[(address, target)] += 1
        number = self._visits[(address, target)]
        request = Request(method, parts.path, parse_qs(parts.query), headers, address, time.monotonic(), number)
        self.log.append(request)
        self._in_flight[address] += 1
        self.most_in_flight[address] = max(self.most_in_flight[address], self._in_flight[address])
        try:
            await asyncio.sleep(float(request.query.get("ms", ["0"])[0]) / 1000)  # every path can be made slow
            handler = _HANDLERS.get("/app/" if parts.path.startswith("/app/") else parts.path)
            if handler is None:
                await reply.page("Not found", "There is nothing here.", 404)
            else:
                await handler(request, reply)
        finally:
            self._in_flight[address] -= 1


@pytest.fixture(scope="session")
def server() -> Iterator[OddServer]:
    """One for all tests of a run that ask for it."""
    running = OddServer().start()
    yield running
    running.stop()


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--hosts", type=int, default=0, help="serve on this many addresses, from 127.0.1.1 on")
    arguments = parser.parse_args()
    addresses = tuple(f"127.0.1.{number}" for number in range(1, arguments.hosts + 1))
    server = OddServer(addresses=addresses or ("127.0.0.1", "127.0.0.2", "127.0.0.3"), port=arguments.port).start()
    print(server.url("", server.addresses[0]), flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
