"""The cache never gives a chapter that a fresh render would not give, whatever has changed."""

import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from squiggle.errors import SquiggleError
from squiggle.lesson import Lesson
from squiggle.lesson.pacing import tell
from squiggle.lesson.storyboard import find_chapter
from squiggle.lesson.words import Words
from squiggle.render import render
from squiggle.render.cache import CLIP, ENTRY, POSTER, Cache
from squiggle.render.clip import Clip
from squiggle.render.plan import FilmPlan, Job
from squiggle.render.preset import Preset
from squiggle.render.workers import render_all

from .reading import clip as clip_of
from .reading import prints
from .variants import FIRST, OTHERS, SEEN_BY_ALL, SEEN_BY_NONE

BENDS, RECAP = "ActivationFunctions", "Recap"
LESSONS = {"first": FIRST, **OTHERS}
SMALL = Preset("s", "480p5", 854, 480, 5, "3.1")
ASKED = [(name, RECAP) for name in LESSONS if name not in {"all weights", "names", "title"}]
ASKED += [(name, BENDS) for name in LESSONS if name in {"first", "all weights", *SEEN_BY_ALL}]
NEW = [
    (name, chapter)
    for name, chapter in ASKED
    if name in SEEN_BY_ALL or (chapter == RECAP and name not in {"first", *SEEN_BY_NONE})
]


def job_of(lesson: Lesson, chapter: str, number: int = 1, preset: Preset = SMALL) -> Job:
    plan = find_chapter(tell(lesson), chapter)
    return Job(lesson, plan, number, preset, round(plan.seconds * preset.fps))


JOBS = {
    (name, chapter): job_of(LESSONS[name], chapter, number)
    for number, (name, chapter) in enumerate(ASKED, start=1)
}


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Clip]:
    """Every chapter of every lesson, each rendered anew."""
    work = tmp_path_factory.mktemp("fresh")
    plan = FilmPlan(tuple(JOBS.values()), SMALL)
    made = render_all(plan, work, 2, lambda *_: None, lambda *_: None)
    return {asked: made[job.stem] for asked, job in JOBS.items()}


