"""The workspace as a server of the Model Context Protocol (MCP), by its official SDK.

Tools that change something are offered only to who may change something, so a reader's list of tools is short.
https://modelcontextprotocol.io
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Annotated, Any

from mcp.server.lowlevel import Server
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.types import ToolAnnotations
from pydantic import Field

from components.curation.annotations.decisions import Decision
from components.sharing.agents import changes, questions
from components.sharing.agents.references import QuestionError
from components.store.trouble import StoreError
from components.workspace.view import View

NAME = "digest-atlas"
INSTRUCTIONS = (
    "Papers that somebody gathered from paper digests, with topics, links and their decisions. Start with `search` or "
    "`topics`; `show` gives an abstract. A paper is named by its paper_id, arXiv number, DOI or title."
)

Paper = Annotated[str, Field(description="paper_id, arXiv number or address, DOI, or title", max_length=1000)]
Papers = Annotated[list[str], Field(description="papers, each as in `show`", max_length=changes.MOST_LISTED)]
Limit = Annotated[int, Field(description=f"papers at most: 1 to {questions.MOST}")]
Decided = Annotated[str, Field(description=f"one of {', '.join(Decision)}")]
Asked = Callable[[], View]

view_of_call: ContextVar[Asked] = ContextVar("view_of_call")  # what gives the view that a call is about


def _answer(ask: Callable[..., Any], *arguments: Any) -> str:
    """The answer as JSON; what is wrong with the question as a sentence that the program reads."""
    try:
        found = ask(view_of_call.get()(), *arguments)
    except (QuestionError, StoreError) as trouble:
        raise ToolError(str(trouble)) from trouble
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def search(query: str, limit: Limit = questions.USUAL, topic: str = "", decision: str = "", tag: str = "") -> str:
    """Find papers by words and meaning, best first; optionally among those of a topic, decision or tag."""
    return _answer(questions.search, query, limit, topic, decision, tag)


def show(paper: Paper) -> str:
    """Everything about one paper: abstract, authors, links with verdicts, tags, note, nearest papers."""
    return _answer(questions.show, paper)


def nearest(paper: Paper, limit: Limit = questions.USUAL) -> str:
    """The papers nearest to one by what they say, with the phrases both share."""
    return _answer(questions.nearest, paper, limit)


def topics() -> str:
    """What all papers are about: topics with sizes and examples."""
    return _answer(questions.topics)


def new_since(date: Annotated[str, Field(description="a day, as 2026-11-03")], limit: Limit = questions.USUAL) -> str:
    """Papers listed or published on a day or later, the newest first."""
    return _answer(questions.new_since, date, limit)


def links(paper: str = "", state: str = "", limit: Limit = questions.USUAL) -> str:
    """Code, demo and project links with the verdict of their last check; of one paper or of one state."""
    return _answer(questions.links, paper, state, limit)


def lists() -> str:
    """Starred papers, tags with counts, shared lists with their addresses."""
    return _answer(questions.lists)


def star(papers: Papers, decision: Decided = Decision.STARRED.value) -> str:
    """Star papers (or keep them for later, hide them, put them back into the inbox)."""
    return _answer(changes.decide, papers, decision)


def tag(papers: Papers, name: str, remove: bool = False) -> str:
    """Give papers a tag, or take it from them."""
    return _answer(changes.tag, papers, name, remove)


def note(paper: Paper, text: str) -> str:
    """Write a paper's note, in place of what stood there; answers with what stood there before."""
    return _answer(changes.note, paper, text)


def share_list(title: str, papers: Papers, introduction: str = "") -> str:
    """Share papers as a public list; answers with its address. Never with notes or decisions."""
    return _answer(changes.share_list, title, papers, introduction)


QUESTIONS = (search, show, nearest, topics, new_since, links, lists)
CHANGES = (star, tag, note, share_list)


@cache
def server(*, may_change: bool) -> MCPServer[Any]:
    """An MCP server over what `view_of_call` gives, which is asked anew for every call."""
    with _logging_as_it_was():
        made: MCPServer[Any] = MCPServer(NAME, title="Digest Atlas", instructions=INSTRUCTIONS)
    for tool in (*QUESTIONS, *(CHANGES if may_change else ())):
        made.add_tool(
            tool,
            annotations=ToolAnnotations(
                read_only_hint=tool in QUESTIONS, destructive_hint=False, open_world_hint=False
            ),
            structured_output=False,
        )
    return made


def http_manager(*, may_change: bool, largest: int) -> StreamableHTTPSessionManager:
    """What answers one call over HTTP, of at most `largest` bytes; it is good for one `run`."""
    inner = _inner_server(may_change=may_change)
    return StreamableHTTPSessionManager(inner, json_response=True, stateless=True, max_request_body_size=largest)


@cache
def _inner_server(*, may_change: bool) -> Server[Any]:
    """The server without a transport, which the SDK hands out only once it has made one over HTTP."""
    made = server(may_change=may_change)
    made.streamable_http_app(json_response=True, stateless_http=True)
    return made.session_manager.app


@contextmanager
def _logging_as_it_was() -> Iterator[None]:
    """The SDK sets up the log of the whole process; here it belongs to the server's own start."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
