"""Every chapter of the dosage lesson, played once, and the film of it, decoded once."""

from collections.abc import Callable
from functools import cache

import pytest

from squiggle.lesson import load
from squiggle.lesson.pacing import chapter_plan, tell
from squiggle.render import Film

from .decoded import Decoded, decode, holding_frame
from .playing import RATE, Played, play


@pytest.fixture(scope="session")
def play_chapter(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Played]:
    """Plays the chapter of a name, at most once at each rate."""
    folder, lesson = tmp_path_factory.mktemp("playing"), load()

    @cache
    def play_once(name: str, rate: int = RATE) -> Played:
        return play(chapter_plan(lesson, name), lesson, folder, rate)

    return play_once


@pytest.fixture(params=[plan.name for plan in tell(load())])
def played(request: pytest.FixtureRequest, play_chapter: Callable[..., Played]) -> Played:
    """Each chapter in turn."""
    return play_chapter(request.param)


@pytest.fixture(scope="session")
def decoded(film: Film) -> Decoded:
    """The film's pictures, in full where planes hold still."""
    fps, chapters = film.manifest["film"]["fps"], film.manifest["chapters"]
    wanted = [holding_frame(plane, fps) for chapter in chapters for plane in chapter["planes"]]
    return decode(film.path, wanted)