@pytest.fixture(scope="module")
def kept(fresh, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with both chapters of the first lesson."""
    cache = Cache(tmp_path_factory.mktemp("kept"))
    for chapter in (BENDS, RECAP):
        cache.keep(JOBS["first", chapter], fresh["first", chapter])
    return cache.folder


@pytest.fixture
def cache(kept, tmp_path) -> Cache:
    """A copy of it that may be damaged."""
    return Cache(shutil.copytree(kept, tmp_path / "cache"))


@pytest.fixture
def work(tmp_path) -> Path:
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


def find(cache: Cache, asked: tuple[str, str], work: Path) -> Clip | None:
    job = JOBS[asked]
    assert cache.has(job, Words(job.lesson)) or cache.find(job, Words(job.lesson), work) is None
    return cache.find(job, Words(job.lesson), work)


def assert_same(found: Clip | None, made: Clip) -> None:
    """Frame for frame, and in all that the manifest takes from it."""
    assert found is not None
    if found.path.read_bytes() != made.path.read_bytes():  # it was rendered for another lesson
        assert prints.__wrapped__(found.path) == prints(made.path)
    assert found.poster.read_bytes() == made.poster.read_bytes()
    assert found.frames == made.frames
    assert plain(found.beats) == plain(made.beats) and plain(found.planes) == plain(made.planes)


def plain(told: object) -> str:
    return json.dumps(told, default=vars)


def entry(cache: Cache, chapter: str = RECAP) -> Path:
    """The folder of the first lesson's chapter."""
    entries = [found.folder for found in cache.entries()]
    (found,) = (e for e in entries if json.loads((e / ENTRY).read_text())["chapter"] == chapter)
    return found


@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
def test_what_is_found_for_another_lesson_is_what_a_fresh_render_makes(cache, fresh, work, asked):
    found = find(cache, asked, work)
    assert (found is None) == (asked in NEW)
    if found is None:
        cache.keep(JOBS[asked], fresh[asked])
        found = find(cache, asked, work)
    assert_same(found, fresh[asked])
    first = ("first", asked[1])
    assert_same(find(cache, first, work), fresh[first])


@pytest.mark.parametrize("asked", NEW, ids=" ".join)
def test_what_is_rendered_anew_is_another_film(fresh, asked):
    made, before = fresh[asked], fresh["first", asked[1]]
    assert prints(made.path) != prints(before.path)


def test_many_lessons_in_one_cache_are_never_taken_for_each_other(fresh, tmp_path, work):
    cache = Cache(tmp_path)
    for asked, job in JOBS.items():
        cache.keep(job, fresh[asked])
    assert len(cache.entries()) == len(NEW) + 2
    for asked in JOBS:
        assert_same(find(cache, asked, work), fresh[asked])


def test_another_preset_and_another_renderer_have_entries_of_their_own(cache, work):
    job, words = JOBS["first", RECAP], Words(FIRST)
    assert cache.find(job, words, work)
    wide = replace(SMALL, width=640, height=360)
    for other in (replace(job, plain=True), replace(job, preset=wide)):
        assert cache.find(other, words, work) is None


def test_the_place_of_a_chapter_in_the_film_does_not_matter(cache, fresh, work):
    job = replace(JOBS["first", RECAP], number=77)
    found = cache.find(job, Words(FIRST), work)
    assert_same(found, fresh["first", RECAP])
    assert found.path.name == "77-recap.mp4"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    """Renders whole films of both chapters into folders of their own."""

    def make(lesson: Lesson, cache: Cache | None):
        folder = tmp_path_factory.mktemp("whole")
        return render(lesson, folder, quality="l", only=(BENDS, RECAP), workers=2, cache=cache)

    return make


def test_a_film_is_the_same_with_a_cache_and_without_and_says_what_it_has_reused(
    whole, tmp_path, capsys
):
    cache, one, other = Cache(tmp_path / "new"), FIRST, OTHERS["w1"]
    first = whole(one, cache)
    assert "unchanged" not in capsys.readouterr().err
    second = whole(other, cache)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "03-activation-functions: unchanged"
    assert len(lines) == 2 and lines[1].startswith("10-recap: ")
    third = whole(one, cache)
    told = capsys.readouterr().err
    assert told == "03-activation-functions: unchanged\n10-recap: unchanged\n"
    assert third.manifest == first.manifest
    assert prints(third.path) == prints(first.path) != prints(second.path)
    for film in (first, second, third):
        clips = [prints(clip_of(film, chapter)) for chapter in (BENDS, RECAP)]
        assert prints(film.path) == clips[0] + clips[1]
    anew = whole(other, None)
    assert "unchanged" not in capsys.readouterr().err
    assert prints(anew.path) == prints(second.path)
    assert anew.manifest == second.manifest


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def unlink(path: Path) -> None:
    path.unlink()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("harm", [cut, empty, flip, unlink, folder])
@pytest.mark.parametrize("name", [CLIP, POSTER, ENTRY])
def test_a_damaged_entry_is_noticed_and_made_again(cache, fresh, work, harm, name):
    asked = "first", RECAP
    harm(entry(cache) / name)
    assert find(cache, asked, work) is None
    assert len(cache.entries()) == 1
    cache.keep(JOBS[asked], fresh[asked])
    assert_same(find(cache, asked, work), fresh[asked])


@pytest.mark.parametrize("place", range(0, 100, 3))
def test_no_byte_of_what_an_entry_says_can_be_another(cache, fresh, work, place):
    path = entry(cache) / ENTRY
    data = bytearray(path.read_bytes())
    at = place * len(data) // 100
    data[at] ^= 1
    path.write_bytes(data)
    asked = "first", RECAP
    assert find(cache, asked, work) is None
    cache.keep(JOBS[asked], fresh[asked])
    assert_same(find(cache, asked, work), fresh[asked])


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "null", "{", "[" * 100_000, '{"reads": {}}', '{"reads": [], "digest": 1}'],
)
def test_an_entry_that_says_something_else_is_noticed(cache, fresh, work, text):
    asked = "first", RECAP
    (entry(cache) / ENTRY).write_text(text)
    assert find(cache, asked, work) is None
    cache.keep(JOBS[asked], fresh[asked])
    assert_same(find(cache, asked, work), fresh[asked])


