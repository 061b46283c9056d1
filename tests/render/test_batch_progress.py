"""What a viewer of the terminal sees of a batch."""

import re
import subprocess
import sys

from .terminal import on_a_terminal

SHOW = """
import time
from types import SimpleNamespace
from squiggle.batch.progress import BatchDisplay
from squiggle.batch.state import DONE, FAILED, WAITING

entries = {n: SimpleNamespace(name=f"n{n}", state=WAITING) for n in (1, 2, 3)}
count = lambda state: sum(entry.state == state for entry in entries.values())
with BatchDisplay(SimpleNamespace(entries=entries, count=count), 3000) as display:
    for share in range(1, 11):
        display.at("01-recap", 100 * share)
        display.at("02-recap", 50 * share)
        time.sleep(0.1)
    display.end("01-recap")
    display.has(1000)
    entries[1].state = DONE
    display.row(1)
    display.say("squiggle: [bold]row 2[/bold] has failed")
    entries[2].state = FAILED
    display.end("02-recap")
    display.row(2, left=1000)
    time.sleep(0.3)
"""
NUMBERS = r"\d+/\d+ frames +\d+ fps +(\d:\d\d:\d\d|-:--:--)"


def test_a_terminal_shows_one_line_for_all_rows_and_failures_above_it():
    lines = on_a_terminal(SHOW)
    assert re.fullmatch(rf"0/3 rows +\S+ +{NUMBERS}", lines[len(lines) // 3]), lines
    assert "squiggle: [bold]row 2[/bold] has failed" in lines
    assert re.fullmatch(r"2/3 rows +\S+ +1000/2000 frames.*", lines[-1]), lines


def test_a_log_has_a_line_for_each_row_that_is_done():
    done = subprocess.run([sys.executable, "-c", SHOW], capture_output=True, text=True)
    first, second = done.stderr.splitlines()
    assert re.fullmatch(r"n1: done \(1/3 rows, 1500/3000 frames, about \d+ s left\)", first)
    assert second == "squiggle: [bold]row 2[/bold] has failed"
