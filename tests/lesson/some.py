"""Lessons for the tests: the dosage lesson, and random ones told in its manner."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from squiggle.core import ACTIVATIONS, Network, locked
from squiggle.lesson import Group, Lesson, load

DOSAGE = load("dosage")

weights = st.one_of(
    st.sampled_from([0.0, 1.0, -1.0]), st.integers(-4000, 4000).map(lambda cents: cents / 100)
)
outcomes = st.lists(st.sampled_from([0.0, 1.0]), min_size=6, max_size=6)


def retold(network: Network, targets: list[float] | None = None) -> Lesson:
    """The dosage lesson with another network of two nodes, and with other outcomes if given."""
    targets = DOSAGE.targets.tolist() if targets is None else targets
    groups = tuple(
        Group(group.name, group.inputs, locked(targets[2 * place : 2 * place + 2]))
        for place, group in enumerate(DOSAGE.groups)
    )
    return replace(DOSAGE, network=network, targets=locked(targets), groups=groups)


lessons = st.builds(
    retold,
    st.builds(
        Network.two_bends,
        *[weights] * 7,
        activation=st.sampled_from(sorted(ACTIVATIONS)),
    ),
    outcomes,
)

DENSE = np.linspace(0.0, 1.0, 4_001)
