"""Stores of older versions, foreign databases, and what happens while a store is upgraded."""

import hashlib
import os
import sqlite3
import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from components.curation import shared_lists
from components.curation.annotations import annotation_set, decisions, topic_edits
from components.curation.annotations.decisions import Decision
from components.curation.searches import feed_addresses, saved_searches, subscriptions
from components.curation.workspaces import current_map, uploads
from components.curation.workspaces.workspaces import read_token, workspace_id, workspace_to_read
from components.links import history
from components.links.verdict import State
from components.papers.paper import DigestFile
from components.store.database import StoreError, open_store, reading, writing
from components.store.migrations import upgrade
from components.store.migrations.upgrade import FOLDER, HEAD
from components.store.schema import PREFIX, metadata
from components.store.trouble import Kind
from tests.store import postgres
from tests.store.older.fill import OTHER, TOKEN

OLDER = Path(__file__).parent / "older"
COMMITS = sorted({file.name.partition(".")[0] for file in OLDER.glob("*.sql")})
BACKENDS = ["sqlite", "postgresql"]
GOOD, GONE, BACK = (f"https://example.org/{name}" for name in ("good", "gone", "back"))


@pytest.fixture(params=BACKENDS)
def new_store(request, tmp_path):
    """The address of a database, made by a script of SQL."""

    def make(script=""):
        if request.param == "postgresql":
            return postgres.new_database("migrations", script)
        file = tmp_path / "atlas.sqlite"
        file.unlink(missing_ok=True)
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(script)
        return f"sqlite:///{file}"

    make.backend = request.param  # type: ignore[attr-defined]
    return make


