"""`squiggle script` prints what a teacher reads aloud, and takes what was recorded."""

import json

import pytest

from squiggle.lesson import load
from squiggle.lesson.pacing import tell

from .command import run


def test_the_sheet_has_every_beat_of_the_film(capsys):
    done = run(capsys, "script", "--json")
    rows = json.loads(done.out)
    beats = [(c.name, b.name, b.seconds) for c in tell(load()) for b in c.beats]
    assert [(row["chapter"], row["beat"], row["seconds"]) for row in rows] == beats
    weigh = next(row for row in rows if row["beat"] == "weigh")
    assert weigh["file"] == "narration/top-node/weigh.wav" and not weigh["recorded"]
    assert weigh["words"][0] == ("Dose zero: times minus thirty-four point four.")


def test_the_sheet_for_people_has_the_same(capsys):
    sheet = run(capsys, "script").out
    for row in json.loads(run(capsys, "script", "--json").out):
        assert f"- [ ] `{row['file']}` ({row['seconds']:.1f} s)" in sheet
        assert all(f"  > {words}" in sheet for words in row["words"])
    assert not any(line.lstrip(" >").startswith("−") for line in sheet.splitlines())


def test_it_speaks_the_lessons_language_and_knows_its_chapters(capsys):
    done = run(capsys, "script", "--lang", "pl", "--set", "chapters=Recap")
    assert "## Podsumowanie" in done.out and "minus dziesięć przecinek trzy" in done.out
    assert done.out.count("- [ ]") == 2


def test_what_is_recorded_is_ticked(capsys, tmp_path):
    folder = tmp_path / "told"
    assert run(capsys, "script", "--narration", str(folder)).status == 0  # not there yet
    (folder / "Recap").mkdir(parents=True)
    (folder / "Recap" / "follow.mp3").touch()
    sheet = run(capsys, "script", "--narration", str(folder)).out
    assert f"- [x] `{folder}/Recap/follow.mp3`" in sheet and sheet.count("[x]") == 1


@pytest.mark.parametrize("command", ["list", "check", "script"])
def test_a_recording_of_no_beat_is_one_line(capsys, tmp_path, command):
    (tmp_path / "recap").mkdir()
    (tmp_path / "recap" / "outro.wav").touch()
    done = run(capsys, command, "--narration", str(tmp_path))
    assert done.status == 2 and not done.out
    assert done.err.startswith(f"squiggle: {tmp_path}/recap/outro.wav: unknown beat of Recap")


@pytest.mark.parametrize("data", [b"", b"no sound", b"RIFF\x24\0\0\0WAVE"])
def test_a_recording_that_is_none_leaves_nothing_behind(capsys, tmp_path, data):
    file = tmp_path / "told" / "recap" / "follow.wav"
    file.parent.mkdir(parents=True)
    file.write_bytes(data)
    words = ["--narration", str(tmp_path / "told"), "-q", "l", "-o", str(tmp_path / "out")]
    done = run(capsys, "render", *words)
    assert done.status == 2 and done.err.count("\n") == 1 and str(file) in done.err
    assert not (tmp_path / "out").exists()


def test_a_voice_that_there_is_not_is_one_line(capsys, tmp_path):
    done = run(capsys, "render", "--voice", "joe", "-o", str(tmp_path / "out"))
    assert (done.status, done.out) == (2, "")
    assert done.err == "squiggle: unknown voice: 'joe' - known: piper, pico, espeak\n"
    assert not (tmp_path / "out").exists()
