"""Loudness by EBU R128, as libavfilter measures it, and how all that is said is made even.

A gain for the whole, then a limiter for the few peaks above: nothing that pumps. Loudness is that
of the film, in which both loudspeakers say the same.
"""

from dataclasses import dataclass
from math import log10

import numpy as np

from squiggle.sound.pcm import RATE, Pcm, filtered, joined

TARGET = -16.0  # LUFS, over all that is said (rule T25)
CEILING = -2.0  # dBTP: AAC makes peaks higher by up to a decibel, and -1 is the norm
SHORTEST = 3 * RATE  # samples: less than the meter's gate is long is measured over and over
NOTHING = -60.0  # LUFS below which nothing is heard that could be made louder
TURNS = 6  # a limiter takes some loudness away, which is given back
NEAR = 0.1  # LU
OVERSAMPLED = 4 * RATE  # where peaks between samples are seen
AHEAD = RATE // 50  # samples for which a limiter looks ahead, at least


@dataclass(frozen=True)
class Level:
    """Integrated loudness in LUFS (-70 is nothing), and the true peak in dBTP."""

    loudness: float
    peak: float


def level(pcm: Pcm) -> Level:
    """How loud it is, however short."""
    if 0 < len(pcm) < SHORTEST:
        pcm = np.tile(pcm, -(-SHORTEST // len(pcm)))
    said: dict[str, str] = {}
    for frame in filtered(pcm, ("ebur128", "metadata=1:peak=true:dualmono=true")):
        said = frame.metadata or said  # there is none on a last frame that is short
    peak = float(said.get("lavfi.r128.true_peak", 0.0))
    return Level(float(said.get("lavfi.r128.I", -70.0)), 20 * log10(max(peak, 1e-9)))


def even(pcm: Pcm) -> Pcm:
    """The same at `TARGET`, with true peaks of at most `CEILING`; silence stays as it is."""
    now = level(pcm)
    if now.loudness < NOTHING:
        return pcm
    gain = TARGET - now.loudness
    if now.peak + gain <= CEILING:
        return _louder(pcm, gain)
    for _ in range(TURNS):
        held = _limited(_louder(pcm, gain))
        now = level(held)
        held = _louder(held, min(0.0, CEILING - now.peak))  # a lone click can ring
        missing = TARGET - now.loudness
        if abs(missing) < NEAR:
            break
        gain += missing
    return held


def _louder(pcm: Pcm, gain: float) -> Pcm:
    """The same with a gain in decibels."""
    return pcm * np.float32(10 ** (gain / 20))


def _limited(pcm: Pcm) -> Pcm:
    """The same with what is above `CEILING` brought down to it, and its surroundings with it."""
    limit = 10 ** (CEILING / 20)
    frames = filtered(
        np.pad(pcm, AHEAD),
        ("aresample", f"{OVERSAMPLED}"),
        ("alimiter", f"limit={limit}:attack=5:release=100:level=false:latency=true"),
        ("aresample", f"{RATE}"),
        ("aformat", "sample_fmts=fltp"),
    )
    return joined(frames)[AHEAD : AHEAD + len(pcm)]
