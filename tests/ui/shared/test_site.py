"""Addresses to be copied begin where the app lies as the visitor reaches it."""

from types import SimpleNamespace

import pytest

from components.settings import Settings
from components.ui.shared import site
from components.ui.shared.frame import read_only_banner


@pytest.mark.parametrize(
    ("address", "url", "base"),
    [
        ("", "http://localhost:8501/", "http://localhost:8501"),
        ("", "http://localhost:8501/picks", "http://localhost:8501"),
        ("", "https://host.example/atlas/", "https://host.example/atlas"),
        ("", "https://host.example/atlas/picks", "https://host.example/atlas"),
        ("https://atlas.example.org/a", "http://10.0.0.1:8501/picks", "https://atlas.example.org/a"),
    ],
)
def test_every_link_to_copy_lies_under_the_path_of_the_app(monkeypatch, address, url, base):
    monkeypatch.setattr(site, "st", SimpleNamespace(context=SimpleNamespace(url=url)))
    monkeypatch.setattr(site, "settings", lambda: Settings(address=address))
    assert site.base() == base
    assert read_only_banner._link("a_b") == f"{base}/?look=a_b"
