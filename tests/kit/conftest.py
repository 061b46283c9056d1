"""The kit that these tests share: two chapters at low quality, one with a sum, one with a sweep."""

from pathlib import Path

import pytest

from squiggle.kit import make
from squiggle.lesson import Overrides, load

CHAPTERS = "SumAndShift,Recap"


@pytest.fixture(scope="session")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a whole kit, every piece of it."""
    folder: Path = tmp_path_factory.mktemp("kit")
    lesson = load("dosage", Overrides.typed([f"chapters={CHAPTERS}"]))
    return make(lesson, folder, quality="l").folder
