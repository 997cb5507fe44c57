import pytest

from components.curation.workspaces import new_token, workspace_id
from components.store.database import open_store


@pytest.fixture
def engine(tmp_path):
    engine = open_store(f"sqlite:///{tmp_path}/atlas.sqlite")
    yield engine
    engine.dispose()


@pytest.fixture
def workspace(engine):
    return workspace_id(engine, new_token())
