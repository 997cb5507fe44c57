"""Links with their verdicts as CSV, JSON or Markdown, one row an address."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping

from components.links.link_status import LinkStatus
from components.sharing.formats.csv_table import guard
from components.sharing.formats.markdown import escaped, link

HEADER = (
    "url", "kind", "host", "state", "status", "final_url", "chain", "reason", "seconds", "checked_at", "accepted_until",
    "replacement", "note", "source", "papers",
)  # fmt: skip


def rows(standings: Iterable[LinkStatus], titles: Mapping[str, str] | None = None) -> list[dict[str, object]]:
    """Plain values; papers by their titles where `titles` knows them, else by their ids."""
    known = titles or {}
    found: list[dict[str, object]] = []
    for one in standings:
        verdict, decision = one.verdict, one.decision
        found.append(
            {
                "url": one.link.url,
                "kind": one.link.kind.value,
                "host": one.host,
                "state": verdict.state.value if verdict else "unchecked",
                "status": verdict.status if verdict else None,
                "final_url": verdict.final_url if verdict else "",
                "chain": list(verdict.chain) if verdict else [],
                "reason": verdict.reason if verdict else "",
                "seconds": verdict.seconds if verdict else None,
                "checked_at": verdict.checked_at if verdict else "",
                "accepted_until": decision.accepted_until,
                "replacement": decision.replacement,
                "note": decision.note,
                "source": one.link.source,
                "papers": [known.get(paper_id, paper_id) for paper_id in one.papers],
            }
        )
    return found


def to_csv(standings: Iterable[LinkStatus], titles: Mapping[str, str] | None = None) -> bytes:
    """A CSV file that spreadsheets open safely: UTF-8 with a byte order mark, lines ended by CR LF (RFC 4180)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADER)
    for row in rows(standings, titles):
        writer.writerow([guard(_cell(row[name])) for name in HEADER])
    return out.getvalue().encode("utf-8-sig")


def to_json(standings: Iterable[LinkStatus], titles: Mapping[str, str] | None = None) -> str:
    """A JSON array of objects."""
    return json.dumps(rows(standings, titles), ensure_ascii=False, indent=2) + "\n"


def to_markdown(standings: Iterable[LinkStatus], titles: Mapping[str, str] | None = None) -> str:
    """A list, a link a line: its address, its state with the reason, its papers."""
    lines = []
    for row in rows(standings, titles):
        state_and_reason = f"{row['state']}: {row['reason']}" if row["reason"] else str(row["state"])
        shown = link(str(row["url"]), str(row["replacement"] or row["url"]))
        papers = row["papers"] if isinstance(row["papers"], list) else []
        lines.append(
            f"- {shown} ({escaped(state_and_reason)}) {'; '.join(escaped(str(title)) for title in papers)}".rstrip()
        )
    return "\n".join([*lines, ""])


def _cell(value: object) -> str:
    if value is None:
        return ""
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
