"""Which chapters of a batch may be at work at the same time, without rendering any."""

from dataclasses import replace
from pathlib import Path

import pytest

from squiggle.batch.share import Shared, Task
from squiggle.lesson import Lesson, load
from squiggle.lesson.words import Words
from squiggle.render.clip import Clip
from squiggle.render.plan import plan_film
from squiggle.render.preset import preset
from squiggle.render.watch import WatchedLesson

FIRST = load()


class Ear:
    """Notes what becomes of each task, by row."""

    def __init__(self) -> None:
        self.told: dict[int, str] = {}

    def begin(self, task: Task) -> None:
        self.told[task.row] = "at work"

    def receive(self, task: Task, clip: Clip, how: str) -> None:
        self.told[task.row] = how


def tasks(*lessons: Lesson, kinds: str = "") -> list[Task]:
    made = []
    for row, lesson in enumerate(lessons):
        (job,) = plan_film(lesson, preset("l"), ["Recap"]).jobs
        kind = (kinds[row] if kinds else "recap",)
        made.append(Task(row, replace(job, number=row + 1), job.stem, Words(lesson), kind))
    return made


def clip(job, tmp_path: Path, *facts: str) -> Clip:
    """A clip that has read these facts of its job's lesson."""
    reads: dict[str, str] = {}
    for fact in facts:
        getattr(WatchedLesson(job.lesson, reads), fact)
    return Clip(tmp_path / "a.mp4", tmp_path / "a.png", job.frames, (), (), reads)


def asked(question: float, **more) -> Lesson:
    return replace(FIRST, question=question, **more)


@pytest.fixture
def ear() -> Ear:
    return Ear()


def shared(ear: Ear, tmp_path: Path, made: list[Task]) -> Shared:
    return Shared(made, ear, None, tmp_path)


def taken(waiting: Shared) -> list:
    return list(iter(waiting.take, None))


def test_of_those_that_may_be_the_same_one_is_at_work(ear, tmp_path):
    waiting = shared(ear, tmp_path, tasks(asked(0.1), asked(0.1), asked(0.2), kinds="aab"))
    assert [job.number for job in taken(waiting)] == [1, 3]
    assert ear.told == {0: "at work", 2: "at work"}


def test_those_that_read_the_same_get_its_clip_and_never_begin(ear, tmp_path):
    waiting = shared(ear, tmp_path, tasks(asked(0.1), asked(0.2), asked(0.1)))
    (job,) = taken(waiting)
    waiting.finish(job, clip(job, tmp_path, "theme", "question"))
    assert ear.told == {0: "rendered", 2: "shared"}
    assert [job.number for job in taken(waiting)] == [2]
    assert not waiting


def test_others_are_told_apart_by_the_first_fact_that_is_another(ear, tmp_path):
    lessons = [asked(0.1), asked(0.2), asked(0.2), asked(0.3), asked(0.2, title="T")]
    waiting = shared(ear, tmp_path, tasks(*lessons))
    (job,) = taken(waiting)
    waiting.finish(job, clip(job, tmp_path, "theme", "question"))
    second, fourth = taken(waiting)  # 3 and 5 may be as 2
    assert (second.number, fourth.number) == (2, 4)
    waiting.finish(second, clip(second, tmp_path, "theme", "question", "title"))
    assert ear.told == {0: "rendered", 1: "rendered", 2: "shared", 3: "at work"}
    assert [job.number for job in taken(waiting)] == [5]


def test_what_a_failed_row_leaves_is_forgotten_and_the_next_of_its_kind_begins(ear, tmp_path):
    waiting = shared(ear, tmp_path, tasks(asked(0.1), asked(0.1), asked(0.1)))
    (job,) = taken(waiting)
    assert waiting.fail(job).row == 0
    waiting.drop(1)
    assert [job.number for job in taken(waiting)] == [3]


def test_a_job_whose_worker_died_is_the_next_and_nobody_like_it_begins(ear, tmp_path):
    waiting = shared(ear, tmp_path, tasks(asked(0.1), asked(0.1)))
    (job,) = taken(waiting)
    waiting.put_back(job)
    assert waiting
    assert taken(waiting) == [job]
