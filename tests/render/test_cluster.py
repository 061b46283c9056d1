"""Films from a Dask cluster: the same to the last bit, whatever happens to its workers."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from textwrap import dedent

import pytest

from .broken import DEADLY, ENDLESS, broken_checkout, ended
from .checkout import ROOT, assert_nobody_is_left, copy, members, start, wait_until
from .conftest import PAIR
from .reading import prints

pytest.importorskip("distributed", reason="needs the extra cluster")

FAILING = {
    "the_question": """
        def try_lines(self):
            raise ValueError("no line")
        TheQuestion.try_lines = try_lines
    """
}
IMPATIENT = """
    import sys
    from squiggle.render import dask_client, schedule
    schedule.SILENCE = {silence}
    schedule.ALONE = {alone}
    dask_client.PATIENCE = {patience}
    from squiggle.cli import main
    if __name__ == "__main__":
        main(sys.argv[1:])
"""


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with chapters that fail in four ways."""
    scenes = ENDLESS | DEADLY | FAILING
    return broken_checkout(tmp_path_factory.mktemp("broken"), scenes)


@pytest.fixture
def running(tmp_path, tmp_path_factory) -> Iterator[Callable[..., subprocess.Popen]]:
    """Starts a render into a folder and ends it when the test is over."""

    def run(*arguments, root=ROOT, **limits):
        words = ["render", "-q", "l", "--no-cache", "-o", str(tmp_path / "film"), *arguments]
        program = None
        if limits:
            script = tmp_path_factory.mktemp("program") / "impatient.py"
            usual = {"silence": 120, "alone": 60, "patience": 10}
            script.write_text(dedent(IMPATIENT).format(**usual | limits))
            program = [sys.executable, str(script)]
        return start(*map(str, words), root=root, program=program, PYTHONPATH=str(root))

    with ended(run) as running:
        yield running


