"""Lesson files on disk: paths beside them, and things that are no lesson files."""

import os
import re
import stat
from pathlib import Path

import pytest

from squiggle.core import Network
from squiggle.errors import SquiggleError
from squiggle.lesson import LESSONS, load, open_lesson, read
from squiggle.lesson.starter import starter, write_starter
from squiggle.weights import write

NETWORK = "[network.parameters]\nw1 = 1.0\nb1 = -2.0\nw2 = -1.30\nb2 = 4\n"


def test_paths_start_from_the_lesson_file(tmp_path, monkeypatch):
    folder = tmp_path / "lessons"
    folder.mkdir()
    network = Network.of_bends([(1.25, 0.123456789, 3.0)], 2.0, activation="tanh")
    write(network, folder / "trained.npz")
    (folder / "measured.csv").write_text("effect,dose\n1,0.5\n2,0.25\n")
    (folder / "mine.toml").write_text(
        '[network]\nweights = "trained.npz"\n[network.parameters]\nb2 = 2.50\n'
        '[data]\nfile = "measured.csv"\ncolumns = ["dose", "effect"]\n'
    )
    monkeypatch.chdir(tmp_path)
    reading = open_lesson("lessons/mine.toml")
    lesson = reading.lesson
    assert lesson.name == "mine"
    assert lesson.parameters == network.parameters | {"b2": 2.5}
    assert dict(lesson.decimals) == {"w1": 2, "b1": 3, "w2": 2, "b2": 2}
    assert lesson.network.activation.name == "tanh"
    assert lesson.inputs.tolist() == [0.25, 0.5]
    assert "lessons/mine.toml replaces b2 of its weights" in reading.notes
    assert load(Path("lessons/mine.toml")).digest == lesson.digest


def test_a_file_without_data_says_what_it_shows(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(NETWORK)
    (note,) = open_lesson(path).notes
    assert note.startswith("no data: shown from -2 to 6, where the network bends")
    path.write_text(NETWORK + "[input]\nrange = [0, 1]\n")
    assert open_lesson(path).notes == ()


def test_an_editor_may_put_a_byte_order_mark(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xef\xbb\xbf" + NETWORK.replace("\n", "\r\n").encode())
    assert load(path).parameters["w2"] == -1.3


def test_a_name_is_one_of_the_package_and_a_path_is_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("dosage.toml").write_text(NETWORK)
    assert load("dosage").parameters["w1"] == -34.4
    mine = load("dosage.toml")
    assert mine.parameters["w1"] == 1.0 and mine.name not in LESSONS
    Path("odd").write_text(NETWORK)
    assert load("./odd").name == "odd"
    with pytest.raises(SquiggleError) as caught:
        load("odd")
    assert str(caught.value) == (
        "unknown lesson: 'odd' - known: dosage; a lesson file ends in .toml"
    )


WANTED = "wanted: a lesson file"
WRONG = {
    b"": f" is empty - {WANTED}",
    b"\x89PNG\r\n\x1a\n\0\0": f" is no text - {WANTED}",
    b"title = 'a'\n# \xff\n": f", line 2: a byte that is not UTF-8 - {WANTED}, saved as UTF-8",
    NETWORK.encode("utf-16"): f" is no text - {WANTED}",
    b"# \n" * 400_000: f" is larger than 1 MB - {WANTED}",
    b"[data]\ninputs = [1]": ": 1 input but 0 targets",
}


@pytest.mark.parametrize("content", list(WRONG)[:-1], ids=list(WRONG.values())[:-1])
def test_what_is_no_text_is_told(tmp_path, content):
    path = tmp_path / "mine.toml"
    path.write_bytes(content)
    with pytest.raises(SquiggleError) as caught:
        load(path)
    assert str(caught.value) == f"{path}{WRONG[content]}"


def test_what_is_no_file_is_told_at_once(tmp_path):
    folder, pipe, gone = (tmp_path / f"{name}.toml" for name in ("folder", "pipe", "gone"))
    folder.mkdir()
    os.mkfifo(pipe)
    locked = tmp_path / "locked.toml"
    locked.symlink_to(locked)
    for path, message in {
        folder: f"{folder} is a folder",
        pipe: f"{pipe} is a pipe",
        gone: f"no such file: {gone}",
        locked: f"cannot read {locked}: too many levels of symbolic links",
        Path("/dev/zero"): "/dev/zero is a device",
        tmp_path / "a\0.toml": f"cannot read {tmp_path}/a\0.toml: embedded null byte",
    }.items():
        with pytest.raises(SquiggleError) as caught:
            load(path)
        assert str(caught.value) == f"{message} - {WANTED}"


def test_the_starter_is_a_lesson():
    lesson = read("mine", starter())
    assert lesson.error < 1.0 and lesson.names.input_unit == "°C"


def test_every_setting_of_the_starter_works_once_it_is_on(tmp_path):
    text = re.sub(r"(?m)^# (?=[a-z_]+ = |\[)", "", starter())
    assert text.count("\n[") == 7
    text = text.replace('"relu"  ', '"softplus"').replace('"lesson"  ', '"slow"')
    for key in ("weights", "inputs", "targets"):  # the network's and the data's other ways
        text = re.sub(rf"(?m)^{key} = [\[\"]\S*(\d|tensors\").*\n", "", text)
    (tmp_path / "measured.csv").write_text("growth,warmth,who\n" + "1,20,ann\n" * 6)
    lesson = read("mine", text, tmp_path)
    assert (lesson.pacing, lesson.network.activation.beta) == ("slow", 2.0)
    assert lesson.chapters == ("TopNode", "SumAndShift")
    assert (lesson.interval, lesson.inputs.tolist()) == ((0.0, 50.0), [20.0] * 6)
    assert [group.name for group in lesson.groups] == ["cold", "warm", "hot"]


def test_a_new_file_is_written_whole_and_over_nothing(tmp_path):
    path = tmp_path / "mine.toml"
    write_starter(path)
    assert load(path).name == "mine"
    assert "squiggle render -q l mine.toml" in path.read_text("utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~_umask()
    path.write_text("mine")
    for place, message in {
        path: f"{path} is there already - wanted: another name",
        tmp_path / "mine": f"{tmp_path}/mine is no name of a lesson file - "
        "wanted: one that ends in .toml",
        tmp_path / "no" / "a.toml": f"cannot write {tmp_path}/no/a.toml: no such file or "
        "directory - wanted: a folder that can be written to",
    }.items():
        with pytest.raises(SquiggleError) as caught:
            write_starter(place)
        assert str(caught.value) == message
    assert path.read_text() == "mine"
    assert [entry.name for entry in tmp_path.iterdir()] == ["mine.toml"]


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[network]\nweights = "other.toml"\n', "network.weights"),
        (
            '[network.parameters]\nw1 = 1\nb1 = 0\nw2 = 1\nb2 = 0\n[data]\nfile = "m.csv"\n',
            "data.file",
        ),
    ],
)
def test_a_lesson_without_a_folder_names_no_files(text, key):
    with pytest.raises(SquiggleError) as caught:
        read("film", text)
    assert caught.value.message.startswith(f"film.toml, {key}: names the file ")
