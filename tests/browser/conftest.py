"""Fixtures of the browser tests: servers with a data folder of their own, a Chromium, watched visitors.

server         the server with the usual settings, which all tests share: a workspace belongs to a cookie
shared_server  shared_server({…}) -> Server, the one with these settings, started by the first test that asks for it
fresh_server   a server nobody has visited yet, for one test
start_server   start_server(settings={…}) -> Server, of the test's own, as many as it wants
visitor        visitor(server, dark=…, phone=…) -> Watch, a further browser context (watch.context.new_page())
context, page  the usual visitor of `server`, light and desktop-wide
watch          what that visitor's pages did wrong; asserted to be nothing when the test is over

Whatever a test does, at its end no page of its visitors may show an exception, have logged an error or have asked
for anything outside this machine. A failing test leaves screenshots in tests/browser/failures/.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from tests.browser import chromium, install
from tests.browser import server as servers
from tests.browser.server import Server
from tests.browser.visitors import Contexts
from tests.browser.watching import Watch

HERE = Path(__file__).parent
FAILURES = HERE / "failures"
FAILED = pytest.StashKey[bool]()


class StartServer(Protocol):
    """Starts a server, or finds a shared one; `settings` are environment variables of the product."""

    def __call__(self, settings: dict[str, str] | None = None) -> Server: ...


class Visitor(Protocol):
    """Opens a further watched browser context on a server, a fresh one where none is given."""

    def __call__(self, server: Server | None = None, *, dark: bool = False, phone: bool = False) -> Watch: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a browser test."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember a failure for the screenshots, and show the logs of the servers it used."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
        for fixture in getattr(item, "funcargs", {}).values():
            if isinstance(fixture, Server):
                report.sections.append((f"log of the server {fixture.url}", fixture.log(80)))
    return report


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all browser tests (it keeps an event loop, so it must not outlive this folder)."""
    with sync_playwright() as playwright:
        missing = ""
        try:
            chromium_browser = chromium.launch(playwright)
        except install.NoBrowserError as error:
            missing = str(error)
        if missing:  # said outside the `except`, so that the sentence stands there once
            pytest.fail(missing, pytrace=False)
        yield chromium_browser
        chromium_browser.close()


@pytest.fixture(scope="package")
def contexts(browser: Browser) -> Contexts:
    """The browser contexts of visitors, emptied and used again."""
    return Contexts(browser)


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartServer]:
    """One server for each set of settings, whichever tests ask for it; none of them may stop it."""
    running: dict[frozenset[tuple[str, str]], Server] = {}

    def find_or_start(settings: dict[str, str] | None = None) -> Server:
        profile = frozenset((settings or {}).items())
        if profile not in running:
            running[profile] = servers.start(tmp_path_factory.mktemp("server"), settings)
        return running[profile]

    yield find_or_start
    for each in running.values():
        each.stop()


@pytest.fixture
def server(shared_server: StartServer) -> Server:
    """The server with the usual settings."""
    return shared_server()


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[StartServer]:
    """A way to start servers that end with the test."""
    started: list[Server] = []

    def begin(settings: dict[str, str] | None = None) -> Server:
        started.append(servers.start(tmp_path / f"server{len(started)}", settings))
        return started[-1]

    yield begin
    for each in started:
        each.stop()


@pytest.fixture
def fresh_server(start_server: StartServer) -> Server:
    """A server nobody has visited yet."""
    return start_server()


@pytest.fixture
def visitor(contexts: Contexts, request: pytest.FixtureRequest, start_server: StartServer) -> Iterator[Visitor]:
    """A way to open visitors, whose faults are counted when the test is over."""
    watches: list[Watch] = []
    problems: list[str] = []

    # It leans on start_server, so that contexts close before servers do: a lost server is an error in the console.
    def arrive(server: Server | None = None, *, dark: bool = False, phone: bool = False) -> Watch:
        url = (server or start_server()).url
        watches.append(Watch(contexts.take(url, dark=dark, phone=phone)))
        return watches[-1]

    yield arrive
    try:
        problems = [problem for watch in watches for problem in watch.problems()]
        if problems or request.node.stash.get(FAILED, False):
            photograph(request.node.name, watches)
    finally:
        failed = bool(problems) or request.node.stash.get(FAILED, False)
        for watch in watches:
            watch.end()
            contexts.give_back(watch.context, usable=not failed)
    assert not problems, "what the pages did wrong:\n" + "\n".join(problems)


def photograph(test: str, watches: list[Watch]) -> None:
    """Leave a picture of every open page in tests/browser/failures/."""
    FAILURES.mkdir(exist_ok=True)
    name = re.sub(r"[^\w.-]+", "-", test).strip("-")
    pages = [page for watch in watches for page in watch.context.pages]
    for number, page in enumerate(pages):
        try:
            page.screenshot(path=FAILURES / f"{name}-{number}.png", full_page=True)
        except Error as error:  # a page that hangs must not hide why the test failed
            print(f"no screenshot of page {number}: {error}")


@pytest.fixture
def watch(visitor: Visitor, server: Server) -> Watch:
    """What the pages of `context` did wrong."""
    return visitor(server)


@pytest.fixture
def context(watch: Watch) -> BrowserContext:
    """The usual visitor of `server`: light, desktop-wide."""
    return watch.context


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A blank page of that visitor; `visit(page, "/map")` opens an address and waits."""
    return context.new_page()
