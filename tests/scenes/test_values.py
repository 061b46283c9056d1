"""The words match: every number and every point shown is the core's."""

import re
from decimal import Decimal
from itertools import groupby

import numpy as np
import pytest

from squiggle.core import ACTIVATIONS, Trace, squared_error
from squiggle.lesson import load
from squiggle.lesson.last_turn import last_turn
from squiggle.lesson.numbers import MINUS, ROUNDED, as_given, short, show, show_as
from squiggle.lesson.sentences import CLOSE
from squiggle.lesson.turning import written
from squiggle.stage.curve import Curve, Dot

from .collisions import distance, strong
from .test_texts import NUMBER, lines

LESSON = load()
TRACE, ASKED = LESSON.trace, LESSON.trace_at([LESSON.question])
DRAWN = 1.5e-3  # data units: a curve's straight pieces, and the ends of its dashes between samples
NEAR = 150.0  # pixels within which a number's dot or stick is looked for
SLOTS = {
    "in": ("biased", 2), "out": ("bent", 3), "scaled": ("scaled", 2),
    "output.in": ("sum", 2), "output.out": ("output", 2),
}  # fmt: skip


def number(text):
    """The number that a text ends in: "× −1.30" holds -1.3, "− 0.58" holds -0.58."""
    return float(re.sub(rf"^[^\d{MINUS}]*", "", text).replace(MINUS, "-").replace(" ", ""))


def decimals(text):
    return len(text.partition(".")[2])


def quantities(x):
    """Every number of the core at an input."""
    trace = LESSON.trace_at([x])
    nodes = [(n.multiplied, n.biased, n.bent, n.scaled) for n in trace.nodes]
    return [float(y[0]) for y in (*(y for node in nodes for y in node), trace.sum, trace.output)]


def told():
    """Every number that the lesson may tell in words."""
    numbers = {as_given(LESSON, name) for name in LESSON.parameters}
    numbers |= {as_given(LESSON, name).lstrip(MINUS) for name in LESSON.parameters}
    numbers |= {short(x) for x in (*LESSON.inputs, *LESSON.targets, LESSON.question, CLOSE)}
    for trace in (TRACE, ASKED):
        for node in trace.nodes:
            for kind in ("biased", "bent", "scaled"):
                numbers |= {show_as(kind, y) for y in getattr(node, kind)}
        numbers |= {show(y, 2) for y in (*trace.sum, *trace.output)}
    numbers |= {show_as("gap", abs(gap)) for gap in LESSON.gaps}
    last = last_turn(LESSON)
    turned = LESSON.network.changed(**{last.parameter: last.goal})
    error = squared_error(Trace.of(turned, LESSON.inputs).output, LESSON.targets)
    numbers |= {written(LESSON, last.parameter, last.goal), show(error, 3)}
    return numbers | {show(LESSON.error, 3), show(LESSON.error_of_few, 3)}


def ends(played):
    return [s for s in played.snapshots if s.share is None]


def test_the_diagram_holds_the_trace_of_the_dose_it_shows(played):
    found = []
    for snapshot in ends(played):
        slots = {t.place[0].removeprefix("value "): t for t in snapshot.texts if t.within("value")}
        if "input" not in slots:
            continue
        trace = LESSON.trace_at([number(slots["input"].text)])
        for slot, text in slots.items():
            name, _, side = slot.partition(".")
            if side and side != "dial":
                kind, places = SLOTS.get(slot) or SLOTS[side]
                source = trace if name == "output" else trace.node(name)
                if text.text != show(getattr(source, kind)[0], places):
                    found.append((snapshot, f"{slot} shows {text}"))
    assert not lines(played, found)


def test_the_diagrams_values_were_looked_at(play_chapter):
    for name, least in (("TopNode", 4), ("BottomNode", 4), ("SumAndShift", 4), ("Prediction", 8)):
        last = ends(play_chapter(name))[-1]
        assert len([text for text in last.texts if text.within("value")]) >= least, name


def test_chips_hold_the_parameters_as_given(played):
    given = {as_given(LESSON, name).replace(MINUS, "-") for name in LESSON.parameters}
    for snapshot in ends(played):
        for text in snapshot.texts:
            if text.within("chip"):
                sign, _, digits = text.text.partition(" ")
                value = ("-" if sign == MINUS else "") + digits.replace(MINUS, "-")
                assert value in given, f"- {snapshot}: {text}"


def rows(snapshot):
    """The rows of a table, each from left to right, without its heads."""
    cells = [text for text in strong(snapshot.texts, snapshot) if text.within("table")]
    cells.sort(key=lambda cell: (round(cell.middle[1] / 12), cell.middle[0]))
    table = [list(row) for _, row in groupby(cells, lambda cell: round(cell.middle[1] / 12))]
    return [[cell.text for cell in row] for row in table][1:]


def test_the_table_of_parameters(play_chapter):
    shown = rows(play_chapter("TheNetwork").ends["name_numbers"])
    assert shown == [[name, as_given(LESSON, name)] for name in LESSON.parameters]


def test_the_table_of_the_top_node(play_chapter):
    node = TRACE.nodes[0]
    shown = [row[:3] for row in rows(play_chapter("TopNode").ends["raise_heights"])]
    wanted = [
        [short(x), show_as("biased", z), show_as("bent", y)]
        for x, z, y in zip(TRACE.inputs, node.biased, node.bent, strict=True)
    ]
    assert [row for row in shown if len(row) == 3] == wanted


