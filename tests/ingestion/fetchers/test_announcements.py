"""How arXiv announces: what was there before is told from what is new, in its feed and in kept digests."""

import pytest

from components.ingestion.fetchers.announcements import announced_again

ITEM = (
    "<item><title>T</title><link>https://arxiv.org/abs/{id}</link><guid>oai:arXiv.org:{id}v2</guid>"
    "<arxiv:announce_type>{kind}</arxiv:announce_type></item>"
)
KINDS = {"2508.13426": "new", "2508.00001": "cross", "2401.12345": "replace", "math/0309136": "replace-cross"}
FEED = f"<rss><channel>{''.join(ITEM.format(id=each, kind=kind) for each, kind in KINDS.items())}</channel></rss>"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (FEED.encode(), {"2508.00001", "2401.12345", "math/0309136"}),
        (b"<rss><item>https://arxiv.org/abs/2508.00001v1 Announce Type: cross</item></rss>", {"2508.00001"}),
        (b'[{"arxiv_id": "2401.12345", "announce_type": "replace"}, {"arxiv_id": "1", "announce_type": null}]',
         {"2401.12345"}),
        (b'[{"arxiv_id": 7, "announce_type": "replace"}, "announce_type", {"announce_type": "cross"}]', set()),
        (b'[{"announce_type": ', set()),
        (b"", set()),
        (b"\xff\xfe announce <item", set()),
        (b"[1, 2]", set()),
    ],
)  # fmt: skip
def test_what_was_there_before(content, found):
    assert announced_again(content) == found
