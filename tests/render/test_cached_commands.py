"""The cache as commands use it: a changed source is a changed film, whoever else is rendering."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from .checkout import assert_nobody_is_left, copy, end, start, wait_until
from .reading import prints

ONLY = ("--only", "ActivationFunctions", "Recap")
BENDS, RECAP = "03-activation-functions", "10-recap"
TINY = ('Preset("l", "480p15", 854, 480, 15, "3.1")', 'Preset("l", "tiny", 256, 144, 5, "3.1")')


@dataclass
class Checkout:
    """A copy of the checkout whose lowest quality is lower still, and a cache."""

    root: Path
    cache: Path
    films: int = 0
    before: dict[Path, str] = field(default_factory=dict)

    def change(self, name: str, old: str, new: str) -> None:
        """Put `new` in the place of `old` in a file."""
        path = self.root / name
        text = self.before.setdefault(path, path.read_text("utf-8"))
        assert text.count(old) == 1, f"{old!r} in {name}"
        path.write_text(text.replace(old, new), "utf-8")

    def restore(self) -> None:
        """Undo every change."""
        for path, text in self.before.items():
            path.write_text(text, "utf-8")

    def render(self, *more: str, chapters=ONLY, **settings: str) -> tuple[list[str], list[str]]:
        """The chapters that were reused, and the frames of the film."""
        self.films += 1
        film = self.root / f"film-{self.films}"
        done = subprocess.run(
            [sys.executable, "-m", "squiggle", "render", "-q", "l", "-o", film, *chapters, *more],
            cwd=self.root,
            env=os.environ | {"SQUIGGLE_CACHE": str(self.cache)} | settings,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        lines = [line.split(": ") for line in done.stderr.splitlines()]
        reused = [stem for stem, told in lines if told == "unchanged"]
        return reused, prints(film / "lesson.mp4")

    def run(self, *words: str) -> str:
        """What another command prints."""
        done = subprocess.run(
            [sys.executable, "-m", "squiggle", *words],
            cwd=self.root,
            env=os.environ | {"SQUIGGLE_CACHE": str(self.cache)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy(tmp_path_factory.mktemp("checkout"))
    path = root / "squiggle" / "render" / "preset.py"
    path.write_text(path.read_text("utf-8").replace(*TINY), "utf-8")
    assert TINY[1] in path.read_text("utf-8")
    return root


@pytest.fixture(scope="module")
def shared(tiny, tmp_path_factory) -> Checkout:
    return Checkout(tiny, tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def first(shared) -> list[str]:
    """The frames of the film before anything is changed, whose chapters are kept."""
    reused, frames = shared.render()
    assert reused == []
    return frames


@pytest.fixture
def checkout(shared, first) -> Iterator[Checkout]:
    """A checkout to change, with the film of the unchanged one in its cache."""
    yield shared
    shared.restore()


def test_a_changed_source_is_a_changed_film_and_what_it_does_not_concern_is_reused(checkout, first):
    checkout.change("scenes/recap.py", "GAPS = (70, 150)", "GAPS = (90, 150)")
    reused, other_scene = checkout.render()
    assert reused == [BENDS]

    caption = "Here are four ways to bend a line."
    checkout.change("squiggle/lesson/words/en.toml", caption, "Four ways to bend a line are here.")
    reused, other_caption = checkout.render()
    assert reused == [RECAP]
    assert len({tuple(film) for film in (first, other_scene, other_caption)}) == 3
    before = checkout.run("cache", "info")
    assert checkout.render("--no-cache") == ([], other_caption)
    assert checkout.run("cache", "info") == before  # nothing was kept

    checkout.change("squiggle/stage/theme.py", 'background="#10141A"', 'background="#2A1014"')
    reused, other_stage = checkout.render()
    assert reused == []
    assert all(one != other for one, other in zip(other_stage, other_caption, strict=True))

    checkout.restore()
    assert checkout.render() == ([BENDS, RECAP], first)


def test_two_renders_share_a_cache_and_one_that_is_killed_does_no_harm(checkout, first, tmp_path):
    own = Checkout(checkout.root, tmp_path / "cache")
    settings = {"SQUIGGLE_CACHE": str(own.cache)}
    words = ("render", "-q", "l", *ONLY, "-o")
    killed = start(*words, tmp_path / "killed", root=own.root, **settings)
    other = start(*words, tmp_path / "other", root=own.root, **settings)
    try:
        wait_until(lambda: any((tmp_path / "killed").glob(".rendering-*/*/*.mp4")))
        killed.kill()
        killed.wait()
        assert_nobody_is_left(killed.pid)
        _, error = other.communicate()
        assert other.returncode == 0, error
    finally:
        end(killed)
        end(other)
    assert prints(tmp_path / "other" / "lesson.mp4") == first
    assert own.render() == ([BENDS, RECAP], first)
    assert "2 chapters" in own.run("cache", "info")


def test_a_render_with_a_cache_that_cannot_be_is_a_film_all_the_same(checkout, first, tmp_path):
    (tmp_path / "file").write_text("mine")
    own = Checkout(checkout.root, tmp_path / "file")
    own.films = checkout.films + 100
    reused, frames = own.render(chapters=("--only", "Recap"))
    assert reused == [] and frames == first[-len(frames) :]
    assert (tmp_path / "file").read_text() == "mine"
    assert "0 chapters" in own.run("cache", "info")
    assert own.run("cache", "clear").startswith("0 chapters removed")


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root may be nobody")
def test_a_user_without_a_home_has_no_cache_and_no_trouble(checkout):
    code = (
        "import os; os.environ.pop('HOME', 0); os.environ.pop('XDG_CACHE_HOME', 0);"
        "os.environ.pop('SQUIGGLE_CACHE', 0);"
        "from squiggle.render.cache import Cache; os.setuid(54321);"
        "kept = Cache.usual(); print(kept.folder, kept.entries())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=checkout.root, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{os.devnull}/squiggle []\n"


def test_clear_says_how_many_chapters_it_removed(checkout):
    before = json.loads(checkout.run("cache", "info", "--json"))["chapters"]
    assert before >= 2
    told = checkout.run("cache", "clear")
    assert told == f"{before} chapters removed from {checkout.cache}\n"
    assert json.loads(checkout.run("cache", "info", "--json"))["bytes"] == 0
