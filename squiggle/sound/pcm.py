"""Sound as numbers: samples of one channel, 48,000 a second, and libavfilter's filters."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, pairwise
from typing import Any, TypeAlias

import av
import numpy as np
from numpy.typing import NDArray

RATE = 48_000  # samples a second, in all that is mixed and encoded
BLOCK = 4_096  # samples that are filtered or encoded at once

Pcm: TypeAlias = NDArray[np.float32]
"""Samples from -1 to 1, shape (N,)."""


def silence(seconds: float) -> Pcm:
    """So many seconds in which nothing is heard."""
    return np.zeros(round(seconds * RATE), np.float32)


def seconds(pcm: Pcm) -> float:
    """How long it is."""
    return len(pcm) / RATE


def blocks(pcm: Pcm, layout: str = "mono") -> Iterator[Any]:
    """The samples as PyAV's frames of `BLOCK` samples, the same ones in every channel."""
    channels = av.AudioLayout(layout).nb_channels
    for start in range(0, len(pcm), BLOCK):
        block = np.ascontiguousarray(np.tile(pcm[start : start + BLOCK], (channels, 1)))
        frame = av.AudioFrame.from_ndarray(block, format="fltp", layout=layout)
        frame.sample_rate, frame.pts = RATE, start
        yield frame


def filtered(pcm: Pcm, *filters: tuple[str, str]) -> Iterator[Any]:
    """What filters, each with its arguments as ffmpeg has them, make of it: PyAV's frames."""
    graph = av.filter.Graph()
    source = graph.add_abuffer(
        sample_rate=RATE, format="fltp", layout="mono", time_base=Fraction(1, RATE)
    )
    made = [graph.add(name, options) for name, options in (*filters, ("abuffersink", ""))]
    for one, following in pairwise([source, *made]):
        one.link_to(following)
    graph.configure()
    for frame in chain(blocks(pcm), [None]):
        graph.push(frame)
        while True:
            try:
                yield graph.pull()
            except (av.BlockingIOError, av.EOFError):
                break


def joined(frames: Iterator[Any]) -> Pcm:
    """The samples of frames of one channel in `fltp`."""
    parts = [frame.to_ndarray()[0] for frame in frames]
    return np.concatenate(parts) if parts else silence(0)
