"""Every tool is called by the SDK's own client over a workspace of its own, with good, odd and hostile arguments."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import dataclass
from typing import Any

import pytest
from mcp import Client
from mcp.types import CallToolResult, TextContent

from components.curation import shared_lists
from components.curation.annotations import decisions
from components.curation.workspaces import completed, uploads
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.enrichment import findings
from components.enrichment.facts import Field, Verdict
from components.enrichment.findings import Finding
from components.finding.filters import Filters
from components.papers.paper import DigestFile
from components.settings import settings
from components.sharing.agents import protocol
from components.store.database import open_store
from components.workspace import completing, view
from tests import digests

TAB = "TabPFN: A Transformer That Solves Small Tabular Classification Problems in a Second"
QUESTIONS = {"search", "show", "nearest", "topics", "new_since", "links", "lists"}
CHANGES = {"star", "tag", "note", "share_list"}


@dataclass
class Workspace:
    """A workspace that a client's calls are about."""

    engine: Any
    id: str

    def view(self) -> view.View:
        return view.of(self.engine, self.id, Filters())

    def call(self, tool: str, may_change: bool = True, **arguments: Any) -> tuple[bool, Any]:
        """(whether it was refused, the answer: an object, or the sentence of the refusal)."""

        async def ask() -> tuple[bool, str]:
            protocol.view_of_call.set(self.view)
            async with Client(protocol.server(may_change=may_change)) as client:
                answer = await client.call_tool(tool, arguments)
                return bool(answer.is_error), text_of(answer)

        refused, text = asyncio.run(ask())
        return refused, text if refused else json.loads(text)


def text_of(answer: CallToolResult) -> str:
    """The one text that a tool answers with."""
    (content,) = answer.content
    assert isinstance(content, TextContent)
    return content.text


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGEST_ATLAS_DATA", str(tmp_path))
    settings.cache_clear()
    engine = open_store(f"sqlite:///{tmp_path}/atlas.sqlite")
    yield Workspace(engine, workspace_id(engine, new_token()))
    engine.dispose()
    settings.cache_clear()


def tools(may_change: bool) -> dict[str, Any]:
    async def ask() -> Any:
        async with Client(protocol.server(may_change=may_change)) as client:
            return (await client.list_tools()).tools

    return {tool.name: tool for tool in asyncio.run(ask())}


def test_who_may_only_read_is_offered_no_changes():
    assert set(tools(False)) == QUESTIONS
    assert set(tools(True)) == QUESTIONS | CHANGES
    assert {tool.name for tool in tools(True).values() if tool.annotations.read_only_hint} == QUESTIONS


def test_what_is_said_of_the_tools_is_short():
    described = json.dumps([tool.model_dump(exclude_none=True) for tool in tools(True).values()])
    assert len(described) < 7_000


def test_a_search_gives_papers_with_scores_the_best_first(workspace):
    refused, found = workspace.call("search", query="causal discovery from time series", limit=5)
    assert not refused
    assert found["among"] == 106
    assert len(found["papers"]) == 5
    assert "Time-series" in found["papers"][0]["title"]
    scores = [paper["score"] for paper in found["papers"]]
    assert scores == sorted(scores, reverse=True)


def test_a_search_stays_within_a_topic_and_a_decision(workspace):
    topic = workspace.call("topics")[1]["topics"][0]
    found = workspace.call("search", query="models", topic=topic["topic"], limit=50)[1]
    assert found["among"] == topic["papers"]
    assert {paper["topic"] for paper in found["papers"]} == {topic["name"]}
    workspace.call("star", papers=["TabPFN"])
    found = workspace.call("search", query="models", decision="starred")[1]
    assert [paper["title"] for paper in found["papers"]] == [TAB]
    assert found["papers"][0]["decision"] == "starred"


