"""Invented papers with the oddities real ones have, for tests of the readers."""

from __future__ import annotations

import random
from dataclasses import dataclass

_NOUNS = [
    "attention",
    "transformers",
    "diffusion",
    "graphs",
    "proteins",
    "agents",
    "tokens",
    "memory",
    "retrieval",
    "vision",
    "speech",
    "robots",
    "molecules",
    "benchmarks",
    "gradients",
    "kernels",
    "prompts",
    "rewards",
    "policies",
    "embeddings",
    "pruning",
    "quantization",
    "causality",
    "fairness",
]
_VERBS = [
    "learn",
    "improve",
    "explain",
    "compress",
    "align",
    "predict",
    "route",
    "generate",
    "verify",
    "rank",
    "segment",
    "distil",
]
_ADJECTIVES = [
    "sparse",
    "causal",
    "efficient",
    "robust",
    "neural",
    "hierarchical",
    "adaptive",
    "multimodal",
    "open-ended",
    "long-context",
]
_PEOPLE = (
    "Ada Lovelace",
    "José García",
    "Yann Müller",
    "Xiǎo Wáng",
    "Jean-Luc Picard",
    "O. N. E. Name",
    "Łukasz Kaiser",
)
_ODD_TITLES = (
    "Music Transformer",
    "GPT-4 Technical Report",
    "What Is Attention? A Survey of 100% of It.",
    "$\\alpha$-Former: Models with <think> Tags and snake_case_names",
    "Large Language Models Are Human-Level Prompt Engineers",
    "C++ & \"Quotes\", Commas; and 'More'",
    "Über die Größe der Modelle",
    "Attention Is All You Need",
)
_TAILS = (
    " Code is available at https://github.com/lab/{name}_code.",
    " See https://{name}.github.io/demo/.",
    " The model emits <think> and </think> tags, costs $5 and uses 100% of file_name_{name}.",
    "",
    "",
)


@dataclass(frozen=True)
class Made:
    """One invented paper: what a reader should find."""

    number: str
    title: str
    abstract: str
    votes: int
    comments: int
    authors: tuple[str, ...]
    organisation: str
    published: str  # ISO
    stars: int


def made_papers(seed: int, count: int = 7) -> list[Made]:
    """`count` different papers, the same for the same seed."""
    rng = random.Random(seed)
    year, month = rng.choice([(2023, 11), (2024, 2), (2025, 7), (2026, 5)])
    odd = rng.sample(_ODD_TITLES, k=min(3, count))
    return [_paper(rng, place, odd, year, month) for place in range(count)]


def _paper(rng: random.Random, place: int, odd: list[str], year: int, month: int) -> Made:
    title = odd[place] if place < len(odd) else _title(rng, place)
    return Made(
        number=f"{year % 100:02d}{month:02d}.{rng.randrange(100, 90_000):05d}",
        title=title,
        abstract=_abstract(rng, place),
        votes=rng.choice([0, 1, 7, 63, 512]),
        comments=rng.randrange(1, 9),
        authors=tuple(rng.sample(_PEOPLE, k=rng.randrange(1, 5))),
        organisation=rng.choice(["", "ByteDance Seed", "Stanford University", "GitHub", "KAIST AI"]),
        published=f"{year}-{month:02d}-{rng.randrange(1, 29):02d}",
        stars=rng.choice([3, 120, 3_290, 86_100]),
    )


def _title(rng: random.Random, place: int) -> str:
    main = f"{rng.choice(_ADJECTIVES).title()} {rng.choice(_NOUNS).title()} {place}{rng.randrange(100)}"
    return f"{main}: How {rng.choice(_NOUNS).title()} {rng.choice(_VERBS).title()} {rng.choice(_NOUNS).title()}"


def _sentence(rng: random.Random, place: int) -> str:
    start = rng.choice(
        ["We show that", "Our method lets", "Experiments confirm that", "This paper asks whether", "However,"]
    )
    words = f"{rng.choice(_ADJECTIVES)} {rng.choice(_NOUNS)} {rng.choice(_VERBS)} {rng.choice(_NOUNS)}"
    return f"{start} {words} by {rng.randrange(2, 99)}.{place} points (e.g., on {rng.choice(_NOUNS)} [{place}])."


def _abstract(rng: random.Random, place: int) -> str:
    """Two to twelve sentences: far shorter and longer than any threshold would like."""
    sentences = [_sentence(rng, place) for _ in range(rng.choice([2, 3, 5, 12]))]
    name = f"{rng.choice(_NOUNS)}{rng.randrange(1000)}"
    return " ".join(sentences) + rng.choice(_TAILS).format(name=name)
