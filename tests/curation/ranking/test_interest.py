import numpy as np
import pytest

from components.curation.ranking.interest import NoPicksError, features, rank

SUBJECTS = {
    "causal": "causal effect intervention confounder counterfactual treatment graph identification",
    "video": "video frame motion temporal clip action caption camera",
    "speech": "speech audio phoneme speaker acoustic voice transcript waveform",
}


@pytest.fixture(scope="module")
def papers():
    """120 papers on three subjects; the id says which. Half of each paper's words are its subject's, half noise."""
    generator = np.random.default_rng(0)
    noise = [f"noise{number}" for number in range(60)]
    texts = {}
    for subject, words in SUBJECTS.items():
        for number in range(40):
            chosen = [*generator.choice(words.split(), 6), *generator.choice(noise, 6)]
            texts[f"{subject}-{number}"] = " ".join(chosen)
    return features(texts)


def share(ids, subject, first=30):
    return sum(each.startswith(subject) for each in ids[:first]) / first


@pytest.mark.parametrize("picks", [1, 2, 5, 20, 39])
def test_papers_like_the_picks_come_first(papers, picks):
    chosen = [f"causal-{number}" for number in range(picks)]
    best = rank(papers, chosen).best(set(papers.paper_ids) - set(chosen))
    assert len(best) == 120 - picks
    assert share(best, "causal", min(30, 40 - picks)) > 0.9


def test_papers_put_away_push_their_like_down(papers):
    picks = ["causal-0", "video-0"]
    before = rank(papers, picks).best()
    after = rank(papers, picks, [f"video-{number}" for number in range(1, 8)]).best()
    place = {
        name: np.mean([ids.index(f"video-{n}") for n in range(8, 40)]) for name, ids in (("b", before), ("a", after))
    }
    assert place["a"] > place["b"] + 5


def test_the_same_decisions_give_the_same_order_whatever_their_order(papers):
    picks, rejects = ["causal-1", "causal-2", "video-3"], ["speech-1", "speech-2"]
    assert rank(papers, picks, rejects).best() == rank(papers, picks[::-1], rejects[::-1]).best()


def test_without_a_known_pick_there_is_no_ranking(papers):
    for picks in ([], ["unknown"]):
        with pytest.raises(NoPicksError, match="Star at least one"):
            rank(papers, picks, ["video-1"])


def test_unknown_papers_and_contradictions_are_left_out(papers):
    ranking = rank(papers, ["causal-1", "unknown"], ["causal-1", "other", "video-1"])
    assert ranking.picks == ("causal-1",)
    assert ranking.best() == rank(papers, ["causal-1"], ["video-1"]).best()


def test_interest_is_a_share_from_0_to_1(papers):
    ranking = rank(papers, ["causal-0", "causal-1"])
    interest = ranking.interest()
    assert sorted(interest, key=interest.__getitem__, reverse=True) == ranking.best()
    assert (min(interest.values()), max(interest.values())) == (0.0, 1.0)


def test_a_reason_names_words_of_the_paper_and_its_nearest_pick(papers):
    ranking = rank(papers, ["causal-0", "video-0"], ["speech-0"])
    for paper_id, subject in (("causal-5", "causal"), ("video-5", "video")):
        reason = ranking.reason(paper_id)
        assert reason.nearest == f"{subject}-0"
        assert 0 < reason.similarity <= 1
        assert set(reason.words) & set(SUBJECTS[subject].split())
    assert ranking.reason("causal-0").nearest == "video-0"


def test_every_fourth_paper_to_read_is_the_most_telling(papers):
    ranking = rank(papers, ["causal-0", "causal-1"], ["video-0"])
    among = set(papers.paper_ids[::2])
    order = ranking.to_read(among)
    assert sorted(order) == sorted(among)
    assert order[:3] == ranking.best(among)[:3]
    unsure = min(among - set(order[:3]), key=lambda each: abs(ranking.margins[papers.rows[each]]))
    assert order[3] == unsure


@pytest.mark.parametrize(
    "texts",
    [
        {"a": ""},
        {"a": "", "b": "the of"},
        {"a": "one word"},
        {"a": "same text", "b": "same text"},
        {"a": "x y", "b": "z"},
    ],
)
def test_small_and_empty_libraries_are_ranked_too(texts):
    papers = features(texts)
    ranking = rank(papers, ["a"])
    assert sorted(ranking.best()) == sorted(texts)
    assert np.isfinite(ranking.scores).all()
    assert ranking.reason("a").nearest == "a"
    assert set(ranking.to_read(set(texts))) == set(texts)


def test_everything_picked_is_ranked_without_anything_to_compare_with():
    papers = features({"a": "causal graph", "b": "causal graph effects"})
    assert sorted(rank(papers, ["a", "b"]).best()) == ["a", "b"]
