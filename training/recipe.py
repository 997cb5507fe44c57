"""Everything that shapes the vectors, as they were shipped; README.md says what the values were chosen on."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Views:
    """How often each way to get two texts out of one paper is taken; shares of the papers of a batch."""

    title: float = 0.4  # title | abstract
    halves: float = 0.15  # half of the sentences | the others
    sentence: float = 0.45  # one sentence, that with a cue more often than chance | the rest


@dataclass(frozen=True, slots=True)
class Recipe:
    """The training and the cut to the shipped size."""

    learnt_words: int = 40_000  # learnt along with the others: rare words take what would blur the commoner ones
    learnt_pairs: int = 30_000
    least: int = 4  # papers that say a word that is learnt
    words: int = 32_000  # shipped, the commonest
    features: int = 60_000  # shipped, words and pairs
    dimensions: int = 384
    batch: int = 4_096
    epochs: float = 75
    temperature: float = 0.05
    dropout: float = 0.3  # share of a text's features hidden in each view
    rate: float = 2e-3
    weight_rate: float = 2e-2  # of the features' weights: one number for 384, so it may move faster
    views: Views = field(default_factory=Views)
    summaries: int = 512  # of a batch: papers whose summary by a person stands in the place of the title
    distillation: float = 0.8  # share of the loss that imitates the teacher
    teacher_temperature: float = 0.1
    student_temperature: float = 0.07
    random_state: int = 0
