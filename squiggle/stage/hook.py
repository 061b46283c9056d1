"""Adding as something to be seen: one height, as a stick, hooks onto the end of another."""

from collections.abc import Sequence

from manim import Animation

from squiggle.core import Trace
from squiggle.stage.curve import Stick
from squiggle.stage.motion import together
from squiggle.stage.plane import Plane
from squiggle.stage.theme import Theme

WIDTH = 8  # pixels


def scaled_sticks(plane: Plane, trace: Trace, at: int, theme: Theme) -> list[Stick]:
    """The scaled height of each node at the input number `at`, side by side, top node first.

    The last node's stands exactly at its input: the others hook onto it.
    """
    count = len(trace.nodes)
    return [
        Stick(
            plane,
            float(trace.inputs[at]),
            0,
            float(node.scaled[at]),
            theme.scaled(place).color,
            WIDTH,
            aside=(count - 1 - place) * 1.5 * WIDTH,
        ).set_z_index(4)
        for place, node in enumerate(trace.nodes)
    ]


def hook(pairs: Sequence[Sequence[Stick]]) -> list[Animation]:
    """The motion in which the first stick of each pair moves to the end of the second."""
    heights = [first.data[2] for first, _ in pairs]

    def step(share: float) -> None:
        for (first, second), height in zip(pairs, heights, strict=True):
            x, _, end = second.data
            first.show(x, share * end, share * end + height)

    return together(step, *(stick for pair in pairs for stick in pair))
