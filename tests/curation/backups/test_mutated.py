from tests.curation.backups.mutated import run


def test_mutated_backups_break_nothing():
    """Some of those that `python -m tests.curation.backups.mutated 2000` makes."""
    said: list[str] = []
    assert run(20, seed=7, say=said.append) == 0, "\n".join(said)
