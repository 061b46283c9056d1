"""What a viewer of the terminal sees, and what a log holds."""

import os
import pty
import re
import subprocess
import sys

import pytest

SHOW = """
from squiggle.lesson import load
from squiggle.render import PRESETS
from squiggle.render.plan import plan_film
from squiggle.render.progress import Display
import time
plan = plan_film(load(), PRESETS["h"], ["TopNode", "Recap"])
long, short = plan.jobs
with Display(plan) as display:
    for share in range(1, 11):
        display.at(long.stem, long.frames * share // 20)
        display.at(short.stem, short.frames * share // 20)
        time.sleep(0.1)
    display.finish(short)
    time.sleep(0.2)
"""


def on_a_terminal(**settings: str) -> str:
    """Everything that is written to a terminal of 80 columns."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "80"} | settings
    process = subprocess.Popen([sys.executable, "-c", SHOW], env=environment, stderr=theirs)
    os.close(theirs)
    written = b""
    try:
        while data := os.read(ours, 4096):
            written += data
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    assert process.wait() == 0
    return written.decode()


def test_a_terminal_shows_one_line_with_chapters_frames_rate_and_time_left():
    lines = re.split(r"[\r\n]+", re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", on_a_terminal()))
    states = [line.strip() for line in lines if "frames" in line]
    assert len(states) > 3
    assert all(len(line) <= 80 for line in lines)
    shape = r"04-top-node 10-recap +\S+ +\d+/\d+ frames +\d+ fps +(\d:\d\d:\d\d|-:--:--)"
    assert re.fullmatch(shape, states[len(states) // 2]), states[len(states) // 2]
    assert re.match(r"04-top-node +\S", states[-1])  # the short one is done
    assert re.search(r"\d:\d\d:\d\d", states[-1])


@pytest.mark.parametrize("settings", [{}, {"FORCE_COLOR": "1", "TTY_COMPATIBLE": "1"}])
def test_elsewhere_there_is_one_plain_line_for_each_finished_chapter(settings):
    done = subprocess.run(
        [sys.executable, "-c", SHOW], env=os.environ | settings, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"10-recap: (\d+) frames \(\d+/\d+\)\n", done.stderr)
    assert done.stdout == ""


def test_a_terminal_that_can_do_nothing_gets_plain_lines_too():
    assert re.fullmatch(r"10-recap: \d+ frames \(\d+/\d+\)\s*", on_a_terminal(TERM="dumb"))
