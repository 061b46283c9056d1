"""Captions break where one would pause, and stand in their band."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squiggle.lesson.lines import LINE, wrap
from squiggle.stage.caption import caption, title
from squiggle.stage.frame import PIXELS_PER_UNIT
from squiggle.stage.shapes import WIDE
from squiggle.stage.theme import DARK

BAND, TITLE, SIZE = WIDE.band, WIDE.title, WIDE.size
words = st.lists(st.text("abcdefgh,.", min_size=1, max_size=9), min_size=1, max_size=16)


@given(words=words)
def test_wrapping_loses_no_word_and_makes_two_lines_at_most(words):
    text = " ".join(words)
    lines = wrap(text)
    assert " ".join(lines) == text
    assert len(lines) == (1 if len(text) <= LINE else 2)


@given(words=words)
def test_no_line_is_longer_than_the_norm_when_that_can_be(words):
    text = " ".join(words)
    can = any(
        max(len(" ".join(words[:i])), len(" ".join(words[i:]))) <= LINE
        for i in range(1, len(words))
    )
    if can:
        assert max(map(len, wrap(text))) <= LINE


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("A short one.", ["A short one."]),
        (
            "The first sentence ends here, early. This one goes on a bit longer.",
            ["The first sentence ends here, early.", "This one goes on a bit longer."],
        ),
        (
            "Find 2.14 along the curve: the height there is 2.251.",
            ["Find 2.14 along the curve:", "the height there is 2.251."],
        ),
        ("a" * 30 + " " + "b" * 30, ["a" * 30, "b" * 30]),
    ],
)
def test_a_break_comes_after_a_pause(text, lines):
    assert wrap(text) == lines


def box(part):
    left, bottom, _ = part.get_corner([-1, -1, 0]) * PIXELS_PER_UNIT
    right, top, _ = part.get_corner([1, 1, 0]) * PIXELS_PER_UNIT
    return (
        left + SIZE.width / 2,
        SIZE.height / 2 - top,
        right + SIZE.width / 2,
        SIZE.height / 2 - bottom,
    )


@pytest.mark.parametrize("text", ["Øne line, gjpqy.", "M" * 42, " ".join(["W" * 20] * 4)])
def test_a_caption_fits_its_band_and_stands_in_its_middle(text):
    left, top, right, bottom = box(caption(text, (), DARK))
    assert BAND.top <= top and bottom <= BAND.bottom
    assert left + right == pytest.approx(BAND.left + BAND.right, abs=1)
    assert (top + bottom) / 2 == pytest.approx((BAND.top + BAND.bottom) / 2, abs=1)


def test_the_title_stands_at_the_top_left():
    left, top, _, bottom = box(title("The top node", DARK))
    assert left == pytest.approx(TITLE.left, abs=1)
    assert TITLE.top - 10 <= top and bottom <= TITLE.bottom + 10