class Grid:
    """A scheduler and workers, each a process as an administrator would start it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.processes = folder, list[subprocess.Popen]()
        self.scheduler, self.address = self._scheduler()

    def _scheduler(self) -> tuple[subprocess.Popen, str]:
        process = self._run("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        return process, self._told(process, "Scheduler at:").split()[-1]

    def worker(self, *more: str, root: Path = ROOT, **settings: str) -> str:
        """Start a worker; its address."""
        process = self._run(
            *("worker", self.address, "--no-nanny", "--no-dashboard", "--nthreads", "1", *more),
            *("--local-directory", str(self.folder)),
            root=root,
            **settings,
        )
        address = self._told(process, "Start worker at:").split()[-1]
        self._told(process, "Registered to:")
        return address

    def _run(self, kind: str, *more: str, root: Path = ROOT, **settings: str) -> subprocess.Popen:
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *more]
        log = (self.folder / f"{len(self.processes)}.log").open("w")
        self.processes.append(
            subprocess.Popen(
                command,
                cwd=root,
                env=os.environ | {"PYTHONPATH": str(root)} | settings,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        )
        log.close()
        return self.processes[-1]

    def _told(self, process: subprocess.Popen, begin: str) -> str:
        log = self.folder / f"{self.processes.index(process)}.log"
        wait_until(lambda: begin in log.read_text())
        time.sleep(0.1)  # the rest of the line
        return next(line for line in log.read_text().splitlines() if begin in line)

    def end(self) -> None:
        for process in self.processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def grid(tmp_path_factory) -> Iterator[Grid]:
    grid = Grid(tmp_path_factory.mktemp("grid"))
    yield grid
    grid.end()


@pytest.fixture(scope="module")
def two(tmp_path_factory) -> Iterator[Grid]:
    """A cluster of two workers, to which nothing is done."""
    grid = Grid(tmp_path_factory.mktemp("two"))
    grid.worker()
    grid.worker()
    yield grid
    grid.end()


@pytest.fixture
def wanted(pair) -> list[str]:
    return prints(pair.path)


def finish(process: subprocess.Popen, seconds: float = 120) -> list[str]:
    """What a render that ends well has said."""
    out, error = process.communicate(timeout=seconds)
    assert process.returncode == 0, error
    assert out.count("\n") == 1
    assert_nobody_is_left(process.pid)
    return error.splitlines()


def fail(process: subprocess.Popen, status: int, seconds: float = 120) -> list[str]:
    """What a render has said that ends in another way; no file is left of it."""
    out, error = process.communicate(timeout=seconds)
    assert (process.returncode, out) == (status, ""), error
    assert_nobody_is_left(process.pid)
    lines = error.splitlines()
    assert lines[-1].startswith("squiggle: ")
    assert "Traceback" not in error
    return lines


def dask_workers(group: int) -> list[int]:
    """The worker processes of a render that has started its own cluster."""
    return [pid for pid, line in members(group).items() if "spawn_main" in line]


def drawing(folder: Path) -> int:
    return sum(clip.stat().st_size > 0 for clip in folder.glob("**/*.mp4"))


def test_a_cluster_of_this_machine_makes_the_same_film(running, tmp_path, wanted):
    process = running("--only", *PAIR, "--cluster", "local", "--workers", "2")
    lines = finish(process)
    assert sorted(line.split(":")[0] for line in lines) == ["01-the-question", "10-recap"]
    assert prints(tmp_path / "film" / "lesson.mp4") == wanted
    names = {path.name for path in (tmp_path / "film").iterdir()}
    assert names == {"lesson.mp4", "manifest.json", "clips"}


@pytest.mark.parametrize("is_shared", [False, True], ids=["network", "shared"])
def test_so_does_one_that_is_there(running, two, tmp_path, wanted, pair, is_shared):
    (tmp_path / "shared").mkdir()
    more = ("--shared", tmp_path / "shared") if is_shared else ()
    finish(running("--only", *PAIR, "--cluster", two.address, *more))
    assert prints(tmp_path / "film" / "lesson.mp4") == wanted
    ours, theirs = (folder / "manifest.json" for folder in (tmp_path / "film", pair.folder))
    assert ours.read_text() == theirs.read_text()
    assert list((tmp_path / "shared").iterdir()) == []
    assert drawing(two.folder) == 0  # workers keep nothing


def test_a_plain_film_comes_from_there_too(running, two, tmp_path, plain):
    finish(running("--only", *PAIR, "--plain", "--cluster", two.address))
    assert prints(tmp_path / "film" / "lesson.mp4") == prints(plain.path)


def test_a_failing_chapter_is_named_with_its_beat(running, broken, tmp_path):
    process = running("--only", "TheQuestion", "--cluster", "local", root=broken)
    lines = fail(process, 1)
    assert lines == ["squiggle: TheQuestion, beat 'try_lines': ValueError: no line"]
    assert list(tmp_path.iterdir()) == []


def other_manim(folder: Path) -> dict[str, str]:
    info = folder / "manim-0.21.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: manim\nVersion: 0.21.0\n")
    return {"PYTHONPATH": f"{folder}:{ROOT}"}


OTHERS = {
    "manim": "manim 0.21.0 where ",
    "stage/fonts": "fonts ",
    "stage/theme.py": "sources ",
    "lesson/words/en.toml": "words ",
    "scenes": "scenes ",
}


def other_worker(grid: Grid, what: str, folder: Path) -> str:
    """Start a worker that would draw otherwise."""
    if what == "manim":
        return grid.worker(**other_manim(folder))
    root = copy(folder)
    if what == "stage/fonts":
        font = next((root / "squiggle" / what).glob("*.otf"))
        shutil.copyfile(font, font.with_name("Another.otf"))
    else:
        file = root / "scenes/recap.py" if what == "scenes" else root / "squiggle" / what
        file.write_text(file.read_text() + "\n# another remark\n")
    return grid.worker(root=root)


@pytest.mark.parametrize("what", OTHERS)
def test_a_worker_that_would_draw_otherwise_is_left_out_by_name(
    running, grid, tmp_path_factory, tmp_path, what
):
    address = other_worker(grid, what, tmp_path_factory.mktemp("other"))
    process = running("--only", "Recap", "--cluster", grid.address)
    lines = fail(process, 2)
    assert lines[0].startswith(f"worker {address} is not used: {OTHERS[what]}")
    assert lines[1].startswith(f"squiggle: no worker of {grid.address} draws as this machine does")
    assert f"{address}: {OTHERS[what]}" in lines[1]
    assert list(tmp_path.iterdir()) == []


def test_the_others_make_the_film(running, grid, tmp_path_factory, tmp_path, wanted):
    address = other_worker(grid, "manim", tmp_path_factory.mktemp("other"))
    many = grid.worker("--nthreads", "2")
    grid.worker()
    lines = finish(running("--only", *PAIR, "--cluster", grid.address))
    told = [line for line in lines if line.startswith("worker ")]
    assert len(told) == 2
    assert any(line.startswith(f"worker {address} is not used: manim") for line in told)
    assert f"worker {many} is not used: it does 2 jobs at once; start --nthreads 1" in told
    assert prints(tmp_path / "film" / "lesson.mp4") == wanted


def test_a_worker_whose_sources_were_changed_since_it_was_started_is_left_out(
    running, grid, tmp_path_factory
):
    root = copy(tmp_path_factory.mktemp("changed"))
    grid.worker(root=root)
    finish(running("--only", "Recap", "--cluster", grid.address, root=root))
    with (root / "squiggle" / "stage" / "theme.py").open("a") as source:
        source.write("\n# changed\n")
    lines = fail(running("--only", "Recap", "--cluster", grid.address, root=root), 2)
    assert "sources changed since the worker was started where " in lines[0]


def test_the_job_of_a_worker_that_is_killed_goes_to_another(running, grid, tmp_path, wanted):
    grid.worker()
    grid.worker()
    process = running("--only", *PAIR, "--cluster", grid.address)
    wait_until(lambda: drawing(grid.folder) == 2)
    os.killpg(grid.processes[1].pid, signal.SIGKILL)
    finish(process)
    assert prints(tmp_path / "film" / "lesson.mp4") == wanted


def test_so_do_the_jobs_of_all_workers_when_new_ones_come(running, grid, tmp_path, wanted):
    grid.worker()
    process = running("--only", *PAIR, "--cluster", grid.address)
    wait_until(lambda: drawing(grid.folder) == 1)
    os.killpg(grid.processes[1].pid, signal.SIGKILL)
    grid.worker()
    finish(process)
    assert prints(tmp_path / "film" / "lesson.mp4") == wanted


def test_the_killed_workers_of_a_cluster_of_this_machine_come_again(
    running, tmp_path_factory, tmp_path, wanted, monkeypatch
):
    scratch = tmp_path_factory.mktemp("scratch")
    monkeypatch.setenv("TMPDIR", str(scratch))
    process = running("--only", *PAIR, "--cluster", "local", "--workers", "2")
    wait_until(lambda: drawing(scratch) > 0)
    for worker in dask_workers(process.pid):
        os.kill(worker, signal.SIGKILL)
    finish(process)
    assert prints(tmp_path / "film" / "lesson.mp4") == wanted


def test_a_chapter_that_kills_its_workers_is_named(running, broken, tmp_path):
    process = running(
        *("--only", "Recap", "SumAndShift", "--cluster", "local", "--workers", "2"), root=broken
    )
    lines = fail(process, 1)
    assert lines[-1].startswith("squiggle: 2 workers died while rendering Recap - ")
    assert list(tmp_path.iterdir()) == []


def test_it_costs_two_workers_of_others(running, grid, broken):
    for _ in range(4):
        grid.worker(root=broken)
    process = running("--only", "Recap", "--cluster", grid.address, root=broken)
    assert fail(process, 1)[-1].startswith("squiggle: 2 workers died while rendering Recap - ")
    assert sum(process.poll() is not None for process in grid.processes) == 2


def test_one_that_hangs_is_named(running, broken, tmp_path):
    process = running(
        *("--only", "SumAndShift", "--cluster", "local", "--workers", "1"), root=broken, silence=4.0
    )
    lines = fail(process, 1)
    assert lines[-1].startswith("squiggle: SumAndShift hangs: nothing for 4 seconds, ")


def test_a_film_without_workers_does_not_wait_for_ever(running, grid, tmp_path):
    process = running("--only", "Recap", "--cluster", grid.address, alone=2.0)
    assert fail(process, 1) == ["squiggle: no worker is left - start some, and try again"]


@pytest.mark.parametrize("moment", ["starting", "drawing"])
def test_ctrl_c_ends_a_cluster_of_this_machine_within_two_seconds(
    running, broken, tmp_path, moment
):
    process = running(
        *("--only", "TopNode", "SumAndShift", "--cluster", "local", "--workers", "2"), root=broken
    )
    wait_until(lambda: len(dask_workers(process.pid)) == 2)
    time.sleep(2 if moment == "drawing" else 0)
    begun = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(timeout=10) == 130
    wait_until(lambda: not members(process.pid))
    assert time.monotonic() - begun < 2
    assert process.communicate() == ("", "squiggle: interrupted\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_workers_of_others_are_free_again_when_a_film_is_ended(
    running, grid, broken, tmp_path, number
):
    grid.worker(root=broken)
    endless = running("--only", "TopNode", "--cluster", grid.address, root=broken)
    wait_until(lambda: drawing(grid.folder) == 1)
    begun = time.monotonic()
    endless.send_signal(number)
    endless.wait(timeout=10)
    assert time.monotonic() - begun < 2
    assert_nobody_is_left(endless.pid)
    wait_until(lambda: drawing(grid.folder) == 0, seconds=10)
    finish(running("--only", "ActivationFunctions", "--cluster", grid.address, root=broken))


def test_a_scheduler_that_goes_ends_the_film_in_one_line(running, grid, tmp_path):
    grid.worker()
    process = running("--only", "TheQuestion", "--cluster", grid.address, patience=3)
    wait_until(lambda: drawing(grid.folder) == 1)
    grid.scheduler.kill()
    (line,) = fail(process, 1)
    assert line.startswith(f"squiggle: the scheduler at {grid.address} has gone")
    assert list(tmp_path.iterdir()) == []


def test_where_there_is_no_scheduler_it_says_so(running, tmp_path):
    for address in ("127.0.0.1:9", "nonsense://here", "tcp://"):
        (line,) = fail(running("--only", "Recap", "--cluster", address, patience=2), 2)
        assert line.startswith(f"squiggle: no Dask scheduler answers at {address} (")
    assert list(tmp_path.iterdir()) == []


def test_without_dask_it_says_what_to_install(running, tmp_path):
    absent = "import sys; sys.modules['distributed'] = None; from squiggle.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", absent, "render", "-o", tmp_path / "film", "--cluster", "local"],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "squiggle: --cluster needs Dask - pip install 'squiggle[cluster]'\n"


def test_a_shared_folder_without_a_cluster_is_a_mistake(running, tmp_path):
    (line,) = fail(running("--only", "Recap", "--shared", tmp_path), 2)
    assert line == "squiggle: --shared goes with --cluster."


def test_a_shared_folder_that_is_not_there_is_named(running, two, tmp_path):
    process = running("--only", "Recap", "--cluster", two.address, "--shared", tmp_path / "no")
    (line,) = fail(process, 2)
    assert line.startswith(f"squiggle: cannot write to {tmp_path / 'no'}: no such file")
