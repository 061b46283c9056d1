"""The theme: colours that everybody can tell apart, and strokes that differ in more than colour."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from colorspacious import cspace_convert, deltaE
from manim import ManimColor

from squiggle.errors import SquiggleError
from squiggle.lesson.numbers import Numbers
from squiggle.stage.theme import DARK, LIGHT, THEMES, Stroke, theme

every_theme = pytest.mark.parametrize("look", THEMES.values(), ids=THEMES)
VISIONS = ["normal", "deuteranomaly", "protanomaly", "tritanomaly"]
EIGHT = 18  # least distance between any two of eight curves, rule T13
SIX = {  # and what the search found for a lesson with two nodes
    "dark": dict(zip(VISIONS, [27, 21, 20, 19.9], strict=True)),
    "light": dict(zip(VISIONS, [29, 18, 19.5, 18], strict=True)),
}


def rgb(color):
    return np.array(ManimColor(color).to_rgb())


def luminance(color):
    part = rgb(color)
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def contrast(a, b):
    dark, light = sorted([luminance(a), luminance(b)])
    return (light + 0.05) / (dark + 0.05)


def curves(look):
    """The curves of a lesson with two nodes, and then those that a third one adds."""
    two = [look.top, look.top_scaled, look.bottom, look.bottom_scaled, look.sum, look.output]
    return [*two, look.middle, look.middle_scaled]


def distances(colors, vision):
    """The CAM02-UCS distance of each pair of colours, as a vision sees them."""
    space = {"name": "sRGB1+CVD", "cvd_type": vision, "severity": 100}
    seen = [rgb(color) for color in colors]
    if vision != "normal":
        seen = [np.clip(cspace_convert(color, space, "sRGB1"), 0, 1) for color in seen]
    return [deltaE(a, b, input_space="sRGB1") for a, b in combinations(seen, 2)]


def dimmed(color, look):
    """A colour at the light of what is not spoken of."""
    mixed = look.dimmed * rgb(color) + (1 - look.dimmed) * rgb(look.background)
    return ManimColor(mixed).to_hex()


@every_theme
@pytest.mark.parametrize("vision", VISIONS)
def test_the_curves_are_far_apart_in_every_vision(look, vision):
    """Rule T13: no two of a lesson's curves are alike, be it of two nodes or of three."""
    colors = [stroke.color for stroke in curves(look)]
    assert min(distances(colors, vision)) >= EIGHT
    assert min(distances(colors[:6], vision)) >= SIX[look.name][vision]


@every_theme
@pytest.mark.parametrize("vision", VISIONS)
def test_no_curve_has_the_colour_of_what_stands_on_a_plane(look, vision):
    """Dots and numbers inside a plane are of the text's colour."""
    for stroke in curves(look):
        assert min(distances([stroke.color, look.text], vision)) >= 5, stroke
    assert min(distances([look.output.color, look.text], vision)) >= 15


@every_theme
def test_text_and_lines_stand_out_from_the_ground(look):
    """Rules T10 and T11."""
    for ground in (look.background, look.panel):
        assert contrast(look.text, ground) >= 7
        assert contrast(look.muted, ground) >= 4.5
    lines = [*curves(look), look.neutral, look.ghost]
    for color in (look.axis, look.faint, look.accent, *(stroke.color for stroke in lines)):
        assert contrast(color, look.background) >= 3, color
    assert contrast(look.axis, look.panel) >= 3  # its outline says where a card ends


@every_theme
def test_what_is_dimmed_counts_as_gone(look):
    """Rule T12: it stays to be seen, and nobody takes it for something to be read."""
    for color in (look.text, look.muted, look.accent, *(s.color for s in curves(look))):
        assert 1.1 <= contrast(dimmed(color, look), look.background) < 3


@every_theme
def test_no_two_strokes_are_alike_but_for_colour(look):
    """Rule T14."""
    cues = [(s.width, s.dash) for s in (*curves(look), look.neutral, look.ghost)]
    assert len(set(cues)) == len(cues)


@every_theme
def test_sizes_widths_and_seconds_keep_the_rules(look):
    """Rules T1, T8 and T18, and what is not spoken of is dimmed to 35 %."""
    assert 26 <= look.small < look.body < look.title and look.body >= 33 and look.title >= 49
    assert min(look.hairline, look.line, *(s.width for s in curves(look))) >= 3
    assert look.output.width >= 8 and look.output.width == max(s.width for s in curves(look))
    assert all(0.5 <= t <= 3 for t in (look.quick, look.steady, look.slow, look.sweep))
    assert 0 < look.dimmed <= 0.35


@every_theme
def test_a_branch_has_its_strokes(look):
    assert [look.bent(0), look.bent(1)] == [look.top, look.bottom]
    assert [look.scaled(0), look.scaled(1)] == [look.top_scaled, look.bottom_scaled]


@every_theme
@pytest.mark.parametrize(
    ("count", "names"),
    [
        (1, ["top"]),
        (2, ["top", "bottom"]),
        (3, ["top", "middle", "bottom"]),
        (5, ["top"] * 5),
    ],
)
def test_up_to_three_branches_have_colours_of_their_own(look, count, names):
    assert [look.bent(i, count) for i in range(count)] == [getattr(look, n) for n in names]
    scaled = [getattr(look, f"{name}_scaled") for name in names]
    assert [look.scaled(i, count) for i in range(count)] == scaled
    with pytest.raises(IndexError):
        look.bent(count, count)


def test_the_themes_differ_in_their_colours_only():
    """So that a film has the same pictures in both."""
    dark, light = (
        {
            name: replace(value, color="") if isinstance(value, Stroke) else value
            for name, value in vars(look).items()
            if name != "name" and not str(value).startswith("#")
        }
        for look in (DARK, LIGHT)
    )
    assert dark == light


def test_a_theme_writes_numbers_as_it_is_told():
    comma = replace(DARK, numbers=Numbers(","))
    assert comma.numbers.show(0.5, 1) == "0,5"
    assert DARK.numbers == Numbers()


def test_an_unknown_theme_lists_the_known_ones():
    with pytest.raises(SquiggleError, match="unknown theme: 'pink' - known: dark, light"):
        theme("pink")
