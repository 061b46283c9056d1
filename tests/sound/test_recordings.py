"""Recordings are found by the names of the storyboard; what is none of them is one clear line."""

import pytest

from squiggle.errors import SquiggleError
from squiggle.lesson import load
from squiggle.lesson.storyboard import sketch
from squiggle.sound.recordings import find_recordings

CHAPTERS = sketch(load())


def lay(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return folder


@pytest.mark.parametrize("chapter", ["top-node", "TopNode", "top_node", "04-top-node", "Top node"])
@pytest.mark.parametrize("beat", ["stretch_and_slide", "stretch-and-slide", "5 Stretch and slide"])
@pytest.mark.parametrize("ending", ["wav", "WAV", "mp3", "flac", "take"])
def test_names_count_however_they_are_spelled(tmp_path, chapter, beat, ending):
    lay(tmp_path, f"{chapter}/{beat}.{ending}")
    found = find_recordings(tmp_path, CHAPTERS)
    assert found == {("TopNode", "stretch_and_slide"): tmp_path / chapter / f"{beat}.{ending}"}


def test_notes_and_what_systems_hide_are_passed_over(tmp_path):
    lay(tmp_path, "sheet.md", ".DS_Store", "recap/follow.wav", "recap/notes.txt", "recap/._x.wav")
    lay(tmp_path, "recap/desktop.ini", "recap/Thumbs.db")
    assert list(find_recordings(tmp_path, CHAPTERS)) == [("Recap", "follow")]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["outro/follow.wav"], "outro: unknown chapter: 'outro' - known: TheQuestion, "),
        (["only-node/weigh.wav"], "only-node: unknown chapter: "),
        (["recap/weigh.wav"], "weigh.wav: unknown beat of Recap: 'weigh' - known: replay, follow"),
        (["recap/follow.wav", "recap/follow.mp3"], "are of one beat"),
        (["recap/follow.wav", "Recap/follow.wav"], "are of one beat"),
        (["follow.wav"], "follow.wav is in no chapter's folder"),
        (["sheet.md"], " has no recordings"),
    ],
)
def test_what_belongs_to_no_beat_is_one_line(tmp_path, names, told):
    lay(tmp_path, *names)
    with pytest.raises(SquiggleError) as refused:
        find_recordings(tmp_path, CHAPTERS)
    assert told in str(refused.value) and refused.value.status == 2


def test_a_folder_that_is_not_there(tmp_path):
    lay(tmp_path, "file")
    for name in ("nowhere", "file"):
        with pytest.raises(SquiggleError, match=f"{name}: .* - wanted: a folder for each chapter"):
            find_recordings(tmp_path / name, CHAPTERS)
