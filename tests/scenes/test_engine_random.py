"""Our renderer against Manim's on small random scenes: things of all kinds, come what may."""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from manim import (
    CairoRenderer,
    CapStyleType,
    Circle,
    DashedLine,
    FadeIn,
    FadeOut,
    LineJointType,
    Mobject,
    PMobject,
    Polygon,
    Scene,
    Square,
    Transform,
    VGroup,
    VMobject,
    linear,
)

from squiggle.lesson.pacing import tell
from squiggle.render.preset import Preset
from squiggle.stage.card import card, plate
from squiggle.stage.curve import Curve, Dot, Stick
from squiggle.stage.frame import Box
from squiggle.stage.light import light, lit
from squiggle.stage.motion import change
from squiggle.stage.plane import Plane
from squiggle.stage.text import GapNumber, Label, LiveNumber
from squiggle.stage.theme import DARK, LIGHT, Stroke

from .networks import DOSAGE
from .test_engine import both, first_difference, job_of

SMALL = Preset("t", "small", 160, 90, 5, "3.1")
EXAMPLES = int(os.environ.get("SCENES", "25"))
BOX = Box(300, 190, 1600, 830)
COLORS = "#F8B82E", "#2DC592", "#F81B1E", "#EEF1F5"
HEIGHTS = np.linspace(0, 1, 30)

Script = dict[str, Any]


def _plane() -> Plane:
    return Plane("test", BOX, (0.0, 1.0), (-1.0, 1.0), DARK)


def _curve(size: float, color: str, dash: tuple[float, ...] | None = None) -> VMobject:
    y = 1.4 * np.sin(6 * HEIGHTS + size)  # it leaves its plane: it is cut, and has arrowheads
    return Curve("curve", _plane(), HEIGHTS, y, Stroke(color, 4 + 4 * size, dash))


def _needle(size: float, color: str) -> VMobject:
    """The sharpest corners that Cairo does not cut off, in a wide line."""
    half = 0.107 * (2 + size)  # its corner reaches 4.7 widths of the line beyond its tip
    needle = Polygon([-1, -half, 0], [1 + size, 0, 0], [-1, half, 0], color=color)
    return needle.set_stroke(width=15 * size)


def _gradient(size: float, color: str) -> VMobject:
    square = Square(size, stroke_width=3).set_fill([color, "#2040FF"], opacity=0.7)
    return square.set_stroke([color, "#FFFFFF", "#00FF00"]).set_sheen_direction([1, size, 0])


def _family(size: float, color: str) -> VMobject:
    """A gradient reaches from end to end of the family: of what is inside, too."""
    parent = Circle(size, stroke_width=2).set_fill([color, "#2040FF"], opacity=0.8)
    return parent.add(Square(0.4, color=color).shift([size, size, 0]))


def _halo(size: float, color: str) -> VMobject:
    label = VGroup(Square(size, color=color), Circle(size / 2, color=color, fill_opacity=0.5))
    return label.set_stroke("#10141A", 20, background=True)


def _line(size: float, color: str) -> VMobject:
    line = VMobject(stroke_color=color, stroke_width=30 * size, cap_style=CapStyleType.SQUARE)
    line.set_points_as_corners([[-1, 0, 0], [0, size, 0], [0.2, -1, 0]])
    line.joint_type = [LineJointType.ROUND, LineJointType.BEVEL, LineJointType.MITER][int(2 * size)]
    return line


def _cloud(size: float, color: str) -> Mobject:
    cloud = PMobject(stroke_width=2)
    places = [[x, size * x * x, 0] for x in np.linspace(-1, 1, 20)]
    return cloud.add_points(places, color=color)


THINGS: dict[str, Callable[[float, str], Mobject]] = {
    "label": lambda size, color: Label("Dose 0.5", 60 * size, color),
    "number": lambda size, color: LiveNumber("−1.25", 60 * size, color),
    "gap": lambda size, color: GapNumber("3.1", 80 * size, color, 0, DARK.background),
    "curve": _curve,
    "dashes": lambda size, color: _curve(size, color, (14, 8)),
    "dots": lambda size, color: _curve(size, color, (1, 13)),
    "dot": lambda size, color: Dot(_plane(), size, size, color, 30 * size, filled=size < 1),
    "stick": lambda size, color: Stick(_plane(), size / 2, -size, size, color, 10),
    "plate": lambda size, color: plate(300 * size, 90, DARK),
    "card": lambda size, color: card("What now?", LIGHT),
    "dashed line": lambda size, color: DashedLine([-size, 0, 0], [size, 1, 0], color=color),
    "circle": lambda size, color: Circle(size, color=color, stroke_width=20 * size),
    "disc": lambda size, color: Circle(size, color=color, fill_opacity=0.6, stroke_width=0),
    "gradient": _gradient,
    "family": _family,
    "halo": _halo,
    "needle": _needle,
    "line": _line,
    "nothing": lambda size, color: VMobject(color=color),
    "cloud": _cloud,
}
ODD = {"cloud"}  # no outline; Manim 0.22 itself cannot draw an ImageMobject with Pillow 13

