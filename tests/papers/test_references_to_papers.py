"""Lines that name one paper, and lines that do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.papers.identity import PaperReference, reference_in


@pytest.mark.parametrize(
    ("line", "arxiv_id", "doi"),
    [
        ("2404.06773", "2404.06773", ""),
        (" 2404.06773v2 ", "2404.06773", ""),
        ("arXiv:2404.06773", "2404.06773", ""),
        ("arXiv: 2404.06773v1", "2404.06773", ""),
        ("cs/0112017", "cs/0112017", ""),
        ("https://arxiv.org/pdf/2404.06773v3.pdf", "2404.06773", ""),
        ("https://www.alphaxiv.org/abs/2404.06773", "2404.06773", ""),
        ("https://huggingface.co/papers/2404.06773", "2404.06773", ""),
        ("https://doi.org/10.48550/arXiv.2404.06773", "2404.06773", ""),
        ("10.1162/tacl_a_00353", "", "10.1162/tacl_a_00353"),
        ("doi: 10.1162/TACL_a_00353", "", "10.1162/tacl_a_00353"),
        ("https://dl.acm.org/doi/pdf/10.1145/3097983.3098036", "", "10.1145/3097983.3098036"),
        ("https://www.nature.com/x?doi=10.1038%2Fs41586-021-03819-2", "", "10.1038/s41586-021-03819-2"),
        ("https://aclanthology.org/2024.acl-long.12/", "", "10.18653/v1/2024.acl-long.12"),
        ("https://aclanthology.org/P19-1001.pdf", "", "10.18653/v1/p19-1001"),
        ("https://example.org/somewhere", "", ""),
        ("see 2404.06773", "", ""),
        ("2404.06773 2402.00001", "", ""),
        ("9913.06773", "", ""),
        ("causal graph", "", ""),
        ("doi:10.1162", "", ""),
        ("", "", ""),
    ],
)
def test_a_line_names_a_paper_only_where_it_is_nothing_else(line, arxiv_id, doi):
    assert reference_in(line) == PaperReference(arxiv_id, doi)


@given(st.text() | st.from_regex(r"(https?://)?[a-z./]{0,20}10\.\d{4}/\S{0,30}"))
def test_any_line_is_read(line):
    found = reference_in(line)
    assert bool(found) == bool(found.arxiv_id or found.doi)