@pytest.mark.parametrize(
    "name",
    [
        "TabPFN",
        TAB,
        TAB.lower(),
        "solves small tabular",
        "A Transfomer That Solves Small Tabular Clasification Problems in a Second TabPFN:",
    ],
)
def test_a_paper_is_found_by_its_title_a_part_of_it_or_nearly_so(workspace, name):
    refused, found = workspace.call("show", paper=name)
    assert not refused, found
    assert found["title"] == TAB
    assert found["abstract"].startswith("We present TabPFN")
    assert ("https://github.com/automl/TabPFN", "unchecked") in {
        (link["url"], link["state"]) for link in found["links"]
    }
    assert len(found["nearest"]) == 5


def test_citations_are_told_with_who_counts_them_and_retractions_with_who_says_so(workspace):
    library = workspace.view().library
    (paper_id,) = library.papers.loc[library.papers["title"] == TAB, "paper_id"]
    key = completing.subjects(library)[paper_id].key
    at = "2026-11-03T10:00:00.000000+00:00"
    values: dict[str, Any] = {Field.CITATIONS: 12, Field.RETRACTED: True}
    findings.save(workspace.engine, [Finding(key, "openalex", "id", Verdict.SURE, facts=values, at=at)])
    assert workspace.call("show", paper="TabPFN")[1]["citations"] is None  # this visitor asked for nothing
    completed.note(workspace.engine, workspace.id)
    found = workspace.call("show", paper="TabPFN")[1]
    assert found["citations"] == 12
    assert found["citations_by"] == [{"service": "OpenAlex", "citations": 12, "date": "2026-11-03"}]
    assert found["retracted"] == "OpenAlex, 3 November 2026"
    (brief,) = workspace.call("search", query="is:retracted tabular")[1]["papers"][:1]
    assert brief["retracted"] == "OpenAlex, 3 November 2026"