MOTIONS = ["shift", "in", "out", "turn-into", "light", "dim", "color", "write", "wide", "scale"]
MOTIONS += ["grow", "spin", "join", "leave", "raise", "stand", "fill", "back"]
CUTS = ["add", "remove", "raise", "lower", "to front", "to back", "light", "move", "ahead", "swap"]


def tenths(most: int) -> st.SearchStrategy[float]:
    return st.integers(-most, most).map(lambda tenth: tenth / 10)


places = st.tuples(tenths(75), tenths(45))
near = st.tuples(tenths(20), tenths(10))
things = st.fixed_dictionaries(
    {
        "kind": st.one_of(st.sampled_from(sorted(set(THINGS) - ODD)), st.sampled_from([*THINGS])),
        "size": st.sampled_from([0.3, 0.5, 1.0]),
        "color": st.sampled_from(COLORS),
        "at": st.one_of(near, places),
        "z": st.sampled_from([0, 0, 0, 1, -1, 4.5]),
        "shown": st.sampled_from([True, True, False]),
    }
)
choice = st.integers(0, 99)
motions = st.tuples(
    st.sampled_from(MOTIONS),
    choice,
    choice,
    near,
)
cuts = st.tuples(
    st.sampled_from(CUTS),
    choice,
    choice,
    near,
)
plays = st.fixed_dictionaries(
    {"cuts": st.lists(cuts, max_size=2), "motions": st.lists(motions, min_size=1, max_size=3)}
)
rests = st.fixed_dictionaries({"cuts": st.lists(cuts, max_size=2), "hold": st.integers(1, 4)})
# A rest is drawn anew as a whole, so most of them are left out.
steps = st.sampled_from([plays, plays, plays, rests]).flatmap(lambda step: step)
scripts = st.fixed_dictionaries(
    {
        "things": st.lists(things, min_size=2, max_size=7),
        "steps": st.lists(steps, min_size=2, max_size=5),
        "small": st.sampled_from([0, 0, 300, 20_000]),
    }
)


class Told(Scene):
    """A scene that does what a script tells."""

    def __init__(self, script: Script, renderer: CairoRenderer) -> None:
        self.script = script
        super().__init__(renderer=renderer)

    def construct(self) -> None:
        """Do it."""
        self.camera.background_color = DARK.background
        self.things = []
        for told in self.script["things"]:
            thing = THINGS[told["kind"]](told["size"], told["color"])
            self.things.append(thing.shift([*told["at"], 0]).set_z_index(told["z"]))
            if told["shown"]:
                self.add(thing)
        for step in self.script["steps"]:
            for cut in step.get("cuts", ()):
                self.cut(*cut)
            if "hold" in step:
                self.wait((step["hold"] + 0.25) / SMALL.fps, frozen_frame=True)
            else:
                self.move(step["motions"])

    def thing(self, number: int) -> Mobject:
        return self.things[number % len(self.things)]

    def cut(self, what: str, one: int, other: int, by: tuple[float, float]) -> None:
        thing, another = self.thing(one), self.thing(other)
        match what:
            case "add":
                self.add(thing)
            case "remove":
                self.remove(thing)
            case "raise":
                thing.set_z_index(thing.z_index + 2)
            case "lower":
                thing.set_z_index(thing.z_index - 2)
            case "to front":
                self.bring_to_front(thing)
            case "to back":
                self.bring_to_back(thing)
            case "light":
                lit(thing, 0.4) if isinstance(thing, VMobject) else None
            case "move":
                thing.shift([*by, 0])
            case "ahead":
                self.add_foreground_mobjects(thing)
            case "swap":
                self.replace(thing, another) if thing in self.mobjects else self.add(another)

    def move(self, told: list[tuple[str, int, int, tuple[float, float]]]) -> None:
        animations, taken = [], set()
        for what, one, other, by in told:
            thing = self.thing(one)
            if id(thing) not in taken:
                taken.add(id(thing))
                animations.append(self.motion(what, thing, self.thing(other), by))
        self.play(*animations, run_time=3 / SMALL.fps, rate_func=linear)

    def motion(self, what: str, thing: Mobject, other: Mobject, by: tuple[float, float]) -> Any:
        aside = np.array([*by, 0.0])
        if not isinstance(thing, VMobject) and what not in ("in", "out", "raise", "stand"):
            what = "shift"
        match what:
            case "in":
                return FadeIn(thing)
            case "out":
                return FadeOut(thing)
            case "turn-into" if isinstance(other, VMobject) and other.has_points():
                return Transform(thing, other.copy().shift(aside))
            case "light":
                return light(thing, abs(by[1]))
            case "dim":
                return light(thing, 0.0)
            case "color":
                return change(thing, lambda share: thing.set_color(COLORS[int(2.5 * share)]))
            case "write" if isinstance(thing, LiveNumber):
                return change(thing, lambda share: thing.show(f"{share:.1f}"))
            case "wide":
                return change(thing, lambda share: thing.set_stroke(width=25 * share))
            case "fill":
                return change(thing, lambda share: thing.set_fill(COLORS[1], opacity=share))
            case "back":
                return change(
                    thing, lambda share: thing.set_stroke(COLORS[2], 20 * share, background=True)
                )
            case "scale":
                return thing.animate.scale(0.5 + abs(by[0]))
            case "grow" if isinstance(thing, Curve):
                return thing.grow()
            case "spin":
                return thing.animate.rotate(by[0])
            case "join":  # a part comes while it moves
                part = Circle(0.3, color=COLORS[0])
                return change(thing, lambda share: thing.add(part) if share > 0.3 else None)
            case "leave" if thing.submobjects:
                part = thing.submobjects[-1]
                return change(thing, lambda share: thing.remove(part) if share > 0.3 else None)
            case "raise":
                return change(thing, lambda share: thing.set_z_index(round(4 * share) - 1))
            case "stand":
                return change(thing, lambda _: None)
        return thing.animate.shift(aside)


