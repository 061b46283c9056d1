"""Lessons about other networks than the dosage lesson's: hard ones by name, and any at random."""

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from squiggle.core import ACTIVATIONS, Network, activation, locked
from squiggle.lesson import Group, Lesson, Names, load

DOSAGE = load()
NOTHING: dict[str, Any] = {"inputs": locked([]), "targets": locked([]), "groups": ()}
LONG = Names("concentration", "growth", "concentrations", "mg/l", "mm")
LONGEST = Names("photosynthesis A", "chlorophyll conc", "photosyntheses A", "µmol/m²s", "mg/100ml")
POLISH = {"names": Names("dawka", "skutek", "dawki"), "language": "pl", "decimal_mark": ","}


def told(bends, bias=0.5, kind="softplus", beta=1.0, output="identity", **changes) -> Lesson:
    """A lesson about the network with these (weight, bias, scale), each with two decimals."""
    network = Network.of_bends(bends, bias, activation=activation(kind, beta), output=output)
    return replace(
        DOSAGE, network=network, decimals=dict.fromkeys(network.parameters, 2), **changes
    )


def measured(inputs, targets, sizes=(), **changes) -> dict[str, Any]:
    """Measurements at rising inputs, in groups of these sizes; the planes show all of them."""
    xs, ys = locked(inputs), locked(targets)
    cuts = np.cumsum(sizes, dtype=int)
    groups = tuple(
        Group(f"{name} values", locked(xs[cut - size : cut]), locked(ys[cut - size : cut]))
        for name, size, cut in zip(("low", "medium", "high", "top"), sizes, cuts, strict=False)
    )
    ends = float(xs[0]), float(xs[-1])
    question = float(np.round(xs[len(xs) // 2]))
    shape = {"groups": groups, "interval": ends, "question": min(ends[1], max(ends[0], question))}
    return {"inputs": xs, "targets": ys} | shape | changes


def wave(count: int, ends: tuple[float, float], size: float) -> dict[str, Any]:
    """So many measurements of one swing between these inputs."""
    shares = np.linspace(0, 1, count)
    return measured(ends[0] + shares * (ends[1] - ends[0]), size * np.sin(5 * shares))


HARD = {
    "one node": told([(-3.2, 1.1, 2.0)]),
    "one dead relu": told([(1.0, -9.0, 2.0)], kind="relu"),
    "a weight of zero": told([(0.0, 1.0, 2.0), (2.0, -1.0, 1.0)]),
    "wiped out": told([(3.0, -1.0, 0.0), (2.0, -1.0, 1.0)]),
    "twins": told([(3.0, -1.0, 1.5), (3.0, -1.0, -0.5)], kind="tanh"),
    "three nodes and a last bend": told(
        [(2.0, -1.0, 1.5), (-3.0, 1.0, -0.5), (1.0, 0.5, 0.75)], output="sigmoid"
    ),
    "straight lines": told([(2.0, -1.0, 1.5), (-3.0, 1.0, -0.5)], kind="identity"),
    "a sharp softplus": told([(6.0, -3.0, 1.5), (-3.0, 1.0, -0.5)], beta=8.0),
    "eight nodes without data": told(
        [(place - 4.5, 1.0, (-1.0) ** place) for place in range(8)], kind="tanh", **NOTHING
    ),
    "sixty-four nodes": told(
        [(np.cos(place), np.sin(place), 0.1) for place in range(64)], kind="relu"
    ),
    "thousands, long names": told(
        [(0.01, -0.5, 900.0), (0.02, -3.0, -400.0)],
        1000.0,
        "tanh",
        names=LONG,
        **measured(np.linspace(0, 400, 300), 1000 + 500 * np.sin(np.linspace(0, 5, 300))),
    ),
    "on a light ground": told([(-9.0, 4.0, 1.2), (5.0, -2.0, 0.7)], theme="light"),
}
"""A dozen lessons, each for something that once went wrong."""


@st.composite
def weights(draw: st.DrawFn) -> float:
    """Zero, one, or anything from 0.001 to 1000 in size."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.sampled_from([0.0, 1.0, -1.0, 0.001, -1000.0]))
    return 10 ** draw(st.floats(-3, 3)) * draw(st.sampled_from([-1, 1]))


activations = st.one_of(
    st.sampled_from(sorted(ACTIVATIONS)).map(activation),
    st.sampled_from([0.4, 2.5, 20.0]).map(lambda beta: activation("softplus", beta)),
)


@st.composite
def data(draw: st.DrawFn) -> dict[str, Any]:
    """None, yes and no, or numbers of some scale at inputs of some scale; a few, or many."""
    kind = draw(st.sampled_from(["dosage", "none", "few", "few", "yes-no", "many"]))
    if kind == "dosage":
        return {}
    low, high = draw(st.sampled_from([(0.0, 1.0), (-3.0, 7.0), (0.0, 400.0), (0.001, 0.002)]))
    if kind == "none":
        return NOTHING | {"interval": (low, high), "question": (low + high) / 2}
    size = 10.0 ** draw(st.integers(-2, 4))
    if kind == "many":
        return wave(300, (low, high), size)
    places = sorted(draw(st.sets(st.integers(0, 50), min_size=2, max_size=12)))
    inputs = [round(low + place / 50 * (high - low), 6) for place in places]
    count = len(inputs)
    outcomes = st.sampled_from([0.0, 1.0]) if kind == "yes-no" else st.floats(-size, size)
    targets = draw(st.lists(outcomes, min_size=count, max_size=count))
    sizes = (count // 2, count - count // 2) if draw(st.booleans()) else ()
    return measured(inputs, [round(target, 3) for target in targets], sizes)


@st.composite
def lessons(draw: st.DrawFn, most: int = 8) -> Lesson:
    """Any small network and data, in any language and look."""
    count, digits = draw(st.integers(1, most)), draw(st.integers(0, 3))
    weight = weights().map(lambda size: round(size, digits))
    bends = draw(st.lists(st.tuples(weight, weight, weight), min_size=count, max_size=count))
    if count > 1 and draw(st.integers(0, 9)) == 0:
        bends[1] = bends[0]
    output = draw(st.one_of(st.just(activation("identity")), activations))
    network = Network.of_bends(bends, draw(weight), activation=draw(activations), output=output)
    changes = draw(data()) | draw(
        st.sampled_from([{}, {}, {"names": LONG}, {"names": LONGEST}, POLISH])
    )
    return replace(
        DOSAGE,
        network=network,
        decimals=dict.fromkeys(network.parameters, digits),
        theme=draw(st.sampled_from(["dark", "light"])),
        **changes,
    )
