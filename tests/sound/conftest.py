"""Sounds are kept in a cache of the tests' own."""

import pytest


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch):
    """The folder in which a test keeps sounds and chapters."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("SQUIGGLE_CACHE", str(folder))
    monkeypatch.delenv("SQUIGGLE_CACHE_LIMIT", raising=False)
    return folder
