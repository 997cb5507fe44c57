"""Fills a store by the code of the checkout it is started in, old or new: what a visitor of that version could keep.

Not imported: `tests.store.older.write` starts it as a script inside a checkout, with the store's address.
"""

import hashlib
import importlib
import sys
from datetime import datetime
from types import ModuleType

TOKEN = "older_store_of_a_test_"
OTHER = "older_store_of_another"


def module(*names: str) -> ModuleType | None:
    """The first of these modules that this version has."""
    for name in names:
        try:
            return importlib.import_module(f"components.{name}")
        except ModuleNotFoundError:
            continue
    return None


def do(where: ModuleType | None, names: str, *given: object) -> object:
    """Call the first of these functions that the module has; nothing where this version has none of it."""
    found = [getattr(where, name) for name in names.split() if hasattr(where, name)]
    return found[0](*given) if found else None


def fill(url: str) -> None:
    """Write everything this version can keep."""
    database = module("store.database")
    assert database is not None
    engine = database.open_store(url)
    workspaces = module("curation.workspaces.workspaces", "curation.workspaces")
    if workspaces is not None:
        mine, others = workspaces.workspace_id(engine, TOKEN), workspaces.workspace_id(engine, OTHER)
        workspaces.read_token(engine, TOKEN)
        annotations(engine, mine)
        files(engine, mine)
        searches(engine, mine)
        decisions = module("curation.annotations.decisions", "curation.decisions")
        assert decisions is not None
        decisions.decide(engine, others, {"arxiv:2404.06773": decisions.Decision.HIDDEN}, "same name")
    links(engine)
    schema = module("store.schema")
    if schema is not None and hasattr(schema, "artefacts"):
        with database.writing(engine) as connection:
            row = {"key": "0" * 32, "content": b"a map", "size": 5, "at": database.now()}
            connection.execute(schema.artefacts.insert().values(row))
    engine.dispose()


def annotations(engine: object, mine: str) -> None:
    """Decisions, undone ones too, answers, tags, notes, ratings, a shortlist in an order of its own."""
    decisions = module("curation.annotations.decisions", "curation.decisions")
    assert decisions is not None
    star, later, hidden = (decisions.Decision(each) for each in ("starred", "later", "hidden"))
    decisions.decide(
        engine, mine, {"arxiv:2404.06773": star, "arxiv:2401.00001": star, "title:0a1b2c3d4e5f": later}, "1"
    )
    decisions.decide(engine, mine, {"arxiv:2401.00001": hidden}, "2")
    decisions.undo(engine, mine)
    decisions.decide(engine, mine, {"title:0a1b2c3d4e5f": hidden}, "same name")
    pairs = module("curation.annotations.duplicate_decisions", "curation.pairs")
    early = not hasattr(pairs, "PairKey")  # then an answer was yes or no
    answer = {("arxiv:2401.00001", "title:0a1b2c3d4e5f"): False if early else "different"}
    do(pairs, "decide_duplicates decide_pairs", engine, mine, answer, "3")
    tags = module("curation.annotations.tags", "curation.tags")
    do(tags, "tag", engine, mine, ["arxiv:2404.06773", "arxiv:2401.00001"], "to read", "4")
    notes = module("curation.annotations.notes", "curation.notes")
    do(notes, "write", engine, mine, "arxiv:2404.06773", "Größe “x” – 統計 🎲\nnext line", "5")
    do(notes, "rate", engine, mine, {"arxiv:2404.06773": 5, "arxiv:2401.00001": 2}, "6")
    edits = module("curation.annotations.topic_edits", "curation.topic_edits")
    kept = getattr(edits, "StoredEdit", getattr(edits, "Kept", None))
    if kept:
        do(edits, "append keep", engine, mine, [kept("e1", "arxiv:2404.06773", '{"edit": "rename"}')], "Renamed", "7")
    shortlist = module("curation.annotations.shortlist", "curation.shortlist")
    do(shortlist, "move", engine, mine, "arxiv:2401.00001", "", "8")


def files(engine: object, mine: str) -> None:
    """Digests, a hidden bundled one, the map."""
    uploads = module("curation.workspaces.uploads", "curation.uploads")
    papers = module("papers.paper")
    assert uploads is not None
    assert papers is not None
    for number in (1, 2, 3):
        uploads.add(engine, mine, papers.DigestFile(f"März {number}.txt", f"1. Title {number}\n".encode() * 9))
    last = hashlib.sha256(b"1. Title 3\n" * 9).hexdigest()
    uploads.remove(engine, mine, f"x-{last[:6]}")  # so that a number was used that no row has any more
    uploads.hide(engine, mine, "daily-papers-000000")
    maps = module("curation.workspaces.current_map", "curation.maps")
    do(maps, "save_key keep", engine, mine, "abc123")


def searches(engine: object, mine: str) -> None:
    """Saved searches, their feeds and mails, a shared list."""
    saved = module("curation.searches.saved_searches", "curation.searches")
    do(saved, "save", engine, mine, "causal", "q=causal", ["arxiv:2404.06773"])
    do(saved, "save", engine, mine, "Größe", "topic=video&q=a%20b", [])
    feeds = module("curation.searches.feed_addresses", "curation.feeds")
    do(feeds, "address", engine, mine, "causal")
    mails = module("curation.searches.subscriptions", "curation.subscriptions")
    if mails is not None:
        period = mails.Period("week")
        made = do(mails, "subscribe ask", engine, mine, "causal", "reader@example.org", period)
        mails.confirm(engine, made.token)  # type: ignore[attr-defined]
        when = period.key(datetime.fromisoformat("2026-03-04T00:00:00+00:00"))
        mails.claim(engine, made.token, when)  # type: ignore[attr-defined]
        mails.finish(engine, made.token, when, ["arxiv:2404.06773"], sent=True)  # type: ignore[attr-defined]
    lists = module("curation.shared_lists", "curation.lists")
    do(lists, "share", engine, mine, "A list", "Of papers", 1, b'{"papers": []}')


def links(engine: object) -> None:
    """Verdicts: one good, one that failed on three days, one from before a failure."""
    history, verdict = module("links.history"), module("links.verdict")
    if history is None or verdict is None:
        return

    def seen(url: str, state: str, at: str, status: int | None = None) -> object:
        return verdict.Verdict(url, verdict.State(state), status, url, (url,), 0.25, "because", at, "")

    found = [
        seen("https://example.org/good", "alive", "2026-03-01T12:00:00+00:00", 200),
        seen("https://example.org/gone", "alive", "2026-02-27T12:00:00+00:00", 200),
        *(seen("https://example.org/gone", "down", f"2026-03-0{day}T12:00:00+00:00") for day in (1, 2, 2, 3)),
        seen("https://example.org/back", "down", "2026-03-01T12:00:00+00:00", 500),
        seen("https://example.org/back", "alive", "2026-03-02T12:00:00+00:00", 200),
    ]
    do(history, "append record", engine, found)


if __name__ == "__main__":
    sys.path.insert(0, ".")
    fill(sys.argv[1])
