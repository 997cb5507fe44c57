"""Two replicas with one database: what one has computed, the other finds."""

import numpy as np
import pytest

from components.landscape.analysis import cache, worker
from components.settings import settings
from components.store import database
from tests.landscape.conftest import made_up_papers
from tests.landscape.hand_made import analysis_of, unit_vectors
from tests.stored_analyses import keep


@pytest.fixture
def replica(tmp_path, monkeypatch):
    """A way to be one of several replicas, each with a cache folder of its own."""

    def become(name, database=True, **environment):
        monkeypatch.setenv("DIGEST_ATLAS_DATA", str(tmp_path / name))
        monkeypatch.delenv("DIGEST_ATLAS_CACHE", raising=False)
        for name in ("DIGEST_ATLAS_DATABASE_URL", "DATABASE_URL"):
            monkeypatch.delenv(name, raising=False)
        if database:
            monkeypatch.setenv("DIGEST_ATLAS_DATABASE_URL", f"sqlite:///{tmp_path}/shared.sqlite")
        for variable, value in environment.items():
            monkeypatch.setenv(variable, value)
        settings.cache_clear()

    yield become
    settings.cache_clear()
    database.close()


def analysis(key="0" * 32):
    made = analysis_of(unit_vectors(40))
    object.__setattr__(made, "key", key)
    return made


def test_what_one_replica_computed_the_other_finds(replica):
    replica("one")
    keep(analysis())
    replica("two")
    found = cache.get("0" * 32)
    assert found is not None
    np.testing.assert_array_equal(found.xy, analysis().xy)
    assert cache.path_of("0" * 32).exists()  # the next look asks nobody
    keep(analysis())  # again does no harm
    assert cache.get("1" * 32) is None


def test_what_the_worker_of_one_replica_computed_the_other_finds(replica):
    papers = made_up_papers(12)
    replica("one")
    run = worker.start(papers)
    assert run.wait(120)
    replica("two")
    found = cache.get(run.key)
    assert found is not None
    assert found.paper_ids == tuple(papers["paper_id"])


def test_without_a_shared_database_each_keeps_its_own(replica):
    replica("one", database=False)
    keep(analysis())
    replica("two", database=False)
    assert cache.get("0" * 32) is None


def test_the_oldest_go_when_they_become_too_many(replica):
    replica("one", DIGEST_ATLAS_CACHE_MB="0.00001")
    for key in ("a" * 32, "b" * 32):
        keep(analysis(key))
    replica("two")
    assert cache.get("a" * 32) is None
    assert cache.get("b" * 32) is not None


def test_a_database_that_cannot_be_asked_costs_only_time(replica):
    replica("one", DIGEST_ATLAS_DATABASE_URL="sqlite:////proc/nowhere/x.sqlite")
    keep(analysis())
    assert cache.get("0" * 32) is not None
    assert cache.get("1" * 32) is None


def test_a_cache_folder_that_cannot_be_written_costs_only_time(replica, tmp_path):
    replica("one")
    keep(analysis())
    replica("two", DIGEST_ATLAS_CACHE=str(tmp_path / "file" / "cache"))
    (tmp_path / "file").write_text("a file where a folder should be")
    assert cache.get("0" * 32) is None
