"""The links by which a mail's reader decides about one of its papers: signed, each good for its paper only.

A link names its subscription by a mark from which the token cannot be found, and is signed with that token. So whoever
is handed one link can decide about this paper, but end no subscription, and read nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from sqlalchemy import Engine, select

from components.curation.searches import subscriptions
from components.curation.searches.subscriptions import Subscription
from components.store import schema
from components.store.database import reading


def signature(token: str, paper_id: str) -> str:
    """What proves that a link about a paper was made for the subscription of this token: 22 characters."""
    code = hmac.new(token.encode(), f"paper {paper_id}".encode("utf-8", "replace"), hashlib.sha256).digest()[:16]
    return base64.urlsafe_b64encode(code).rstrip(b"=").decode()


def find(engine: Engine, mark: str, signed: str, paper_id: str) -> Subscription | None:
    """The confirmed subscription that a link was made for; None where it has ended, or the link is another's."""
    if not mark:
        return None
    table = schema.subscriptions
    with reading(engine) as connection:
        token = connection.execute(select(table.c.token).where(table.c.mark == mark)).scalar()
    found = subscriptions.find(engine, token) if token else None
    if found is None or not found.confirmed_at:
        return None
    right = hmac.compare_digest(signature(found.token, paper_id).encode(), signed.encode("utf-8", "replace"))
    return found if right else None
