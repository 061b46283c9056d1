"""Films that these tests share. Two short chapters stand for all where every one costs seconds."""

import pytest

from squiggle.lesson import load
from squiggle.render import Film, render

from .reading import prints

PAIR = ("Recap", "TheQuestion")


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch):
    """The folder in which the commands of a test keep rendered chapters."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("SQUIGGLE_CACHE", str(folder))
    monkeypatch.delenv("SQUIGGLE_CACHE_LIMIT", raising=False)
    return folder


@pytest.fixture(scope="session")
def film_prints(film: Film) -> list[str]:
    return prints(film.path)


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Film:
    """Two chapters, one after the other in one process."""
    folder = tmp_path_factory.mktemp("pair")
    return render(load(), folder, quality="l", only=PAIR, workers=1)


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Film:
    """The same two, each in a process of its own, by Manim's own renderer and writer."""
    folder = tmp_path_factory.mktemp("plain")
    return render(load(), folder, quality="l", only=PAIR, workers=2, plain=True)
