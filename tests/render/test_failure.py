"""What is left when a render fails or is ended: nothing half done, and no process."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from .broken import ENDLESS, broken_checkout, drawing, ended
from .checkout import ROOT, assert_nobody_is_left, start, wait_until, workers

FAILING = {
    "recap": """
        def replay(self):
            self.rest(2)
            raise ValueError("the dial fell off\\nand rolled away")
        Recap.replay = replay
    """
}
ALL_LONG = ("--only", "TopNode", "SumAndShift", "--workers", "2")


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with a beat that fails, two that never end, and a file that is not Python."""
    root = broken_checkout(tmp_path_factory.mktemp("broken"), ENDLESS | FAILING)
    (root / "scenes" / "the_question.py").write_text("class TheQuestion(Chapter:\n")
    return root


@pytest.fixture
def running(tmp_path) -> Iterator:
    """Starts a render into a folder and ends it when the test is over."""

    def run(*arguments, root=ROOT, into="film"):
        return start("render", "-q", "l", "-o", tmp_path / into, *arguments, root=root)

    with ended(run) as running:
        yield running


@pytest.mark.parametrize("other", ["TopNode", "SumAndShift"], ids=["drawing", "thinking"])
def test_a_failing_chapter_is_named_with_its_beat_and_stops_the_rest(
    running, broken, tmp_path, other
):
    (tmp_path / "film").mkdir()
    (tmp_path / "film" / "lesson.mp4").write_text("the film before")
    process = running("--only", "Recap", other, "--workers", "2", root=broken)
    out, error = process.communicate(timeout=60)  # the other chapter has no end
    assert (process.returncode, out) == (1, "")
    assert error == "squiggle: Recap, beat 'replay': ValueError: the dial fell off\n"
    assert_nobody_is_left(process.pid)
    assert [path.name for path in (tmp_path / "film").iterdir()] == ["lesson.mp4"]
    assert (tmp_path / "film" / "lesson.mp4").read_text() == "the film before"


def test_a_failed_first_render_leaves_no_folder(running, broken, tmp_path):
    process = running("--only", "Recap", root=broken, into="a/new/film")
    assert process.wait() == 1
    assert list(tmp_path.glob("a/**/*")) == []


def test_debug_shows_where_it_failed(running, broken):
    process = running("--only", "Recap", "--debug", root=broken)
    _, error = process.communicate()
    assert process.returncode == 1
    assert 'raise ValueError("the dial fell off' in error
    assert error.splitlines()[-1].startswith("squiggle: Recap, beat 'replay': ")


def test_a_chapter_that_cannot_be_loaded_is_named(running, broken):
    process = running("--only", "TheQuestion", root=broken)
    _, error = process.communicate()
    assert process.returncode == 1
    assert error.startswith("squiggle: TheQuestion: SyntaxError: ")
    assert len(error.splitlines()) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_ended_render_says_so_in_one_line_and_leaves_nothing(running, tmp_path, number):
    process = running(*ALL_LONG)
    wait_until(lambda: drawing(tmp_path / "film"))
    process.send_signal(number)
    assert process.communicate() == ("", "squiggle: interrupted\n")
    assert process.returncode == 130
    assert_nobody_is_left(process.pid)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("later", [0, 0.06, 0.12, 0.3])
def test_so_does_one_that_is_ended_with_its_workers_while_they_start(
    running, tmp_path, number, later
):
    process = running(*ALL_LONG)
    wait_until(lambda: len(workers(process.pid)) == 2)
    time.sleep(later)
    for _ in range(3):  # as impatient users do; a terminal and `timeout` tell the whole group
        with suppress(OSError):  # all gone already
            os.killpg(process.pid, number)
        time.sleep(0.1)
    assert process.communicate() == ("", "squiggle: interrupted\n")
    assert process.returncode == 130
    assert_nobody_is_left(process.pid)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("more", [(), ("--plain",)], ids=["fast", "plain"])
def test_a_killed_render_leaves_no_file_under_a_final_name_and_no_worker(running, tmp_path, more):
    folder = tmp_path / "film"
    process = running(*ALL_LONG, *more)
    wait_until(lambda: any(folder.glob(".rendering-*/*/**/*.mp4")))
    process.kill()
    process.wait()
    assert_nobody_is_left(process.pid)
    (left,) = folder.iterdir()
    assert left.name.startswith(".rendering-")


def test_the_next_render_takes_the_leftovers_away(running, tmp_path):
    folder = tmp_path / "film"
    left = folder / ".rendering-left" / "04-top-node"
    left.mkdir(parents=True)
    (left / "04-top-node.mp4").write_bytes(b"half a film")
    process = running("--only", "Recap")
    process.communicate()
    assert process.returncode == 0
    assert {path.name for path in folder.iterdir()} == {"lesson.mp4", "manifest.json", "clips"}
    assert_nobody_is_left(process.pid)
