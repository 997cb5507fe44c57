from tests.curation.kills import kill_writers


def test_what_was_acknowledged_survives_a_kill_whole(tmp_path):
    outcome = kill_writers(f"sqlite:///{tmp_path}/atlas.sqlite", kills=5)
    assert outcome.kills == 5
    assert outcome.acknowledged
    assert (outcome.lost, outcome.invented, outcome.torn) == (set(), set(), 0)
