"""What tests share: the film at low quality, how goldens are renewed, patience."""

from pathlib import Path

import pytest
from hypothesis import settings

from squiggle.lesson import load
from squiggle.render import Film, render

settings.register_profile("patient", deadline=None)  # a busy machine is no fault
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Goldens are renewed on request."""
    parser.addoption(
        "--update-goldens", action="store_true", help="write tests/scenes/goldens/*.txt anew"
    )


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    """The dosage lesson at 480p15: `film.folder`, `film.path`, `film.manifest`."""
    folder: Path = tmp_path_factory.mktemp("film")
    return render(load(), folder, quality="l")
