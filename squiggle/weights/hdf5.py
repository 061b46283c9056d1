"""The plain numbers of an HDF5 file, read in a process of its own.

The library that h5py wraps can be led into endless loops and wrong memory by a damaged file, and
nothing in the same process can stop it. So `hdf5` runs this file as a program, which gives the
numbers back as JSON or is ended. It imports nothing of squiggle.
"""

import importlib
import io
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

SECONDS = 0.25  # of computing; a file of one megabyte takes a hundredth of that
PATIENCE = 30.0  # seconds by the clock, on a machine that is busy
MEMORY = 4 * 2**30  # bytes of addresses, most of which are the libraries'
DEEPEST, MOST = 8, 1000  # groups in groups, and all groups and datasets
NUMBERS = 64 * 64  # of one dataset


class RefusedError(Exception):
    """What was found and what was wanted."""


@dataclass(frozen=True)
class Held:
    """What a file holds: the text that Keras keeps its layers in, and datasets by their path.

    A dataset is its shape and its numbers, row by row.
    """

    config: str | None
    datasets: dict[str, tuple[list[int], list[float]]]


def hdf5(data: bytes) -> Held:
    """What the HDF5 file of these bytes holds.

    Raises `RefusedError` for what is no plain number in the file itself, and for a damaged file.
    """
    command = [sys.executable, "-P", __file__]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=PATIENCE)
        told = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise RefusedError("is damaged, or no HDF5 file", "") from None
    if "refused" in told:
        raise RefusedError(*told["refused"])
    return Held(told["config"], told["datasets"])


def main() -> None:
    """Read the file on standard input, write JSON on standard output."""
    import resource  # not everywhere, and of no use to who only imports this

    h5py = importlib.import_module("h5py")
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)  # ends this process where it stands
    try:
        with h5py.File(io.BytesIO(sys.stdin.buffer.read()), "r") as file:
            config = file.attrs.get("model_config")
            config = config.decode() if isinstance(config, bytes) else config
            told = {"config": config, "datasets": dict(_datasets(file, h5py))}
    except RefusedError as error:
        told = {"refused": error.args}
    print(json.dumps(told))


def _datasets(file: Any, h5py: Any) -> Iterator[tuple[str, tuple[list[int], list[float]]]]:
    """Every dataset but the optimizer's; no link is followed out of the file."""
    waiting, seen = [("", file)], 0
    while waiting:
        path, group = waiting.pop()
        for key in group:
            seen += 1
            if seen > MOST or path.count("/") > DEEPEST:  # a group may hold itself
                raise RefusedError("holds too many groups", "wanted: a small network")
            if not isinstance(group.get(key, getlink=True), h5py.HardLink):
                raise RefusedError("points to other places", "wanted: all numbers in one file")
            part = group[key]
            if isinstance(part, h5py.Group):
                waiting.append((f"{path}{key}/", part))
            elif not path.startswith("optimizer"):
                yield path + key, _numbers(part)


def _numbers(dataset: Any) -> tuple[list[int], list[float]]:
    shape = dataset.shape
    if dataset.external or dataset.is_virtual:
        raise RefusedError("keeps numbers in other files", "wanted: all numbers in one file")
    packed = dataset.chunks or dataset.id.get_create_plist().get_nfilters()
    if packed or dataset.dtype.kind not in "fiu" or dataset.dtype.itemsize > 8:
        raise RefusedError("holds what is packed or no number", "wanted: plain numbers")
    if shape is None or len(shape) > 2 or dataset.size > NUMBERS:
        raise RefusedError("holds a dataset that is too large", "wanted: at most 64 hidden nodes")
    return list(shape), dataset[()].astype("f8").ravel().tolist()


if __name__ == "__main__":
    main()
