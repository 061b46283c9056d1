"""What these tests share: a kit of two chapters, one with a sum, one with a sweep; a browser."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from squiggle.kit import make
from squiggle.kit.embeds import Found, embed, find
from squiggle.lesson import Overrides, load
from squiggle.render.cache import Cache

CHAPTERS = "SumAndShift,Recap"


@pytest.fixture(scope="session")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a whole kit, every piece of it; made once for all of xdist's workers."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    folder, whole = root / "shared-kit", root / "shared-kit-is-whole"
    with (root / "shared-kit-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            lesson = load("dosage", Overrides.typed([f"chapters={CHAPTERS}"]))
            make(lesson, folder, quality="l", cache=Cache(root / "shared-kit-cache"))
            whole.touch()
    return folder


@pytest.fixture(scope="module")
def step(kit: Path) -> Found:
    """A step with motion, a hold at its end, and captions."""
    return find(sorted((kit / "steps").glob("*-hook.mp4"))[0])


@pytest.fixture(scope="module")
def made(
    step: Found, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """The step in its best grade, by ending: the `KINDS` of the module that asks."""
    folder = tmp_path_factory.mktemp("made")
    return {kind: embed(step, folder / f"a{kind}").path for kind in request.module.KINDS}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, driven by Playwright; not for the whole session, for it keeps an event loop."""
    playwright = pytest.importorskip("playwright.sync_api")
    chromium = which("chromium") or which("chromium-browser") or which("google-chrome")
    if not chromium:
        pytest.skip("there is no Chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()
