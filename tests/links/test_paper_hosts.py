import pytest

from components.links.paper_hosts import hosted_paper, places_of

HASH = "0123456789abcdef" * 2
FORMS = {
    "https://openreview.net/pdf?id=TK7xkOsXDu": ("OpenReview", "https://openreview.net/forum?id=TK7xkOsXDu"),
    "https://www.aclweb.org/anthology/P19-1001.pdf": ("ACL Anthology", "https://aclanthology.org/P19-1001/"),
    "https://aclanthology.org/2023.emnlp-main.68.pdf": ("ACL Anthology", "https://aclanthology.org/2023.emnlp-main.68/"),
    "https://openaccess.thecvf.com/content/CVPR2023/papers/Ding_Visual_Dependency_CVPR_2023_paper.pdf": (
        "CVF", "https://openaccess.thecvf.com/content/CVPR2023/html/Ding_Visual_Dependency_CVPR_2023_paper.html"),
    "https://proceedings.mlr.press/v202/kandpal23a/kandpal23a.pdf": (
        "PMLR", "https://proceedings.mlr.press/v202/kandpal23a.html"),
    "https://proceedings.neurips.cc/paper_files/paper/2023/file/" + HASH + "-Paper-Conference.pdf": (
        "NeurIPS",
        "https://proceedings.neurips.cc/paper_files/paper/2023/hash/" + HASH + "-Abstract-Conference.html"),
    "https://ojs.aaai.org/index.php/AAAI/article/view/29934/31628": (
        "AAAI", "https://ojs.aaai.org/index.php/AAAI/article/view/29934"),
    "https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber=9710415": (
        "IEEE Xplore", "https://ieeexplore.ieee.org/document/9710415"),
    "https://dl.acm.org/doi/pdf/10.1145/3616855.3635819": ("ACM", "https://dl.acm.org/doi/10.1145/3616855.3635819"),
    "https://link.springer.com/content/pdf/10.1007/978-3-031-20053-3_5.pdf": (
        "Springer", "https://link.springer.com/article/10.1007/978-3-031-20053-3_5"),
    "https://www.biorxiv.org/content/10.1101/2020.01.30.927871v2.full.pdf": (
        "bioRxiv", "https://www.biorxiv.org/content/10.1101/2020.01.30.927871v2"),
    "https://www.medrxiv.org/content/10.1101/2020.04.01.20049528v1.abstract": (
        "medRxiv", "https://www.medrxiv.org/content/10.1101/2020.04.01.20049528v1"),
    "https://ssrn.com/abstract=4321987": ("SSRN", "https://papers.ssrn.com/sol3/papers.cfm?abstract_id=4321987"),
    "https://inria.hal.science/hal-03821456v2/document": ("HAL", "https://hal.science/hal-03821456"),
    "https://jmlr.org/papers/volume21/19-232/19-232.pdf": ("JMLR", "https://jmlr.org/papers/v21/19-232.html"),
    "https://www.ijcai.org/proceedings/2023/0012.pdf": ("IJCAI", "https://www.ijcai.org/proceedings/2023/12"),
    "https://www.nature.com/articles/s41586-021-03819-2.pdf": (
        "Nature", "https://www.nature.com/articles/s41586-021-03819-2"),
    "http://dx.doi.org/10.1162/tacl_a_00353": ("DOI", "https://doi.org/10.1162/tacl_a_00353"),
    "https://alphaxiv.org/abs/2404.06773v2": ("arXiv", "https://arxiv.org/abs/2404.06773"),
}  # fmt: skip


@pytest.mark.parametrize("url", FORMS)
def test_an_address_of_a_host_leads_to_the_page_of_the_paper(url):
    found = hosted_paper(url)
    assert found is not None
    assert (found.host, found.page) == FORMS[url]
    again = hosted_paper(found.page)
    assert again is not None
    assert (again.host, again.page, again.doi, again.arxiv_id) == (found.host, found.page, found.doi, found.arxiv_id)


@pytest.mark.parametrize("url", [url for url, (host, _) in FORMS.items() if host not in ("SSRN", "DOI", "AAAI")])
def test_a_pdf_leads_back_to_its_page(url):
    found = hosted_paper(url)
    assert found is not None
    assert found.pdf
    back = hosted_paper(found.pdf)
    assert back is not None
    assert back.page == found.page


@pytest.mark.parametrize(
    "url", ["https://example.org/paper.pdf", "https://github.com/x/y", "ftp://dl.acm.org/doi/10.1/x", ""]
)
def test_other_addresses_are_no_paper_s(url):
    assert hosted_paper(url) is None


def test_a_number_of_arxiv_gives_all_places_by_rule():
    assert [place.url for place in places_of("2404.06773", "", (), "Title")] == [
        "https://arxiv.org/abs/2404.06773", "https://arxiv.org/pdf/2404.06773", "https://arxiv.org/html/2404.06773",
        "https://huggingface.co/papers/2404.06773", "https://www.alphaxiv.org/abs/2404.06773",
    ]  # fmt: skip
    assert "HTML" not in [place.label for place in places_of("1709.08568", "", (), "Title")]
    assert "Hugging Face" not in [place.label for place in places_of("math.GT/0309136", "", (), "Title")]


def test_a_paper_with_a_doi_and_a_link_to_its_host_leads_to_both():
    links = ("https://aclanthology.org/2021.tacl-1.4.pdf", "https://doi.org/10.1162/tacl_a_00353")
    assert [(place.label, place.url) for place in places_of("", "10.1162/tacl_a_00353", links, "Title")] == [
        ("DOI", "https://doi.org/10.1162/tacl_a_00353"),
        ("ACL Anthology", "https://aclanthology.org/2021.tacl-1.4/"),
        ("ACL Anthology PDF", "https://aclanthology.org/2021.tacl-1.4.pdf"),
    ]


def test_a_paper_without_any_address_is_looked_for_by_its_title():
    places = places_of("", "", ("https://github.com/x/y",), "What? A & B")
    assert [place.label for place in places] == ["Search arXiv", "Search Semantic Scholar", "Search Google Scholar"]
    assert all(place.url.split("=")[1].startswith("What%3F+A+%26+B") for place in places)
