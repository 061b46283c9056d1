"""The reader of Typst's SVG: every step of a path, every kind of place, and errors for the rest."""

import numpy as np
import pytest
import svgelements
from hypothesis import given
from hypothesis import strategies as st

from squiggle.stage.svg import NUMBERS, contour, read

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
BAR = '<path d="M 0 0h 2"/>'
number = st.decimals(-99, 99, places=3, allow_nan=False, allow_infinity=False)
step = st.sampled_from([*"LHVQClhvqcZ"]).flatmap(
    lambda letter: st.lists(
        number, min_size=NUMBERS[letter.upper()], max_size=NUMBERS[letter.upper()]
    ).map(lambda numbers: letter + " " + " ".join(map(str, numbers)))
)


def drawn(inside):
    return read(f"{HEAD}{inside}</svg>".encode())


@given(steps=st.lists(step, min_size=1, max_size=6), x=number, y=number)
def test_corners_of_any_path_are_where_svgelements_has_them(steps, x, y):
    path = f"M 1 2m {x} {y}" + "".join(steps)
    curves, straight = contour(path)
    segments = [
        segment
        for segment in svgelements.Path(path)
        if not isinstance(segment, svgelements.Move)
        and (not isinstance(segment, svgelements.Close) or abs(segment.end - segment.start) > 1e-4)
    ]
    assert len(segments) == len(curves) / 4
    for at, (segment, curve) in enumerate(zip(segments, curves.reshape(-1, 4, 3), strict=True)):
        np.testing.assert_allclose(curve[0, :2], segment.start, atol=1e-9)
        np.testing.assert_allclose(curve[3, :2], segment.end, atol=1e-9)
        assert (4 * at in straight) == isinstance(segment, svgelements.Line | svgelements.Close)
        if 4 * at not in straight:  # halfway; a straight line's handles come with its place
            middle = curve.T @ [1 / 8, 3 / 8, 3 / 8, 1 / 8]
            np.testing.assert_allclose(middle[:2], segment.point(0.5), atol=1e-9)


@pytest.mark.parametrize(
    ("transforms", "start", "end"),
    [
        ([], [0, 0], [2, 0]),
        (["translate(3 4)"], [3, 4], [5, 4]),
        (["scale(2 -1)", "translate(3 4)"], [6, -4], [10, -4]),
        (["translate(3 4)", "scale(2 -1)"], [3, 4], [7, 4]),
        (["matrix(0 1 -1 0 5 6)", "translate(1 0)"], [5, 7], [5, 9]),
    ],
)
def test_transforms_nest(transforms, start, end):
    groups = "".join(f'<g transform="{transform}">' for transform in transforms)
    outline, ends = drawn(groups + BAR + "</g>" * len(transforms))
    assert ends.tolist() == [4]
    np.testing.assert_allclose(outline[[0, 3], :2], [start, end])
    np.testing.assert_allclose(outline[1], (2 * outline[0] + outline[3]) / 3)


def test_a_glyph_is_defined_once_and_used_where_it_stands_and_a_space_is_nothing():
    uses = "".join(
        f'<use xlink:href="#{name}" x="{x}"/>' for name, x in (("a", 1), ("b", 2), ("a", 3))
    )
    glyphs = f'<symbol id="a">{BAR}</symbol><symbol id="b"><path d="M 0 0"/></symbol>'
    outlines, ends = drawn(f"<g>{uses}</g><defs>{glyphs}</defs>")
    assert outlines[::4, 0].tolist() == [1, 3] and ends.tolist() == [4, 8]


@pytest.mark.parametrize(
    "inside",
    [
        *('<image href="x.png"/>', '<path d="M 0 0a 1 1 0 0 1 2 2"/>', '<path d="M 0 0h 1 2"/>'),
        f'<g transform="skewX(3)">{BAR}</g>',
        f'<defs><symbol id="a">{BAR}{BAR}</symbol></defs>',
        f'<defs><symbol id="a"><g>{BAR}</g></symbol></defs>',
        '<defs><symbol id="a"><path transform="scale(2 2)" d="M 0 0h 2"/></symbol></defs>',
    ],
)
def test_what_typst_does_not_write_is_an_error(inside):
    with pytest.raises(ValueError, match=r".+"):
        drawn(inside + BAR)
