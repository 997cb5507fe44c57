"""What services say about the open paper, each value with who says it, in which record and since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from components.enrichment.facts import Fact, Field, Verdict
from components.text import cited_by, counted
from components.ui.shared.paper.citations import short_day
from components.ui.shared.text import MUTED, anchor, escaped, host_and_path
from components.workspace.view import View

_ONE_LINE = (Field.CITATIONS, Field.STARS, Field.VOTES)  # numbers: every service's, never added
_LINKS = {Field.CODE: "code", Field.PROJECT: "project page", Field.OPEN_ACCESS: "free copy"}


def html(view: View, paper_id: str) -> str:
    """Lines under a paper's text; "" where no service was asked or none knows it."""
    facts = view.facts_of(paper_id)
    if not facts:
        return ""
    sure = [fact for fact in facts if fact.verdict is Verdict.SURE]
    lines = [
        _warning(sure),
        _numbers(sure, view.first_numbers_of(paper_id)),
        _texts(sure),
        _links(sure),
    ]
    return "".join(f'<p style="{MUTED};margin:.3em 0">{line}</p>' for line in lines if line)


def _warning(facts: Sequence[Fact]) -> str:
    for fact in facts:
        if fact.field == Field.RETRACTED and fact.value is True:
            return f"<b>Retracted or withdrawn</b>, says {_source(fact)}"
    return ""


def _numbers(facts: Sequence[Fact], first: Mapping[tuple[str, str], tuple[str, int]]) -> str:
    """Counts, each with its first value where that was another; `first` is (field, service) → (day, count)."""
    words = []
    for fact in facts:
        if fact.field in _ONE_LINE and isinstance(fact.value, int):
            number = {
                Field.CITATIONS: cited_by(fact.value),
                Field.STARS: counted(fact.value, "star"),
                Field.VOTES: counted(fact.value, "vote"),
            }[Field(fact.field)]
            archived = any(each.field == Field.ARCHIVED and each.value is True for each in facts)
            number += ", archived" if fact.field == Field.STARS and fact.service == "GitHub" and archived else ""
            day, before = first.get((fact.field, fact.service), ("", fact.value))
            number += f" ({before:,} on {short_day(day)})" if before != fact.value else ""
            words.append(f"{number} · {_source(fact)}")
    return "; ".join(words)


def _texts(facts: Sequence[Fact]) -> str:
    """Venue, categories and the authors' comment, each from who is believed first."""
    found: dict[str, Fact] = {}
    for fact in facts:
        if fact.field in (Field.VENUE, Field.CATEGORIES, Field.COMMENT):
            found.setdefault(fact.field, fact)
    return "; ".join(f"{escaped(_written(fact))} · {_source(fact)}" for fact in found.values())


def _links(facts: Sequence[Fact]) -> str:
    seen: dict[str, str] = {}
    for fact in facts:
        if fact.field in _LINKS and isinstance(fact.value, str) and fact.value not in seen:
            seen[fact.value] = (
                f"{_LINKS[Field(fact.field)]} {anchor(fact.value, host_and_path(fact.value))} · {_source(fact)}"
            )
    return "; ".join(seen.values())


def _written(fact: Fact) -> str:
    return ", ".join(fact.value) if isinstance(fact.value, tuple) else str(fact.value)


def _source(fact: Fact) -> str:
    """ "OpenAlex, 3 Nov", a link to the record, with the whole date as a tooltip."""
    words = f"{fact.service}, {short_day(fact.date)}"
    shown = anchor(fact.record, words) if fact.record else escaped(words)
    return f'<span title="{escaped(f"{fact.service} said so on {fact.date[:10]}")}">{shown}</span>'
