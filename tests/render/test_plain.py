"""Manim's own renderer and writer are the reference: the fast way shows the same, sooner."""

import numpy as np
import pytest

from .conftest import PAIR
from .reading import clip, frames, told


@pytest.mark.parametrize("chapter", PAIR)
def test_the_fast_way_shows_what_manim_shows(pair, plain, chapter):
    fast, slow = (frames(clip(film, chapter), every=3) for film in (pair, plain))
    for number, (one, other) in enumerate(zip(fast, slow, strict=True)):
        far = np.abs(one.astype(int) - other)
        assert far.mean() < 1.5, f"frame {3 * number}"
        assert np.percentile(far, 99.9) < 40, f"frame {3 * number}"


@pytest.mark.parametrize("chapter", PAIR)
def test_both_have_the_same_frames(pair, plain, chapter):
    counts = [sum(1 for _ in frames(clip(film, chapter), "gray")) for film in (pair, plain)]
    assert counts == [told(pair, chapter)["clip"]["frames"]] * 2


def test_both_tell_the_same_of_the_film(pair, plain):
    assert plain.manifest == pair.manifest | {"renderer": "manim"}
    assert pair.manifest["renderer"] == "squiggle"


def test_posters_are_the_same_picture(pair, plain):
    for chapter in pair.manifest["chapters"]:
        poster = chapter["clip"]["poster"]
        assert (pair.folder / poster).read_bytes() == (plain.folder / poster).read_bytes()
