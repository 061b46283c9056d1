"""Motions as functions of the eased share of their time: a moment does not depend on the last."""

from collections.abc import Callable

from manim import Animation, Mobject, UpdateFromAlphaFunc


class Change(UpdateFromAlphaFunc):
    """A motion that needs no copy of how its mobject stood when it began."""

    def create_starting_mobject(self) -> Mobject:
        """What Manim copies."""
        return self.mobject


def change(mobject: Mobject, step: Callable[[float], object]) -> UpdateFromAlphaFunc:
    """The motion in which `step`, told the share, moves `mobject`."""
    return Change(mobject, lambda _, share: step(share))


def together(step: Callable[[float], object], *mobjects: Mobject) -> list[Animation]:
    """The motion in which one `step` moves several things."""
    first, *others = mobjects
    return [change(first, step), *(change(other, _stand) for other in others)]


def _stand(_: float) -> None:
    """Nothing: the first of the mobjects that move together moves this one too."""


def between(start: float, end: float, share: float) -> float:
    """The number a share of the way from `start` to `end`."""
    return start + share * (end - start)
