"""What tests share: the whole lesson, rendered once at low quality."""

from pathlib import Path

import pytest

from squiggle.lesson import load
from squiggle.render import Film, render


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    """The dosage lesson at 480p15: `film.folder`, `film.path`, `film.manifest`."""
    folder: Path = tmp_path_factory.mktemp("film")
    return render(load(), folder, quality="l")
