"""Digests: what is loaded and what was done to it; loading more, taking out."""

import streamlit as st

from components.ui import digest_rows, fetching, intake, model_choice
from components.ui.text import counted
from components.ui.visit import current

visit = current()
library = visit.library
sightings = len(library.sightings)
if library.digests:
    st.markdown(
        f"{counted(len(library.digests), 'digest')} with {counted(sightings, 'sighting')} "
        f"of {counted(len(library.papers), 'paper')}; {int((library.papers['seen'] > 1).sum())} are in more than one."
    )
else:
    st.info("No digest is loaded. Drop one below, or bring the bundled ones back.", icon=":material/inbox:")
given = intake.files()
with st.container(horizontal=True, gap="xsmall"):
    given += intake.from_folder() + intake.pasted()
    fetching.menu(visit)
intake.take_in(visit, given)
fetching.progress(visit)
intake.show_news()
digest_rows.doubtful(visit)
digest_rows.draw(visit)
model_choice.draw()
