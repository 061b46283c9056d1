"""The frames match the real values: curves and dots found in the decoded film, against the core."""

import numpy as np
import pytest

from squiggle.core import Trace
from squiggle.lesson import load
from squiggle.stage.theme import DARK

from .decoded import PlaneView, holding_frame, off_curve, unlike

LESSON = load()
NODES = {"TopNode": 0, "BottomNode": 1}
CURVES = {
    ("TopNode", "slice"): DARK.top,
    ("TopNode", "bent"): DARK.top,
    ("TopNode", "scaled"): DARK.top_scaled,
    ("BottomNode", "slice"): DARK.bottom,
    ("BottomNode", "bent"): DARK.bottom,
    ("BottomNode", "scaled"): DARK.bottom_scaled,
    ("SumAndShift", "sum"): DARK.sum,
    ("SumAndShift", "output"): DARK.output,
    ("Prediction", "output"): DARK.output,
    ("HowGoodIsIt", "output"): DARK.output,
    ("WhatWeightsDo", "output"): DARK.output,
}
WITH_DATA = ("SumAndShift", "HowGoodIsIt", "Recap", "TheQuestion")

WIDEST = 5  # pixels from where a dot should be within which its outline is looked for

every_curve = pytest.mark.parametrize(
    ("chapter", "name"), CURVES, ids=[f"{chapter}-{name}" for chapter, name in CURVES]
)


@pytest.fixture(scope="module")
def views(film, decoded):
    """The view of a plane with a curve or dots of this name, by chapter and name."""
    fps = film.manifest["film"]["fps"]
    return {
        (chapter["name"], thing["name"]): PlaneView(plane, decoded.full[holding_frame(plane, fps)])
        for chapter in film.manifest["chapters"]
        for plane in chapter["planes"]
        for thing in (*plane["curves"], *plane["dots"])
    }


def heights(network, chapter, name, x):
    """What the core says a curve's heights are."""
    trace = Trace.of(network, x)
    if name in ("sum", "output"):
        return getattr(trace, name)
    node = trace.nodes[NODES[chapter]]
    return node.activation.f(x) if name == "slice" else getattr(node, name)


def true_curve(view, chapter, name, network=LESSON.network):
    """The curve in pixels, many points: as much as the plane's range leaves."""
    x = np.linspace(*view.plane["x_range"], 6001)
    y = heights(network, chapter, name, x)
    low, high = view.plane["y_range"]
    inside = (low <= y) & (y <= high)
    return view.to_pixels(x[inside], y[inside])


def matches(found, curve):
    """Whether what was found lies on the curve: half within 0.6 pixels, and 99 % within 1.5."""
    off = off_curve(found, curve)
    return bool(np.median(off) <= 0.6 and np.quantile(off, 0.99) <= 1.5)


@every_curve
def test_a_curve_in_the_film_is_the_cores(views, chapter, name):
    view = views[chapter, name]
    off = off_curve(view.find(name), true_curve(view, chapter, name))
    assert np.median(off) <= 1
    assert np.quantile(off, 0.99) <= 2
    assert matches(view.find(name), true_curve(view, chapter, name))


@every_curve
def test_a_curve_in_the_film_has_its_own_colour(views, chapter, name):
    assert views[chapter, name].curve(name)["color"] == CURVES[chapter, name].color


def in_sight(view, chapter, name):
    """The stretches of a curve that neither a dot nor a curve drawn later hides."""
    curve = true_curve(view, chapter, name)[::4]
    hidden = view.near_dot(curve)
    names = [other["name"] for other in view.plane["curves"]]
    for later in names[names.index(name) + 1 :]:
        reach = (CURVES[chapter, name].width + CURVES[chapter, later].width) / 2
        over = true_curve(view, chapter, later)
        hidden |= off_curve(curve, over) < reach * view.scale + 1
    low, high = np.array([view.columns[[0, -1]], view.rows[[0, -1]]], dtype=float).T
    if name == "slice":  # the doses use no more of the bend
        reach = LESSON.curve.nodes[NODES[chapter]].biased
        low[0] = max(low[0], view.ax * reach.min() + view.bx)
        high[0] = min(high[0], view.ax * reach.max() + view.bx)
    seen = ((low < curve) & (curve < high)).all(axis=1) & ~hidden
    stretches = np.split(np.arange(len(curve)), np.flatnonzero(np.diff(seen)) + 1)
    return [curve[stretch] for stretch in stretches if seen[stretch[0]]]


def walked(curve):
    """The pixels walked along a curve until each of its points."""
    return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(curve, axis=0).T))])


@every_curve
def test_a_curve_in_the_film_is_there_along_its_whole_length(views, chapter, name):
    """Solid without a gap; dashed with gaps no longer than its pattern's."""
    view, stroke = views[chapter, name], CURVES[chapter, name]
    rows, columns = np.nonzero(view.own(name))
    own = np.column_stack([view.columns[columns], view.rows[rows]]) + 0.5
    gap, whole, there = stroke.dash[1] * view.scale if stroke.dash else 0.0, 0.0, 0.0
    for stretch in in_sight(view, chapter, name):
        met = np.array([np.hypot(*(own - point).T).min() < 1.5 for point in stretch])
        at = walked(stretch)
        gaps = np.diff([at[0], *at[met], at[-1]])
        assert gaps.max() <= gap + 4, stretch[np.argmax(gaps)]
        whole, there = whole + at[-1], there + at[-1] * met.mean()
    assert whole > 20
    assert there > (0.5 if stroke.dash else 0.98) * whole


