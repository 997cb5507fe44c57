import pytest
from sqlalchemy import select, text

from components.curation.annotations import decisions
from components.curation.annotations.decisions import Decision
from components.curation.workspaces import tokens, workspaces
from components.store.database import reading, writing
from components.store.schema import metadata


def everything(engine):
    with reading(engine) as connection:
        return repr([connection.execute(select(table)).all() for table in metadata.sorted_tables])


def test_tokens_are_new_each_time_and_fit_a_url():
    made = {tokens.new_token() for _ in range(500)}
    assert len(made) == 500
    assert all(tokens.TOKEN.fullmatch(token) for token in made)


def test_a_token_opens_the_same_workspace_each_time(engine):
    token, other = tokens.new_token(), tokens.new_token()
    assert workspaces.workspace_id(engine, token) == workspaces.workspace_id(engine, token)
    assert workspaces.workspace_id(engine, token) != workspaces.workspace_id(engine, other)


@pytest.mark.parametrize("text", ["", "short", "a" * 21, "a" * 23, "a" * 21 + "/", "ä" * 22, "a" * 22 + "\n"])
def test_a_text_that_cannot_be_secret_is_refused(engine, text):
    with pytest.raises(workspaces.TokenError, match="22 letters"):
        workspaces.workspace_id(engine, text)
    assert workspaces.workspace_to_read(engine, text) is None


def test_neither_token_is_stored(engine):
    token = tokens.new_token()
    shared = workspaces.read_token(engine, token)
    decisions.decide(engine, workspaces.workspace_id(engine, token), {"arxiv:1": Decision.STARRED}, "b")
    kept = everything(engine)
    assert "arxiv:1" in kept
    assert token not in kept
    assert shared not in kept


def test_the_shared_token_shows_the_workspace_and_is_another_one(engine):
    token = tokens.new_token()
    shared = workspaces.read_token(engine, token)
    assert workspaces.workspace_to_read(engine, shared) == workspaces.workspace_id(engine, token)
    assert workspaces.read_token(engine, token) == shared
    assert workspaces.workspace_id(engine, shared) != workspaces.workspace_id(engine, token)
    assert workspaces.workspace_to_read(engine, token) is None


def test_renewing_ends_what_was_shared(engine):
    token = tokens.new_token()
    old = workspaces.read_token(engine, token)
    new = workspaces.renew_read_token(engine, token)
    assert workspaces.workspace_to_read(engine, old) is None
    assert workspaces.workspace_to_read(engine, new) == workspaces.workspace_id(engine, token)


def test_looking_leaves_no_trace(engine):
    before = everything(engine)
    workspace = workspaces.workspace_id(engine, tokens.new_token())
    decisions.current(engine, workspace)
    decisions.log(engine, workspace)
    assert everything(engine) == before


def test_forgetting_takes_all_of_one_workspace_and_nothing_of_another(engine):
    one, other = (workspaces.workspace_id(engine, tokens.new_token()) for _ in range(2))
    for each in (one, other):
        decisions.decide(engine, each, {"arxiv:1": Decision.STARRED}, "b")
    workspaces.forget(engine, one)
    assert one not in everything(engine)
    assert decisions.current(engine, other) == {"arxiv:1": Decision.STARRED}


def test_only_workspaces_that_rest_long_enough_are_forgotten(engine):
    old, fresh = (workspaces.workspace_id(engine, tokens.new_token()) for _ in range(2))
    for each in (old, fresh):
        decisions.decide(engine, each, {"arxiv:1": Decision.STARRED}, "b")
    with writing(engine) as connection:
        connection.execute(text("UPDATE atlas_workspaces SET changed = '2020-01-01' WHERE id = :id"), {"id": old})
    assert workspaces.forget_unused(engine, 0) == 0
    assert workspaces.forget_unused(engine, 30) == 1
    assert decisions.current(engine, old) == {}
    assert decisions.current(engine, fresh) == {"arxiv:1": Decision.STARRED}
