"""The output folder: what may stand in the way, who may work there, what is left in it."""

import json
import os
from pathlib import Path

import pytest

from squiggle.errors import SquiggleError
from squiggle.render.origin import CLIPS, FILM, JOURNAL, MANIFEST, origin
from squiggle.render.place import publish, workplace

OLD = ("01-the-question", "04-top-node")


def refused(folder) -> SquiggleError:
    with pytest.raises(SquiggleError) as caught, workplace(folder):
        pytest.fail("work began")
    assert caught.value.status == 2
    return caught.value


def says(*stems: str, lesson: str = "my", source: str | None = "../my.toml") -> str:
    """What we read of a manifest with these chapters."""
    chapters = [
        {"clip": {"file": f"{CLIPS}/{stem}.mp4", "poster": f"{CLIPS}/{stem}.png"}} for stem in stems
    ]
    return json.dumps({"lesson": lesson, "source": source, "chapters": chapters})


def both(*stems: str) -> set[str]:
    """The names of the chapters' files."""
    return {f"{stem}.{kind}" for stem in stems for kind in ("mp4", "png")}


def made(work: Path, *stems: str) -> list[Path]:
    """Finished files in a work folder, as a render leaves them."""
    (work / FILM).write_text("new")
    (work / MANIFEST).write_text(says(*stems))
    files = [work / name for name in sorted(both(*stems))]
    for file in files:
        file.write_text("new")
    return files


def render(folder: Path, *stems: str) -> None:
    """Put a film of these chapters into a folder."""
    with workplace(folder) as work:
        publish(made(work, *stems), work, folder)


def clips(folder: Path) -> set[str]:
    """The names of what is among the clips."""
    return set(os.listdir(folder / CLIPS))


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
    render(tmp_path, *OLD)
    for file in tmp_path.rglob("*.*"):
        if file.is_file() and file.name != MANIFEST:
            file.write_text("old")
    render(tmp_path, "04-top-node")
    assert {path.name for path in tmp_path.iterdir()} == {FILM, MANIFEST, CLIPS}
    assert clips(tmp_path) == both("04-top-node")
    assert {path.read_text() for path in (tmp_path / CLIPS).iterdir()} == {"new"}
    assert (tmp_path / MANIFEST).read_text() == says("04-top-node")


def test_clips_of_the_film_before_go_and_files_of_the_user_stay(tmp_path):
    render(tmp_path, "07-top-node")
    mine = {"05-recap.mp4", "05-recap.png", "11-my-own.mp4", "04-top-node.srt", "top-node.mp4"}
    for name in mine:
        (tmp_path / CLIPS / name).write_text("mine")
    render(tmp_path, "04-top-node")
    assert clips(tmp_path) == mine | both("04-top-node")


NOT_OURS = {
    "nothing": None,
    "empty": "",
    "cut": says(*OLD)[:-9],
    "no text": "\udcff\udcfe",
    "deep": "[" * 200_000,
    "a number": "7",
    "another program's": json.dumps({"name": "Holidays", "icons": [{"src": "clips/05-recap.mp4"}]}),
    "another kind of lesson": says(*OLD, lesson=7),
    "another kind of source": says(*OLD, source=["x"]),
    "chapters that are a text": json.dumps({"lesson": "my", "chapters": "01-the-question.mp4"}),
    "chapters without clips": json.dumps({"lesson": "my", "chapters": [{"file": OLD[0]}]}),
    "clips that are names": json.dumps({"lesson": "my", "chapters": [{"clip": OLD[0]}]}),
    "one of many leads away": says(*OLD, "../../mine/01-the-question"),
}


@pytest.mark.parametrize("kind", NOT_OURS)
def test_what_is_not_our_manifest_removes_nothing(tmp_path, kind):
    render(tmp_path, *OLD)
    (tmp_path / MANIFEST).unlink()
    if (text := NOT_OURS[kind]) is not None:
        (tmp_path / MANIFEST).write_bytes(text.encode("utf-8", "surrogateescape"))
    render(tmp_path, "04-top-node")
    assert clips(tmp_path) == both(*OLD)
    assert (tmp_path / MANIFEST).read_text() == says("04-top-node")


