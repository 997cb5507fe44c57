"""Sending to Zotero: each paper once, what changed afterwards, and whatever the other side does meanwhile."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from components.curation.workspaces import workspaces
from components.curation.workspaces.tokens import new_token
from components.curation.zotero import accounts, sent_items
from components.curation.zotero.accounts import Account, ZoteroLibrary
from components.net.client import GuardedClient
from components.net.rate_limiter import RatePolicy
from components.sharing.formats.entry import Entry
from components.sharing.zotero import access, api
from components.sharing.zotero.api import Zotero, ZoteroError
from components.sharing.zotero.sending import Outcome, Sending
from components.store.database import open_store, reading
from components.store.schema import metadata
from tests.sharing.zotero_api.server import GROUP, KEY, NO_NOTES, READ_ONLY, USER, FakeZotero, Reply, served

LIBRARY = ZoteroLibrary(f"users/{USER}", "My library")
PREPRINT = Entry(
    "arxiv:2404.06773",
    "Adapting  LLaMA\nto Vision",
    abstract="We adapt it.",
    authors=("Jiahao Wang", "van der Berg, Jan, Jr.", "OpenAI Team"),
    arxiv_id="2404.06773",
    published="2024-04-10",
    tags=("to read", "a,b"),
    note="Ask <Ana> & Bo\nagain\n\nLater",
    decision="starred",
)
ARTICLE = Entry(
    "doi:10.1/x", "On Bread", venue="Journal of Bread", year="2020", doi="10.1/x", published="2020-03", authors=("Li",)
)
TALK = replace(PREPRINT, paper_id="arxiv:2401.00001", arxiv_id="2401.00001", venue="ICLR 2024", tags=(), note="")
PAPERS = (PREPRINT, ARTICLE, TALK)


@pytest.fixture
def zotero() -> Iterator[FakeZotero]:
    with served() as server:
        yield server


@pytest.fixture
def engine(tmp_path):
    made = open_store(f"sqlite:///{tmp_path / 'atlas.sqlite'}")
    yield made
    made.dispose()


class Waits:
    """A clock that jumps where something sleeps."""

    def __init__(self):
        self.now, self.slept = 0.0, []

    async def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds

    def clock(self):
        return self.now


def asked(zotero, what, key=KEY, waits=None):
    """What a coroutine function makes of the Zotero at this server."""
    times = waits or Waits()

    async def run():
        async with GuardedClient(allow_addresses=("127.0.0.1",), rate=RatePolicy(gap=0.0)) as client:
            return await what(Zotero(client, key, f"{zotero.address}/zotero", sleep=times.sleep, clock=times.clock))

    return asyncio.run(run())


def send(zotero, engine, papers=PAPERS, *, collection="", library=LIBRARY, waits=None, aliases=None, outcome=None):
    outcome = outcome or Outcome(len(papers))
    asked(
        zotero,
        lambda opened: Sending(opened, engine, "w", library, collection, aliases).go(papers, outcome),
        waits=waits,
    )
    return outcome


def test_papers_become_items_of_the_type_that_they_are(zotero, engine):
    outcome = send(zotero, engine, collection="COLL2345")
    assert (outcome.created, outcome.updated, outcome.failed) == (3, 0, [])
    preprint, article, talk = zotero.papers
    assert preprint == {
        "key": preprint["key"],
        "version": preprint["version"],
        "itemType": "preprint",
        "title": "Adapting LLaMA to Vision",
        "abstractNote": "We adapt it.",
        "creators": [
            {"creatorType": "author", "firstName": "Jiahao", "lastName": "Wang"},
            {"creatorType": "author", "firstName": "Jan, Jr.", "lastName": "van der Berg"},
            {"creatorType": "author", "name": "OpenAI Team"},
        ],
        "date": "2024-04-10",
        "DOI": "10.48550/arXiv.2404.06773",
        "url": "https://arxiv.org/abs/2404.06773",
        "repository": "arXiv",
        "archiveID": "arXiv:2404.06773",
        "libraryCatalog": "arXiv.org",
        "extra": "digest-atlas: id=arxiv:2404.06773; decision=starred",
        "tags": [{"tag": "to read"}, {"tag": "a,b"}],
        "collections": ["COLL2345"],
    }
    assert (article["itemType"], article["publicationTitle"], article["date"]) == (
        "journalArticle",
        "Journal of Bread",
        "2020-03",
    )
    assert (article["DOI"], article["creators"]) == ("10.1/x", [{"creatorType": "author", "name": "Li"}])
    assert (talk["itemType"], talk["proceedingsTitle"]) == ("conferencePaper", "ICLR 2024")
    assert talk["extra"].splitlines()[0] == "arXiv: 2401.00001"
    (note,) = zotero.notes
    assert note["parentItem"] == preprint["key"]
    assert note["note"] == "<p>Ask &lt;Ana&gt; &amp; Bo<br>again</p><p>Later</p>"


def test_sent_again_nothing_is_asked_and_nothing_changes(zotero, engine):
    send(zotero, engine)
    before, requests = json.dumps(zotero.items), len(zotero.asked)
    outcome = send(zotero, engine)
    assert (outcome.unchanged, outcome.created, outcome.updated) == (3, 0, 0)
    assert (json.dumps(zotero.items), len(zotero.asked)) == (before, requests)


def test_tags_notes_and_collection_follow_and_what_the_owner_wrote_stays(zotero, engine):
    send(zotero, engine, [PREPRINT])
    (item,), (note,) = zotero.papers, zotero.notes
    theirs = [*item["tags"], {"tag": "mine", "type": 1}]
    zotero.collections["OWN23456"] = {"key": "OWN23456", "name": "Own"}
    zotero.change(
        item["key"], title="Better title", tags=theirs, collections=["OWN23456"], extra="Mine\n" + item["extra"]
    )
    changed = replace(PREPRINT, tags=("a,b", "new"), note="Other", rating=4)
    outcome = send(zotero, engine, [changed], collection="COLL2345")
    assert (outcome.updated, outcome.created, outcome.failed, outcome.notes_kept) == (1, 0, [], [])
    (item,) = zotero.papers
    assert item["title"] == "Better title"
    assert [tag["tag"] for tag in item["tags"]] == ["mine", "a,b", "new"]
    assert item["collections"] == ["OWN23456", "COLL2345"]
    assert item["extra"] == "Mine\ndigest-atlas: id=arxiv:2404.06773; decision=starred; rating=4"
    assert zotero.items[note["key"]]["note"] == "<p>Other</p>"
    assert send(zotero, engine, [changed], collection="COLL2345").unchanged == 1


def test_a_note_changed_in_zotero_is_left_as_it_is(zotero, engine):
    send(zotero, engine, [PREPRINT])
    zotero.change(zotero.notes[0]["key"], note="<p>Mine</p>")
    outcome = send(zotero, engine, [replace(PREPRINT, note="Other")])
    assert outcome.notes_kept == [PREPRINT.title]
    assert [note["note"] for note in zotero.notes] == ["<p>Mine</p>"]


@pytest.mark.parametrize("how", ["trash", "deleted"])
def test_what_was_deleted_in_zotero_is_not_sent_again(zotero, engine, how):
    send(zotero, engine, [PREPRINT])
    key = zotero.papers[0]["key"]
    zotero.trash.add(key) if how == "trash" else zotero.items.pop(key)
    outcome = send(zotero, engine, [replace(PREPRINT, tags=("x",))])
    assert (outcome.gone, outcome.created, outcome.updated) == ([PREPRINT.title], 0, 0)


def test_an_item_goes_with_its_paper_to_a_better_id(zotero, engine):
    send(zotero, engine, [replace(ARTICLE, paper_id="title:0123456789ab")])
    outcome = send(zotero, engine, [ARTICLE], aliases={"title:0123456789ab": ARTICLE.paper_id})
    assert outcome.created == 0
    assert len(zotero.papers) == 1


def test_batches_have_fifty_papers_and_are_known_one_by_one(zotero, engine):
    papers = [replace(PREPRINT, paper_id=f"p{number}", title=f"Paper {number}") for number in range(120)]
    zotero.moods.append(lambda one: Reply(403) if len(zotero.writes) == 5 and one.method == "POST" else None)
    outcome = Outcome(120)
    with pytest.raises(ZoteroError, match="refuses this key"):
        send(zotero, engine, papers, outcome=outcome)
    assert (outcome.created, outcome.done) == (100, 100)
    zotero.moods.clear()
    outcome = send(zotero, engine, papers)
    assert (outcome.unchanged, outcome.created) == (100, 20)
    assert len(zotero.papers) == len(zotero.notes) == 120
    assert [len(one.content) for one in zotero.writes] == [50, 50, 50, 50, 20, 20, 20]
    assert all(int(one.headers["If-Unmodified-Since-Version"]) >= 10 for one in zotero.writes)


@pytest.mark.parametrize("number", [1, 2])
def test_where_an_answer_is_lost_nothing_is_created_twice(zotero, engine, number):
    def lose(one):
        return Reply(carry_out=True, lost=True) if one.method == "POST" and len(zotero.writes) == number else None

    zotero.moods.append(lose)
    outcome = send(zotero, engine)
    assert (outcome.created, outcome.failed) == (3, [])
    assert (len(zotero.papers), len(zotero.notes)) == (3, 1)
    assert send(zotero, engine).unchanged == 3


def test_a_library_that_changes_meanwhile_is_looked_at_again(zotero, engine):
    turns = iter(range(3))

    def change():
        zotero.version += next(turns, None) is not None

    zotero.before_write = change
    assert send(zotero, engine, [ARTICLE]).created == 1
    assert [one.method for one in zotero.asked] == ["GET", "POST"] * 4
    zotero.before_write = lambda: setattr(zotero, "version", zotero.version + 1)
    with pytest.raises(ZoteroError, match="changes all the time"):
        send(zotero, engine, [TALK])


def test_a_paper_that_is_refused_is_named_and_the_others_are_sent(zotero, engine):
    zotero.refuse = lambda given: "Title is odd." if given.get("title") == "On Bread" else ""
    outcome = send(zotero, engine)
    assert outcome.failed == ["“On Bread”: Zotero says: Title is odd."]
    assert (outcome.created, outcome.done) == (2, 3)
    zotero.refuse = lambda given: "Note too long" if "note" in given else ""
    outcome = send(zotero, engine, [ARTICLE, replace(TALK, note="x")])
    assert outcome.created == 1
    assert outcome.failed == ["Note on “Adapting  LLaMA\nto Vision”: Zotero says: Note too long."]
    zotero.refuse = lambda _: ""
    assert send(zotero, engine, [replace(TALK, note="x")]).updated == 1
    assert [note["note"] for note in zotero.notes][-1] == "<p>x</p>"


@pytest.mark.parametrize(
    ("status", "headers", "slept"),
    [(429, {"Retry-After": "7"}, 7.0), (503, {"Retry-After": "30"}, 30.0), (200, {"Backoff": "12"}, 12.0)],
)
def test_pauses_are_kept_as_zotero_asks(zotero, engine, status, headers, slept):
    def mood(_):
        return Reply(status, headers, carry_out=status == 200) if len(zotero.asked) == 1 else None

    zotero.moods.append(mood)
    waits = Waits()
    assert send(zotero, engine, [ARTICLE], waits=waits).created == 1
    assert waits.slept == [pytest.approx(slept, abs=0.1)]


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (Reply(429, {"Retry-After": "3600"}), "asks to wait 60 minutes"),
        (Reply(500), "is busy"),
        (Reply(404), "no such library"),
        (Reply(200, body=b"<html>"), "cannot be read"),
        (Reply(200, body=b"7"), "no such library"),
        (Reply(302, {"Location": "https://example.org/"}), "answers 302"),
        (Reply(lost=True), "cannot be reached"),
    ],
)
def test_trouble_is_a_sentence(zotero, engine, reply, sentence):
    zotero.moods.append(lambda _: reply)
    with pytest.raises(ZoteroError, match=sentence):
        send(zotero, engine, [ARTICLE])


def test_what_a_key_opens(zotero):
    zotero.collections |= {f"C{n:07}": {"key": f"C{n:07}", "name": f"Shelf {n:03}"} for n in range(150)}
    account = asked(zotero, access.account_of)
    assert (account.name, [each.path for each in account.libraries]) == ("ada", [f"users/{USER}", f"groups/{GROUP}"])
    assert len(account.libraries[0].collections) == 151
    assert not asked(zotero, access.account_of, NO_NOTES).libraries[0].notes
    with pytest.raises(ZoteroError, match="only read"):
        asked(zotero, access.account_of, READ_ONLY)
    with pytest.raises(ZoteroError, match="refuses this key"):
        asked(zotero, access.account_of, "z" * 24)


def test_a_collection_is_found_by_its_name_or_made(zotero):
    def key_of(name):
        return asked(zotero, lambda opened: access.collection_key(opened, LIBRARY, name))

    assert (key_of(""), key_of("Reading")) == ("", "COLL2345")
    made = key_of("New <one>")
    assert zotero.collections[made]["name"] == "New <one>"
    assert key_of("New <one>") == made
    zotero.moods.append(lambda _: Reply(carry_out=True, lost=True) if len(zotero.writes) == 2 else None)
    assert zotero.collections[key_of("Lost")]["name"] == "Lost"
    assert [each["name"] for each in zotero.collections.values()].count("Lost") == 1


def test_without_the_right_to_write_notes_the_papers_are_sent_alone(zotero, engine):
    assert send(zotero, engine, library=replace(LIBRARY, notes=False)).created == 3
    assert zotero.notes == []


@pytest.mark.parametrize("written", ["", "short", "a" * 70, "a b" * 8, "päss" * 6, "x" * 23 + "\n?"])
def test_what_is_no_key_is_told_before_anything_is_asked(written):
    with pytest.raises(ZoteroError, match="no key to Zotero"):
        api.checked_key(written)
    assert api.checked_key(f" {KEY}\n") == KEY


def test_a_key_is_readable_with_the_token_alone_and_goes_with_it(engine):
    token = new_token()
    workspace = workspaces.workspace_id(engine, token)
    assert accounts.read(engine, workspace) is None
    assert accounts.key_of(engine, token) == ""
    account = Account("ada", (LIBRARY,), (LIBRARY.path, "Reading"))
    for key in (KEY, "z" * 64):
        accounts.keep(engine, token, key, account)
        assert accounts.key_of(engine, token) == key
    assert accounts.read(engine, workspace) == account
    with reading(engine) as connection:
        held = repr([connection.execute(select(table)).all() for table in metadata.sorted_tables])
    assert "zzzz" not in held
    renewed = workspaces.renew_token(engine, token)
    assert accounts.key_of(engine, renewed) == ""
    assert accounts.read(engine, workspace) is None
    with pytest.raises(workspaces.SignedOutError):
        accounts.keep(engine, token, KEY, account)
    accounts.keep(engine, renewed, KEY, account)
    accounts.choose(engine, workspace, "groups/1", "")
    assert accounts.read(engine, workspace) == replace(account, chosen=("groups/1", ""))
    accounts.forget(engine, workspace)
    assert accounts.read(engine, workspace) is None


def test_all_of_it_goes_with_the_workspace(zotero, engine):
    send(zotero, engine, [ARTICLE])
    assert set(sent_items.read(engine, "w", LIBRARY.path)) == {ARTICLE.paper_id}
    workspaces.forget(engine, "w")
    assert sent_items.read(engine, "w", LIBRARY.path) == {}


def test_the_key_is_in_no_log(zotero, engine, caplog):
    caplog.set_level(logging.DEBUG)
    send(zotero, engine)
    zotero.moods.append(lambda _: Reply(500))
    with pytest.raises(ZoteroError) as trouble:
        send(zotero, engine, [replace(ARTICLE, tags=("x",))])
    assert KEY not in caplog.text + str(trouble.value)
