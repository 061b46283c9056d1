"""A batch on a cluster: the same films by the same rules, whoever renders them."""

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from .broken import BY_WEIGHT, broken_checkout, ended
from .checkout import ROOT, assert_nobody_is_left, start, wait_until
from .test_batch import done, states

pytest.importorskip("distributed", reason="needs the extra cluster")

SHORT = ("-q", "l", "--only", "TheQuestion", "--workers", "2")
LOCAL = (*SHORT, "--cluster", "local")
DAMAGED = """

def perform(job, name, wanted, shared, before=perform):
    parcel = before(job, name, wanted, shared)
    if job.lesson.parameters["w3"] < -2:
        parcel.digests[parcel.clip.path.name] = "0" * 64
    return parcel
"""


@pytest.fixture
def batch(tmp_path) -> Iterator:
    """Starts a batch of a table into a folder, and ends it when the test is over."""

    def run(text: str, *words: str | Path, out: str = "out", root: Path = ROOT):
        (tmp_path / "rows.csv").write_text(text)
        pattern = str(tmp_path / out / "{name}")
        return start("batch", tmp_path / "rows.csv", "-o", pattern, *words, root=root)

    with ended(run) as running:
        yield running


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout whose chapter fails, kills its worker, hangs or is damaged, as w3 says."""
    root = broken_checkout(tmp_path_factory.mktemp("broken"), BY_WEIGHT)
    with (root / "squiggle" / "render" / "parcel.py").open("a") as parcel:
        parcel.write(DAMAGED)
    return root


@pytest.fixture
def shared(tmp_path) -> Path:
    folder = tmp_path / "shared"
    folder.mkdir()
    return folder


def films(folder: Path) -> dict[str, str]:
    """The digest of each row's film, its clips and its manifest."""
    told = json.loads((folder / "batch.json").read_text())
    return {row["name"]: row["film"] for row in told["rows"]}


def test_it_makes_the_films_that_processes_make_and_shares_what_they_share(batch, tmp_path, shared):
    table = "name,w3,title\na,-1.3,\nb,-1.3,Another\n"
    process = batch(table, *LOCAL, "--shared", shared)
    out = done(process)
    assert out == "2 films made, 0 there before, 0 failed; chapters: 1 rendered, 1 shared\n"
    assert_nobody_is_left(process.pid)
    assert list(shared.iterdir()) == []
    assert {path.name for path in (tmp_path / "out").iterdir()} == {*"ab", "batch.json"}
    done(batch(table, *SHORT, "--no-cache", out="here"))
    made = films(tmp_path / "out")
    assert made == films(tmp_path / "here")
    assert len({*made.values()} - {None}) == 2


def test_what_is_kept_needs_no_cluster(batch):
    table = "name,w3\na,-1.3\n"
    done(batch(table, *SHORT))
    out = done(batch(table, *SHORT, "--cluster", "127.0.0.1:9", out="again"))
    assert out == "1 film made, 0 there before, 0 failed; chapters: 1 kept\n"


@pytest.mark.parametrize("way", ["network", "shared"])
def test_a_row_that_fails_or_is_damaged_on_its_way_stops_no_other(
    batch, broken, tmp_path, shared, way
):
    more = ("--shared", shared) if way == "shared" else ()
    process = batch("name,w3\na,-3.5\nb,-2.5\nc,-1.3\n", *LOCAL, *more, root=broken)
    out, error = process.communicate(timeout=120)
    assert process.returncode == 1, error
    assert out == "1 film made, 0 there before, 2 failed; chapters: 1 rendered\n"
    line = {name: told for told in error.splitlines() for name in "ab" if f", {name}: " in told}
    assert line["a"].endswith("it fell off")
    assert ", b: TheQuestion from worker tcp://" in line["b"]
    assert line["b"].endswith("the-question.mp4 was damaged on its way")
    assert states(tmp_path) == {"a": "failed", "b": "failed", "c": "done"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"c", "batch.json"}
    assert list(shared.iterdir()) == []
    assert_nobody_is_left(process.pid)


def test_nor_does_one_that_kills_its_workers(batch, broken, tmp_path):
    process = batch("name,w3\na,-4.5\nb,-1.3\n", *LOCAL, root=broken)
    out, error = process.communicate(timeout=120)
    assert process.returncode == 1, error
    assert out == "1 film made, 0 there before, 1 failed; chapters: 1 rendered\n"
    assert "line 2, a: 2 workers died while rendering TheQuestion - " in error
    assert states(tmp_path) == {"a": "failed", "b": "done"}
    assert_nobody_is_left(process.pid)


def test_ctrl_c_ends_it_within_two_seconds_and_keeps_what_is_done(batch, broken, tmp_path, shared):
    process = batch("name,w3\na,-1.3\nb,3\n", *LOCAL, "--shared", shared, root=broken)
    wait_until(lambda: states(tmp_path) == {"a": "done", "b": "rendering"})
    time.sleep(1)  # it is at work, and hears nobody
    begun = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)
    _, error = process.communicate(timeout=10)
    assert time.monotonic() - begun < 2
    assert (process.returncode, error.splitlines()[-1]) == (130, "squiggle: interrupted")
    assert states(tmp_path) == {"a": "done", "b": "waiting"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"a", "batch.json"}
    assert list(shared.iterdir()) == []
    assert_nobody_is_left(process.pid)


def test_a_shared_folder_without_a_cluster_is_a_mistake(batch, tmp_path):
    process = batch("name,w3\na,-1.3\n", *SHORT, "--shared", tmp_path)
    assert process.communicate(timeout=60) == ("", "squiggle: --shared goes with --cluster.\n")
    assert process.returncode == 2
    assert not (tmp_path / "out").exists()
