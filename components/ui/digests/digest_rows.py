"""The loaded digests, a row each: recognised as, counts, what was done to their text, and taking them out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from components.curation.workspaces import archive, uploads
from components.papers.paper import Digest
from components.papers.records import digest_mark
from components.papers.report import FileReport, Note
from components.text import counted
from components.ui.digests.digest_groups import Month, grouped
from components.ui.shared.text import MUTED, escaped, plain
from components.workspace import assembly, intake
from components.workspace.view import View

_FOLDED = "margin-top:.4em;contain:inline-size"  # unfolded it takes no place from the button beside it
_MOST_NOTES = 100  # of a kind that are shown: a digest of thousands may have one a paper
_KINDS = {
    "refused": "Refused",
    "unknown": "Not understood",
    "doubtful": "Perhaps the same paper",
    "repaired": "Repaired",
    "merged": "Merged",
}


def draw(view: View) -> None:
    """Draw a row for every digest, then the bundled ones that were taken out."""
    reports = {report.digest_id: report for report in view.library.reports if report.digest_id}
    archived = {each.mark for each in archive.archived(view.engine, view.workspace)} if view.archived else set()
    here = [each for each in view.library.digests if digest_mark(each.digest_id) not in archived]
    alone, months = grouped(here, lambda digest: digest.name)
    for digest in alone:
        _row(view, digest, reports.get(digest.digest_id))
    for month in months:
        _month(view, month, reports)
    for report in view.library.reports:
        if report.error:
            _unread(view, report)
    bundled = assembly.bundled_by_id()
    for digest_id in sorted(view.hidden_digest_ids & bundled.keys()):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{plain(bundled[digest_id].name)} was removed", width="content")
            st.button(
                "Restore",
                icon=":material/undo:",
                key=f"restore_{digest_id}",
                on_click=uploads.restore,
                args=(view.engine, view.workspace, digest_id),
            )


def _month(view: View, month: Month[Digest], reports: Mapping[str, FileReport]) -> None:
    """The digests of a month, folded: their rows are drawn once somebody unfolds them."""
    papers = sum(digest.papers for digest in month.items)
    words = f"{plain(month.label)} · {counted(len(month.items), 'digest')}, {counted(papers, 'paper')}"
    key = f"month_{month.source}_{month.month}"
    opened = st.expander(words, key=key, on_change="rerun")
    if not opened.open:
        return
    with opened:
        if not view.read_only:
            st.button(
                "Archive this month",
                icon=":material/archive:",
                key=f"archive_{key}",
                on_click=archive_digests,
                args=(view, [digest.digest_id for digest in month.items]),
            )
        for digest in month.items:
            _row(view, digest, reports.get(digest.digest_id))


def _unread(view: View, report: FileReport) -> None:
    """A file that is kept and cannot be read: why, and a way to be rid of it."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.error(plain(f"“{report.name}”: {report.error}"), icon=":material/error:")
        if report.content_hash:
            st.button(
                "Remove",
                icon=":material/remove_circle_outline:",
                type="tertiary",
                key=f"remove_{report.content_hash[:12]}",
                on_click=uploads.remove_content,
                args=(view.engine, view.workspace, report.content_hash),
            )


def _row(view: View, digest: Digest, report: FileReport | None) -> None:
    dated = digest.label.casefold().endswith(digest.date.casefold())  # as files named by their day are
    date = "" if dated else f" · {escaped(digest.date)}"
    with st.container(border=True, horizontal=True):
        st.html(
            f"<b>{escaped(digest.label)}</b>{date}<br>"
            f'<span style="{MUTED}">{escaped(digest.name)} · read as {escaped(digest.shape)}</span><br>'
            f"<span>{_counts(digest, report)}</span>{_done(report)}"
        )
        if not (view.read_only or digest.digest_id in assembly.bundled_by_id()):
            st.button(
                "Archive",
                icon=":material/archive:",
                type="tertiary",
                key=f"archive_{digest.digest_id}",
                help="Leaves every page and count; its papers are still found when archived ones are asked for.",
                on_click=archive_digests,
                args=(view, [digest.digest_id]),
            )
        st.button(
            "Remove",
            icon=":material/remove_circle_outline:",
            type="tertiary",
            key=f"remove_{digest.digest_id}",
            on_click=remove,
            args=(view, digest.digest_id),
        )


def _counts(digest: Digest, report: FileReport | None) -> str:
    parts = [counted(digest.papers, "paper")]
    if report:
        parts += [f"{report.merged} merged"] if report.merged else []
        parts += [f"{report.repaired} repaired"] if report.repaired else []
        parts += [f"{report.refused} refused"] if report.refused else []
        parts += [f"{counted(report.unknown, 'part')} not understood"] if report.unknown else []
        parts += [f"<b>{counted(report.missed, 'arXiv number')} not read</b>"] if report.missed else []
    return " · ".join(parts)


def _done(report: FileReport | None) -> str:
    """What was done to a digest's text, folded away; the browser unfolds it without a word to the server."""
    notes = report.notes if report else ()
    lists = "".join(_notes(title, [note for note in notes if note.kind == kind]) for kind, title in _KINDS.items())
    if not lists:
        return ""
    return f'<details style="{_FOLDED}"><summary>How it was read</summary>{lists}</details>'


def _notes(title: str, notes: list[Note]) -> str:
    if not notes:
        return ""
    items = "".join(f"<li>{_note(note)}</li>" for note in notes[:_MOST_NOTES])
    items += f"<li>and {len(notes) - _MOST_NOTES:,} more</li>" if len(notes) > _MOST_NOTES else ""
    count = sum(note.count for note in notes)
    return f'<div style="margin:.4em 0 0"><b>{title} ({count:,})</b></div><ul style="padding-left:1.2em">{items}</ul>'


def _note(note: Note) -> str:
    lines = ""
    if note.lines:
        first, last = note.lines
        lines = f"line {first}" if first == last else f"lines {first}–{last}"
    about = f"<i>{escaped(note.paper)}</i>: " if note.paper else ""
    where = f' <span style="{MUTED}">{lines}</span>' if lines else ""
    return f"{about}{escaped(note.sentence)}{where}"


def archive_digests(view: View, digest_ids: Sequence[str]) -> None:
    """Archive digests."""
    intake.keep_current_map(view)
    archive.archive(view.engine, view.workspace, map(digest_mark, digest_ids))


def remove(view: View, digest_id: str) -> None:
    """Take a digest out: a bundled one is hidden, another is gone."""
    intake.keep_current_map(view)
    if digest_id in assembly.bundled_by_id():
        uploads.hide(view.engine, view.workspace, digest_id)
    else:
        uploads.remove(view.engine, view.workspace, digest_id)