def test_an_empty_folder_and_a_file_in_an_entrys_place_are_noticed(cache, fresh, work):
    asked = "first", RECAP
    for make in (Path.mkdir, Path.touch):
        place = entry(cache)
        shutil.rmtree(place)
        make(place)
        assert find(cache, asked, work) is None
        cache.keep(JOBS[asked], fresh[asked])
        assert_same(find(cache, asked, work), fresh[asked])


def test_an_entry_that_goes_while_it_is_read_is_only_missed(cache, work):
    for found in cache.entries():
        shutil.rmtree(found.folder)
    assert find(cache, ("first", RECAP), work) is None


def strangers(cache: Cache) -> list[Path]:
    """Files of somebody who keeps a novel in the cache's folder."""
    paths = [
        cache.folder / "chapters" / "one" / "draft" / "words.txt",
        cache.folder / "chapters" / "notes.txt",
        cache.folder / "mine.txt",
        entry(cache).parent / "notes.txt",
        entry(cache).parent / "draft" / "words.txt",
    ]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("It was a dark and stormy night.")
    (cache.folder / "chapters" / "two").mkdir()
    return [*paths, cache.folder / "chapters" / "two"]


def test_other_peoples_files_are_no_entries_and_stay(cache, fresh, work):
    mine = strangers(cache)
    assert len(cache.entries()) == 2
    assert_same(find(cache, ("first", RECAP), work), fresh["first", RECAP])
    replace(cache, limit=0).trim()
    assert cache.entries() == [] and all(path.exists() for path in mine)


def test_clearing_removes_every_entry_and_nothing_else(cache):
    mine = strangers(cache)
    cache.clear()
    assert cache.entries() == [] and all(path.exists() for path in mine)


def test_clearing_leaves_no_folder_of_ours(cache):
    cache.clear()
    assert list((cache.folder / "chapters").iterdir()) == []


def test_beyond_its_limit_the_cache_lets_go_of_what_was_used_longest_ago(fresh, tmp_path, work):
    cache, places = Cache(tmp_path / "cache"), {}
    for age, name in enumerate(["w1", "b1", "w2", "b2"]):
        cache.keep(JOBS[name, RECAP], fresh[name, RECAP])
        (new,) = {found.folder for found in cache.entries()} - set(places.values())
        os.utime(new / ENTRY, (age, age))
        places[name] = new

    def left(limit: int) -> set[str]:
        replace(cache, limit=limit).trim()
        found = {one.folder for one in cache.entries()}
        return {name for name, place in places.items() if place in found}

    total = sum(found.size for found in cache.entries())
    assert left(total) == set(places)
    assert left(total - 1) == {"b1", "w2", "b2"}
    assert_same(find(cache, ("b1", RECAP), work), fresh["b1", RECAP])  # now the last used
    total = sum(found.size for found in cache.entries())
    assert left(total - 1) == {"b1", "b2"}


def test_a_cache_without_room_keeps_nothing(fresh, tmp_path, work):
    cache = Cache(tmp_path, limit=0)
    cache.keep(JOBS["first", RECAP], fresh["first", RECAP])
    assert cache.entries() == []


