"""What becomes of a film when something around it fails: with real processes, really killed."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from .broken import DEADLY, ENDLESS, broken_checkout, drawing, ended
from .checkout import (
    ROOT,
    assert_nobody_is_left,
    fork_servers,
    start,
    wait_until,
    workers,
)
from .conftest import PAIR
from .reading import prints

IMPATIENT = """
    import sys
    from squiggle.render import schedule
    schedule.SILENCE = 3.0
    from squiggle.cli import main
    main(sys.argv[1:])
"""
"""The command with a limit that a test can wait for."""


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with a beat that kills its process, and two that never end."""
    return broken_checkout(tmp_path_factory.mktemp("broken"), ENDLESS | DEADLY)


@pytest.fixture
def running(tmp_path) -> Iterator:
    """Starts a render into a folder and ends it when the test is over."""

    def run(*arguments, root=ROOT, into=tmp_path / "film", command=None):
        words = ["render", "-q", "l", "-o", str(into), *map(str, arguments)]
        program = [sys.executable, "-c", dedent(command)] if command else None
        return start(*words, root=root, program=program)

    with ended(run) as running:
        yield running


def assert_is_whole(process: subprocess.Popen, folder: Path, wanted: list[str]) -> None:
    """The render has ended well, and its film has these frames and no others."""
    out, error = process.communicate(timeout=120)
    assert process.returncode == 0, error
    assert out.startswith(f"{folder / 'lesson.mp4'}  ")
    assert {path.name for path in folder.iterdir()} == {"lesson.mp4", "manifest.json", "clips"}
    assert prints(folder / "lesson.mp4") == wanted
    assert_nobody_is_left(process.pid)


@pytest.fixture
def wanted(pair) -> list[str]:
    return prints(pair.path)


@pytest.mark.parametrize("moment", ["starting", "importing", "drawing", "at the end"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV], ids=["kill", "crash"])
def test_the_job_of_a_worker_that_is_killed_goes_to_another(
    running, tmp_path, wanted, moment, number
):
    process = running("--only", *PAIR, "--workers", "2")
    wait_until(lambda: len(workers(process.pid)) == 2)
    before = workers(process.pid)
    if moment == "importing":
        time.sleep(0.5)
    elif moment != "starting":
        wait_until(lambda: drawing(tmp_path / "film") == 2)
    if moment == "at the end":
        wait_until(lambda: any((tmp_path / "film").glob(".rendering-*/*/clip.pickle")))
    os.kill(before[0], number)
    assert_is_whole(process, tmp_path / "film", wanted)


def test_so_do_the_jobs_of_all_workers(running, tmp_path, wanted):
    process = running("--only", *PAIR, "--workers", "2")
    wait_until(lambda: drawing(tmp_path / "film") == 2)
    before = set(workers(process.pid))
    for worker in before:
        os.kill(worker, signal.SIGKILL)
    wait_until(lambda: len(set(workers(process.pid)) - before) == 2)
    assert_is_whole(process, tmp_path / "film", wanted)


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")
def test_so_they_do_if_what_they_are_forked_from_is_killed(running, tmp_path, wanted):
    process = running("--only", *PAIR, "--workers", "2")
    wait_until(lambda: drawing(tmp_path / "film") == 2)
    (server,) = fork_servers(process.pid)
    os.kill(server, signal.SIGKILL)
    assert_is_whole(process, tmp_path / "film", wanted)


def test_a_chapter_that_kills_two_workers_is_named_and_ends_the_film(running, broken, tmp_path):
    process = running("--only", "Recap", "SumAndShift", "--workers", "2", root=broken)
    out, error = process.communicate(timeout=60)  # the other chapter has no end
    assert (process.returncode, out) == (1, "")
    assert error.startswith("squiggle: 2 workers died while rendering Recap - ")
    assert len(error.splitlines()) == 1
    assert_nobody_is_left(process.pid)
    assert list(tmp_path.iterdir()) == []


def test_a_film_whose_coordinator_is_killed_goes_on_where_it_was(running, tmp_path, wanted):
    folder = tmp_path / "film"
    first = running("--only", *PAIR, "--workers", "1")
    told = first.stderr.readline()  # of the longer chapter; the other has begun
    assert told.startswith("01-the-question: ")
    first.kill()
    first.wait()
    assert_nobody_is_left(first.pid)
    assert not (folder / "lesson.mp4").exists()

    second = running("--only", *PAIR)
    _, error = second.communicate(timeout=60)
    assert second.returncode == 0
    assert error.splitlines()[0] == "01-the-question: unchanged"
    assert "frames" in error.splitlines()[1]
    assert prints(folder / "lesson.mp4") == wanted
    assert {path.name for path in folder.iterdir()} == {"lesson.mp4", "manifest.json", "clips"}


