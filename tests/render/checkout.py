"""The command in a process of its own, from this checkout or from a copy that can be broken."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]


def copy(folder: Path) -> Path:
    """A copy of what the command needs, which may be changed."""
    for name in ("squiggle", "scenes"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def start(
    *arguments: str | Path, root: Path = ROOT, program: list[str] | None = None, **settings: str
) -> subprocess.Popen[str]:
    """`squiggle ARGUMENTS` of the package in `root`, at the head of a process group of its own.

    Another `program` may take the arguments.
    """
    return subprocess.Popen(
        [*(program or [sys.executable, "-m", "squiggle"]), *map(str, arguments)],
        cwd=root,
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_until(true: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something is so; fail when it takes too long."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def members(group: int) -> dict[int, str]:
    """The living processes of a group with their command lines."""
    return {pid: line for pid, _, line in _members(group)}


def _members(group: int) -> list[tuple[int, int, str]]:
    """The same with their parents."""
    rows = _from_proc() if Path("/proc/self/stat").exists() else _from_ps()
    return [
        (pid, parent, line)
        for pid, parent, pgid, state, line in rows
        if pgid == group and state[0] != "Z"
    ]


def _from_proc() -> Iterator[tuple[int, int, int, str, str]]:
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            state, parent, pgid, *_ = (place / "stat").read_text().rpartition(")")[2].split()
            yield int(place.name), int(parent), int(pgid), state, (place / "cmdline").read_text()


def _from_ps() -> Iterator[tuple[int, int, int, str, str]]:
    command = ["ps", "-eo", "pid=,ppid=,pgid=,stat=,args="]
    for line in subprocess.check_output(command, text=True).splitlines():
        pid, parent, pgid, state, args = line.split(None, 4)
        yield int(pid), int(parent), int(pgid), state, args


def workers(group: int) -> list[int]:
    """The worker processes of a render that was started as the leader of `group`."""
    servers = set(fork_servers(group))
    return [
        pid
        for pid, parent, line in _members(group)
        if "multiprocessing.spawn" in line or parent in servers
    ]


def fork_servers(group: int) -> list[int]:
    """The process from which workers are forked, where they are."""
    return [
        pid
        for pid, parent, line in _members(group)
        if "multiprocessing.forkserver" in line and parent == group
    ]


def assert_nobody_is_left(group: int) -> None:
    """Every process of the group ends by itself, soon."""
    wait_until(lambda: not members(group), seconds=10)


def end(process: subprocess.Popen[str]) -> None:
    """Leave nothing running behind a test that failed."""
    if members(process.pid):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
