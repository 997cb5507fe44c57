"""Links: which code and demo links live."""

import streamlit as st

from components.settings import settings
from components.ui import link_list, loaders, paper_card, states
from components.ui.text import counted
from components.ui.visit import current

visit = current()
if states.explains_emptiness(visit):
    st.stop()

frame = link_list.rows(visit)
urls = link_list.urls(frame)[: settings().links_at_once]
if not urls:
    st.info("The papers shown have no link in their abstracts.", icon=":material/link_off:")
    st.stop()

desk = loaders.link_desk(visit.workspace)
unchecked = [url for url in urls if url not in visit.verdicts]
with st.container(horizontal=True, gap="small", vertical_alignment="center"):
    st.markdown(link_list.totals(frame), width="content")
    if not desk.running:
        st.button(
            f"Check {counted(len(unchecked or urls), 'link')}{'' if unchecked else ' again'}",
            icon=":material/network_check:",
            type="primary",
            help="Asks each site once, politely; nothing is sent but the address",
            on_click=desk.start,
            args=(visit.engine, unchecked or urls),
        )
link_list.progress(visit)

with paper_card.beside(visit):
    link_list.table(visit, frame, "links")
    link_list.notable(frame)
