"""What a visitor, all of their network address, and all visitors may still use within an hour or a day.

The settings say how much all may; of that one visitor may a tenth, one address so many tenths as its share is. It is
counted in the store, so replicas share it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Engine

from components.curation import quotas
from components.curation.quotas import DAY, HOUR, Grant
from components.settings import settings

OF_ONE = 10  # one visitor may so much less than all
KEPT_MUCH = "As much was added as may be within a day. Try again tomorrow."


@dataclass(frozen=True, slots=True)
class Requester:
    """Who asks for something."""

    workspace: str
    address: str = ""  # as `net.addresses.network` gives it; "" where it is not known


class Allowance(Enum):
    """What is allowed for: the setting that says how much, and the period it holds for."""

    LINKS = ("links_an_hour", HOUR)
    LOOKUPS = ("lookups_an_hour", HOUR)
    FETCHES = ("fetches_an_hour", HOUR)
    COMPLETED = ("completed_an_hour", HOUR)  # papers
    KEPT = ("kept_a_day", DAY)  # bytes


def take(engine: Engine, allowance: Allowance, by: Requester, wanted: int) -> Grant:
    """As much of what is wanted as may be used now; `give_back` what is not used of it."""
    setting, period = allowance.value
    return quotas.take(engine, wanted, _bounds(setting, getattr(settings(), setting), by), period)


def take_all(engine: Engine, allowance: Allowance, by: Requester, wanted: int) -> Grant | None:
    """All that is wanted, or None, and nothing is used."""
    grant = take(engine, allowance, by, wanted)
    if grant.amount < wanted:
        give_back(engine, grant, grant.amount)
        return None
    return grant


def give_back(engine: Engine, grant: Grant, amount: int) -> Grant:
    """Count so much as not used after all; what is left of the grant."""
    return quotas.give_back(engine, grant, amount)


def _bounds(what: str, most: int, by: Requester) -> dict[str, int]:
    if not most:
        return {}
    one, share = max(1, most // OF_ONE), settings().address_share
    bounds = {quotas.counter(what): most, quotas.counter(what, f"visitor {by.workspace}"): one}
    if share and by.address:
        bounds[quotas.counter(what, f"address {by.address}")] = min(most, share * one)
    return bounds