def rows(url):
    """table → its rows as dictionaries, without the order they come in."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        found = {
            name: sorted((dict(row) for row in connection.execute(text(f"SELECT * FROM {name}")).mappings()), key=repr)
            for name in inspect(connection).get_table_names()
        }
    engine.dispose()
    return found


def older(backend, commit):
    return (OLDER / f"{commit}.{backend}.sql").read_text("utf-8")


@pytest.mark.parametrize("commit", COMMITS)
def test_every_row_of_an_older_store_is_there_afterwards(new_store, commit):
    url = new_store(older(new_store.backend, commit))
    before = rows(url)
    before.pop("migrations")
    open_store(url).dispose()
    after = rows(url)
    for name, kept in before.items():
        assert name not in after
        moved = after[f"{PREFIX}{name}"]
        assert [{key: row[key] for key in was} for row, was in zip(moved, kept, strict=True)] == kept
    assert sum(map(len, before.values())) > 20 or commit == "c27b090"  # that version had nothing to write by


@pytest.mark.parametrize("commit", [commit for commit in COMMITS if commit != "c27b090"])
def test_a_visitor_finds_everything_of_an_older_version(new_store, commit):
    engine = open_store(new_store(older(new_store.backend, commit)))
    mine, other = workspace_id(engine, TOKEN), workspace_id(engine, OTHER)
    kept = annotation_set.read(engine, mine)
    assert kept.decisions == {
        "arxiv:2404.06773": Decision.STARRED,
        "arxiv:2401.00001": Decision.STARRED,
        "title:0a1b2c3d4e5f": Decision.HIDDEN,
    }
    assert kept.duplicate_decisions == {("arxiv:2401.00001", "title:0a1b2c3d4e5f"): "different"}
    assert decisions.current(engine, other) == {"arxiv:2404.06773": Decision.HIDDEN}
    assert [file.name for file in uploads.files(engine, mine)] == ["März 1.txt", "März 2.txt"]
    assert uploads.files(engine, mine)[0].content == b"1. Title 1\n" * 9
    assert uploads.hidden(engine, mine) == {"daily-papers-000000"}
    assert workspace_to_read(engine, read_token(engine, TOKEN)) == mine
    if commit != "cb877e8":  # what came after the first version that could be used
        assert kept.notes == {"arxiv:2404.06773": "Größe “x” – 統計 🎲\nnext line"}
        assert kept.ratings == {"arxiv:2404.06773": 5, "arxiv:2401.00001": 2}
        assert kept.tags["arxiv:2401.00001"] == ("to read",)
        assert [(s.name, s.address, s.seen) for s in saved_searches.searches(engine, mine)] == [
            ("causal", "q=causal", {"arxiv:2404.06773"}), ("Größe", "topic=video&q=a%20b", frozenset()),
        ]  # fmt: skip
        verdicts = history.latest(engine, [GOOD, GONE, BACK])
        assert [verdicts[url].state for url in (GOOD, GONE, BACK)] == [State.ALIVE, State.DEAD, State.ALIVE]
        assert history.histories(engine, [GONE])[GONE].failing_days == 3
    if commit not in ("cb877e8", "5d4a45e"):
        with reading(engine) as connection:
            secret = connection.execute(text(f"SELECT address FROM {PREFIX}feeds")).scalar_one()
        found = feed_addresses.find(engine, secret)
        assert found is not None
        assert found.search == "causal"
        (shared,) = shared_lists.lists(engine, mine)
        read = shared_lists.read(engine, shared.address)
        assert read is not None
        assert read[1] == b'{"papers": []}'
    if commit in ("a4c39e6", "af8bcc1", "072f249"):
        (subscription,) = subscriptions.subscriptions_of(engine, mine)
        assert subscription.confirmed_at
        assert subscription.mailed_ids == {"arxiv:2404.06773"}
        assert current_map.read_key(engine, mine) == "abc123"
        assert [edit.edit_id for edit in topic_edits.stored_edits(engine, mine)] == ["e1"]
    if commit == "072f249":
        assert kept.shortlist == ("arxiv:2401.00001", "arxiv:2404.06773")
    engine.dispose()


@pytest.mark.parametrize("commit", ["cb877e8", "072f249"])
def test_undo_goes_on_where_the_older_version_stopped(new_store, commit):
    engine = open_store(new_store(older(new_store.backend, commit)))
    mine = workspace_id(engine, TOKEN)
    steps = len(decisions.log(engine, mine))
    assert decisions.decide(engine, mine, {"new": Decision.LATER}, "new") == 1  # its number is nobody else's
    assert decisions.decide(engine, mine, {"new": Decision.STARRED}, "same name") == 0
    while decisions.undo(engine, mine):
        pass
    assert annotation_set.read(engine, mine).decisions == {}
    assert len(decisions.log(engine, mine)) == 2 * (steps + 1) - 2  # one step was undone, and its undo counts
    engine.dispose()


def test_uploads_of_the_very_first_version_are_named_by_their_content(new_store):
    script = older(new_store.backend, "c27b090").replace("public.", "")
    packed = zlib.compress(b"1. Title\n").hex()
    content = f"X'{packed}'" if new_store.backend == "sqlite" else f"'\\x{packed}'"
    script += "INSERT INTO workspaces (id, created, changed) VALUES ('one', '', '');"
    script += f"INSERT INTO uploads VALUES (7, 'one', 'a-123456', 'a.txt', {content}, 9, '2026-01-01');"
    engine = open_store(new_store(script))
    assert uploads.files(engine, "one") == [DigestFile("a.txt", b"1. Title\n")]
    mark = hashlib.sha256(b"1. Title\n").hexdigest()[:6]
    assert uploads.remove(engine, "one", f"any-{mark}")
    engine.dispose()


def test_numbers_that_were_used_are_not_given_again(new_store):
    engine = open_store(new_store(older(new_store.backend, "072f249")))
    with writing(engine) as connection:
        taken = connection.execute(text(f"SELECT max(seq) FROM {PREFIX}uploads")).scalar_one()
        query = f"INSERT INTO {PREFIX}uploads (workspace, sha256, name, content, size, at) "
        query += (
            f"SELECT workspace, 'x', name, content, size, at FROM {PREFIX}uploads WHERE seq = {taken} RETURNING seq"
        )
        assert connection.execute(text(query)).scalar_one() == taken + 2  # the upload between was removed
    engine.dispose()


def test_a_long_history_of_verdicts_is_shortened_and_summed_up(new_store):
    script = older(new_store.backend, "072f249").replace("public.", "")
    for number in range(30):
        at = f"2026-01-{number + 1:02}T00:00:00+00:00"
        row = f"'https://example.org/often', 'down', NULL, '', '[]', 0.1, 'x', '{at}', ''"
        script += f"INSERT INTO verdicts VALUES ({100 + number}, {row});"
    engine = open_store(new_store(script))
    often = "https://example.org/often"
    story = history.histories(engine, [often])[often]
    assert (story.checks, story.failing_since[:10], story.failing_days) == (30, "2026-01-01", 30)
    with reading(engine) as connection:
        query = f"SELECT count(*) FROM {PREFIX}verdicts WHERE mark = '{history.mark_of(often)}'"
        assert connection.execute(text(query)).scalar_one() == history.KEPT
    engine.dispose()


def test_feeds_and_mails_of_searches_that_were_deleted_go(new_store):
    script = older(new_store.backend, "072f249").replace("public.", "")
    engine = open_store(new_store(script + "\nDELETE FROM saved_searches WHERE name = 'causal';"))
    with reading(engine) as connection:
        left = [
            connection.execute(text(f"SELECT count(*) FROM {PREFIX}{name}")).scalar_one()
            for name in ("feeds", "subscriptions", "mailings", "saved_searches")
        ]
    assert left == [0, 0, 0, 1]
    engine.dispose()


def test_a_new_store_and_an_old_one_have_the_tables_of_the_schema(new_store):
    for script in ("", *(older(new_store.backend, commit) for commit in COMMITS)):
        engine = open_store(new_store(script))
        with engine.connect() as connection:
            options = {
                "version_table": upgrade.VERSION_TABLE,
                "include_name": lambda name, kind, _: kind != "table" or name.startswith(PREFIX),
            }
            assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
        engine.dispose()


def test_the_newest_migration_is_the_one_that_the_code_names():
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_no_migration_imports_the_product():
    for file in (FOLDER / "versions").glob("*.py"):
        assert "components" not in file.read_text("utf-8"), f"{file.name} would change its meaning with the product"


FOREIGN = """
CREATE TABLE events (id INTEGER PRIMARY KEY, at TEXT, payload TEXT);
INSERT INTO events VALUES (1, 'yesterday', 'of another program');
CREATE TABLE migrations (id INTEGER PRIMARY KEY, migration TEXT, batch INTEGER);
INSERT INTO migrations VALUES (1, 'create_users_table', 1);
CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT);
"""


def test_tables_of_another_program_are_left_alone(new_store):
    url = new_store(FOREIGN)
    before = rows(url)
    engine = open_store(url)
    mine = workspace_id(engine, TOKEN)
    decisions.decide(engine, mine, {"a": Decision.STARRED}, "1")
    assert decisions.current(engine, mine) == {"a": Decision.STARRED}
    engine.dispose()
    open_store(url).dispose()
    after = rows(url)
    assert {name: after[name] for name in before} == before


def test_a_table_that_was_never_ours_beside_an_older_store_stays(new_store):
    """Earlier versions made their tables around one of another program, and then could not write into it."""
    script = older(new_store.backend, "072f249").replace("public.", "")
    url = new_store(script)
    with create_engine(url.replace("postgresql:", "postgresql+psycopg:")).begin() as connection:
        connection.execute(text("DROP TABLE events"))
        connection.execute(text("CREATE TABLE events (id INTEGER PRIMARY KEY, payload TEXT)"))
        connection.execute(text("INSERT INTO events VALUES (1, 'of another program')"))
    engine = open_store(url)
    assert len(uploads.files(engine, workspace_id(engine, TOKEN))) == 2
    engine.dispose()
    found = rows(url)
    assert found["events"] == [{"id": 1, "payload": "of another program"}]
    assert found[f"{PREFIX}events"] == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("ALTER TABLE events ADD COLUMN colour TEXT", "events has columns that Digest Atlas did not make: colour"),
        ("CREATE TABLE atlas_events (seq INTEGER)", "tables under our names"),
    ],
)
def test_a_table_that_may_be_ours_and_may_not_stops_the_upgrade(new_store, change, sentence):
    url = new_store(older(new_store.backend, "af8bcc1").replace("public.", "") + f"\n{change};")
    before = rows(url)
    with pytest.raises(StoreError, match=sentence) as caught:
        open_store(url)
    assert caught.value.kind is Kind.FOREIGN
    assert rows(url) == before


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (f"ALTER TABLE {PREFIX}state DROP COLUMN value", "atlas_state has no column value"),
        (f"DROP TABLE {PREFIX}mailings", "no table atlas_mailings"),
    ],
)
def test_columns_are_looked_at_when_the_store_is_opened(new_store, change, sentence):
    url = new_store()
    engine = open_store(url)
    with writing(engine) as connection:
        connection.execute(text(change))
    engine.dispose()
    with pytest.raises(StoreError, match=sentence):
        open_store(url)


def test_a_store_from_the_future_is_refused(new_store):
    url = new_store()
    engine = open_store(url)
    with writing(engine) as connection:
        connection.execute(text(f"UPDATE {upgrade.VERSION_TABLE} SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match="newer Digest Atlas") as caught:
        open_store(url)
    assert caught.value.kind is Kind.NEWER


def test_an_earlier_version_refuses_what_was_upgraded(new_store):
    """Its code looks for the highest number in `migrations` and knows up to 5."""
    url = new_store(older(new_store.backend, "072f249"))
    open_store(url).dispose()
    assert max(row["version"] for row in rows(url)["migrations"]) == 6
    open_store(url).dispose()  # which does not keep it from opening again


def test_an_upgrade_that_fails_leaves_the_store_as_it_was(new_store, monkeypatch):
    url = new_store(older(new_store.backend, "072f249"))
    before = rows(url)

    def fail(_connection):
        raise RuntimeError("while it was upgraded")

    monkeypatch.setattr(upgrade, "_check_references", fail)
    with pytest.raises(RuntimeError, match="while it was upgraded"):
        open_store(url)
    assert rows(url) == before
    monkeypatch.undo()
    open_store(url).dispose()


def test_many_that_start_at_once_upgrade_once(new_store):
    url = new_store(older(new_store.backend, "072f249"))
    with ThreadPoolExecutor(6) as pool:
        engines = list(pool.map(lambda _: open_store(url), range(6)))
    assert len(uploads.files(engines[3], workspace_id(engines[3], TOKEN))) == 2
    for engine in engines:
        engine.dispose()


def test_a_copy_is_kept_before_a_file_is_changed(tmp_path):
    file = tmp_path / "atlas.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.executescript(older("sqlite", "072f249"))
    before = rows(f"sqlite:///{file}")
    for _ in range(2):
        open_store(f"sqlite:///{file}").dispose()
    (copy,) = tmp_path.glob("atlas.sqlite.before-upgrade-*")
    assert rows(f"sqlite:///{copy}") == before
    assert not list(tmp_path.glob("*.part"))


def test_no_copy_is_kept_of_a_new_store(tmp_path):
    open_store(f"sqlite:///{tmp_path}/atlas.sqlite").dispose()
    assert [file.name for file in tmp_path.iterdir() if "before" in file.name] == []


def test_where_there_is_no_room_for_the_copy_nothing_is_changed(tmp_path, monkeypatch):
    file = tmp_path / "atlas.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(older("sqlite", "072f249"))
    before = rows(f"sqlite:///{file}")
    real = sqlite3.connect

    def small(name, *words, **options):
        connection = real(name, *words, **options)
        if str(name).endswith(".part"):
            connection.execute("PRAGMA max_page_count = 3")
        return connection

    monkeypatch.setattr(sqlite3, "connect", small)
    with pytest.raises(StoreError) as caught:
        open_store(f"sqlite:///{file}")
    assert caught.value.kind is Kind.FULL
    monkeypatch.undo()
    assert rows(f"sqlite:///{file}") == before
    assert not list(tmp_path.glob("*.part"))


def test_a_store_that_is_up_to_date_is_only_read_when_it_is_opened(tmp_path):
    url = f"sqlite:///{tmp_path}/atlas.sqlite"
    open_store(url).dispose()
    with closing(sqlite3.connect(tmp_path / "atlas.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        open_store(url).dispose()


def test_alembics_own_command_works_in_a_checkout(tmp_path):
    """What ARCHITECTURE.md says to call for a new migration: pyproject.toml says where they lie."""
    address = {"DIGEST_ATLAS_DATABASE_URL": f"sqlite:///{tmp_path}/scratch.sqlite"}
    for words in (["upgrade", "head"], ["check"]):
        done = subprocess.run(
            [sys.executable, "-m", "alembic", *words],
            cwd=OLDER.parents[2], env=os.environ | address, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert rows(address["DIGEST_ATLAS_DATABASE_URL"])[upgrade.VERSION_TABLE] == [{"version_num": HEAD}]
