import pytest

from tests.finding.shelf import catalogue_of, paper


@pytest.fixture(scope="session")
def catalogue():
    """Seven papers that differ in everything that can be looked for."""
    return catalogue_of(
        paper("p1", "Causal discovery for GPT-4", "Vision-language models in C++ and Python.",
              digests=("spring", "may"), votes=30, published="2024-03-14", topic="causal",
              links=[("https://a.org/code", "code", "alive")],
              authors=("Zoë Müller",), keywords=("LLM", "causality"), near=("p2", "p4")),
        paper("p2", "Graph attention", "A causal graph of naïve estimators, 50% better.", digests=("spring",), votes=5,
              published="2024-03", topic="graphs", decision="starred", organisation="Deep Thought"),
        paper("p3", "Video diffusion", "Articles about art; we do not use graphs.", digests=("may",), topic="video",
              decision="hidden", links=[("https://b.org/m", "model", "dead"), ("https://b.org/d", "demo", "")]),
        paper("p4", "Vision language pretraining", "", digests=("may",), votes=100, published="2023-12-31",
              topic="video", tags=("To read", "video")),
        paper("p5", "C is not C++", "The C language: \"quoted\" text.", digests=("spring", "may"), decision="later",
              topic="", note="ask Ana"),
        paper("p6", "Cafe\u0301 ﬁne-tuning", "Łukasz counts 1,000 papers; GPT4 fails.", digests=("may",), votes=0,
              published="Mar 14", topic="causal", links=[("https://c.org", "project page", "alive")]),
        paper("p7", "Neural graph networks", "Networks, neural ones. Graph neural networks?", digests=("old",),
              published="2019", topic="graphs", arxiv_id="1901.00001", near=("p2", "p3", "gone")),
    )  # fmt: skip
