"""One link beside the list: what was seen, what it once was, and what a curator can do about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import streamlit as st

from components.links import history
from components.links.link_status import LinkStatus, age
from components.links.lookup.job import LookupJob, sources_for
from components.links.verdict import Verdict
from components.text import counted, short
from components.ui.links import link_list
from components.ui.shared.paper import link_actions
from components.ui.shared.papers_table.papers_table import title_of
from components.ui.shared.text import MUTED, anchor, escaped, host_and_path, plain
from components.workspace.jobs import registry
from components.workspace.view import View

_ACCEPTED_FOR = timedelta(days=30)  # proposed


def draw(view: View, one: LinkStatus) -> None:
    """The card of one link."""
    with st.container(key="link_card"):
        st.html(_head(one))
        _verdict(view, one)
        _acts(view, one)
        _decided(view, one)
        if not view.read_only:
            _services(view, one)
        _papers(view, one)


def _head(one: LinkStatus) -> str:
    words = anchor(one.link.url, host_and_path(one.link.url, 80))
    kind = f'<p style="{MUTED};margin:.2em 0 0">{escaped(one.link.kind.value)}'
    cue = f" · “{escaped(short(one.link.cue, 90))}”" if one.link.cue else ""
    cue += f" · looked up ({escaped(one.link.source)})" if one.link.source else ""
    return f'<h2 style="font-size:1.2em;line-height:1.3;margin:0;padding:0">{words}</h2>{kind}{cue}</p>'


def _verdict(view: View, one: LinkStatus) -> None:
    verdict = one.verdict
    if verdict is None:
        st.markdown(":gray[:material/radio_button_unchecked:] **Unchecked**")
        return
    state = verdict.state
    st.markdown(
        f":{state.colour}[:material/{state.icon}:] **{state.label}**: {plain(verdict.reason)}", help=state.meaning
    )
    facts = [str(verdict.status)] if verdict.status else []
    facts += [f"{verdict.seconds:.1f} s", f"checked {age(verdict.checked_at)}"]
    past = history.histories(view.engine, [verdict.url]).get(verdict.url)
    if past and past.checks > 1:
        facts.append(counted(past.checks, "check"))
        if past.failing_since:
            facts.append(f"failing since {past.failing_since[:10]}, on {counted(past.failing_days, 'day')}")
            facts.append(f"last alive {past.last_alive[:10]}" if past.last_alive else "never seen alive")
    st.caption(" · ".join(facts))
    if len(verdict.chain) > 1:
        st.html(_chain(verdict))


def _chain(verdict: Verdict) -> str:
    steps = "".join(f"<li>{anchor(url, host_and_path(url, 90))}</li>" for url in verdict.chain)
    return f'<ul style="{MUTED};margin:0;padding-left:1.2em">{steps}</ul>'


def _acts(view: View, one: LinkStatus) -> None:
    url, jobs = one.link.url, registry.link_jobs(view.workspace)
    with st.container(horizontal=True, gap="xsmall"):
        if one.offer() and not view.read_only:
            st.button(
                "Use the new address",
                icon=":material/forward:",
                type="primary",
                help=plain(one.offer()),
                on_click=_trying(link_actions.use),
                args=(view, url, one.offer()),
            )
        if not view.read_only:
            st.button(
                "Check again",
                icon=":material/refresh:",
                disabled=jobs.running,
                on_click=jobs.start,
                args=(view.engine, view.requester, [url]),
            )
            _menu("Accept", "task_alt", lambda: _accept_form(view, one))
            _menu("Replace", "swap_horiz", lambda: _replace_form(view, one))
            _menu("Note", "edit_note", lambda: _note_form(view, one))
        st.button(
            "Close",
            icon=":material/close:",
            type="tertiary",
            key="link_close",
            on_click=link_list.open_link,
            args=("",),
        )


def _menu(label: str, icon: str, fill: Callable[[], None]) -> None:
    menu = st.popover(label, icon=f":material/{icon}:", key=f"link_{label.lower()}", on_change="rerun")
    if menu.open:
        with menu:
            fill()


def _accept_form(view: View, one: LinkStatus) -> None:
    today = datetime.now(UTC).date()
    with st.form("link_accept_form", border=False):
        until = st.date_input(
            "Do not report this link until", today + _ACCEPTED_FOR, min_value=today, format="YYYY-MM-DD"
        )
        if st.form_submit_button("Accept", type="primary") and isinstance(until, date):
            link_actions.accept(view, one.link.url, until)
            st.rerun()


def _replace_form(view: View, one: LinkStatus) -> None:
    with st.form("link_replace_form", border=False):
        proposed = one.decision.replacement or one.offer()
        written = st.text_input("Address to use instead", proposed, placeholder="https://…")
        if st.form_submit_button("Replace", type="primary") and written.strip():
            try:
                link_actions.use(view, one.link.url, written)
            except link_actions.AddressError as error:
                st.error(plain(str(error)))
            else:
                st.rerun()


def _note_form(view: View, one: LinkStatus) -> None:
    with st.form("link_note_form", border=False):
        text = st.text_area(
            "Note", one.decision.note, max_chars=link_actions.LONGEST_NOTE, label_visibility="collapsed"
        )
        if st.form_submit_button("Save", type="primary"):
            link_actions.note(view, one.link.url, text)
            st.rerun()


def _decided(view: View, one: LinkStatus) -> None:
    """What stands decided, each with a way back."""
    url, decision = one.link.url, one.decision
    with st.container(gap="xsmall"):
        if decision.replacement:
            st.html(f"Use instead: {anchor(decision.replacement, host_and_path(decision.replacement, 80))}")
            _back(view, "Use the original address", _trying(link_actions.use), url, "")
        if decision.accepted_until:
            over = decision.accepted_until < datetime.now(UTC).date().isoformat()
            st.markdown(f"Accepted until {plain(decision.accepted_until)}{', which is over' if over else ''}")
            _back(view, "Stop accepting", link_actions.accept, url, None)
        if decision.note:
            st.markdown(plain(decision.note))


def _back(view: View, label: str, act: Callable[..., None], *arguments: object) -> None:
    if not view.read_only:
        st.button(label, icon=":material/close:", type="tertiary", on_click=act, args=(view, *arguments))


def _services(view: View, one: LinkStatus) -> None:
    jobs = registry.link_jobs(view.workspace)
    url, able = one.link.url, sources_for(one.link.url, one.verdict)
    if able and not view.read_only:
        with st.container(horizontal=True, gap="xsmall"):
            for source in able:
                st.button(
                    source.value,
                    icon=":material/help:",
                    key=f"ask_{source.name}",
                    on_click=jobs.ask,
                    args=(view.engine, view.requester, url, source),
                )
        if jobs.refused_question:
            st.caption("As many questions were asked as may be within an hour. Try again later.")
    asked = jobs.answers(url)
    if any(each.running for each in asked):
        _waiting(view, url)
    for each in asked:
        if not each.running:
            _answer(view, url, each)


@st.fragment(run_every="0.5s")
def _waiting(view: View, url: str) -> None:
    asked = registry.link_jobs(view.workspace).answers(url)
    if not any(each.running for each in asked):
        st.rerun()
    st.caption("Asking…")


def _answer(view: View, url: str, asked: LookupJob) -> None:
    if asked.error:
        st.warning(plain(asked.error), icon=":material/cloud_off:")
    for line in asked.result.lines:
        st.markdown(plain(line))
    for number, (name, address) in enumerate(asked.result.addresses):
        st.html(anchor(address, name))
        st.button(
            f"Use {plain(short(name, 50))}",
            icon=":material/swap_horiz:",
            key=f"use_{asked.source.name}_{number}",
            on_click=_trying(link_actions.use),
            args=(view, url, address),
        )


def _papers(view: View, one: LinkStatus) -> None:
    st.html(f"<b>{'Paper' if len(one.papers) == 1 else 'Papers'}</b>")
    with st.container(gap=None):
        for number, paper_id in enumerate(one.papers):
            st.button(
                plain(title_of(view, paper_id, 80)),
                type="tertiary",
                key=f"link_paper_{number}",
                on_click=link_list.open_paper,
                args=(paper_id,),
            )


def _trying(act: Callable[[View, str, str], None]) -> Callable[[View, str, str], None]:
    """A callback for a button: an address that cannot be used becomes a message, not an exception."""

    def run(view: View, url: str, address: str) -> None:
        try:
            act(view, url, address)
        except link_actions.AddressError as error:
            st.toast(plain(str(error)), icon=":material/error:")

    return run


def beside(view: View, url: str, found: list[LinkStatus]) -> None:
    """The card of the link an address names; a sentence where no shown paper has it."""
    one = next((each for each in found if each.link.url == url), None)
    if one is not None:
        draw(view, one)
        return
    st.info("None of the papers shown has this link.", icon=":material/link_off:")
    st.button("Close", key="link_close_missing", on_click=link_list.open_link, args=("",))
