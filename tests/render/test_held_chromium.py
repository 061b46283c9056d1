"""A browser plays a film with copied pictures, and finds each of them when it is asked to."""

from fractions import Fraction
from itertools import pairwise

import av
import numpy as np
import pytest

from squiggle.render.film import join
from squiggle.render.preset import Preset

from .decoders_chromium import CHROMIUM, watch
from .test_held import HOLDS, MIDDLES, film_of_holds

SEEN = Preset("s", "seen", 128, 96, 30, "3.1")
FAR = 4, 24
"""Levels by which a picture of the browser may differ, in the mean and at 99 of 100 pixels: it
spreads colour samples over pixels in a way of its own. Pictures of other holds differ by more."""


@pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium")
def test_chromium_plays_a_film_to_its_end_and_finds_each_held_picture(tmp_path):
    clips = [film_of_holds(tmp_path / f"{seed}.mp4", seed, SEEN) for seed in (1, 60)]
    film, total = tmp_path / "film.mp4", sum(HOLDS)
    join([(clip, clip.stem, total) for clip in clips], film, SEEN.fps, {})
    long = [middle for middle, hold in zip(MIDDLES, HOLDS, strict=True) if hold > 2]
    frames = [*long, *(total + middle for middle in long), long[0], 2 * total - 1]
    moments = [float(Fraction(2 * frame + 1, 2 * SEEN.fps)) for frame in frames]
    watched = watch(film, moments)

    with av.open(str(film)) as opened:
        shown = [frame.to_ndarray(format="rgb24").astype(int) for frame in opened.decode(video=0)]
    assert watched.shown == pytest.approx([frame / SEEN.fps for frame in frames], abs=1e-3)
    for frame, picture in zip(frames, watched.pictures, strict=True):
        far = np.abs(shown[frame] - picture)
        assert far.mean() < FAR[0], f"frame {frame}"
        assert np.percentile(far, 99) < FAR[1], f"frame {frame}"
        others = [other for other in long if other != frame % total]
        assert all(np.abs(shown[other] - picture).mean() > 3 * FAR[0] for other in others)

    assert watched.ended
    assert watched.duration == pytest.approx(2 * total / SEEN.fps, abs=1e-3)  # MP4 says ms
    assert len(watched.times) > 3
    assert all(one <= other for one, other in pairwise(watched.times))
    assert watched.times[-1] == pytest.approx(watched.duration, abs=0.1)