def test_ticks_stand_where_their_numbers_belong(played):
    for snapshot in ends(played):
        for text in strong(snapshot.texts, snapshot):
            if text.within("ticks"):
                ax, bx, ay, by = snapshot.maps[text.place[0].removeprefix("plane ")]
                value, ink = number(text.text), text.middle
                off = min(abs(ax * value + bx - ink[0]), abs(ay * value + by - ink[1]))
                minus = 12 if text.text.startswith(MINUS) else 3  # ink is not centred on the digits
                assert off <= minus, f"- {played.plan.name}, {snapshot}: {text}"


def test_a_sum_that_the_shown_terms_do_not_make_says_so(play_chapter):
    """Rule T22: for each dose the sum beside its dot has the sign of rounding, or checks."""
    terms = [
        [show_as("scaled", y) for y in ys]
        for ys in zip(*(n.scaled for n in TRACE.nodes), strict=True)
    ]
    made = [sum(Decimal(t.replace(MINUS, "-")) for t in shown) for shown in terms]
    wanted = {
        show(y, 2) if total == Decimal(show(y, 2).replace(MINUS, "-")) else ROUNDED + show(y, 2)
        for total, y in zip(made, TRACE.sum, strict=True)
    }
    assert any(text.startswith(ROUNDED) for text in wanted)
    texts = {text.text for text in play_chapter("SumAndShift").ends["join"].texts if is_free(text)}
    assert wanted <= texts
    assert not {text for text in texts if ROUNDED in text} - wanted


def is_free(text):
    """Whether a text is nobody's: no chip's, table's, tick's, diagram's."""
    return not text.place and not text.within("caption")


def test_a_number_beside_a_dot_or_stick_is_what_that_shows(played):
    """Or it is told in words, or counts the seconds of nothing: a step of a sum, an error."""
    known, found = told(), []
    for snapshot in ends(played):
        marks = [
            s for s in strong(snapshot.shapes, snapshot) if s.data and not isinstance(s.mob, Curve)
        ]
        for text in strong(snapshot.texts, snapshot):
            for shown in NUMBER.findall(text.text) if is_free(text) else ():
                near = [m for m in marks if distance(text.box, m.points).min() < NEAR] or marks
                values = {abs(y) for mark in near for y in (*mark.data, np.ptp(mark.data[1:]))}
                here = {show(y, decimals(shown)) for y in values}
                if shown.lstrip(MINUS) not in here and shown not in known:
                    found.append((snapshot, f"{text}"))
    assert not lines(played, found)


def test_every_number_in_words_is_the_cores(played):
    known, found = told(), []
    for snapshot in ends(played):
        for text in snapshot.texts:
            if text.within("caption") or text.within("title"):
                found += [(snapshot, text) for n in NUMBER.findall(text.text) if n not in known]
    assert not lines(played, found)


def dialled(snapshot):
    """The networks that the dials on the stage may show: each number lies within its rounding."""
    networks = [LESSON.network]
    for text in snapshot.texts:
        if text.within("value") and text.place[0].endswith(".dial"):
            name = text.place[0].removeprefix("value ").removesuffix(".dial")
            sign, _, digits = text.text.partition(" ")
            value = number(digits) * (-1 if sign == MINUS else 1)
            half = 0.5 * 10.0 ** -decimals(digits)
            networks = [n.changed(**{name: value + d}) for n in networks for d in (-half, half)]
    return networks


def heights(trace, plane, name, y):
    """What the core says of a curve, of the node whose curve is nearest."""
    if name in ("sum", "output", "turned", "ghost"):
        return getattr(trace, "sum" if name == "sum" else "output")
    kind = name if name in ("bent", "scaled") else "scaled"
    nodes = [node for node in trace.nodes if name in ("bent", "scaled", node.name)]
    return min((getattr(n, kind) for n in nodes), key=lambda own: np.abs(own - y).max())


@pytest.mark.parametrize("kind", ["curve", "dot"])
def test_everything_drawn_is_the_cores(played, kind):
    found, seen = [], 0
    for snapshot in played.ends.values():
        for shape in strong(snapshot.shapes, snapshot):
            if kind == "curve" and isinstance(shape.mob, Curve) and shape.mob.name != "line":
                right, seen = curve_is_the_cores(snapshot, shape), seen + 1
            elif kind == "dot" and isinstance(shape.mob, Dot):
                right, seen = dot_is_the_cores(shape), seen + 1
            else:
                continue
            if not right:
                found.append((snapshot, f"{shape}"))
    assert not lines(played, found)
    assert seen or kind == "dot"


def curve_is_the_cores(snapshot, shape):
    x, y, *_ = shape.data
    plane, name = shape.mob.plane.name, shape.mob.name
    own = TRACE.nodes[0].activation
    if plane in ACTIVATIONS or plane == "activation":
        kind = ACTIVATIONS.get(plane, own)
        return np.abs(kind.f(x) - y).max() <= DRAWN
    near = [heights(n_trace, plane, name, y) for n_trace in traces(dialled(snapshot), x)]
    low, high = np.min(near, axis=0), np.max(near, axis=0)
    return bool(((low - DRAWN <= y) & (y <= high + DRAWN)).all())


def traces(networks, x):
    return [Trace.of(network, x) for network in networks]


def dot_is_the_cores(shape):
    x, y = shape.data
    plane = shape.mob.plane.name
    if plane in ACTIVATIONS or plane == "activation":
        own = ACTIVATIONS.get(plane, TRACE.nodes[0].activation)
        return y == 0 or abs(float(own.f(np.array([x]))[0]) - y) < 1e-9
    measured = dict(zip(LESSON.inputs.tolist(), LESSON.targets.tolist(), strict=True))
    return measured.get(x) == y or y == 0 or min(abs(y - q) for q in quantities(x)) < 1e-9
