"""What a viewer of the terminal sees, and what a log holds."""

import os
import re
import subprocess
import sys

import pytest

from .terminal import on_a_terminal

SHOW = """
import sys, time
from squiggle.lesson import load
from squiggle.render import PRESETS
from squiggle.render.plan import plan_film
from squiggle.render.progress import Display

plan = plan_film(load(), PRESETS["h"], sys.argv[1:])
with Display(plan) as display:
    for share in range(1, 11):
        for job in plan.jobs:
            display.at(job.stem, job.frames * share // 20)
        time.sleep(0.1)
    display.finish(plan.jobs[-1])
    time.sleep(0.2)
"""
NUMBERS = r"\S+ +\d+/\d+ frames +\d+ fps +(\d:\d\d:\d\d|-:--:--)"


def shown(*chapters: str, **settings: str) -> list[str]:
    return on_a_terminal(SHOW, *chapters, **settings)


def test_a_terminal_shows_one_line_with_chapters_frames_rate_and_time_left():
    lines = shown("TopNode", "Recap")
    assert len(lines) > 3
    middle = lines[len(lines) // 2]
    assert re.fullmatch(f"04-top-node 10-recap +{NUMBERS}", middle), middle
    assert re.fullmatch(f"04-top-node +{NUMBERS}", lines[-1])  # the short one is done
    assert re.search(r"\d:\d\d:\d\d", lines[-1])


def test_many_chapters_at_once_leave_room_for_the_numbers():
    lines = shown()
    assert all(len(line) <= 80 for line in lines)
    assert re.fullmatch(f"01-the-question 02-the-\\w+… +{NUMBERS}", lines[len(lines) // 2])


@pytest.mark.parametrize("settings", [{}, {"FORCE_COLOR": "1", "TTY_COMPATIBLE": "1"}])
def test_elsewhere_there_is_one_plain_line_for_each_finished_chapter(settings):
    done = subprocess.run(
        [sys.executable, "-c", SHOW, "TopNode", "Recap"],
        env=os.environ | settings,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert re.fullmatch(r"10-recap: \d+ frames \(\d+/\d+\)\n", done.stderr)


def test_a_terminal_that_can_do_nothing_gets_plain_lines_too():
    (line,) = shown("TopNode", "Recap", TERM="dumb")
    assert re.fullmatch(r"10-recap: \d+ frames \(\d+/\d+\)", line)
