"""A chapter is the same pictures to the last bit, whoever else is in the film."""

import os
import subprocess
import sys

import pytest

from squiggle.lesson import load
from squiggle.render import render

from .conftest import PAIR
from .reading import clip, prints, told

HOSTILE = """[CLI]
pixel_width = 100
frame_width = 5
frame_height = 3
background_color = RED
background_opacity = 0.5
from_animation_number = 2
upto_animation_number = 4
save_sections = True
frame_rate = 7
format = png
"""


def part(film, film_prints, chapter):
    """The fingerprints of a chapter's frames within the whole film."""
    entry = told(film, chapter)
    return film_prints[round(entry["start"] * 15) : round(entry["end"] * 15)]


def test_joining_changes_no_frame(film, film_prints):
    clips = [prints(clip(film, chapter["name"])) for chapter in film.manifest["chapters"]]
    assert [picture for each in clips for picture in each] == film_prints


@pytest.mark.parametrize("chapter", PAIR)
def test_a_chapter_alone_is_the_chapter_in_the_film(film, film_prints, pair, chapter):
    assert prints(clip(pair, chapter)) == part(film, film_prints, chapter)
    assert {**told(pair, chapter), "start": 0, "end": 0, "planes": []} == {
        **told(film, chapter),
        "start": 0,
        "end": 0,
        "planes": [],
    }


def test_one_process_or_two_and_once_or_twice_are_the_same(pair, tmp_path):
    again = render(load(), tmp_path, quality="l", only=PAIR, workers=2)
    assert again.manifest == pair.manifest
    for chapter in PAIR:
        assert prints(clip(again, chapter)) == prints(clip(pair, chapter))
    assert prints(again.path) == prints(pair.path)


def test_a_users_settings_of_manim_change_nothing(film, film_prints, tmp_path):
    (tmp_path / "manim.cfg").write_text(HOSTILE)
    (tmp_path / ".config" / "manim").mkdir(parents=True)
    (tmp_path / ".config" / "manim" / "manim.cfg").write_text(HOSTILE)
    command = [sys.executable, "-m", "squiggle", "render", "-q", "l", "-o", "made"]
    done = subprocess.run(
        [*command, "--only", "Recap"],
        cwd=tmp_path,
        env=os.environ | {"HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert prints(tmp_path / "made" / "lesson.mp4") == part(film, film_prints, "Recap")
    assert {path.name for path in tmp_path.iterdir()} == {".config", "made", "manim.cfg"}
