"""`squiggle still`: the words of its errors, its arguments, and what it leaves behind."""

import gc
from pathlib import Path

import pytest
from PIL import Image

from squiggle.lesson import load
from squiggle.lesson.pacing import tell

from .command import python, run
from .test_imports import modules

CHAPTERS = {chapter.name: chapter for chapter in tell(load())}
NAMES = ", ".join(CHAPTERS)
BEATS = ", ".join(beat.name for beat in CHAPTERS["TopNode"].beats)
SECONDS = f"{CHAPTERS['TopNode'].seconds:g}"
BEND = f"{CHAPTERS['TopNode'].beats[1].seconds:g}"

WRONG = {
    "-o a.png": "Missing argument 'CHAPTER[:BEAT]'.",
    "dosage -o a.png": "Missing argument 'CHAPTER[:BEAT]' after 'dosage'.",
    "my.toml -o a.png": "Missing argument 'CHAPTER[:BEAT]' after 'my.toml'.",
    "TopNode": "Missing option '-o' / '--output'.",
    "dosage TopNode more -o a.png": "Got unexpected extra argument (more)",
    "Outro -o a.png": f"unknown chapter: 'Outro' - known: {NAMES}",
    "nothing TopNode -o a.png": "unknown lesson: 'nothing' - known: dosage; "
    "a lesson file ends in .toml",
    "TopNode:twist -o a.png": f"unknown beat of TopNode: 'twist' - known: {BEATS}",
    "TopNode: -o a.png": f"unknown beat of TopNode: '' - known: {BEATS}",
    "TopNode:bend:up -o a.png": f"unknown beat of TopNode: 'bend:up' - known: {BEATS}",
    "TopNode --at 99 -o a.png": f"--at 99 - wanted: 0 to {SECONDS}, the seconds of TopNode",
    "TopNode --at -0.1 -o a.png": f"--at -0.1 - wanted: 0 to {SECONDS}, the seconds of TopNode",
    "TopNode --at nan -o a.png": f"--at nan - wanted: 0 to {SECONDS}, the seconds of TopNode",
    "TopNode --at inf -o a.png": f"--at inf - wanted: 0 to {SECONDS}, the seconds of TopNode",
    "topnode:BEND --at 30 -o a.png": f"--at 30 - wanted: 0 to {BEND}, the seconds of TopNode:bend",
    "TopNode --at soon -o a.png": "Invalid value for '--at': 'soon' is not a valid float.",
    "TopNode -q x -o a.png": "unknown quality: 'x' - known: l (480p15), m (720p30), h (1080p60), "
    "p (1440p60), k (2160p60)",
    "TopNode -o a.jpg": "a.jpg is no name of a picture - wanted: one that ends in .png",
    "TopNode -o .": ". is no name of a picture - wanted: one that ends in .png",
    "TopNode -o folder.png": "cannot write folder.png: a folder has that name - "
    "choose another place with -o",
    "TopNode -o no/a.png": "cannot write no/a.png: no such file or directory - "
    "choose another place with -o",
    "TopNode -o file/a.png": "cannot write file/a.png: not a directory - "
    "choose another place with -o",
    "TopNode -o /proc/a.png": "cannot write /proc/a.png: no such file or directory - "
    "choose another place with -o",
}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a folder and a file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "file").write_text("mine")
    return tmp_path


@pytest.mark.parametrize("words", WRONG)
def test_a_wrong_request_is_told_in_one_line_before_anything_is_drawn(
    capsys, place, monkeypatch, words
):
    monkeypatch.setattr("squiggle.render.still._save", lambda *_: pytest.fail("drawn"))
    done = run(capsys, "still", *words.split())
    assert (done.status, done.out, done.err) == (2, "", f"squiggle: {WRONG[words]}\n")
    assert sorted(path.name for path in place.iterdir()) == ["file", "folder.png"]


def test_a_wrong_request_imports_no_manim(place):
    words = "still", "TopNode:twist", "-o", "a.png"
    done = python("-X", "importtime", "-m", "squiggle", *words)
    assert done.returncode == 2
    assert "squiggle.render.still" in modules(done)
    assert "manim" not in modules(done)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Recap --at 2.5", "a.png  Recap at 2.47 s\n"),
        ("dosage Recap:follow --lang pl --theme light --set w1=-20", None),
        ("my.toml TopNode:weigh --no-captions", None),
    ],
)
def test_a_picture_is_written_and_told(capsys, place, words, told):
    assert run(capsys, "new", "my.toml").status == 0
    capsys.readouterr()
    words = words.split()
    done = run(capsys, "still", *words, "-q", "l", "-o", "a.png")
    assert done.status == 0
    assert done.out == told or (told is None and done.out.startswith("a.png  "))
    with Image.open(place / "a.png") as picture:
        assert picture.size == (854, 480)
    left = {"a.png", "file", "folder.png", "my.toml"}
    assert {path.name for path in place.iterdir()} == left


def test_overrides_change_the_picture(capsys, place):
    for name, more in (("a.png", ()), ("b.png", ("--theme", "light")), ("c.png", ())):
        assert run(capsys, "still", "Recap", *more, "-q", "l", "-o", name).status == 0
    first, second, third = ((place / name).read_bytes() for name in ("a.png", "b.png", "c.png"))
    assert first == third != second


def test_garbage_is_collected_again_afterwards(capsys, place):
    run(capsys, "still", "Nothing", "-o", "a.png")
    assert gc.isenabled()
