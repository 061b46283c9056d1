"""A kit makes anew what has changed, nothing else, and loses nothing that is somebody else's."""

import json

import pytest

from squiggle.kit.record import RECORD, Record


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "kit").mkdir()
    return tmp_path / "kit"


def publish(folder, tmp_path, key, **files):
    work = tmp_path / f"work-{key}"
    for name, text in files.items():
        path = work / name.replace("__", "/")
        path = path.with_name(f"{path.name}.txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Record(folder).publish("notes", key, work)


def names(folder):
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name != RECORD
    )


def test_what_was_made_of_the_same_is_fresh(folder, tmp_path):
    assert not Record(folder).is_fresh("notes", "a")
    publish(folder, tmp_path, "a", one="1", deep__two="2")
    assert names(folder) == ["deep/two.txt", "one.txt"]
    assert Record(folder).is_fresh("notes", "a")
    assert not Record(folder).is_fresh("notes", "b")
    (folder / "one.txt").unlink()
    assert not Record(folder).is_fresh("notes", "a")


def test_files_that_are_no_longer_part_of_a_piece_go(folder, tmp_path):
    publish(folder, tmp_path, "a", one="1", two="2")
    (folder / "other.txt").write_text("somebody's")
    publish(folder, tmp_path, "b", two="2 again")
    assert names(folder) == ["other.txt", "two.txt"]


def test_what_somebody_changed_is_kept(folder, tmp_path):
    publish(folder, tmp_path, "a", one="1", two="2")
    (folder / "one.txt").write_text("mine")
    (folder / "two.txt").write_text("mine too")
    assert publish(folder, tmp_path, "b", one="1 again") == [
        "one.yours-1.txt",
        "two.yours-1.txt",
    ]
    assert (folder / "one.txt").read_text() == "1 again"
    assert (folder / "one.yours-1.txt").read_text() == "mine"
    assert (folder / "two.yours-1.txt").read_text() == "mine too"
    (folder / "one.txt").write_text("mine once more")
    assert publish(folder, tmp_path, "c", one="1 at last") == ["one.yours-2.txt"]


def test_what_somebody_changed_stays_while_nothing_is_made_anew(folder, tmp_path):
    publish(folder, tmp_path, "a", one="1")
    (folder / "one.txt").write_text("mine")
    assert Record(folder).is_fresh("notes", "a")


@pytest.mark.parametrize(
    "told",
    [
        "",
        "[]",
        "{",
        '{"pieces": 3}',
        '{"pieces": {"notes": {"key": "a", "files": {"../out.txt": "0"}}}}',
        '{"pieces": {"notes": {"key": "a", "files": {"/out.txt": "0"}}}}',
        '{"pieces": {"notes": {"key": "a", "files": ["one.txt"]}}}',
        "[" * 100_000,
    ],
)
def test_a_record_that_is_not_ours_says_nothing(folder, tmp_path, told):
    outside = folder.parent / "out.txt"
    outside.write_text("somebody's")
    (folder / RECORD).write_text(told)
    assert not Record(folder).is_fresh("notes", "a")
    publish(folder, tmp_path, "a", one="1")
    assert outside.read_text() == "somebody's"
    assert Record(folder).is_fresh("notes", "a")


def test_the_record_says_which_piece_has_which_files(folder, tmp_path):
    publish(folder, tmp_path, "a", one="1")
    told = json.loads((folder / RECORD).read_text())
    assert told["schema_version"] == 1
    assert list(told["pieces"]["notes"]["files"]) == ["one.txt"]
