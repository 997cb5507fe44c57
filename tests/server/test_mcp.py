"""`/mcp` as the SDK's own client asks it over HTTP, and the verb `mcp` as it asks that over standard input."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
import time
from typing import Any

import httpx
import httpx2
import pytest
import uvicorn
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client
from starlette.applications import Starlette

from components.curation.annotations import decisions
from components.curation.annotations.decisions import Decision
from components.curation.workspaces import agent_keys
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import read_token, renew_token, workspace_id
from components.paths import ROOT
from components.server.routes import table
from components.settings import settings
from components.workspace import caches
from tests.sharing.agents.test_mcp_tools import text_of

CALL = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The address of a server whose store is empty."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIGEST_ATLAS_DATA", str(tmp_path_factory.mktemp("data")))
        settings.cache_clear()
        caches.forget_store()
        config = uvicorn.Config(Starlette(routes=table.routes("/below")), port=0, log_level="warning")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}/below/mcp"
        server.should_exit = True
        thread.join()
        caches.store().dispose()
        caches.forget_store()
    settings.cache_clear()


async def _ask(address: str, key: str, tool: str, arguments: dict[str, Any]) -> tuple[set[str], Any]:
    headers = {"authorization": f"Bearer {key}"} if key else {}
    async with (
        httpx2.AsyncClient(headers=headers, timeout=60, trust_env=False) as http,
        Client(streamable_http_client(address, http_client=http)) as client,
    ):
        offered = {each.name for each in (await client.list_tools()).tools}
        answer = await client.call_tool(tool, arguments)
        return offered, text_of(answer)


def ask(address: str, key: str, tool: str, **arguments: Any) -> tuple[set[str], Any]:
    """(the tools that are offered, what one answers)."""
    return asyncio.run(_ask(address, key, tool, arguments))


def test_without_a_key_the_bundled_papers_are_read(address):
    offered, answer = ask(address, "", "search", query="causal discovery", limit=3)
    assert "star" not in offered
    assert len(json.loads(answer)["papers"]) == 3


def test_the_key_of_a_view_only_link_reads_and_one_for_programs_changes(address):
    token, engine = new_token(), caches.store()
    reading, changing = read_token(engine, token), agent_keys.make_key(engine, token)
    offered, answer = ask(address, changing, "star", papers=["TabPFN"])
    assert "star" in offered
    assert json.loads(answer)["changed"] == 1
    assert set(decisions.current(engine, workspace_id(engine, token)).values()) == {Decision.STARRED}
    offered, answer = ask(address, reading, "lists")
    assert "star" not in offered
    assert "TabPFN" in answer
    _, answer = ask(address, reading, "star", papers=["TabPFN"])
    assert "star" in answer
    assert "changed" not in answer


@pytest.mark.usefixtures("address")
def test_a_key_ends_with_the_next_one_and_when_it_is_taken_back_and_with_the_token():
    token, engine = new_token(), caches.store()
    workspace = workspace_id(engine, token)
    first = agent_keys.make_key(engine, token)
    second = agent_keys.make_key(engine, token)
    assert agent_keys.workspace_to_change(engine, first) is None
    assert agent_keys.workspace_to_change(engine, second) == workspace
    assert agent_keys.has_key(engine, workspace)
    agent_keys.end_key(engine, workspace)
    assert agent_keys.workspace_to_change(engine, second) is None
    assert not agent_keys.has_key(engine, workspace)
    third = agent_keys.make_key(engine, token)
    renewed = renew_token(engine, token)
    assert workspace_id(engine, renewed) == workspace
    assert agent_keys.workspace_to_change(engine, third) is None


@pytest.mark.parametrize("key", ["x" * 22, "short", "x" * 5000, "é"])
def test_a_key_that_opens_nothing_is_refused(address, key):
    headers = {b"authorization": f"Bearer {key}".encode()}
    answer = httpx.post(address, json=CALL, headers=headers, trust_env=False)
    assert answer.status_code == 401
    assert "opens no workspace" in answer.json()["error"]
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_browser_is_told_what_this_is(address):
    answer = httpx.get(address, trust_env=False)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert "docs/mcp.md" in answer.json()["error"]


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 10_000, b"[]", b'{"jsonrpc":"2.0"}', b"x" * 300_000, b"\xff\xfe"])
def test_what_is_no_call_is_refused_and_costs_nobody(address, body):
    headers = {"accept": "application/json, text/event-stream", "content-type": "application/json"}
    answer = httpx.post(address, content=body, headers=headers, trust_env=False, timeout=30)
    assert 400 <= answer.status_code < 500
    assert "Traceback" not in answer.text
    assert ask(address, "", "topics")[0]


def test_the_verb_serves_files_over_standard_input():
    async def drive() -> tuple[set[str], Any]:
        files = [str(path) for path in sorted((ROOT / "data" / "digests").glob("*causality*.txt"))]
        server = StdioServerParameters(
            command=sys.executable, args=["-m", "components", "mcp", "--files", *files], cwd=str(ROOT)
        )
        async with Client(stdio_client(server)) as client:
            offered = {each.name for each in (await client.list_tools()).tools}
            answer = await client.call_tool("search", {"query": "causal discovery", "limit": 2})
            return offered, json.loads(text_of(answer))

    offered, answer = asyncio.run(drive())
    assert "star" not in offered
    assert answer["among"] == 71
    assert len(answer["papers"]) == 2
