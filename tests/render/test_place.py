"""The output folder: what may stand in the way, who may work there, what is left in it."""

from pathlib import Path

import pytest

from squiggle.errors import SquiggleError
from squiggle.render.place import CLIPS, FILM, MANIFEST, publish, workplace

OLD = ("01-the-question.mp4", "01-the-question.png", "04-top-node.mp4", "04-top-node.png")


def refused(folder) -> SquiggleError:
    with pytest.raises(SquiggleError) as caught, workplace(folder):
        pytest.fail("work began")
    assert caught.value.status == 2
    return caught.value


def made(work, *stems) -> list:
    """Finished files in a work folder, as a render leaves them."""
    for name in (FILM, MANIFEST):
        (work / name).write_text("new")
    files = [work / f"{stem}.{kind}" for stem in stems for kind in ("mp4", "png")]
    for file in files:
        file.write_text("new")
    return files


def test_a_missing_folder_is_made_with_its_parents(tmp_path):
    with workplace(tmp_path / "a" / "b") as work:
        assert work.parent == tmp_path / "a" / "b"
        assert work.name.startswith(".")
        (work / "half").write_text("a film")
    assert list((tmp_path / "a" / "b").iterdir()) == []


def test_a_file_in_the_way_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    assert str(refused(tmp_path / "file")).startswith(f"cannot write to {tmp_path / 'file'}: ")
    assert "not a directory" in str(refused(tmp_path / "file" / "below"))


def test_a_place_where_nobody_may_write_is_refused():
    error = refused(Path("/proc/films"))
    assert error.message.startswith("cannot write to /proc/films: ")
    assert error.hint == "choose another folder with -o"


@pytest.mark.parametrize("name", [FILM, MANIFEST])
def test_a_folder_where_a_file_is_to_go_is_said_before_any_work(tmp_path, name):
    (tmp_path / name).mkdir()
    assert f"{name} is a folder" in str(refused(tmp_path))


def test_a_file_where_the_clips_are_to_go_is_said_before_any_work(tmp_path):
    (tmp_path / CLIPS).write_text("")
    assert f"{CLIPS} is no folder" in str(refused(tmp_path))


def test_two_renders_do_not_work_in_one_folder(tmp_path):
    with workplace(tmp_path) as work:
        (work / "half").write_text("a film")
        assert str(refused(tmp_path)).startswith(f"another render is at work in {tmp_path}")
        assert (work / "half").exists()
    with workplace(tmp_path):
        pass


def test_leftovers_go_and_other_files_stay(tmp_path):
    (tmp_path / ".rendering-left").mkdir()
    (tmp_path / ".rendering-left" / "half.mp4").write_text("half")
    (tmp_path / "notes.txt").write_text("mine")
    with workplace(tmp_path) as work:
        assert {path.name for path in tmp_path.iterdir()} == {"notes.txt", work.name}


def test_a_failure_leaves_only_what_was_there(tmp_path):
    with pytest.raises(ZeroDivisionError), workplace(tmp_path / "a" / "b") as work:
        (work / "half").write_text(str(1 / 0))
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "a").mkdir()
    with pytest.raises(ZeroDivisionError), workplace(tmp_path / "a" / "b"):
        raise ZeroDivisionError
    assert list(tmp_path.rglob("*")) == [tmp_path / "a"]


def test_a_film_of_some_chapters_takes_the_place_of_the_whole_one(tmp_path):
    (tmp_path / CLIPS).mkdir()
    for name in (FILM, MANIFEST, *(f"{CLIPS}/{name}" for name in OLD)):
        (tmp_path / name).write_text("old")
    with workplace(tmp_path) as work:
        publish(made(work, "04-top-node"), work, tmp_path)
    left = {path.name: path.read_text() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == dict.fromkeys([FILM, MANIFEST, "04-top-node.mp4", "04-top-node.png"], "new")


def test_clips_of_an_older_storyboard_go_and_files_of_the_user_stay(tmp_path):
    (tmp_path / CLIPS).mkdir()
    mine = {"11-my-own.mp4", "04-top-node.srt", "04-top-node-slow.mp4", "top-node.mp4"}
    for name in {"07-top-node.mp4", *mine}:
        (tmp_path / CLIPS / name).write_text("")
    with workplace(tmp_path) as work:
        publish(made(work, "04-top-node"), work, tmp_path)
    names = {path.name for path in (tmp_path / CLIPS).iterdir()}
    assert names == mine | {"04-top-node.mp4", "04-top-node.png"}


def test_a_folder_with_a_manifest_is_whole_even_if_publishing_is_cut_short(tmp_path):
    (tmp_path / MANIFEST).write_text("old")
    with pytest.raises(FileNotFoundError), workplace(tmp_path) as work:
        files = made(work, "04-top-node", "10-recap")
        files[-1].unlink()
        publish(files, work, tmp_path)
    assert not (tmp_path / MANIFEST).exists()
