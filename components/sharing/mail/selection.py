"""The papers of a mail about what a view shows: by interest, or the most talked about first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from components.curation.annotations.decisions import Decision
from components.curation.searches.delivery import Delivery
from components.sharing.formats.entry import entries
from components.sharing.mail import choosing
from components.sharing.mail.choosing import Selection
from components.workspace.interest import order
from components.workspace.view import View


def select(shown: View, already_sent: Collection[str], delivery: Delivery, today: date) -> Selection:
    """The papers of a view that were in no mail yet; without those that have a muted word.

    By interest, papers somebody has decided about are no news, unless the search names a decision.
    """
    by = order.of(shown)
    sent = {*already_sent}
    rows = shown.shown[~shown.shown["paper_id"].isin(by.pins.muted)]
    muted = len(by.pins.muted.keys() & {*shown.shown["paper_id"]} - sent)
    if not (delivery.by_interest and by.is_known):
        papers = entries(rows, shown.digest_labels)
        found = choosing.by_talk(papers, sent, today, shown.filters.query, delivery.most)
        return replace(found, muted=muted)
    fresh = rows[~rows["paper_id"].isin(sent)]
    if not shown.filters.names_decision:
        fresh = fresh[fresh["decision"] == Decision.INBOX]
    ranked = by.sorted(fresh["paper_id"])
    listed = [each for each in ranked if by.passes(each, delivery.at_least)][: delivery.most]
    papers = entries(fresh.set_index("paper_id", drop=False).loc[listed], shown.digest_labels)
    left = sorted({*ranked} - {*listed})
    return replace(choosing.by_interest(papers, {each: by.why(each) for each in listed}, left, today), muted=muted)