@pytest.fixture
def small_disk(tmp_path, request, pair) -> Iterator[Path]:
    """A disk of its own, with room for a share of the finished film and its clips."""
    place = tmp_path / "disk"
    place.mkdir()
    files = [path for path in pair.folder.rglob("*") if path.is_file()]
    size = int(request.param * sum(path.stat().st_size for path in files))
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("mounting a small disk needs root")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


# What is left when clips are written, when they are whole, and when the film is joined.
@pytest.mark.parametrize("small_disk", [0.16, 0.45, 0.7, 0.9], indirect=True)
def test_a_disk_that_fills_up_ends_the_film_in_one_line(running, small_disk):
    process = running("--only", *PAIR, "--workers", "2", into=small_disk / "film")
    out, error = process.communicate(timeout=120)
    assert (process.returncode, out) == (1, "")
    (line,) = [line for line in error.splitlines() if line.startswith("squiggle: ")]
    assert line == error.splitlines()[-1]
    assert "no space left on device" in line.lower()
    assert_nobody_is_left(process.pid)
    assert list(small_disk.iterdir()) == []


@pytest.mark.parametrize("small_disk", [0.45], indirect=True)
def test_what_was_whole_by_then_is_kept(running, small_disk, tmp_path, wanted):
    process = running("--only", *PAIR, "--workers", "1", into=small_disk / "film")
    process.communicate(timeout=120)
    assert process.returncode == 1
    again = running("--only", *PAIR)
    _, error = again.communicate(timeout=60)
    assert error.splitlines()[0] == "01-the-question: unchanged"
    assert prints(tmp_path / "film" / "lesson.mp4") == wanted


def test_a_limit_on_the_size_of_files_ends_the_film_in_one_line(running, tmp_path):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    limited = f"""
        import resource, sys
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, {before[1]}))
        from squiggle.cli import main
        main(sys.argv[1:])
    """
    process = running("--only", *PAIR, command=limited)
    out, error = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    assert "file too large" in error.lower()
    assert len(error.splitlines()) == 1
    assert_nobody_is_left(process.pid)
    assert list(tmp_path.iterdir()) == []


def test_a_chapter_that_hangs_is_named_and_its_worker_ended(running, broken, tmp_path):
    process = running(
        *("--only", "SumAndShift", "TheQuestion", "--workers", "2"), root=broken, command=IMPATIENT
    )
    out, error = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    last = error.splitlines()[-1]
    assert last.startswith("squiggle: SumAndShift hangs: nothing for 3 seconds, ")
    assert_nobody_is_left(process.pid)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("moment", ["starting", "drawing"])
def test_so_is_one_whose_worker_is_deaf_to_everything(running, tmp_path, moment):
    process = running("--only", "TopNode", "--workers", "1", command=IMPATIENT)
    wait_until(lambda: workers(process.pid))
    if moment == "drawing":
        wait_until(lambda: drawing(tmp_path / "film"))
    (worker,) = workers(process.pid)
    os.kill(worker, signal.SIGSTOP)
    out, error = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    assert error.startswith("squiggle: TopNode hangs: nothing for 3 seconds, ")
    assert_nobody_is_left(process.pid)
    assert list(tmp_path.iterdir()) == []


def test_a_chapter_without_end_is_named(running, broken, tmp_path):
    process = running("--only", "TopNode", root=broken)
    out, error = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    assert error.startswith("squiggle: TopNode goes on after the ")
    assert list(tmp_path.iterdir()) == []


def test_a_render_that_was_held_goes_on(running, tmp_path, wanted):
    process = running("--only", *PAIR, command=IMPATIENT)
    wait_until(lambda: drawing(tmp_path / "film"))
    os.killpg(process.pid, signal.SIGSTOP)
    time.sleep(5)  # longer than is waited for a sign of life
    os.killpg(process.pid, signal.SIGCONT)
    assert_is_whole(process, tmp_path / "film", wanted)


@pytest.mark.parametrize("worker_is", ["drawing", "thinking", "deaf"])
def test_ctrl_c_ends_everything_within_two_seconds(running, broken, tmp_path, worker_is):
    kept = tmp_path / "film"
    kept.mkdir()
    (kept / "manifest.json").write_text(json.dumps({"the film": "before"}))
    chapter = "SumAndShift" if worker_is == "thinking" else "BottomNode"
    process = running("--only", chapter, "TheQuestion", root=broken)
    wait_until(lambda: drawing(kept) == (1 if worker_is == "thinking" else 2))
    time.sleep(0.5)
    if worker_is == "deaf":
        for worker in workers(process.pid):
            os.kill(worker, signal.SIGSTOP)
    begun = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(timeout=10) == 130
    wait_until(lambda: not workers(process.pid))
    assert time.monotonic() - begun < 2
    assert process.communicate() == ("", "squiggle: interrupted\n")
    assert_nobody_is_left(process.pid)
    assert [path.name for path in kept.iterdir()] == ["manifest.json"]
    assert json.loads((kept / "manifest.json").read_text()) == {"the film": "before"}