@pytest.mark.parametrize("chapter", ["SumAndShift", "BottomNode"])
def test_a_dashed_curve_has_as_many_dashes_as_fit(views, chapter):
    name = {"SumAndShift": "sum", "BottomNode": "bent"}[chapter]
    view, stroke = views[chapter, name], CURVES[chapter, name]
    fitting = walked(true_curve(view, chapter, name))[-1] / (sum(stroke.dash) * view.scale)
    pieces = len(np.unique(view.own(name))) - 1
    assert 0.7 * fitting <= pieces <= 1.3 * fitting  # steep dots run together, dots hide some


@pytest.mark.parametrize("weight", LESSON.parameters)
def test_a_slightly_changed_weight_would_be_seen(views, weight):
    """The comparison can fail: with a number a tenth larger some curve no longer matches."""
    other = LESSON.network.changed(**{weight: 1.1 * LESSON.parameters[weight]})
    seen = []
    for (chapter, name), view in views.items():
        if (chapter, name) in CURVES and name != "slice":
            found = view.find(name)
            assert matches(found, true_curve(view, chapter, name))
            seen.append(matches(found, true_curve(view, chapter, name, other)))
    assert not all(seen)


def white_middle(view, x, y, radius):
    """Where a white outline of a radius (pixels at 1080p) is found, seen from a data point.

    Of all middles near the point it is the one around which the pixels at this distance are the
    whitest, whatever else is white there: a stick, a number, another dot.
    """
    (at,) = view.to_pixels(np.array([x]), np.array([y]))
    pixels, grid = view.around(at)
    share, off = unlike(pixels, DARK.text)
    white = np.where(off < 40, np.minimum(share, 1), 0)
    steps = np.arange(-WIDEST, WIDEST + 1e-9, 0.25)
    asides = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    away = np.hypot(*np.moveaxis(grid[None] - at - asides[:, None, None], -1, 0))
    line = np.clip(1 - np.abs(away - radius * view.scale), 0, 1)
    whitest = (line * white).sum(axis=(1, 2)) / line.sum(axis=(1, 2))
    assert whitest.max() > 0.5
    return asides[np.argmax(whitest)]


def assert_dots(view, points, radius=DARK.dot):
    off = [np.hypot(*white_middle(view, x, y, radius)) for x, y in points]
    assert max(off) <= 1, np.round(off, 2)


@pytest.mark.parametrize("chapter", WITH_DATA)
def test_the_measurements_are_where_they_were_measured(views, chapter):
    view = views[chapter, "data"]
    (told,) = (dots for dots in view.plane["dots"] if dots["name"] == "data")
    kept = LESSON.few if chapter == "HowGoodIsIt" else range(len(LESSON.inputs))
    points = [[LESSON.inputs[i], LESSON.targets[i]] for i in kept]
    assert told["points"] == points
    assert_dots(view, points, DARK.ring)


@pytest.mark.parametrize("chapter", NODES)
def test_the_scaled_heights_are_dots_on_their_curve(views, chapter):
    view, node = views[chapter, "scaled"], LESSON.trace.nodes[NODES[chapter]]
    points = [(float(x), float(y)) for x, y in zip(LESSON.inputs, node.scaled, strict=True)]
    (told,) = view.plane["dots"]
    assert np.allclose(told["points"], points, atol=1e-12)
    assert_dots(view, points)


def test_the_prediction_is_a_dot_at_the_networks_answer(views):
    view = views["Prediction", "answer"]
    (told,) = (dots for dots in view.plane["dots"] if dots["name"] == "answer")
    answer = float(LESSON.trace_at([LESSON.question]).output[0])
    assert np.allclose(told["points"], [(LESSON.question, answer)])
    assert_dots(view, told["points"], DARK.ring)


@pytest.mark.parametrize("aside", [(0, 0.04), (0, -0.04), (0.02, 0), (-0.02, 0)])
def test_a_dot_elsewhere_would_be_seen(views, aside):
    view = views["Prediction", "answer"]
    answer = float(LESSON.trace_at([LESSON.question]).output[0])
    with pytest.raises(AssertionError):
        assert_dots(view, [(LESSON.question + aside[0], answer + aside[1])], DARK.ring)


@pytest.mark.parametrize("chapter", WITH_DATA)
@pytest.mark.parametrize("aside", [(0, 0.04), (0.02, 0)])
def test_a_measurement_elsewhere_would_be_seen(views, chapter, aside):
    point = LESSON.inputs[0] + aside[0], LESSON.targets[0] + aside[1]
    with pytest.raises(AssertionError):
        assert_dots(views[chapter, "data"], [point], DARK.ring)
