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

    The last node's stands exactly at its input, the others towards the middle of the plane: they
    hook onto it.
    """
    count, input_ = len(trace.nodes), float(trace.inputs[at])
    inward = 1.5 * WIDTH * (1 if input_ < sum(plane.x_range) / 2 else -1)
    return [
        Stick(
            plane,
            input_,
            0,
            float(node.scaled[at]),
            theme.scaled(place, count).color,
            WIDTH,
            aside=(count - 1 - place) * inward,
        ).set_z_index(4)
        for place, node in enumerate(trace.nodes)
    ]


def hook(piles: Sequence[Sequence[Stick]]) -> list[Animation]:
    """The motion in which the sticks of each pile hook onto the last one, one after another."""
    heights = [[stick.data[2] for stick in pile] for pile in piles]
    steps = max(len(pile) for pile in piles) - 1

    def step(share: float) -> None:
        for pile, tall in zip(piles, heights, strict=True):
            end, x = tall[-1], pile[-1].data[0]
            for place in range(len(pile) - 2, -1, -1):
                done = min(1.0, max(0.0, share * steps - (len(pile) - 2 - place)))
                pile[place].show(x, done * end, done * end + tall[place])
                end += tall[place]

    return together(step, *(stick for pile in piles for stick in pile))
