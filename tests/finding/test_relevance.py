from components.finding.relevance import Hit, fuse_ranks


def test_two_orders_are_joined_and_say_which_side_found_a_paper():
    hits = fuse_ranks(["a", "b"], ["b", "c"])
    assert hits == [
        Hit("b", 1 / 62 + 1 / 61, by_words=True, by_meaning=True),
        Hit("a", 1 / 61, by_words=True, by_meaning=False),
        Hit("c", 1 / 62, by_words=False, by_meaning=True),
    ]
    assert [hit.paper_id for hit in fuse_ranks(["a", "b"], ["c", "b"], most=1)] == ["a", "c"]
    assert fuse_ranks([], []) == []
