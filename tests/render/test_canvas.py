"""The canvas by itself, against Manim's camera; scenes are played in `scenes/test_engine`."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import Camera, Circle, Mobject, Square, VGroup, tempconfig
from manim.utils.family import extract_mobject_family_members

from squiggle.render.canvas import Canvas, displayed


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
