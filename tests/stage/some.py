"""Lessons for the tests of the stage."""

from dataclasses import replace

from squiggle.core import Network, activation
from squiggle.lesson import Lesson, Names, load

LONGEST = Names("photosynthesis A", "chlorophyll conc", "photosyntheses A", "µmol/m²s", "mg/100ml")


def told(bends, bias=0.5, kind="softplus", **changes) -> Lesson:
    """A lesson about the network with these (weight, bias, scale), each with two decimals."""
    network = Network.of_bends(bends, bias, activation=activation(kind))
    return replace(
        load(), network=network, decimals=dict.fromkeys(network.parameters, 2), **changes
    )