PLACES = ("../notes.txt", "clips/../../05-recap.mp4", "{root}/05-recap.mp4", "clips/05-recap.mp4/")
PLACES += ("05-recap.mp4", "clips/notes.txt", "clips/sub/05-recap.mp4", "clips//05-recap.mp4", "")


@pytest.mark.parametrize("name", PLACES)
def test_a_manifest_leads_nowhere_but_to_chapters(tmp_path, name):
    folder = tmp_path / "out"
    render(folder, *OLD)
    (folder / CLIPS / "sub").mkdir()
    mine = (tmp_path, folder, folder / CLIPS, folder / CLIPS / "sub")
    for place in mine:
        (place / "05-recap.mp4").write_text("mine")
        (place / "notes.txt").write_text("mine")
    told = json.loads(says(*OLD))
    told["chapters"][0]["clip"]["poster"] = name.format(root=tmp_path)
    (folder / MANIFEST).write_text(json.dumps(told))
    render(folder, "04-top-node")
    for place in mine:
        assert (place / "05-recap.mp4").exists() and (place / "notes.txt").exists()


def test_a_link_or_a_folder_under_a_clips_name_is_the_users(tmp_path):
    folder, other = tmp_path / "out", tmp_path / "other.mp4"
    other.write_text("mine")
    render(folder, *OLD)
    video, poster = (folder / CLIPS / f"01-the-question.{kind}" for kind in ("mp4", "png"))
    for file in (video, poster):
        file.unlink()
    video.symlink_to(other)
    poster.mkdir()
    render(folder, "04-top-node")
    assert video.is_symlink() and poster.is_dir() and other.read_text() == "mine"


def test_clips_that_lie_elsewhere_are_not_removed_there(tmp_path):
    folder, other = tmp_path / "out", tmp_path / "other"
    render(folder, *OLD)
    (folder / CLIPS).rename(other)
    (folder / CLIPS).symlink_to(other)
    render(folder, "04-top-node")
    assert set(os.listdir(other)) == both(*OLD)


def test_a_folder_with_a_manifest_is_whole_even_if_publishing_is_cut_short(tmp_path):
    render(tmp_path, *OLD)
    with pytest.raises(FileNotFoundError), workplace(tmp_path) as work:
        files = made(work, "04-top-node", "10-recap")
        files[-1].unlink()
        publish(files, work, tmp_path)
    assert not (tmp_path / MANIFEST).exists()


@pytest.mark.parametrize("landed", range(7))
def test_whenever_publishing_is_cut_short_the_next_film_leaves_no_clip_behind(
    tmp_path, monkeypatch, landed
):
    render(tmp_path, *OLD)
    (tmp_path / CLIPS / "05-recap.mp4").write_text("mine")
    moves = iter([os.replace] * landed)

    def move(*paths):
        next(moves)(*paths)  # StopIteration is the crash

    monkeypatch.setattr("squiggle.render.place.os.replace", move)
    with pytest.raises(StopIteration), workplace(tmp_path) as work:
        publish(made(work, "02-the-network", "10-recap"), work, tmp_path)
    monkeypatch.undo()
    there = origin(tmp_path)
    assert there and (there.lesson, there.source) == ("my", "../my.toml")
    if (tmp_path / MANIFEST).exists():
        assert clips(tmp_path) >= both(*OLD)
    render(tmp_path, "04-top-node")
    assert clips(tmp_path) == both("04-top-node") | {"05-recap.mp4"}
    assert not (tmp_path / JOURNAL).exists()


def test_a_journal_that_was_left_beside_a_manifest_says_nothing(tmp_path):
    render(tmp_path, "04-top-node")
    (tmp_path / JOURNAL).write_text(says("05-recap"))
    (tmp_path / CLIPS / "05-recap.mp4").write_text("mine")
    render(tmp_path, "04-top-node")
    assert clips(tmp_path) == both("04-top-node") | {"05-recap.mp4"}
