"""The schedule with any executor: what it gives to whom, and what ends a film."""

import threading
import time
from concurrent.futures import BrokenExecutor, CancelledError, Future, ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from squiggle.errors import SquiggleError
from squiggle.render import schedule as module
from squiggle.render.schedule import LIVES, Crew, Waiting, schedule


def job(stem, frames=10):
    return SimpleNamespace(stem=stem, frames=frames, chapter=SimpleNamespace(name=stem.title()))


JOBS = [job("a"), job("b"), job("c"), job("d")]


class Telling(Crew):
    """A crew that tells what it is given to tell."""

    prompt = True

    def __init__(self, executor, size):
        super().__init__(executor, size)
        self.told, self.abandoned = [], []

    def news(self):
        told, self.told = self.told, []
        return told

    def abandon(self, future):
        self.abandoned.append(future)


class Never:
    """An executor whose jobs never end."""

    def submit(self, work, job):
        return Future()


def run(jobs, work, size=2, crew=None):
    done = []
    with ThreadPoolExecutor(size) as executor:
        schedule(
            Waiting(jobs),
            crew or Crew(executor, size),
            work,
            lambda *_: None,
            lambda job, result: done.append((job.stem, result)),
        )
    return done


def test_every_job_is_done_and_its_result_handed_over_once():
    assert sorted(run(JOBS, lambda job: job.stem * 2)) == [
        (stem, stem * 2) for stem in ("a", "b", "c", "d")
    ]


def test_jobs_begin_in_their_order_and_never_more_at_once_than_there_are_workers():
    begun, at_once, most = [], 0, 0
    lock = threading.Lock()

    def work(job):
        nonlocal at_once, most
        with lock:
            begun.append(job.stem)
            at_once += 1
            most = max(most, at_once)
        time.sleep(0.05)
        with lock:
            at_once -= 1

    with ThreadPoolExecutor(8) as executor:  # it would take more
        schedule(Waiting(JOBS), Crew(executor, 2), work, lambda *_: None, lambda *_: None)
    assert (sorted(begun[:2]), sorted(begun[2:]), most) == (["a", "b"], ["c", "d"], 2)


@pytest.mark.parametrize("death", [BrokenExecutor(), CancelledError()], ids=["died", "gone"])
def test_a_job_whose_worker_died_is_done_next_by_another(death):
    begun = []

    def work(job):
        begun.append(job.stem)
        if begun == ["a"]:
            raise death
        return job.stem

    assert [stem for stem, _ in run(JOBS, work, size=1)] == ["a", "b", "c", "d"]
    assert begun == ["a", "a", "b", "c", "d"]


def test_a_job_that_costs_too_many_workers_is_named():
    begun = []

    def work(job):
        begun.append(job.stem)
        if job.stem == "b":
            raise BrokenExecutor

    with pytest.raises(SquiggleError, match="2 workers died while rendering B") as error:
        run(JOBS, work, size=1)
    assert error.value.status == 1
    assert begun == ["a"] + ["b"] * LIVES


def test_the_first_failure_is_raised_and_nothing_is_begun_after_it():
    begun = []

    def work(job):
        begun.append(job.stem)
        raise ValueError(job.stem)

    with pytest.raises(ValueError, match="a"):
        run(JOBS, work, size=1)
    assert begun == ["a"]


def test_a_job_without_a_sign_of_life_is_named_and_abandoned(monkeypatch):
    monkeypatch.setattr(module, "SILENCE", 0.3)
    crew = Telling(Never(), 1)
    crew.told = [("a", 4)]
    with pytest.raises(SquiggleError, match=r"^A hangs: nothing for 0 seconds, after 4 of 10 f"):
        run(JOBS, None, crew=crew)
    assert len(crew.abandoned) == 1


def test_a_job_that_waits_elsewhere_does_not_hang_before_it_has_begun(monkeypatch):
    monkeypatch.setattr(module, "SILENCE", 0.3)
    crew = Telling(ThreadPoolExecutor(1), 1)
    crew.prompt = False
    assert run([job("a")], lambda _: time.sleep(1), crew=crew) == [("a", None)]


def test_a_job_that_tells_of_more_frames_than_planned_is_named():
    crew = Telling(Never(), 1)
    crew.told = [("a", 11)]
    with pytest.raises(SquiggleError, match=r"^A goes on after the 10 frames planned"):
        run(JOBS, None, crew=crew)


def test_news_of_jobs_that_are_not_at_work_is_not_passed_on():
    crew = Telling(ThreadPoolExecutor(1), 1)
    crew.told = [("a", 3), ("z", 5)]
    told = []
    schedule(
        Waiting([job("a")]),
        crew,
        lambda _: time.sleep(0.2),
        lambda *news: told.append(news),
        lambda *_: None,
    )
    assert told == [("a", 3)]


def test_a_film_without_a_worker_ends(monkeypatch):
    monkeypatch.setattr(module, "ALONE", 0.3)
    with pytest.raises(SquiggleError, match="no worker is left"):
        run(JOBS, None, crew=Crew(Never(), 0))


def test_seconds_in_which_this_process_was_held_are_not_counted(monkeypatch):
    monkeypatch.setattr(module, "SILENCE", 3.0)
    clock = [0.0]

    def tick():
        clock[0] += 5.0  # as after a sleep of the machine, at each look
        return clock[0]

    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=tick, sleep=time.sleep))
    crew = Telling(ThreadPoolExecutor(1), 1)
    assert run([job("a")], lambda _: time.sleep(0.15), crew=crew) == [("a", None)]