def frames_of(script: Script) -> tuple[list[str], list[str]]:
    job = job_of(DOSAGE, tell(DOSAGE)[0], SMALL)
    with TemporaryDirectory() as folder:
        return both(lambda renderer: Told(script, renderer), job, Path(folder), script["small"])


@settings(
    max_examples=EXAMPLES,
    phases=[Phase.explicit, Phase.generate],  # what fails is long, and shrinking it takes minutes
    deadline=None,
    derandomize="SCENES" not in os.environ,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(script=scripts)
def test_each_frame_of_a_random_scene_is_manims(script):
    fast, slow = frames_of(script)
    assert len(fast) == len(slow)
    note(f"{len(fast)} frames")
    assert first_difference(fast, slow) is None


@pytest.mark.parametrize("kind", THINGS)
def test_a_thing_of_each_kind_comes_moves_and_goes(kind):
    """Over something that stands, and under something that does."""
    still = {"size": 1.0, "color": COLORS[3], "at": (0.5, 0), "shown": True}
    script = {
        "things": [
            still | {"kind": "card", "z": 0},
            still | {"kind": kind, "z": 1, "at": (0, 0.2), "shown": False},
            still | {"kind": "circle", "z": 2},
        ],
        "steps": [
            {"hold": 2},
            {"motions": [("in", 1, 1, (0, 0))]},
            {"motions": [("shift", 1, 1, (1, 0.5)), ("light", 0, 0, (0, 0.3))]},
            {"cuts": [("raise", 1, 1, (0, 0))], "motions": [("scale", 1, 1, (0.7, 0))]},
            {"motions": [("fill", 1, 1, (0, 0))]},
            {"motions": [("back", 1, 1, (0, 0))]},
            {"motions": [("wide", 1, 1, (0, 0))]},
            {"hold": 3},
            {"motions": [("out", 1, 1, (0, 0))]},
        ],
        "small": 0,
    }
    fast, slow = frames_of(script)
    assert len(fast) == len(slow) == 2 + 3 * 6 + 3 + 3
    assert first_difference(fast, slow) is None


@pytest.mark.parametrize("what", ["join", "leave"])
def test_a_gradient_follows_the_parts_inside(what):
    """It reaches from end to end of a family, so it changes although its own outline stays."""
    family = {"kind": "family", "size": 1.0, "color": COLORS[0], "at": (2, 1), "z": 0}
    steps = [{"hold": 1}, {"motions": [(what, 0, 0, (0, 0))]}, {"hold": 1}]
    fast, slow = frames_of({"things": [family | {"shown": True}], "steps": steps, "small": 0})
    assert len(set(slow)) > 1
    assert first_difference(fast, slow) is None


@pytest.mark.parametrize("what", ["to front", "to back", "raise", "lower", "swap", "remove", "add"])
def test_things_that_lie_over_each_other_in_another_order(what):
    """Between two motions of something else, which does not touch them."""
    thing = {"size": 1.0, "at": (0, 0), "z": 0, "shown": True}
    script = {
        "things": [
            thing | {"kind": "disc", "color": COLORS[0]},
            thing | {"kind": "plate", "color": COLORS[1], "at": (0.5, 0.3)},
            thing | {"kind": "dot", "color": COLORS[2], "at": (-2, 2)},
        ],
        "steps": [
            {"motions": [("shift", 2, 2, (-0.5, 0))]},
            {"cuts": [(what, 0, 1, (0, 0))], "motions": [("shift", 2, 2, (0, 0.5))]},
            {"cuts": [(what, 1, 0, (0, 0))], "motions": [("shift", 2, 2, (0.5, 0))]},
            {"motions": [("raise", 0, 0, (0, 0)), ("stand", 1, 1, (0, 0))]},
        ],
        "small": 0,
    }
    fast, slow = frames_of(script)
    assert len(fast) == len(slow) == 12
    assert first_difference(fast, slow) is None
