import pytest

from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.store.database import open_store
from tests.store.postgres import postgres_url

__all__ = ["postgres_url"]


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def engine(request, tmp_path_factory):
    """Both kinds of store. Tests share one and each take a workspace of their own, as visitors do."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('store')}/atlas.sqlite"
    else:
        url = request.getfixturevalue("postgres_url")
    engine = open_store(url)
    yield engine
    engine.dispose()


@pytest.fixture
def workspace(engine):
    return workspace_id(engine, new_token())
