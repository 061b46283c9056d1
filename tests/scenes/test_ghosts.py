"""What has faded leaves nothing behind on the ground, however little the coding thinks it is."""

import av
import numpy as np
from scipy.ndimage import uniform_filter

from squiggle.lesson import load
from squiggle.render.chapters import load_chapter
from squiggle.render.encoder import OPTIONS, Encoder
from squiggle.render.engine import play, settings
from squiggle.render.plan import plan_film
from squiggle.render.preset import preset
from squiggle.render.renderer import ClipRenderer
from squiggle.render.yuv import planes

FAR = 33  # pixels: the side of a square in which nothing is drawn, so that no edge rings there
FAINT = 2  # levels of luma that nobody sees

CONSTANT = {name: value for name, value in OPTIONS.items() if name != "crf"} | {"qp": "23"}


class Recorded(Encoder):
    """An encoder that remembers where each picture had nothing but its ground."""

    def encode(self, frame, *, begins=False):
        plane = self.picture.planes[0]
        ground = int(np.bincount(plane.ravel()).argmax())
        empty = uniform_filter((plane != ground).astype(np.float32), FAR) < 1e-6
        self.grounds[self.frames] = ground, np.packbits(empty)
        super().encode(frame, begins=begins)


def ghosts(folder, options) -> int:
    """How many pixels of the ground are off by more than `FAINT`, in all pictures of a chapter."""
    (job,) = plan_film(load(), preset("m"), ["Recap"]).jobs
    path, found = folder / "film.mp4", 0
    with settings(job, folder), Recorded(path, job.preset, options) as encoder:
        encoder.grounds = {}
        play(job, load_chapter(job.chapter), ClipRenderer(encoder, lambda _: None))
    with av.open(str(path)) as film:
        for number, frame in enumerate(film.decode(video=0)):
            if number in encoder.grounds:
                ground, empty = encoder.grounds[number]
                luma = planes(frame)[0].astype(int)
                there = np.unpackbits(empty, count=luma.size).reshape(luma.shape).astype(bool)
                found += int((np.abs(luma - ground)[there] > FAINT).sum())
    return found


def test_what_has_faded_leaves_no_ghost(tmp_path):
    assert ghosts(tmp_path, OPTIONS) == 0


def test_a_ghost_would_be_found(tmp_path):
    """With a constant quantizer a faded curve stays where it was, eight levels bright."""
    assert ghosts(tmp_path, CONSTANT) > 100