def test_a_paper_is_found_by_arxiv_number_and_doi(workspace):
    rows = [
        {"title": "By Number", "abstract": "Words of one.", "arxiv_id": "2404.06773"},
        {"title": "By DOI", "abstract": "Words of another.", "doi": "10.1234/abc.5"},
    ]
    uploads.add(workspace.engine, workspace.id, DigestFile("two.json", json.dumps(rows).encode()))
    for name in ("2404.06773", "arXiv:2404.06773v2", "https://arxiv.org/abs/2404.06773", "arxiv:2404.06773"):
        assert workspace.call("show", paper=name)[1]["title"] == "By Number", name
    for name in ("10.1234/abc.5", "https://doi.org/10.1234/ABC.5"):
        assert workspace.call("show", paper=name)[1]["title"] == "By DOI", name


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("show", {"paper": "Causal"}, "papers are called like “Causal”. Did you mean: "),
        ("show", {"paper": "zqzqzq"}, "No paper here is “zqzqzq”"),
        ("show", {"paper": "  "}, "Say which paper"),
        ("search", {"query": " "}, "Give a query"),
        ("search", {"query": "x", "limit": 51}, "limit should be from 1 to 50."),
        ("search", {"query": "x", "topic": "none"}, "No paper has “none” as topic. There are: "),
        ("search", {"query": "x", "decision": "liked"}, "There are: inbox, starred, later, hidden."),
        ("search", {"query": "x", "tag": "mine"}, "There are none here."),
        ("new_since", {"date": "yesterday"}, "“yesterday” is no date. Write it as 2026-11-03."),
        ("links", {"state": "broken"}, "“broken” is no state of a link. There are: alive, "),
        ("star", {"papers": []}, "Name at least one paper."),
        ("star", {"papers": ["TabPFN"], "decision": "loved"}, "“loved” is no decision."),
        ("star", {"papers": ["TabPFN"] * 51}, "51 papers at a time are too many; at most 50 are taken."),
        ("tag", {"papers": ["TabPFN"], "name": "a,b"}, "cannot be a tag"),
        ("note", {"paper": "TabPFN", "text": "x" * 20_001}, "it may have 20,000. Shorten it."),
        ("share_list", {"papers": ["TabPFN"], "title": ""}, "A list needs a title"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(workspace, tool, arguments, said):
    refused, sentence = workspace.call(tool, **arguments)
    assert refused
    assert said in sentence
    assert "Traceback" not in sentence
    assert len(sentence) < 1_200
    assert decisions.current(workspace.engine, workspace.id) == {}


def test_a_reader_cannot_change_anything(workspace):
    calls: dict[str, dict[str, Any]] = {"star": {"papers": ["TabPFN"]}, "note": {"paper": "TabPFN", "text": "x"}}
    for tool, arguments in calls.items():
        refused, sentence = workspace.call(tool, may_change=False, **arguments)
        assert refused
        assert tool in sentence
    assert decisions.current(workspace.engine, workspace.id) == {}


def test_changes_are_made_and_each_can_be_undone(workspace):
    assert workspace.call("star", papers=["TabPFN", TAB])[1]["changed"] == 1
    assert workspace.call("tag", papers=["TabPFN"], name="to read")[1]["changed"] == 1
    assert workspace.call("note", paper="TabPFN", text="Try it.")[1] | {"paper_id": ""} == {
        "paper_id": "", "changed": 1, "before": "",
    }  # fmt: skip
    shown = workspace.call("show", paper="TabPFN")[1]
    assert (shown["decision"], shown["tags"], shown["note"]) == ("starred", ["to read"], "Try it.")
    assert workspace.call("note", paper="TabPFN", text="")[1]["before"] == "Try it."
    lists = workspace.call("lists")[1]
    assert [paper["title"] for paper in lists["starred"]] == [TAB]
    assert lists["tags"] == {"to read": 1}
    for _ in range(4):
        assert decisions.undo(workspace.engine, workspace.id)
    shown = workspace.call("show", paper="TabPFN")[1]
    assert (shown["decision"], shown["tags"], shown["note"]) == ("inbox", [], "")


def test_a_list_is_shared_without_notes_and_decisions(workspace):
    workspace.call("note", paper="TabPFN", text="My secret.")
    found = workspace.call("share_list", title="Three to read", papers=["TabPFN"])[1]
    kept = shared_lists.read(workspace.engine, found["address"].rpartition("/")[2])
    assert kept is not None
    shared, content = kept
    assert (shared.title, shared.papers) == ("Three to read", 1)
    assert b"My secret" not in content
    assert workspace.call("lists")[1]["shared"][0]["address"] == found["address"]


def test_new_papers_are_those_of_a_day_or_later(workspace):
    uploads.add(workspace.engine, workspace.id, DigestFile("new.txt", digests.ordinary(3, date="Mar 15")))
    rows = [{"title": "Old One", "abstract": "a b c", "publishedAt": "2001-02-03"}, {"title": "New One",
             "abstract": "d e f", "publishedAt": "2031-02-03"}]  # fmt: skip
    uploads.add(workspace.engine, workspace.id, DigestFile("dated.json", json.dumps(rows).encode()))
    found = workspace.call("new_since", date="2031-01-01")[1]
    assert [(paper["title"], paper["date"]) for paper in found["papers"]] == [("New One", "2031-02-03")]
    assert workspace.call("new_since", date="2001-02-03", limit=50)[1]["found"] >= 2


def test_hostile_papers_are_answered_as_they_are_written(workspace):
    uploads.add(workspace.engine, workspace.id, DigestFile("hostile.txt", digests.hostile(3)))
    found = workspace.call("search", query=digests.MARK, limit=50)[1]
    assert any("<script>" in paper["title"] for paper in found["papers"])
    for paper in found["papers"]:
        assert workspace.call("show", paper=paper["paper_id"])[1]["title"] == paper["title"]


def test_the_log_of_the_process_is_left_alone():
    before = (logging.getLogger().handlers[:], logging.getLogger().level)
    protocol.server.cache_clear()
    protocol.server(may_change=False)
    assert (logging.getLogger().handlers, logging.getLogger().level) == before
