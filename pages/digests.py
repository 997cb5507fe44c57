"""Digests: what is loaded and what was done to it; loading more, taking out."""

import streamlit as st

from components.text import counted
from components.ui.digests import (
    add_digests,
    archive_list,
    digest_rows,
    duplicate_questions,
    fetch_form,
    model_choice,
    one_paper_form,
    source_form,
    source_list,
)
from components.ui.shared.completing import completing_form, completing_progress, likely_matches
from components.ui.shared.session import current

view = current()
library = view.library
appearances = len(library.appearances)
if library.digests:
    st.markdown(
        f"{counted(len(library.digests), 'digest')} with {counted(appearances, 'appearance')} "
        f"of {counted(len(library.papers), 'paper')}; {int((library.papers['seen'] > 1).sum())} are in more than one."
    )
else:
    st.info("No digest is loaded. Drop one below, or restore the bundled ones.", icon=":material/inbox:")
if not view.read_only:  # who only looks can give, take, start and stop nothing
    given = add_digests.files()
    with st.container(horizontal=True, gap="xsmall"):
        given += add_digests.from_folder() + add_digests.pasted()
        one_paper_form.menu(view)
        fetch_form.menu(view)
        source_form.menu(view)
        if len(library.papers):
            completing_form.menu(view)
    add_digests.add(view, given)
    one_paper_form.filled_in(view)
    one_paper_form.progress(view)
    fetch_form.progress(view)
    completing_progress.draw(view)
    add_digests.progress(view)
source_list.draw(view)
duplicate_questions.draw(view)
likely_matches.of_all(view)
digest_rows.draw(view)
archive_list.draw(view)
model_choice.draw()
