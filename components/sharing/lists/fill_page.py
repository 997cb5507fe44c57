"""The page of a list that several people fill: its papers by votes, and the forms to add, to vote and to remark.

It needs no script: each form posts, and the page comes back. All text, of papers and of people, is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from components.curation.group_lists.contributions import (
    LONGEST_NAME,
    LONGEST_REMARK,
    ListedPaper,
    Person,
)
from components.curation.group_lists.lists import GroupList
from components.sharing.agents.references import LONGEST
from components.sharing.formats import web_page
from components.sharing.formats.entry import Entry, one_line
from components.sharing.lists.filling import entry_of
from components.text import counted

STYLE = """
.intro { white-space: pre-wrap; } form, button, input, textarea, summary, .notice, .people, .votes {
  font-family: system-ui, sans-serif; }
button, input, textarea { font-size: 1rem; color: inherit; background: var(--page); border: 1px solid var(--soft);
  border-radius: .4rem; padding: .45rem .8rem; } button { cursor: pointer; } textarea { width: 100%; }
button:hover { border-color: var(--link); color: var(--link); }
*, ::before { box-sizing: border-box; } :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.main { background: var(--link); border-color: var(--link); color: var(--page); }
.main:hover { color: var(--page); filter: brightness(1.1); }
.line { display: flex; flex-wrap: wrap; gap: .5rem; margin: .8rem 0 .3rem; }
.line input { flex: 1 1 14rem; min-width: 0; }
.notice { border-left: 4px solid var(--link); padding: .5rem .8rem; margin: 1rem 0; background: var(--tint); }
article { display: grid; grid-template-columns: 4.2rem minmax(0, 1fr); column-gap: 1rem; }
.votes { text-align: center; } .votes b { display: block; font-size: 1.3rem; } .votes small { color: var(--soft); }
.votes button { width: 100%; padding: .3rem; margin-top: .3rem; }
.votes button[aria-pressed=true] { background: var(--tint); border-color: var(--link); color: var(--link); }
details { margin: .4rem 0; } summary { cursor: pointer; color: var(--soft); font-size: .875rem; }
.remark { border-left: 3px solid var(--line); padding-left: .8rem; white-space: pre-wrap; margin: .5rem 0; }
.people { font-size: .875rem; } .people td, .people th { text-align: left; padding: .25rem .8rem .25rem 0; }
.people button, .small { font-size: .875rem; padding: .2rem .6rem; } .wide { overflow-x: auto; }
:root { --tint: light-dark(#eef3ff, #1b2440); }
"""
HIDDEN = '<input type="hidden" name="paper" value="{}">'
ADDED = "already on the list"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who looks at the page: a person who takes part, the list's owner, both or neither."""

    person: Person | None = None
    is_owner: bool = False


def to_text(
    group: GroupList,
    papers: Sequence[ListedPaper],
    people: Sequence[Person],
    visitor: Visitor,
    notice: str = "",
) -> str:
    """The page; `notice` is a sentence on what became of the last press."""
    anchors = {listed.paper_id: f"p{number}" for number, listed in enumerate(papers, 1)}
    return "".join(
        [
            _head(group, f"{counted(len(papers), 'paper')} · {counted(len(people), 'person', 'people')}", notice),
            _beginning(group, visitor, f"{group.address}/search"),
            "" if papers else "<p>Nothing is on this list yet.</p>\n",
            *(_paper(listed, anchors[listed.paper_id], group, visitor) for listed in papers),
            _people(papers, people) if visitor.is_owner and people else "",
            web_page.FOOT,
        ]
    )


def search_page(
    group: GroupList, query: str, found: Sequence[Entry], listed: Sequence[str], visitor: Visitor, notice: str = ""
) -> str:
    """What a search among the papers found; `listed` are the ids of those that are on the list already."""
    nothing = (
        "No paper here has these words. Only papers that the owner of this list has can be added: try fewer words, "
        "or the title."
    )
    return "".join(
        [
            _head(group, f'<a href="../{escape(group.address)}">Back to the list</a>', notice, is_found=True),
            _search_form("search", query),
            "" if found or not query.strip() else f'<p role="status">{nothing}</p>\n',
            *(_found(entry, entry.paper_id in listed, visitor) for entry in found),
            web_page.FOOT,
        ]
    )


def _head(group: GroupList, about: str, notice: str, *, is_found: bool = False) -> str:
    title = f"Add to “{group.title}”" if is_found else group.title
    head = web_page.HEAD.format(title=escape(one_line(title)), style=web_page.STYLE + STYLE, about=about)
    introduction = f'<p class="intro">{escape(group.introduction)}</p>\n' if group.introduction and not is_found else ""
    return f"{head}{_notice(notice)}{introduction}"


def _notice(words: str) -> str:
    return f'<p class="notice" role="alert">{escape(words)}</p>\n' if words else ""


def _beginning(group: GroupList, visitor: Visitor, search: str) -> str:
    """What somebody can do here: give a name, then search; nothing where the list is closed."""
    if not group.is_open:
        return '<p class="notice">This list is closed: it can be read, and nothing be added.</p>\n'
    if visitor.person is None:
        own = _search_form(search, "") + '<p class="about">This list is yours.</p>\n' if visitor.is_owner else ""
        return own + (
            '<form method="post" class="line"><input type="hidden" name="act" value="join">'
            f'<input name="name" required maxlength="{LONGEST_NAME}" aria-label="Your name" placeholder="Your name" '
            'autocomplete="nickname"><button class="main">Take part</button></form>\n'
            '<p class="about">Add papers, vote, remark. No account: your name stands beside what you add, and a '
            "cookie remembers it.</p>\n"
        )
    name = escape(visitor.person.name)
    return f'{_search_form(search, "")}<p class="about">You take part as <b>{name}</b>.</p>\n'


def _search_form(action: str, query: str) -> str:
    return (
        f'<form method="get" action="{escape(action)}" class="line" role="search">'
        f'<input type="search" name="q" value="{escape(query)}" maxlength="{LONGEST}" required '
        'aria-label="Find a paper to add" placeholder="Words, title, address or arXiv number">'
        '<button class="main">Find a paper</button></form>\n'
    )


def _paper(listed: ListedPaper, anchor: str, group: GroupList, visitor: Visitor) -> str:
    entry, person = entry_of(listed), visitor.person if group.is_open else None
    mine = person is not None and any(each == person.id for each, _ in listed.voters)
    remarks = "".join(
        f'<p class="remark"><b>{escape(each.name)}:</b> {escape(each.text)}</p>\n' for each in listed.remarks
    )
    parts = [
        _about(entry),
        f'<p class="about">Added by {escape(listed.added_by or "the owner of this list")}'
        + (
            f" · voted: {escape(', '.join(name for _, name in listed.voters))}"
            if visitor.is_owner and listed.voters
            else ""
        )
        + "</p>\n",
        remarks,
        _remark_form(listed, anchor, person) if person else "",
        _remove_form(listed, anchor, person, visitor),
    ]
    return (
        f'<article id="{anchor}"><div class="votes"><b>{listed.votes}</b>'
        f"<small>{'vote' if listed.votes == 1 else 'votes'}</small>{_vote_form(listed, anchor, mine) if person else ''}"
        f"</div><div>{''.join(parts)}</div></article>\n"
    )


def _about(entry: Entry) -> str:
    shown = escape(one_line(entry.title))
    heading = f'<a href="{escape(entry.url)}" rel="noopener noreferrer">{shown}</a>' if entry.url else shown
    about = [", ".join(entry.authors[:6]) + (" …" if len(entry.authors) > 6 else ""), entry.venue, entry.published]
    line = " · ".join(escape(one_line(each)) for each in about if each.strip())
    abstract = escape(one_line(entry.abstract))
    gist = escape(one_line(entry.gist))
    return "".join(
        [
            f"<h2>{heading}</h2>\n",
            f'<p class="about">{line}</p>\n' if line else "",
            f"<p>{gist}</p>\n" if gist else "",
            f"<details><summary>Abstract</summary><p>{abstract}</p></details>\n"
            if abstract and abstract != gist
            else "",
        ]
    )


def _post(act: str, paper_id: str, anchor: str, content: str) -> str:
    return (
        f'<form method="post"><input type="hidden" name="act" value="{act}">{HIDDEN.format(escape(paper_id))}'
        f'<input type="hidden" name="at" value="{anchor}">{content}</form>'
    )


def _vote_form(listed: ListedPaper, anchor: str, mine: bool) -> str:
    label = f"Vote for {one_line(listed.paper.title)}"
    button = f'<button aria-pressed="{"true" if mine else "false"}" aria-label="{escape(label)}">▲</button>'
    return _post("unvote" if mine else "vote", listed.paper_id, anchor, button)


def _remark_form(listed: ListedPaper, anchor: str, person: Person) -> str:
    own = next((each.text for each in listed.remarks if each.person == person.id), "")
    label = f"Your remark on {one_line(listed.paper.title)}"
    content = (
        f'<textarea name="remark" rows="3" maxlength="{LONGEST_REMARK}" aria-label="{escape(label)}">'
        f"\n{escape(own)}</textarea><button>Save</button>"  # the first line end in it is not part of the text (HTML)
    )
    words = "Change your remark" if own else "Remark"
    return f"<details><summary>{words}</summary>{_post('remark', listed.paper_id, anchor, content)}</details>\n"


def _remove_form(listed: ListedPaper, anchor: str, person: Person | None, visitor: Visitor) -> str:
    """A button for the owner, and for who added a paper that nobody else has touched."""
    touched = [each for each, _ in listed.voters] + [each.person for each in listed.remarks]
    own = person is not None and listed.adder == person.id and set(touched) <= {person.id}
    if not visitor.is_owner and not own:
        return ""
    label = f"Remove {one_line(listed.paper.title)}"
    return _post(
        "remove", listed.paper_id, anchor, f'<button class="small" aria-label="{escape(label)}">Remove</button>'
    )


def _found(entry: Entry, is_listed: bool, visitor: Visitor) -> str:
    label = f"Add {one_line(entry.title)}"
    button = (
        f'<p class="about">{ADDED.capitalize()}</p>'
        if is_listed
        else f'<form method="post">{HIDDEN.format(escape(entry.paper_id))}'
        f'<button aria-label="{escape(label)}">Add</button></form>'
    )
    return (
        f'<article><div class="votes">{button if visitor.person or visitor.is_owner else ""}</div>'
        f"<div>{_about(entry)}</div></article>\n"
    )


def _people(papers: Sequence[ListedPaper], people: Sequence[Person]) -> str:
    """Who took part and what they did, for the owner alone."""
    rows = []
    for person in people:
        added = sum(listed.adder == person.id for listed in papers)
        voted = sum(any(each == person.id for each, _ in listed.voters) for listed in papers)
        remarked = sum(any(each.person == person.id for each in listed.remarks) for listed in papers)
        button = (
            '<form method="post"><input type="hidden" name="act" value="remove_person">'
            f'<input type="hidden" name="person" value="{escape(person.id)}">'
            f'<button aria-label="Remove {escape(person.name)}">Remove</button></form>'
        )
        rows.append(
            f"<tr><th scope='row'>{escape(person.name)}</th><td>{escape(person.at[:10])}</td><td>{added}</td>"
            f"<td>{voted}</td><td>{remarked}</td><td>{button}</td></tr>\n"
        )
    heads = "".join(f"<th scope='col'>{each}</th>" for each in ("Name", "Since", "Added", "Votes", "Remarks", "Person"))
    return (
        '<section class="people"><h2>Who takes part</h2><p class="about">Only you see this. Removing somebody removes '
        f'what they added, voted and said.</p><div class="wide"><table><tr>{heads}</tr>\n{"".join(rows)}</table></div>'
        "</section>\n"
    )
