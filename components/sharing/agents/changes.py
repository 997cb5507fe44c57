"""What a program may change in a workspace; every change is one step that Undo takes back on the page Picks."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from components.curation import shared_lists
from components.curation.annotations import decisions, notes, tags
from components.curation.annotations.decisions import Decision
from components.sharing.agents.questions import MOST, list_address
from components.sharing.agents.references import QuestionError, paper_id_of, paper_ids_of
from components.sharing.lists import snapshot
from components.workspace import allowances
from components.workspace.allowances import Allowance
from components.workspace.view import View

MOST_LISTED = 200  # papers of a list


def decide(view: View, papers: Sequence[str], decision: str = Decision.STARRED) -> dict[str, Any]:
    """Star papers, keep them for later, hide them, or put them back into the inbox."""
    try:
        chosen = Decision(decision)
    except ValueError as trouble:
        raise QuestionError(f"“{decision[:40]}” is no decision. There are: {', '.join(Decision)}.") from trouble
    found = paper_ids_of(view, papers, MOST)
    changed = decisions.decide(
        view.engine, view.workspace, dict.fromkeys(found, chosen), _batch(), view.library.earlier
    )
    return {"decision": str(chosen), "papers": found, "changed": changed}


def tag(view: View, papers: Sequence[str], name: str, remove: bool = False) -> dict[str, Any]:
    """Give papers a tag, or take it from them."""
    found = paper_ids_of(view, papers, MOST)
    try:
        name = tags.clean_name(name)
        if remove:
            changed = tags.untag(view.engine, view.workspace, found, name, _batch(), view.library.earlier)
        else:
            changed = tags.tag(view.engine, view.workspace, found, name, _batch())
    except tags.TagError as trouble:
        raise QuestionError(str(trouble)) from trouble
    return {"tag": name, "papers": found, "changed": changed}


def note(view: View, paper: str, text: str) -> dict[str, Any]:
    """Write the note of a paper in place of what stood there; an empty text removes it."""
    paper_id = paper_id_of(view, paper)
    before = view.by_id.at[paper_id, "note"]
    try:
        changed = notes.write(view.engine, view.workspace, paper_id, text, _batch(), view.library.earlier)
    except notes.NoteError as trouble:
        raise QuestionError(str(trouble)) from trouble
    return {"paper_id": paper_id, "changed": int(changed), "before": before}


def share_list(view: View, title: str, papers: Sequence[str], introduction: str = "") -> dict[str, Any]:
    """Share papers as a list at an address of its own: anybody who has it can read it. Without notes and decisions."""
    found = paper_ids_of(view, papers, MOST_LISTED)
    rows = view.catalogue.iloc[[view.rows[paper_id] for paper_id in found]]
    content = snapshot.take(rows, view.digest_labels, view.analysis, with_notes=False)
    grant = allowances.take_all(view.engine, Allowance.KEPT, view.requester, len(content))
    if grant is None:
        raise QuestionError(allowances.KEPT_MUCH)
    try:
        shared = shared_lists.share(view.engine, view.workspace, title, introduction, len(found), content)
    except shared_lists.ListError as trouble:
        allowances.give_back(view.engine, grant, grant.amount)
        raise QuestionError(str(trouble)) from trouble
    return {"title": shared.title, "papers": len(found), "address": list_address(shared.address)}


def _batch() -> str:
    return uuid.uuid4().hex
