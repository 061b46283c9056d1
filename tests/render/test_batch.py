"""A batch with real processes: what fails, what is shared, what is left after a crash."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from .broken import BY_WEIGHT, broken_checkout, ended
from .checkout import ROOT, assert_nobody_is_left, end, start, wait_until
from .reading import prints

SHORT = ("-q", "l", "--only", "TheQuestion", "--workers", "2")


@pytest.fixture
def batch(tmp_path) -> Iterator:
    """Starts a batch of a table, and ends it when the test is over."""

    def run(text: str, *words: str, root: Path = ROOT):
        (tmp_path / "rows.csv").write_text(text)
        table, pattern = tmp_path / "rows.csv", str(tmp_path / "out" / "{name}")
        return start("batch", table, "-o", pattern, *(words or SHORT), root=root)

    with ended(run) as running:
        yield running


def states(tmp_path: Path) -> dict[str, str]:
    """The state of each row by name; none before there is one."""
    try:
        told = json.loads((tmp_path / "out" / "batch.json").read_text())
    except FileNotFoundError:
        return {}
    return {row["name"]: row["state"] for row in told["rows"]}


def done(process) -> str:
    out, error = process.communicate(timeout=120)
    assert process.returncode == 0, error
    return out


def test_what_rows_share_is_rendered_once_and_each_film_is_that_of_a_render(batch, tmp_path):
    table = "name,w3,title\na,-1.3,\nb,-1.4,\nc,-1.3,Another\nd,-1.3,\n"
    out = done(batch(table))
    assert out == "4 films made, 0 there before, 0 failed; chapters: 2 rendered, 2 shared\n"
    assert states(tmp_path) == dict.fromkeys("abcd", "done")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {*"abcd", "batch.json"}
    alone = start(
        "render", "-q", "l", "--only", "TheQuestion", "--no-cache", "--set", "w3=-1.4",
        "-o", tmp_path / "alone",
    )  # fmt: skip
    done(alone)
    one, other = tmp_path / "alone", tmp_path / "out" / "b"
    assert prints(one / "lesson.mp4") == prints(other / "lesson.mp4")
    told = [json.loads((folder / "manifest.json").read_text()) for folder in (one, other)]
    assert told[0] == told[1]
    assert prints(other / "lesson.mp4") != prints(tmp_path / "out" / "a" / "lesson.mp4")


def test_so_it_is_without_a_cache(batch, own_cache):
    out = done(batch("name,w3\na,-1.3\nb,-1.3\n", *SHORT, "--no-cache"))
    assert out == "2 films made, 0 there before, 0 failed; chapters: 1 rendered, 1 shared\n"
    assert not list(own_cache.iterdir())


def test_a_killed_batch_does_what_is_left(batch, tmp_path):
    table = "name,w3\na,-1.1\nb,-1.2\nc,-1.3\nd,-1.4\n"
    process = batch(table)
    wait_until(lambda: "done" in states(tmp_path).values() and at_work(tmp_path))
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert_nobody_is_left(process.pid)
    before = states(tmp_path)
    assert set(before.values()) <= {"done", "rendering", "waiting"}
    whole = [name for name, state in before.items() if state == "done"]
    stamps = {name: stamp(tmp_path, name) for name in whole}
    out = done(batch(table))
    left = 4 - len(whole)
    assert out.startswith(f"{left} film{'s' * (left != 1)} made, {len(whole)} there before, 0 fail")
    assert states(tmp_path) == dict.fromkeys("abcd", "done")
    assert {name: stamp(tmp_path, name) for name in whole} == stamps
    assert {path.name for path in (tmp_path / "out").iterdir()} == {*"abcd", "batch.json"}


def at_work(tmp_path: Path) -> bool:
    return any(clip.stat().st_size for clip in tmp_path.glob("out/.rendering-*/*/*.mp4"))


def stamp(tmp_path: Path, name: str) -> int:
    return (tmp_path / "out" / name / "lesson.mp4").stat().st_mtime_ns


def test_a_row_is_done_again_if_it_changed_or_its_film_is_not_whole(batch, tmp_path):
    done(batch("name,w3\na,-1.1\nb,-1.2\nc,-1.3\n"))
    out = tmp_path / "out"
    assert done(batch("name,w3\na,-1.1\nb,-1.2\nc,-1.3\n")).startswith("0 films made, 3 there")
    with (out / "a" / "lesson.mp4").open("r+b") as film:
        film.seek(5000)
        film.write(b"damage")
    (out / "b" / "clips" / "01-the-question.png").unlink()
    before = {name: stamp(tmp_path, name) for name in "abc"}
    told = done(batch("name,w3\nc,-1.3\na,-1.1\nb,-1.2\n"))
    assert told == "2 films made, 1 there before, 0 failed; chapters: 2 kept\n"
    after = {name: stamp(tmp_path, name) for name in "abc"}
    assert [name for name in "abc" if after[name] != before[name]] == ["a", "b"]
    told = done(batch("name,w3,title\nc,-1.3,New\na,-1.1,\nb,-1.2,\n"))
    assert told == "1 film made, 2 there before, 0 failed; chapters: 1 kept\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_ended_batch_ends_soon_and_says_what_is_left(batch, tmp_path, number):
    process = batch("name,w3\na,-1.1\nb,-1.2\n")
    wait_until(lambda: at_work(tmp_path))
    begun = time.monotonic()
    process.send_signal(number)
    _, error = process.communicate()
    assert time.monotonic() - begun < 2
    assert (process.returncode, error.splitlines()[-1]) == (130, "squiggle: interrupted")
    assert states(tmp_path) == {"a": "waiting", "b": "waiting"}
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["batch.json"]
    assert_nobody_is_left(process.pid)


def test_two_batches_at_once_in_one_folder_are_one_too_many(batch, tmp_path):
    first = batch("name,w3\na,-1.1\nb,-1.2\n")
    wait_until(lambda: "rendering" in states(tmp_path).values())
    second = batch("name,w3\nc,-1.1\n")
    _, error = second.communicate()
    assert second.returncode == 2
    assert error.startswith(f"squiggle: another render is at work in {tmp_path / 'out'} - ")
    assert set(states(tmp_path)) == {"a", "b"}
    first.terminate()


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout whose chapter fails, kills its worker or hangs, as w3 says."""
    return broken_checkout(tmp_path_factory.mktemp("broken"), BY_WEIGHT)


