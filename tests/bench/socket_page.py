"""A page opened as a browser opens it, but without one: by its HTML, its cookies and its WebSocket; hundreds at a time.

What it draws is not looked at, only that its script runs to the end.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.cookies import SimpleCookie

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 120.0  # seconds a script may take on a busy machine
BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
XSRF = "_streamlit_xsrf"


class RefusedError(RuntimeError):
    """The server gave a sentence in place of a page."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


class SocketPage:
    """One open page."""

    def __init__(self, url: str, http: httpx.AsyncClient, socket: ClientConnection) -> None:
        self.url, self.http, self._socket = url, http, socket
        self.session = ""
        self.uploaders: list[str] = []  # ids of the places to drop files that the page has shown
        self.received = 0  # bytes
        self.progress = False  # whether the last run showed a progress bar

    async def run(self, path: str = "", query: str = "", states: BackMsg | None = None) -> None:
        """Run the page's script and wait until it has ended."""
        message = states or BackMsg()
        self.progress = False
        message.rerun_script.page_name = path.strip("/")
        message.rerun_script.query_string = query
        message.rerun_script.context_info.url = f"{self.url}/{path.strip('/')}"
        await self._socket.send(message.SerializeToString())
        await self._until("script_finished")

    async def upload(self, path: str, name: str, content: bytes) -> None:
        """Drop a file on the last place that the page has for it, and run the script with it."""
        asked = BackMsg()
        asked.file_urls_request.request_id = uuid.uuid4().hex
        asked.file_urls_request.session_id = self.session
        asked.file_urls_request.file_names.append(name)
        await self._socket.send(asked.SerializeToString())
        answered = await self._until("file_urls_response")
        place: FileURLs = answered.file_urls_response.file_urls[0]
        token = self.http.cookies.get(XSRF) or ""
        sent = await self.http.put(
            self.url + place.upload_url, files={"file": (name, content)}, headers={"x-xsrftoken": token}
        )
        sent.raise_for_status()
        message = BackMsg()
        state = message.rerun_script.widget_states.widgets.add()
        state.id = self.uploaders[-1]
        file = state.file_uploader_state_value.uploaded_file_info.add()
        file.name, file.size, file.file_id = name, len(content), place.file_id
        file.file_urls.CopyFrom(place)
        await self.run(path, states=message)

    async def close(self) -> None:
        """Close it, as a tab is closed."""
        await self._socket.close()
        await self.http.aclose()

    async def _until(self, kind: str) -> ForwardMsg:
        while True:
            data = await asyncio.wait_for(self._socket.recv(decode=False), PATIENCE)
            self.received += len(data)
            message = ForwardMsg()
            message.ParseFromString(data)
            found = message.WhichOneof("type")
            if found == "new_session":
                self.session = message.new_session.initialize.session_id
            if found == "delta" and message.delta.new_element.WhichOneof("type") == "file_uploader":
                self.uploaders.append(message.delta.new_element.file_uploader.id)
            if found == "delta" and message.delta.new_element.WhichOneof("type") == "progress":
                self.progress = True
            if found == kind and (found != "script_finished" or not _reruns(message)):
                return message


def _reruns(message: ForwardMsg) -> bool:
    """Whether the script ended only to begin again."""
    return message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN


async def open_page(url: str, path: str = "", cookies: dict[str, str] | None = None) -> SocketPage:
    """Open a page and let its script run once. Raises RefusedError."""
    http = httpx.AsyncClient(cookies=cookies, timeout=PATIENCE, trust_env=False)
    try:
        await _ask(http, f"{url}/{path.strip('/')}")
        await http.get(f"{url}/_stcore/health")  # gives the cookie that uploads need
        cookie = "; ".join(f"{name}={value}" for name, value in http.cookies.items())
        socket = await connect(
            url.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers={"cookie": cookie},
            max_size=None,
            open_timeout=PATIENCE,
            proxy=None,
        )
        page = SocketPage(url, http, socket)
        await page.run(path)
    except BaseException:
        await http.aclose()
        raise
    return page


async def _ask(http: httpx.AsyncClient, address: str) -> None:
    answer = await http.get(address, headers=BROWSER, follow_redirects=True)
    if answer.status_code != 200:
        raise RefusedError(answer.status_code, answer.text)


@asynccontextmanager
async def opened(url: str, path: str = "", cookies: dict[str, str] | None = None) -> AsyncIterator[SocketPage]:
    """The same, closed afterwards."""
    page = await open_page(url, path, cookies)
    try:
        yield page
    finally:
        await page.close()


def token_of(page: SocketPage) -> str:
    """The token of the page's visitor."""
    return SimpleCookie(f"digest_atlas={page.http.cookies.get('digest_atlas')}")["digest_atlas"].value
