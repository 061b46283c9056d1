"""Every shape: the chapters lay themselves out, and nothing collides or leaves the picture."""

from dataclasses import replace

import av
import numpy as np
import pytest
from PIL import Image

from squiggle.lesson import load
from squiggle.lesson.pacing import tell
from squiggle.render import render
from squiggle.stage.curve import Curve
from squiggle.stage.shapes import FRAMES, WIDE

from .collisions import (
    chip_on_chip,
    in_the_band,
    over_the_title,
    report,
    swaps,
    text_on_stroke,
    text_on_text,
    text_under_plate,
)
from .networks import HARD
from .playing import Played, hurry, play
from .test_collisions import holding, shapes_outside, texts_outside
from .test_networks import wrong

SHAPES = [shape for shape in FRAMES if shape != WIDE.shape]
TOLD = [
    *((shape, "dosage") for shape in SHAPES),
    ("4:3", "three nodes and a last bend"),
    ("1:1", "eight nodes without data"),
    ("9:16", "one node"),
]
"""Shapes with lessons: each network where it has least room."""
MOVING = (
    texts_outside,
    shapes_outside,
    text_on_stroke,
    text_under_plate,
    chip_on_chip,
    in_the_band,
    over_the_title,
)
BUSY = (("1:1", "BottomNode"), ("9:16", "ActivationFunctions"))
"""Shapes with chapters in which most moves past something."""
shapes = pytest.mark.parametrize("shape", SHAPES)


@pytest.mark.parametrize(("shape", "name"), TOLD)
def test_a_lesson_is_told_without_a_collision(shape, name, tmp_path):
    found = wrong(replace(HARD.get(name, load()), shape=shape), tmp_path)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("shape", "name"), BUSY)
def test_nothing_collides_in_motion(shape, name, tmp_path):
    lesson = replace(load(), shape=shape)
    (plan,) = (plan for plan in tell(lesson) if plan.name == name)
    played = play(plan, lesson, tmp_path)
    found = [report(played, rule, moving=True) for rule in MOVING]
    found.append(report(played, holding(text_on_text, 0), moving=True, excuse=swaps(played)))
    assert not any(found), "\n".join(found)


def spoken(played: Played) -> list[str]:
    """What the captions say, each in one line."""
    return [cue.text for record in played.records for cue in record.cues]


def caption_lines(played: Played) -> list[list[str]]:
    """The lines of the caption at the end of each beat."""
    ends = played.ends.values()
    return [[text.text for text in end.texts if text.within("caption")] for end in ends]


@shapes
def test_captions_have_the_same_words_in_as_many_lines_as_fit(shape, tmp_path):
    lessons = replace(load(), shape=shape), load()
    (here, there) = (hurry(tell(lesson)[1], lesson, tmp_path) for lesson in lessons)
    assert spoken(here) == spoken(there)
    for ours, wide in zip(caption_lines(here), caption_lines(there), strict=True):
        assert " ".join(ours) == " ".join(wide)
        assert len(ours) <= FRAMES[shape].lines


@shapes
def test_the_picture_is_used(shape, tmp_path):
    """The one large plane is a quarter of the content's area at least, or as wide as its half."""
    lesson, frame = replace(load(), shape=shape), FRAMES[shape]
    (plan,) = (plan for plan in tell(lesson) if plan.name == "HowGoodIsIt")
    end = list(hurry(plan, lesson, tmp_path).ends.values())[-1]
    (curve,) = (s for s in end.shapes if isinstance(s.mob, Curve))
    width, height = curve.box[2:] - curve.box[:2]
    assert frame.axis.width - 20 < width < frame.axis.width + 20
    assert frame.axis.height / 2 < height
    used = frame.network.width * frame.network.height + frame.planes.width * frame.planes.height
    assert used > 0.85 * frame.content.width * frame.content.height


@pytest.fixture(scope="module", params=["1:1", "9:16"])
def film(request, tmp_path_factory):
    """A film of one chapter in a shape, small and quick."""
    lesson = replace(load(), shape=request.param, chapters=("Prediction",))
    return render(lesson, tmp_path_factory.mktemp("shape"), quality="l", workers=1)


def test_a_film_has_the_size_of_its_shape(film):
    told, size = film.manifest["film"], FRAMES[film.manifest["film"]["shape"]].size
    with av.open(str(film.path)) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height) == (told["width"], told["height"])
    assert min(told["width"], told["height"]) == 480
    assert told["width"] / told["height"] == pytest.approx(size.width / size.height, rel=0.002)


def test_the_maps_of_the_manifest_lead_to_the_curve(film):
    (chapter,) = film.manifest["chapters"]
    (plane,) = chapter["planes"]
    (curve,) = (curve for curve in plane["curves"] if curve["name"] == "output")
    picture = np.asarray(Image.open(film.folder / chapter["clip"]["poster"]).convert("RGB"))
    trace = load().trace_at(np.linspace(*plane["x_range"], 60)[1:-1])
    maps, size = plane["map"], FRAMES[film.manifest["film"]["shape"]].size
    on, off = hits(picture, maps["rendered"], trace.output, trace.inputs, curve["rgb"])
    assert on > 0.8 and off < 0.2
    scale = size.width / picture.shape[1]
    for axis in "xy":
        ours, large = np.array(maps["rendered"][axis]), np.array(maps["1080p"][axis])
        middle = np.array([0, (size.height - scale * picture.shape[0]) / 2]) * (axis == "y")
        assert scale * ours + middle == pytest.approx(large, abs=0.01)


def hits(picture, told, heights, inputs, color):
    """The shares of points on the curve, and 20 pixels beside it, that have its colour."""
    (ax, bx), (ay, by) = told["x"], told["y"]
    columns, rows = (ax * inputs + bx).astype(int), (ay * heights + by).astype(int)
    shares = []
    for aside in (0, 20):
        seen = picture[np.clip(rows - aside, 0, len(picture) - 1), columns].astype(int)
        shares.append(float(np.mean(np.abs(seen - color).max(axis=1) < 60)))
    return shares
