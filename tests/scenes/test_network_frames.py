"""Films of other networks match them too: their curves, measured in decoded frames."""

from dataclasses import replace

import numpy as np
import pytest

from squiggle.render import render

from .decoded import PlaneView, decode, holding_frame
from .networks import NOTHING, told
from .test_frames import matches

LESSONS = {
    "four nodes": told(
        [(3.0, -1.0, 1.2), (-5.0, 2.5, 0.8), (9.0, -6.0, -1.1), (2.0, 0.5, -0.4)],
        0.3,
        "tanh",
        chapters=("Prediction",),
        **NOTHING,
    ),
    "a last bend": told(
        [(6.0, -2.0, 2.5), (-4.0, 1.0, -3.0), (8.0, -5.0, -4.0)],
        0.5,
        "relu",
        output="sigmoid",
        chapters=("FinalBend",),
    ),
}


@pytest.fixture(scope="module", params=LESSONS)
def shown(request, tmp_path_factory):
    """A lesson, and the view of the last plane in its film that has the output's curve."""
    lesson = LESSONS[request.param]
    film = render(lesson, tmp_path_factory.mktemp("network"), quality="l")
    fps, chapters = film.manifest["film"]["fps"], film.manifest["chapters"]
    planes = [plane for chapter in chapters for plane in chapter["planes"]]
    plane = [p for p in planes if any(c["name"] == "output" for c in p["curves"])][-1]
    frame = holding_frame(plane, fps)
    return lesson, PlaneView(plane, decode(film.path, [frame]).full[frame])


def output(view, network):
    x = np.linspace(*view.plane["x_range"], 6001)
    return view.to_pixels(x, replace(LESSONS["four nodes"], network=network).trace_at(x).output)


def test_the_output_in_the_film_is_the_networks(shown):
    lesson, view = shown
    found = view.find("output")
    assert np.ptp(found[:, 0]) > 0.8 * (view.columns[-1] - view.columns[0])
    assert matches(found, output(view, lesson.network))


@pytest.mark.parametrize("weight", ["w1", "w2", "w3"])
def test_another_weight_would_be_seen(shown, weight):
    lesson, view = shown
    other = lesson.network.changed(**{weight: 1.2 * lesson.parameters[weight]})
    assert not matches(view.find("output"), output(view, other))
