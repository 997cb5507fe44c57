"""What answers a visitor's click runs in the server, so neither importing nor using it may load a heavy library."""

from __future__ import annotations

import subprocess
import sys

USE = """
import sys
from components.landscape.insights import contrast, growth, placement, reading_order
from components.landscape.layout import alignment, initial_positions
from components.landscape.embeddings.terms import paper_texts
from components.landscape.embeddings.models import embed
from tests.landscape.conftest import made_up_papers
from tests.landscape.hand_made import analysis_of

papers = made_up_papers(24)
vectors = embed(paper_texts(papers["title"].tolist(), papers["abstract"].tolist()))
analysis = analysis_of(vectors)
placement.place_text(placement.prepare_reference_map(analysis, vectors), "Speech", "A vocoder for speech.")
contrast.contrast(papers, papers["paper_id"][::4], papers["paper_id"][1::4], vectors)
reading_order.plan_reading_order(analysis.paper_ids, vectors, 9)
growth.growth(analysis, analysis.paper_ids[-5:])
new = initial_positions.place_new_papers(vectors, vectors, analysis.xy)
alignment.align_maps(new.xy, analysis.xy)
print(sorted({name.split(".")[0] for name in sys.modules} & {"sklearn", "umap", "numba", "scipy", "torch"}))
"""


def test_answers_load_nothing_heavy():
    done = subprocess.run([sys.executable, "-c", USE], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
