"""A wrong request is one line that helps, exit code 2, and no traceback."""

import signal

import pytest

from squiggle.cli import main
from squiggle.lesson import load
from squiggle.lesson.pacing import tell

from .command import python, run

CHAPTERS = ", ".join(chapter.name for chapter in tell(load()))
LESSONS = "known: dosage; a lesson file ends in .toml"

WRONG = {
    "render --only Training": f"unknown chapter: 'Training' - known: {CHAPTERS}",
    "render --only TopNode Nothing": f"unknown chapter: 'Nothing' - known: {CHAPTERS}",
    "render --only": "Option '--only' requires an argument.",
    "render --only -q l": "Option '--only' requires an argument.",
    "render nothing": f"unknown lesson: 'nothing' - {LESSONS}",
    "show nothing": f"unknown lesson: 'nothing' - {LESSONS}",
    "list nothing": f"unknown lesson: 'nothing' - {LESSONS}",
    "render no.toml": "no such file: no.toml - wanted: a lesson file",
    "show --set w1": "--set 'w1' - wanted: a name and a value, such as w1=-20",
    "render --set w1=abc": "--set w1: 'abc' - wanted: a number",
    "render --theme drak": "--theme: unknown theme 'drak' - did you mean 'dark'?",
    "render --shape 2:1": "--shape: unknown shape '2:1' - did you mean '1:1'?",
    "check --set shape=tall": "--set shape: unknown shape 'tall' - known: 16:9, 4:3, 1:1, 9:16",
    "render --lang de": "--lang: unknown language 'de' - known: en, pl",
    "list --pacing fast": "--pacing: unknown pacing 'fast' - known: short, lesson, slow",
    "show --data no.csv": "no such file: no.csv - wanted: a CSV file with a column of inputs and "
    "one of targets",
    "show --weights no.npz": "--weights no.npz: no such file: no.npz - wanted: a file of weights",
    "show --lesson --json": "--lesson prints a lesson file: it goes with neither --json nor --at",
    "new": "Missing argument 'FILE'.",
    "new mine": "mine is no name of a lesson file - wanted: one that ends in .toml",
    "new no/mine.toml": "cannot write no/mine.toml: no such file or directory - "
    "wanted: a folder that can be written to",
    "render -q x": "unknown quality: 'x' - known: l (480p15), m (720p30), h (1080p60), "
    "p (1440p60), k (2160p60)",
    "render --workers 0": "--workers 0 - wanted: 1 or more",
    "render --workers -3": "--workers -3 - wanted: 1 or more",
    "render --workers many": "Invalid value for '--workers': 'many' is not a valid integer.",
    "render dosage more": "Got unexpected extra argument (more)",
    "render -o": "Option '-o' requires an argument.",
    "render --zzz": "No such option '--zzz'.",
    "show --at abc": "Invalid value for '--at': 'abc' is not a valid float.",
    "show --at": "Option '--at' requires an argument.",
    "show --at nan": "input 1 is nan - each must be an ordinary number",
    "show --at 0 --at -inf": "input 2 is -inf - each must be an ordinary number",
    "show --at 1e308": "the numbers grow beyond what a computer holds - smaller weights or inputs",
    "dance": f"unknown command: 'dance' - known: {', '.join(sorted(main.commands))}",
    "list dosage more": "Got unexpected extra argument (more)",
    "--loud": "No such option '--loud'.",
}


@pytest.mark.parametrize("words", WRONG)
def test_a_wrong_request_is_told_in_one_line(capsys, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    done = run(capsys, *words.split())
    assert (done.status, done.out, done.err) == (2, "", f"squiggle: {WRONG[words]}\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("below", ["", "/film", "/a/film"])
def test_an_output_folder_that_cannot_be_is_told_before_any_work(capsys, tmp_path, below):
    (tmp_path / "file").write_text("mine")
    place = f"{tmp_path}/file{below}"
    done = run(capsys, "render", "-o", place)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"squiggle: cannot write to {place}: ")
    assert done.err.endswith(" - choose another folder with -o\n")
    assert len(done.err.splitlines()) == 1
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("words", ["--debug show nothing", "show nothing --debug"])
def test_debug_shows_the_traceback_too(capsys, words):
    done = run(capsys, *words.split())
    assert done.status == 2
    assert done.err.startswith("Traceback (most recent call last):\n")
    assert done.err.endswith(f"\nsquiggle: unknown lesson: 'nothing' - {LESSONS}\n")


def test_a_mistake_of_ours_is_one_line_too(capsys, monkeypatch):
    def mistake(*_):
        raise LookupError("no\nsuch thing")

    monkeypatch.setattr("squiggle.table.numbers_as_text", mistake)
    done = run(capsys, "show")
    assert (done.status, done.out) == (1, "")
    assert done.err == "squiggle: LookupError: no such thing - --debug shows where\n"


def test_a_failing_disk_is_told_without_a_traceback(capsys, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device", "film.mp4")

    monkeypatch.setattr("squiggle.table.numbers_as_text", full)
    done = run(capsys, "show")
    assert (done.status, done.err) == (1, "squiggle: No space left on device: film.mp4\n")


def test_a_reader_that_goes_away_is_told_nothing():
    closed = "import os; out, into = os.pipe(); os.dup2(into, 1); os.close(out); os.close(into)"
    done = python("-c", f"{closed}; from squiggle.cli import main; main(['list'])")
    assert (done.returncode, done.stderr) == (1, "")


def test_signals_are_heard_as_before_when_the_command_is_over(capsys):
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    run(capsys, "list")
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


@pytest.mark.parametrize("words", ["", "--help", "-h", "render --help", "show -h", "list --help"])
def test_help_is_no_error(capsys, words):
    done = run(capsys, *words.split())
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("Usage: ")


def test_the_version_is_told(capsys):
    import squiggle

    assert run(capsys, "--version").out == f"squiggle, version {squiggle.__version__}\n"
