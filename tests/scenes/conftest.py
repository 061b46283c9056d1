"""Every chapter of the dosage lesson, played once."""

from collections.abc import Callable
from functools import cache

import pytest

from squiggle.lesson import load
from squiggle.lesson.storyboard import STORYBOARD, chapter_plan

from .playing import RATE, Played, play


@pytest.fixture(scope="session")
def play_chapter(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Played]:
    """Plays the chapter of a name, at most once at each rate."""
    folder, lesson = tmp_path_factory.mktemp("playing"), load()

    @cache
    def play_once(name: str, rate: int = RATE) -> Played:
        return play(chapter_plan(name), lesson, folder, rate)

    return play_once


@pytest.fixture(params=[plan.name for plan in STORYBOARD])
def played(request: pytest.FixtureRequest, play_chapter: Callable[..., Played]) -> Played:
    """Each chapter in turn."""
    return play_chapter(request.param)
