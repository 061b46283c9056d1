"""The theme: colours that everybody can tell apart, and strokes that differ in more than colour."""

from itertools import combinations

import numpy as np
import pytest
from colorspacious import cspace_convert, deltaE
from manim import ManimColor

from squiggle.errors import SquiggleError
from squiggle.stage.theme import THEMES, theme

every_theme = pytest.mark.parametrize("look", THEMES.values(), ids=THEMES)
LEAST = {"normal": 26, "deuteranomaly": 20, "protanomaly": 19.5, "tritanomaly": 19.5}


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
    return [look.top, look.top_scaled, look.bottom, look.bottom_scaled, look.sum, look.output]


@every_theme
@pytest.mark.parametrize("vision", LEAST)
def test_the_six_curves_are_far_apart_in_every_vision(look, vision):
    """Rule T13: 20 in CAM02-UCS, to the rounding of the search that found them."""
    space = {"name": "sRGB1+CVD", "cvd_type": vision, "severity": 100}
    seen = [rgb(stroke.color) for stroke in curves(look)]
    if vision != "normal":
        seen = [np.clip(cspace_convert(color, space, "sRGB1"), 0, 1) for color in seen]
    apart = [deltaE(a, b, input_space="sRGB1") for a, b in combinations(seen, 2)]
    assert min(apart) >= LEAST[vision], min(apart)


@every_theme
def test_text_and_lines_stand_out_from_the_ground(look):
    """Rules T10 and T11."""
    for ground in (look.background, look.panel):
        assert contrast(look.text, ground) >= 7
        assert contrast(look.muted, ground) >= 4.5
    lines = [*curves(look), look.neutral, look.ghost]
    for color in (look.axis, look.faint, *(stroke.color for stroke in lines)):
        assert contrast(color, look.background) >= 3, color


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


def test_an_unknown_theme_lists_the_known_ones():
    with pytest.raises(SquiggleError, match="unknown theme: 'pink' - known: dark"):
        theme("pink")
