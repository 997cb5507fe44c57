"""The gist is a sentence of the abstract, chosen by what people's summaries say."""

import numpy as np
import pytest

from components.landscape.embeddings.builtin import UnreadableModelError
from components.landscape.gist.gist import gists, model
from components.landscape.gist.reading import Vocabulary

PAPERS = [
    (
        "Sparse codes for language models",
        "Language models are large. Their cost is a growing concern, e.g. on phones. In this paper, we propose sparse "
        "codes for language models that need a tenth of the memory. Experiments on five benchmarks show no loss. Code "
        "is available at https://example.org/codes.",
        "In this paper, we propose sparse codes for language models that need a tenth of the memory.",
    ),
    (
        "Why do transformers forget? A causal study",
        "Forgetting has been observed since the 1980s. Many remedies were tried. However, its cause is unclear. We "
        "show that transformers forget because shared heads are overwritten. We thank nobody. The appendix has more.",
        "We show that transformers forget because shared heads are overwritten.",
    ),
    (
        "TabBench",
        "Tables are everywhere, yet models are rarely tested on them. We introduce TabBench, a benchmark of 10,000 "
        "questions about tables from 40 fields. The best model reaches 41.5%.",
        "We introduce TabBench, a benchmark of 10,000 questions about tables from 40 fields.",
    ),
]
GERMAN = "Wir stellen ein Verfahren vor."
TITLES, ABSTRACTS, WANTED = (list(column) for column in zip(*PAPERS, strict=True))


def test_the_sentence_that_says_what_the_paper_does_is_chosen_and_not_the_first():
    assert gists(TITLES, ABSTRACTS) == WANTED


def test_a_gist_does_not_depend_on_the_other_papers():
    alone = [gists([title], [abstract])[0] for title, abstract in zip(TITLES, ABSTRACTS, strict=True)]
    assert alone == gists([*TITLES, "X"] * 2, [*ABSTRACTS, ""] * 2)[:3] == WANTED


@pytest.mark.parametrize(
    ("abstract", "gist"),
    [
        ("", ""),
        ("  \n", ""),
        ("One sentence without a stop", "One sentence without a stop"),
        ("One  sentence\nover two lines.", "One sentence over two lines."),
        ("Wir stellen ein Verfahren vor. Es lernt Kausalgraphen. Wir zeigen, dass es schnell ist.", GERMAN),
        ("我们研究语言模型。我们提出一种新方法。实验表明它有效。", "我们研究语言模型。"),
        ("... --- ???", "... --- ???"),
        ("1. 2. 3.", "1. 2. 3."),
    ],
)
def test_what_has_no_choice_is_left_as_it_is(abstract, gist):
    assert gists(["A title"], [abstract]) == [gist]


def test_no_paper_has_no_gist_and_no_title_is_no_trouble():
    assert gists([], []) == []
    assert gists(["", "", ""], ABSTRACTS) == WANTED


def test_hostile_text_is_quoted_like_any_other():
    text = "Nothing works. We propose <script>alert(1)</script> to train agents on the web. It is bad."
    assert gists(["Agents on the web"], [text]) == ["We propose <script>alert(1)</script> to train agents on the web."]


def test_the_shipped_model_is_small_and_says_where_it_comes_from():
    from components.landscape.gist.gist import FILE

    assert FILE.stat().st_size < 1_000_000
    shipped = model()
    assert "SciTLDR" in shipped.card["trained_on"]
    assert len(shipped.words) == len(shipped.vocabulary.words) + len(shipped.pairs) + len(shipped.triples)
    assert (np.diff(shipped.pairs) > 0).all()
    assert (np.diff(shipped.triples) > 0).all()


def test_a_damaged_model_is_named(tmp_path):
    broken = tmp_path / "gist.npz"
    broken.write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(UnreadableModelError, match=r"gist\.npz"):
        model(broken)


def test_words_are_known_in_either_number_and_new_ones_by_their_stem():
    batch = Vocabulary(["<", ">", "0", "model"]).read(["Models"], [["A model, 12 models generalise."]])
    known = batch.tokens[batch.tokens < 4].tolist()
    assert known == [0, 3, 2, 3, 1]
    assert batch.title_tokens.tolist() == [3]
    assert batch.signs[0].tolist() == [1, 0, 2, 0]