def test_what_a_killed_render_left_goes_when_it_is_old(cache, fresh):
    place = entry(cache).parent
    for name in (".new-old", ".new-young", ".mine"):
        (place / name).mkdir()
        (place / name / CLIP).write_bytes(b"half")
    os.utime(place / ".new-old", (1, 1))
    os.utime(place / ".mine", (1, 1))
    cache.keep(JOBS["first", RECAP], fresh["first", RECAP])
    left = {path.name for path in place.iterdir() if path.name.startswith(".")}
    assert left == {".new-young", ".mine"}


BUSY = """
import pickle, random, shutil, sys
from pathlib import Path
from squiggle.lesson.words import Words
from squiggle.render.cache import Cache

jobs, folder, work, rounds = pickle.loads(Path(sys.argv[1]).read_bytes())
work = work / sys.argv[2]
work.mkdir()
chance = random.Random(sys.argv[2])
cache = Cache(folder, limit=sum(clip.path.stat().st_size for _, clip in jobs))
print("begun", flush=True)
for _ in range(rounds):
    job, clip = chance.choice(jobs)
    what = chance.random()
    if what < 0.1:
        cache.clear()
    elif what < 0.5:
        cache.keep(job, clip)
    elif found := cache.find(job, Words(job.lesson), work):
        assert found.path.read_bytes() == clip.path.read_bytes()
        assert found.poster.read_bytes() == clip.poster.read_bytes()
"""


def test_many_processes_keep_find_and_clear_at_once_and_one_of_them_is_killed(
    fresh, tmp_path, work
):
    names = ["first", "w1", "w2", "w3"]
    jobs = [(JOBS[name, RECAP], fresh[name, RECAP]) for name in names]
    cache = Cache(tmp_path / "busy")
    told = tmp_path / "told"
    told.write_bytes(pickle.dumps((jobs, cache.folder, work, 150)))
    command = [sys.executable, "-c", BUSY, str(told)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    busy = [subprocess.Popen([*command, str(number)], **pipes) for number in range(3)]
    for process in busy:
        assert process.stdout.readline() == "begun\n", process.stderr.read()
    busy[0].kill()
    busy[0].communicate()
    for process in busy[1:]:
        _, error = process.communicate()
        assert (process.returncode, error) == (0, "")
    for job, clip in jobs:
        cache.keep(job, clip)
        assert_same(cache.find(job, Words(job.lesson), work), clip)


@pytest.mark.parametrize("where", ["/dev/null/cache", "/proc/cache", "file", "file/below"])
def test_a_folder_that_cannot_be_written_to_keeps_nothing_and_harms_nothing(
    fresh, tmp_path, work, where
):
    (tmp_path / "file").write_text("mine")
    cache = Cache(tmp_path / where)
    cache.keep(JOBS["first", RECAP], fresh["first", RECAP])
    assert find(cache, ("first", RECAP), work) is None
    assert cache.entries() == []
    cache.trim()
    cache.clear()
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("limit", ["many", "-1", "1.5", "²", "0x10", " "])
def test_a_limit_that_is_no_number_is_told(monkeypatch, limit):
    monkeypatch.setenv("SQUIGGLE_CACHE_LIMIT", limit)
    with pytest.raises(SquiggleError, match="SQUIGGLE_CACHE_LIMIT") as caught:
        Cache.usual()
    assert caught.value.status == 2


def test_the_cache_is_where_the_user_says(monkeypatch, tmp_path):
    monkeypatch.setenv("SQUIGGLE_CACHE", str(tmp_path))
    monkeypatch.setenv("SQUIGGLE_CACHE_LIMIT", "5")
    assert Cache.usual() == Cache(tmp_path, 5_000_000)
    monkeypatch.delenv("SQUIGGLE_CACHE")
    monkeypatch.delenv("SQUIGGLE_CACHE_LIMIT")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert Cache.usual().folder.is_relative_to(tmp_path)
    assert Cache.usual().folder.name.lower() == "squiggle"
