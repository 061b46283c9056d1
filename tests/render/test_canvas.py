"""The canvas by itself, against Manim's camera; scenes are played in `scenes/test_engine`."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import LEFT, RIGHT, Camera, Circle, Mobject, Square, VGroup, VMobject, tempconfig
from manim.utils.family import extract_mobject_family_members

from squiggle.render.canvas import Canvas
from squiggle.render.drawn import displayed


@pytest.fixture
def cameras() -> Iterator[tuple[Canvas, Camera]]:
    with tempconfig({"pixel_width": 160, "pixel_height": 90}):
        yield Canvas(), Camera()


def disc(at: float = 0.0) -> Circle:
    return Circle(1, color="#2DC592", fill_opacity=0.5).shift([at, 0, 0])


def test_what_is_drawn_twice_is_twice_as_strong_and_then_not_any_more(cameras):
    canvas, camera = cameras
    layers = [[disc()], [disc(1)]]
    for layer in ([0], [0, 0], [0, 0, 1], [0, 1], [1], [1, 1], [1]):
        canvas.paint([drawn for place in layer for drawn in canvas.look(layers[place])])
        camera.reset()
        for place in layer:
            camera.capture_mobjects(layers[place])
        assert np.array_equal(canvas.pixel_array, camera.pixel_array), layer


def test_what_has_not_changed_is_not_drawn(cameras):
    canvas, _ = cameras
    things = [disc(), disc(1)]
    assert canvas.paint(canvas.look(things)) == [canvas.whole]
    assert canvas.paint(canvas.look(things)) == []
    canvas.paint([])
    assert np.array_equal(canvas.pixel_array, canvas.background)


def test_a_ground_that_changes_is_drawn_anew(cameras):
    canvas, camera = cameras
    base = [disc(at / 2) for at in range(6)]
    rng = np.random.default_rng(3)
    for turn in range(60):  # long rests, in which the ground grows, and changes anywhere in it
        above = [disc(3 - turn / 20)]
        if turn % 9 == 8:
            base[rng.integers(6)].shift([0, 0.1, 0])
        if turn % 13 == 12:
            base.insert(0, base.pop())
        canvas.paint(canvas.look(base) + canvas.look(above))
        camera.reset()
        camera.capture_mobjects(base)
        camera.capture_mobjects(above)
        assert np.array_equal(canvas.pixel_array, camera.pixel_array), turn
    assert len(canvas._laid) == len(base)


def test_a_background_of_another_colour_is_seen_at_once(cameras):
    canvas, camera = cameras
    for colour in ("#101820", "#FFFFFF"):
        for one in cameras:
            one.background_color = colour
        canvas.paint(canvas.look([disc()]))
        camera.reset()
        camera.capture_mobjects([disc()])
        assert np.array_equal(canvas.pixel_array, camera.pixel_array)


def test_what_cannot_be_seen_is_not_drawn_until_it_can(cameras):
    canvas, camera = cameras
    thing, hidden = disc(), disc(1).set_opacity(0)
    assert [drawn.thing for drawn in canvas.look([thing, hidden])] == [thing]
    for opacity in (0, 0.5, 1, 0):
        hidden.set_opacity(opacity)
        canvas.paint(canvas.look([thing, hidden]))
        camera.reset()
        camera.capture_mobjects([thing, hidden])
        assert np.array_equal(canvas.pixel_array, camera.pixel_array), opacity


def test_a_line_is_seen_by_its_width_its_colour_or_what_is_behind_it(cameras):
    canvas, _ = cameras
    line = VMobject(stroke_width=0).set_points_as_corners([LEFT, RIGHT])
    assert not canvas.look([line])
    assert canvas.look([line.set_stroke(width=2)])
    assert not canvas.look([line.set_stroke(opacity=0)])
    assert canvas.look([line.set_stroke(width=4, opacity=1, background=True)])


SHAPES = {
    "open": [[[-1, 0, 0], [1, 0, 0], [1, 1, 0]]],
    "closed": [[[-1, 0, 0], [1, 0, 0], [1, 1, 0], [-1, 0, 0]]],
    "apart": [[[-2, 0, 0], [-1, 1, 0]], [[1, 0, 0], [2, 1, 0], [2, 0, 0], [1, 0, 0]]],
    "nowhere": [[[np.nan, 0, 0], [1, 0, 0]]],
    "off the picture": [[[-99, 0, 0], [99, 1, 0], [0, 99, 0]]],
}


@pytest.mark.parametrize("name", SHAPES)
def test_paths_are_traced_as_by_manim(cameras, name):
    canvas, camera = cameras
    thing = VMobject(stroke_width=6, fill_color="#2DC592", fill_opacity=0.5)
    for corners in SHAPES[name]:
        thing.start_new_path(np.array(corners[0], float))
        thing.add_points_as_corners(np.array(corners[1:], float))
    canvas.paint(canvas.look([thing]))
    camera.capture_mobjects([thing])
    assert np.array_equal(canvas.pixel_array, camera.pixel_array)
    for _ in range(2):  # Cairo's own copy of the path
        thing.set_stroke(width=thing.stroke_width - 1)
        canvas.paint(canvas.look([thing]))
    camera.reset()
    camera.capture_mobjects([thing])
    assert np.array_equal(canvas.pixel_array, camera.pixel_array)


@st.composite
def families(draw: st.DrawFn) -> list[Mobject]:
    """Things, groups of some of them, and some once more."""
    made: list[Mobject] = [Square(), Circle(), Circle(), Square(), VGroup()]
    for thing in made:
        thing.z_index = draw(st.integers(-1, 1))
    for _ in range(draw(st.integers(0, 3))):
        parts = draw(st.lists(st.sampled_from(made[:4]), max_size=3, unique_by=id))
        made.append(VGroup(*parts))
        if draw(st.booleans()) and made[0] not in parts:
            made[0].add(*parts)
    return draw(st.lists(st.sampled_from(made), max_size=6))


@settings(max_examples=40, deadline=None)
@given(mobjects=families())
def test_things_are_drawn_in_manims_order(mobjects):
    wanted = extract_mobject_family_members(mobjects, use_z_index=True, only_those_with_points=True)
    assert [id(thing) for thing in displayed(mobjects)] == [id(thing) for thing in wanted]
