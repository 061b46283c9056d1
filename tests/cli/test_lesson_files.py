"""The commands on lesson files: new, show, schema, and the options that change a lesson."""

import json
from pathlib import Path

import pytest

from squiggle.lesson import load, read
from squiggle.lesson.file import schema

from .command import run

NETWORK = "[network.parameters]\nw1 = 1.0\nb1 = -2.0\nw2 = -1.30\nb2 = 4\n"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def shown(capsys, *words):
    done = run(capsys, "show", *words)
    assert (done.status, done.err) == (0, ""), done.err
    return done.out


def test_a_new_file_can_be_shown_and_is_not_replaced(capsys):
    done = run(capsys, "new", "mine.toml")
    assert (done.status, done.err) == (0, "")
    assert done.out == "mine.toml  now: squiggle render -q l mine.toml\n"
    assert json.loads(shown(capsys, "mine.toml", "--json"))["lesson"] == "mine"
    again = run(capsys, "new", "mine.toml")
    assert (again.status, again.out) == (2, "")
    assert again.err == "squiggle: mine.toml is there already - wanted: another name\n"


def test_show_prints_one_file_that_is_the_same_lesson(capsys):
    text = shown(capsys, "--lesson")
    assert read("again", text).digest == load().digest
    Path("again.toml").write_text(shown(capsys, "--lesson", "--set", "w1=-20", "--lang", "pl"))
    lesson = load("again.toml")
    assert (lesson.parameters["w1"], lesson.decimals["w1"]) == (-20.0, 0)
    assert (lesson.names.input, lesson.language) == ("dawka", "pl")
    assert shown(capsys, "again.toml", "--lesson") == Path("again.toml").read_text()


def test_what_was_assumed_is_told_beside_the_output(capsys):
    Path("mine.toml").write_text(NETWORK)
    done = run(capsys, "show", "mine.toml", "--json")
    assert done.status == 0 and json.loads(done.out)["parameters"]["w2"] == -1.3
    assert done.err == (
        "note: no data: shown from -2 to 6, where the network bends; [input] range changes it\n"
    )


def test_options_change_what_is_shown(capsys):
    Path("measured.csv").write_text("dose;effect\n0;0\n0,5;1\n1;0\n")
    Path("trained.json").write_text('{"parameters": {"w1": 2, "b1": 1, "w2": 3, "b2": -1}}')
    words = ["--set", "w1=-20", "--set", "b3=0", "--data", "measured.csv", "--json"]
    told = json.loads(shown(capsys, *words))
    assert (told["parameters"]["w1"], told["parameters"]["b3"]) == (-20, 0)
    assert (told["inputs"], told["targets"]) == ([0, 0.5, 1], [0, 1, 0])
    done = run(capsys, "show", "--weights", "trained.json", "--set", "activation=relu", "--json")
    assert json.loads(done.out)["parameters"] == {"w1": 2, "b1": 1, "w2": 3, "b2": -1}
    assert done.err.startswith("note: trained.json: ")


def test_the_schema_is_printed(capsys):
    done = run(capsys, "schema")
    assert (done.status, done.err, done.out) == (0, "", schema())


@pytest.mark.parametrize("command", ["render", "list", "show"])
def test_every_command_on_lessons_has_the_same_options(capsys, command):
    told = run(capsys, command, "--help").out
    for option in ("--weights", "--set", "--data", "--title", "--theme", "--lang", "--pacing"):
        assert f"  {option} " in told
    assert "--no-captions" in told and "[LESSON]" in told
