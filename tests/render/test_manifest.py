"""manifest.json: documented, true to the files, and its maps hit the pixels."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from manim import Camera, Square, tempconfig
from PIL import Image

import squiggle
from squiggle.lesson import load
from squiggle.render import PRESETS
from squiggle.render.manifest import pixel_map
from squiggle.stage.picture import PlanePicture

from .checkout import ROOT

UNITS = PlanePicture("units", (-7, 7), (-4, 4), (1.0, 1.0), (0.0, 0.0), (), ())
"""A plane whose data are Manim's own units."""


def keys(told) -> set[str]:
    if isinstance(told, dict):
        return set(told) | {key for value in told.values() for key in keys(value)}
    return {key for value in told for key in keys(value)} if isinstance(told, list) else set()


def planes(film):
    return [(c, plane) for c in film.manifest["chapters"] for plane in c["planes"]]


def test_the_file_is_what_the_render_returned(film):
    assert json.loads((film.folder / "manifest.json").read_text("utf-8")) == film.manifest


def test_every_key_is_documented(film):
    text = (ROOT / "docs" / "manifest.md").read_text("utf-8")
    told = film.manifest | {"parameters": {}}
    documented = {key for row in re.findall(r"^\|.*\|$", text, re.M) for key in code(row)}
    assert keys(told) - documented == set()


def code(row: str) -> list[str]:
    return re.findall(r"`([^`]+)`", row)


def test_it_tells_lesson_and_versions(film):
    lesson = load()
    told = film.manifest
    assert told["schema_version"] == 1
    assert (told["lesson"], told["parameters"]) == ("dosage", dict(lesson.parameters))
    assert (told["digest"], told["renderer"]) == (lesson.digest, "squiggle")
    assert told["versions"]["squiggle"] == squiggle.__version__
    assert re.fullmatch(r"0\.22\.\d+", told["versions"]["manim"])


def test_a_plane_holds_from_the_last_motion_to_the_end_of_its_chapter(film):
    assert planes(film)
    for chapter, plane in planes(film):
        begin, end = plane["holds"]["clip"]
        assert (begin, end) == (chapter["beats"][-1]["still_from"], chapter["clip"]["seconds"])
        assert plane["holds"]["film"] == pytest.approx(
            [chapter["start"] + begin, chapter["end"]], abs=1e-6
        )
        assert end - begin >= 2


def test_colours_are_told_twice_the_same(film):
    for _, plane in planes(film):
        for thing in (*plane["curves"], *plane["dots"]):
            assert thing["color"] == "#{:02X}{:02X}{:02X}".format(*thing["rgb"])


def test_the_named_squiggles_have_their_colours_somewhere(film):
    seen = {(c["name"], curve["name"]) for c, plane in planes(film) for curve in plane["curves"]}
    wanted = {("TopNode", "bent"), ("TopNode", "scaled"), ("BottomNode", "bent")}
    assert seen >= wanted | {("BottomNode", "scaled"), ("SumAndShift", "output")}


def test_curves_have_their_colour_in_the_picture(film):
    for chapter, plane in planes(film):
        poster = np.asarray(Image.open(film.folder / chapter["clip"]["poster"])).astype(int)
        x, y = (plane["map"]["rendered"][axis] for axis in "xy")
        left, right = (round(x[0] * end + x[1]) for end in plane["x_range"])
        low, high = (round(y[0] * end + y[1]) for end in plane["y_range"])
        inside = poster[high - 3 : low + 3, left - 3 : right + 3]
        for curve in plane["curves"]:
            far = np.abs(inside - curve["rgb"]).max(axis=2)
            assert (far < 24).sum() > 20, (chapter["name"], curve["name"])


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda preset: preset.name)
@pytest.mark.parametrize("place", [(-6.5, 3.5), (6.5, -3.5), (0.0, 0.0), (1.25, -2.5)])
def test_the_map_leads_to_the_pixel_where_manim_draws(preset, place):
    size = {"pixel_width": preset.width, "pixel_height": preset.height}
    with tempconfig(size):
        camera = Camera()
        camera.capture_mobjects([Square(0.5, fill_opacity=1, stroke_width=0).move_to((*place, 0))])
    light = camera.pixel_array[..., 0].astype(float)
    ys, xs = np.mgrid[: preset.height, : preset.width] + 0.5
    centre = [(light * at).sum() / light.sum() for at in (xs, ys)]
    told = pixel_map(UNITS, preset.width, preset.height)
    mapped = [
        told[axis][0] * value + told[axis][1] for axis, value in zip("xy", place, strict=True)
    ]
    assert centre == pytest.approx(mapped, abs=0.05)


def test_files_are_named_relative_to_the_manifest(film):
    for chapter in film.manifest["chapters"]:
        for kind in ("file", "poster"):
            path = Path(chapter["clip"][kind])
            assert not path.is_absolute()
            assert (film.folder / path).is_file()
