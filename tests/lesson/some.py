"""Lessons for the tests: the dosage lesson, and random ones of every shape, told in its manner."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from squiggle.core import ACTIVATIONS, Activation, Network, activation, locked
from squiggle.lesson import Group, Lesson, load

DOSAGE = load("dosage")
DENSE = np.linspace(0.0, 1.0, 4_001)

weights = st.one_of(
    st.sampled_from([0.0, 1.0, -1.0]), st.integers(-4000, 4000).map(lambda cents: cents / 100)
)
activations = st.one_of(
    st.sampled_from(sorted(ACTIVATIONS)).map(activation),
    st.sampled_from([0.3, 0.5, 2.0, 5.0]).map(lambda beta: activation("softplus", beta)),
)


def of_bends(
    bends: list[tuple[float, float, float]],
    bias: float = 0.0,
    bend: str | Activation = "softplus",
    output: str | Activation = "identity",
    **changes: object,
) -> Lesson:
    """The dosage lesson with another network, whose parameters have two decimals."""
    network = Network.of_bends(bends, bias, activation=bend, output=output)
    decimals = dict.fromkeys(network.parameters, 2)
    return replace(DOSAGE, network=network, decimals=decimals, **changes)


def measured(lesson: Lesson, inputs: list[float], targets: list[float], sizes=()) -> Lesson:
    """A lesson with other measurements, in groups of these sizes."""
    xs, ys = locked(inputs), locked(targets)
    ends = np.cumsum(sizes, dtype=int)
    groups = tuple(
        Group(f"{name} ones", locked(xs[end - size : end]), locked(ys[end - size : end]))
        for name, size, end in zip("abcdefghij", sizes, ends, strict=False)
    )
    return replace(lesson, inputs=xs, targets=ys, groups=groups)


@st.composite
def lessons(draw: st.DrawFn, nodes: st.SearchStrategy[int] | None = None) -> Lesson:
    """1 to 8 hidden nodes, any activations; no data, yes and no, or numbers of any size; groups."""
    count = draw(nodes if nodes is not None else st.integers(1, 8))
    row = st.tuples(weights, weights, weights)
    lesson = of_bends(
        draw(st.lists(row, min_size=count, max_size=count)),
        draw(weights),
        draw(activations),
        draw(st.one_of(st.just(activation("identity")), activations)),
    )
    many = draw(st.sampled_from([0, 1, 2, 3, 6, 8]))
    places = st.integers(0, 100).map(lambda hundredths: hundredths / 100)
    inputs = sorted(draw(st.lists(places, min_size=many, max_size=many)))
    scale = draw(st.sampled_from([None, 0.01, 1.0, 300.0]))
    outcome = st.sampled_from([0.0, 1.0]) if scale is None else st.floats(-3, 3)
    targets = draw(st.lists(outcome, min_size=many, max_size=many))
    targets = [round(target * (scale or 1.0), 4) for target in targets]
    sizes = {3: (1, 2), 6: (2, 2, 2), 8: (3, 5)}.get(many, ()) if draw(st.booleans()) else ()
    lesson = measured(lesson, inputs, targets, sizes)
    question = draw(st.sampled_from([0.5, 0.25, *inputs]))
    return replace(lesson, question=question)