def test_a_row_that_fails_does_not_stop_the_rest(batch, broken, tmp_path):
    process = batch("name,w3\na,-3.5\nb,-4.5\nc,-1.3\n", root=broken)
    out, error = process.communicate(timeout=120)
    assert process.returncode == 1
    assert out == "1 film made, 0 there before, 2 failed; chapters: 1 rendered\n"
    lines = error.splitlines()
    where = tmp_path / "rows.csv"
    failed = f"squiggle: {where}, line 2, a: TheQuestion, "
    assert any(line.startswith(failed) and line.endswith("it fell off") for line in lines)
    dead = f"squiggle: {where}, line 3, b: 2 workers died while rendering TheQuestion - "
    assert any(line.startswith(dead) for line in lines)
    state = tmp_path / "out" / "batch.json"
    assert lines[-1] == f"squiggle: 2 of 3 rows failed - {state} says why"
    assert states(tmp_path) == {"a": "failed", "b": "failed", "c": "done"}
    assert json.loads(state.read_text())["rows"][0]["message"].endswith("it fell off")
    assert_nobody_is_left(process.pid)


def test_nor_does_one_that_hangs(broken, tmp_path):
    (tmp_path / "rows.csv").write_text("name,w3\na,3\nb,-1.1\nc,-1.2\n")
    code = "import squiggle.render.schedule as s, squiggle.cli as c; s.SILENCE = 9; c.main()"
    words = ["batch", tmp_path / "rows.csv", "-o", f"{tmp_path}/out/{{name}}", *SHORT]
    process = subprocess.Popen(
        [sys.executable, "-c", code, *words],
        cwd=broken,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        out, error = process.communicate(timeout=120)
        assert "rows.csv, line 2, a: TheQuestion hangs: nothing for 9 seconds" in error
        assert out == "2 films made, 0 there before, 1 failed; chapters: 2 rendered\n"
        assert_nobody_is_left(process.pid)
    finally:
        end(process)


def test_a_row_whose_folder_was_taken_meanwhile_fails_alone(batch, tmp_path):
    process = batch("name,w3\na,-1.1\nb,-1.2\n")
    wait_until(lambda: at_work(tmp_path))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out" / "a").symlink_to(tmp_path / "elsewhere")
    _, error = process.communicate(timeout=120)
    assert process.returncode == 1
    assert f"line 2, a: {tmp_path / 'out' / 'a'} is a link" in " ".join(error.split())
    assert states(tmp_path) == {"a": "failed", "b": "done"}
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_progress_is_told_in_json(batch, tmp_path):
    told = done(batch("name,w3\na,-1.1\nb,-1.1\n", *SHORT, "--json"))
    lines = [json.loads(line) for line in told.splitlines()]
    assert [line["name"] for line in lines] == ["b", "a"]
    last = lines[-1]
    assert (last["done"], last["rows"], last["seconds_left"]) == (2, 2, 0.0)
    assert last["frames"] == last["frames_total"] == 2 * 297
