"""The tables of the store, as one SQLAlchemy MetaData, each under a name of our own: a database may hold others too.

A change here needs a migration (`migrations`), which does the same to a database that is there already.

Times are text in ISO 8601, UTC, with microseconds. Nothing in `batches` and `events` is ever changed or deleted
while its workspace lives; `state` is what the events add up to, kept so that reading it is one indexed query.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from components.store.metadata import PREFIX as PREFIX
from components.store.metadata import Sequence, workspace_column
from components.store.metadata import metadata as metadata

workspaces = Table(
    f"{PREFIX}workspaces",
    metadata,
    Column("id", Text, primary_key=True),  # hash of the secret token: the token itself is nowhere
    Column("read_hash", Text, unique=True),  # hash of the read-only token, once one was asked for
    Column("read_turn", Integer, nullable=False, server_default="0"),  # counted up to make shared tokens invalid
    Column("created", Text, nullable=False),
    Column("changed", Text, nullable=False),
    Column("map_key", Text),  # the Analysis whose places the visitor knows
    Column("token_hash", Text),  # of the token that opens it, once that was renewed; then the first opens nothing
    Column("next_hash", Text),  # of the token that will, from its first use on
    Column("next_sealed", LargeBinary),  # that token, readable with the present one
    Column("agent_hash", Text),  # of the key by which programs may change it, once one was asked for
    Column("completed", Text, nullable=False, server_default=""),  # when its papers were last completed by services
    Column("archive_days", Integer, nullable=False, server_default="0"),  # after which what sources bring is archived
    Column("visited", Text, nullable=False, server_default=""),  # when its visitor last did something
    Column("visited_before", Text, nullable=False, server_default=""),  # when the visit before this one ended
    Index(None, "token_hash", unique=True),
    Index(None, "next_hash", unique=True),
    Index(None, "agent_hash", unique=True),
)

device_codes = Table(
    f"{PREFIX}device_codes",
    metadata,
    workspace_column(primary_key=True),
    Column("code_hash", Text, nullable=False, unique=True),
    Column("sealed", LargeBinary, nullable=False),  # the workspace's token, readable with the code
    Column("until", Text, nullable=False),
)

counters = Table(
    f"{PREFIX}counters",
    metadata,
    Column("name", Text, primary_key=True),  # what is counted, and of whom
    Column("period", Text, primary_key=True),  # 2026-11-26T17 or 2026-11-26, UTC
    Column("amount", BigInteger, nullable=False),
    Index(None, "period"),
)

batches = Table(
    f"{PREFIX}batches",
    metadata,
    Column("seq", Sequence, primary_key=True, autoincrement=True),
    workspace_column(),
    Column("batch_id", Text, nullable=False),  # given by the caller: the same batch twice is one
    Column("says", Text, nullable=False),  # what was done, in words
    Column("changes", Integer, nullable=False),
    Column("undoes", Sequence),  # the seq of the batch that this one takes back
    Column("at", Text, nullable=False),
    UniqueConstraint("workspace", "batch_id"),
    Index(None, "workspace", "seq"),
    Index(None, "undoes"),
    sqlite_autoincrement=True,
)

events = Table(
    f"{PREFIX}events",
    metadata,
    Column("seq", Sequence, primary_key=True, autoincrement=True),
    Column("batch", Sequence, ForeignKey(f"{PREFIX}batches.seq", ondelete="CASCADE"), nullable=False),
    workspace_column(),
    Column("paper_id", Text, nullable=False),
    Column("kind", Text, nullable=False),  # decision, note, rating, tag/…, pair/…
    Column("old", Text),
    Column("new", Text),
    UniqueConstraint("batch", "paper_id", "kind"),
    Index(None, "workspace"),
    sqlite_autoincrement=True,
)

state = Table(
    f"{PREFIX}state",
    metadata,
    workspace_column(primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("paper_id", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("at", Text, nullable=False),
    sqlite_with_rowid=False,
)

uploads = Table(
    f"{PREFIX}uploads",
    metadata,
    Column("seq", Sequence, primary_key=True, autoincrement=True),
    workspace_column(),
    Column("sha256", Text, nullable=False),  # hex digits, of the content as it is now
    Column("name", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),  # compressed
    Column("size", Integer, nullable=False),  # bytes before compression
    Column("at", Text, nullable=False),
    # SHA-256 of the content that it first had, as later looks at a source bring other ones: its digest's id goes by it
    Column("origin", Text, nullable=False, server_default=""),
    Column("archived", Text, nullable=False, server_default=""),  # when it was archived, "" where it is not
    UniqueConstraint("workspace", "sha256"),
    sqlite_autoincrement=True,
)

hidden_digests = Table(
    f"{PREFIX}hidden_digests",
    metadata,
    workspace_column(primary_key=True),
    Column("digest_id", Text, primary_key=True),
    Column("at", Text, nullable=False),
)

saved_searches = Table(
    f"{PREFIX}saved_searches",
    metadata,
    Column("seq", Sequence, primary_key=True, autoincrement=True),
    workspace_column(),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),  # the filters as the query string of an address
    Column("seen", LargeBinary, nullable=False),  # ids of the papers it showed when last looked at, compressed
    Column("at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Column("delivery", Text, nullable=False, server_default=""),  # JSON: what its mails and its feed send
    UniqueConstraint("workspace", "name"),
    sqlite_autoincrement=True,
)

shared_lists = Table(
    f"{PREFIX}shared_lists",
    metadata,
    Column("address", Text, primary_key=True),  # random, short: whoever has it reads the list
    workspace_column(),
    Column("title", Text, nullable=False),
    Column("introduction", Text, nullable=False),
    Column("papers", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),  # the papers and the map as they were, compressed
    Column("at", Text, nullable=False),
    Index(None, "workspace"),
)

group_lists = Table(
    f"{PREFIX}group_lists",
    metadata,
    Column("id", Text, primary_key=True),
    workspace_column(),
    Column("address", Text, nullable=False),  # random: whoever has it reads the list and, while it is open, adds to it
    Column("title", Text, nullable=False),
    Column("introduction", Text, nullable=False),
    Column("open", Integer, nullable=False),  # 1, or 0 once its owner closed it
    Column("at", Text, nullable=False),
    Index(None, "workspace"),
    Index(None, "address", unique=True),
)

group_list_people = Table(
    f"{PREFIX}group_list_people",
    metadata,
    Column("id", Text, primary_key=True),  # hash of the list's id and of the secret in the person's cookie
    Column("list", Text, ForeignKey(f"{PREFIX}group_lists.id", ondelete="CASCADE"), nullable=False),
    Column("name", Text, nullable=False),
    Column("at", Text, nullable=False),
    UniqueConstraint("list", "name"),
)

group_list_papers = Table(
    f"{PREFIX}group_list_papers",
    metadata,
    Column("list", Text, ForeignKey(f"{PREFIX}group_lists.id", ondelete="CASCADE"), primary_key=True),
    Column("paper_id", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),  # the paper as it was, compressed JSON
    Column("person", Text, ForeignKey(f"{PREFIX}group_list_people.id", ondelete="CASCADE")),  # null: the list's owner
    Column("at", Text, nullable=False),
    Index(None, "person"),
)

group_list_opinions = Table(
    f"{PREFIX}group_list_opinions",
    metadata,
    Column("person", Text, ForeignKey(f"{PREFIX}group_list_people.id", ondelete="CASCADE"), primary_key=True),
    Column("paper_id", Text, primary_key=True),
    Column("list", Text, ForeignKey(f"{PREFIX}group_lists.id", ondelete="CASCADE"), nullable=False),
    Column("vote", Integer, nullable=False),  # 1 or 0
    Column("remark", Text, nullable=False),  # "" for none
    Column("at", Text, nullable=False),
    Index(None, "list"),
)

feeds = Table(
    f"{PREFIX}feeds",
    metadata,
    Column("address", Text, primary_key=True),  # random: whoever has it reads what one saved search shows
    workspace_column(),
    Column("search", Text, nullable=False),  # the name of the saved search
    Column("at", Text, nullable=False),
    UniqueConstraint("workspace", "search"),
)

subscriptions = Table(
    f"{PREFIX}subscriptions",
    metadata,
    Column("token", Text, primary_key=True),  # random: stands in the addresses that confirm and end it
    workspace_column(),
    Column("search", Text, nullable=False),  # the name of the saved search
    Column("email", Text, nullable=False),
    Column("period", Text, nullable=False),  # day or week
    Column("at", Text, nullable=False),
    Column("confirmed_at", Text, nullable=False, server_default=""),
    Column("told", LargeBinary, nullable=False),  # ids of the papers that were in its mails, compressed
    Column("mark", Text, nullable=False, server_default=""),  # of the token: names it in links that must not hold that
    UniqueConstraint("workspace", "search", "email"),
    Index(None, "email"),
    Index(None, "mark"),
)

mailings = Table(
    f"{PREFIX}mailings",
    metadata,
    Column("token", Text, ForeignKey(f"{PREFIX}subscriptions.token", ondelete="CASCADE"), primary_key=True),
    Column("period", Text, primary_key=True),  # 2026-11-22 or 2026-W47: there is one mail for each
    Column("state", Text, nullable=False),  # sending, sent or empty
    Column("at", Text, nullable=False),
)

sources = Table(
    f"{PREFIX}sources",
    metadata,
    Column("id", Text, primary_key=True),  # of its workspace, kind and parameters: the same source twice is one
    workspace_column(),
    Column("kind", Text, nullable=False),
    Column("parameters", Text, nullable=False),  # JSON
    Column("active", Integer, nullable=False),  # 1, or 0 while it is paused
    Column("created", Text, nullable=False),
    Column("claim", Text, nullable=False, server_default=""),  # of who looks at it now, "" while nobody does
    Column("claimed_at", Text, nullable=False, server_default=""),
    Column("looked_at", Text, nullable=False, server_default=""),
    Column("good_at", Text, nullable=False, server_default=""),  # the last look that got an answer
    Column("next_at", Text, nullable=False, server_default=""),  # "": as soon as somebody looks
    Column("failures", Integer, nullable=False, server_default="0"),  # in a row
    Column("sentence", Text, nullable=False, server_default=""),  # why the last look failed
    Column("cursor", LargeBinary, nullable=False),  # what was seen there, compressed JSON
    Index(None, "workspace"),
    Index(None, "active", "next_at"),
)

source_looks = Table(
    f"{PREFIX}source_looks",
    metadata,
    Column("source", Text, ForeignKey(f"{PREFIX}sources.id", ondelete="CASCADE"), primary_key=True),
    Column("period", Text, primary_key=True),  # 2026-11-26T17, 2026-11-26, 2026-W48 or 2026-11
    Column("at", Text, nullable=False),  # of the last look at this period
    Column("due", Text, nullable=False, server_default=""),  # when it is looked at again; "" when it is done with
    Column("turn", Integer, nullable=False, server_default="0"),  # good looks
    Column("tries", Integer, nullable=False, server_default="0"),  # looks in a row that brought nothing yet
    Column("outcome", Text, nullable=False),  # new, nothing, waiting, failed or gap
    Column("found", Integer, nullable=False, server_default="0"),  # papers
    Column("fresh", Integer, nullable=False, server_default="0"),  # of them, new to the source
    Column("sha256", Text, nullable=False, server_default=""),  # of the digest that is kept of it, hex digits
    Column("sentence", Text, nullable=False, server_default=""),
)

artefacts = Table(
    f"{PREFIX}artefacts",
    metadata,
    Column("key", Text, primary_key=True),  # of an Analysis
    Column("content", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False),  # bytes
    Column("at", Text, nullable=False),
)

verdicts = Table(
    f"{PREFIX}verdicts",
    metadata,
    Column("id", Sequence, primary_key=True, autoincrement=True),
    Column("url", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("status", Integer),
    Column("final_url", Text, nullable=False),
    Column("chain", Text, nullable=False),  # JSON
    Column("seconds", Float, nullable=False),
    Column("reason", Text, nullable=False),
    Column("checked_at", Text, nullable=False),
    Column("retry_at", Text, nullable=False, server_default=""),
    Column("mark", Text, nullable=False, server_default=""),  # of the address; no index of PostgreSQL holds a long one
    Index(None, "mark", "id"),
    sqlite_autoincrement=True,
)

newest_verdicts = Table(
    f"{PREFIX}newest_verdicts",
    metadata,
    Column("mark", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("status", Integer),
    Column("final_url", Text, nullable=False),
    Column("chain", Text, nullable=False),  # JSON
    Column("seconds", Float, nullable=False),
    Column("reason", Text, nullable=False),
    Column("checked_at", Text, nullable=False),
    Column("retry_at", Text, nullable=False),
    Column("checks", Integer, nullable=False),  # ever
    Column("last_alive", Text, nullable=False),  # "" if it never was
    Column("failing_since", Text, nullable=False),  # when the present run of failures began, "" where there is none
    Column("failing_days", Integer, nullable=False),  # different days of that run
    Column("failing_day", Text, nullable=False),  # the last of them
    sqlite_with_rowid=False,  # a row is found at once by its mark
)

lanes = Table(
    f"{PREFIX}lanes",
    metadata,
    Column("service", Text, primary_key=True),
    Column("next_at", Float, nullable=False),  # Unix time before which the service is not asked
    Column("holder", Text, nullable=False, server_default=""),  # who asks it now, of services asked one at a time
    Column("held_until", Float, nullable=False, server_default="0"),  # when that counts as given up
)

findings = Table(
    f"{PREFIX}findings",
    metadata,
    Column("paper", Text, primary_key=True),  # SHA-256 of normalised title and abstract
    Column("service", Text, primary_key=True),
    Column("asked_by", Text, nullable=False),  # id, doi or title
    Column("verdict", Text, nullable=False),
    Column("record", Text, nullable=False),  # the service's own id of the best record, "" for none
    Column("address", Text, nullable=False),
    Column("title", Text, nullable=False),  # as that record has it
    Column("title_score", Float, nullable=False),
    Column("shared", Float),  # of the abstracts' four-word runs; null where they cannot be compared
    Column("facts", Text, nullable=False),  # JSON: field → value
    Column("others", Text, nullable=False),  # JSON: further records that may be the paper
    Column("at", Text, nullable=False),
    Column("good_until", Text, nullable=False),
    Index(None, "at"),
)

looks = Table(
    f"{PREFIX}looks",
    metadata,
    Column("paper", Text, primary_key=True),
    Column("service", Text, primary_key=True),
    Column("field", Text, primary_key=True),  # votes or citations: numbers whose growth is of interest
    Column("day", Text, primary_key=True),  # the last look of a day is kept
    Column("value", BigInteger, nullable=False),
    Column("at", Text, nullable=False),
)

zotero_accounts = Table(
    f"{PREFIX}zotero_accounts",
    metadata,
    workspace_column(primary_key=True),
    Column("sealed", LargeBinary, nullable=False),  # the key to Zotero, readable with the workspace's token
    Column("about", Text, nullable=False),  # JSON: whose it is, the libraries it may write to, their collections
    Column("chosen", Text, nullable=False, server_default=""),  # JSON: the library and collection last sent to
    Column("at", Text, nullable=False),
)

zotero_items = Table(
    f"{PREFIX}zotero_items",
    metadata,
    workspace_column(primary_key=True),
    Column("library", Text, primary_key=True),  # users/… or groups/…
    Column("paper_id", Text, primary_key=True),
    Column("item_key", Text, nullable=False),
    Column("version", BigInteger, nullable=False),  # of the item as it was last sent; 0 until Zotero confirmed it
    Column("note_key", Text, nullable=False, server_default=""),
    Column("note_version", BigInteger, nullable=False, server_default="0"),
    Column("mark", Text, nullable=False, server_default=""),  # SHA-256 of what was last sent of what may change
    Column("tags", Text, nullable=False, server_default="[]"),  # JSON: those that were sent
    Column("at", Text, nullable=False),
)
