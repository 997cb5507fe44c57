"""Codes for other devices, and tokens that are renewed: in both kinds of store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from components.curation.annotations import decisions
from components.curation.annotations.decisions import Decision
from components.curation.workspaces import device_codes, workspaces
from components.curation.workspaces.tokens import TOKEN, new_token
from components.store.database import reading
from components.store.schema import metadata

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def at(minutes):
    return lambda: NOW + timedelta(minutes=minutes)


def everything(engine):
    with reading(engine) as connection:
        return repr([connection.execute(select(table)).all() for table in metadata.sorted_tables])


@pytest.fixture
def token(engine):
    token = new_token()
    decisions.decide(engine, workspaces.workspace_id(engine, token), {"p": Decision.STARRED}, "1")
    return token


def test_a_code_is_good_once_within_ten_minutes(engine, token):
    code = device_codes.create(engine, token, at(0))
    assert TOKEN.fullmatch(code)
    assert device_codes.is_good(engine, code, at(9.9))
    assert device_codes.use(engine, code, at(9.9)) == token
    assert not device_codes.is_good(engine, code, at(9.9))
    assert device_codes.use(engine, code, at(9.9)) is None
    late = device_codes.create(engine, token, at(0))
    assert not device_codes.is_good(engine, late, at(10))
    assert device_codes.use(engine, late, at(10)) is None
    assert device_codes.use(engine, late, at(1)) is None  # tried too late once, it is gone


def test_neither_the_token_nor_the_code_is_stored(engine, token):
    code = device_codes.create(engine, token)
    renewed = workspaces.renew_token(engine, token)
    kept = everything(engine)
    assert not [secret for secret in (token, code, renewed) if secret in kept]


@given(st.from_regex(TOKEN, fullmatch=True), st.from_regex(TOKEN, fullmatch=True))
def test_what_is_sealed_is_read_by_its_key_alone(token, key):
    sealed = workspaces.seal(token, key)
    assert workspaces.unseal(sealed, key) == token
    assert token.encode() != sealed


def test_a_workspace_can_be_renewed_again_and_again(engine, token):
    first = workspaces.workspace_id(engine, token)
    tokens = [token]
    for _ in range(3):
        tokens.append(workspaces.renew_token(engine, tokens[-1]))
        assert workspaces.workspace_id(engine, tokens[-1]) == first
    assert decisions.current(engine, first) == {"p": Decision.STARRED}
    for old in tokens[:-1]:
        assert workspaces.workspace_id(engine, old) != first
    code = device_codes.create(engine, tokens[-1])
    assert device_codes.use(engine, code) == tokens[-1]


def test_a_renewal_that_never_came_to_the_browser_changes_nothing(engine, token):
    lost = workspaces.renew_token(engine, token)
    assert workspaces.access(engine, token) == workspaces.Access(workspaces.hash_of(token))
    assert workspaces.renew_token(engine, token) == lost


def test_what_belongs_to_a_workspace_goes_with_it(engine, token):
    code = device_codes.create(engine, token)
    workspaces.forget(engine, workspaces.workspace_id(engine, token))
    assert device_codes.use(engine, code) is None
