"""Text: sizes in pixels, baselines, figures of one width, and glyphs that are built once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from squiggle.stage import text as module
from squiggle.stage.frame import PIXELS_PER_UNIT, length
from squiggle.stage.outlines import outlines
from squiggle.stage.text import Formula, Label, LiveNumber
from squiggle.stage.theme import DARK

INK = "#EEF1F5"
shown = st.text("0123456789−+×=≈().,e ", min_size=1, max_size=8).filter(str.strip)


def pixels(distance):
    return float(distance) * PIXELS_PER_UNIT


def baseline(label):
    """The height of a label's first letter's foot."""
    return label.ink[0].get_bottom()[1]


@pytest.mark.parametrize("size", [DARK.small, DARK.body, DARK.title])
@pytest.mark.parametrize("bold", [False, True])
def test_a_capital_is_as_tall_as_the_size_says(size, bold):
    assert pixels(Label("H", size, INK, bold=bold).ink.height) == pytest.approx(size, abs=0.05)
    for digit in "1470":
        height = pixels(LiveNumber(digit, size, INK, bold=bold).height)
        assert height == pytest.approx(size, rel=0.04)  # round ones reach over a little


def test_words_stand_on_one_line_whatever_they_hang_below_or_above_it():
    words = [Label(text, 33, INK).move_to([0, 1, 0]) for text in ("x", "xp", "xb", "xHy")]
    feet = [baseline(word) for word in words]
    assert pixels(np.ptp(feet)) < 0.01
    assert {round(pixels(word.height), 6) for word in words} == {round(33 * 1.6, 6)}


def test_a_number_and_a_word_of_one_size_stand_on_one_line():
    word, number = Label("1", 33, INK).move_to([0, 0, 0]), LiveNumber("1", 33, INK)
    assert pixels(baseline(word) - number.get_bottom()[1]) == pytest.approx(0, abs=0.2)


@pytest.mark.parametrize("bold", [False, True])
def test_figures_are_of_one_width(bold):
    """So that a number does not jump while it counts."""
    lefts = []
    for digit in "0123456789":
        number = LiveNumber(f"{digit}", 33, INK, bold=bold).place(np.zeros(3), align=-1)
        alone = number.points.shape[0]
        number.show(f"{digit}7")
        lefts.append(number.points[alone:, 0].min())
    assert pixels(np.ptp(lefts)) < 0.1  # Typst rounds outlines


def test_signs_are_no_letters():
    with pytest.raises(KeyError):
        LiveNumber("x", 33, INK)
    with pytest.raises(KeyError):
        LiveNumber("1e-5", 33, INK)  # a hyphen is no minus


@pytest.mark.parametrize("text", ["−12.3e6", "450e−6", "3,14"])
def test_a_live_number_stands_as_typst_sets_it(text):
    live, word = LiveNumber(text, 33, INK), Label(text, 33, INK)
    assert pixels(live.width) == pytest.approx(pixels(word.ink.width), abs=2)  # no kerning
    assert pixels(live.height) == pytest.approx(pixels(word.ink.height), abs=0.2)


@given(texts=st.lists(shown, min_size=1, max_size=5))
def test_a_live_number_builds_no_glyph_after_the_first(texts):
    number = LiveNumber("0", 33, INK)
    before = outlines.cache_info().misses, module._alphabet.cache_info().misses
    for text in texts:
        assert number.show(text).text == text
    assert (outlines.cache_info().misses, module._alphabet.cache_info().misses) == before


@given(text=shown, align=st.sampled_from([-1, 0, 1]))
def test_a_live_number_stays_where_it_is_placed(text, align):
    at = np.array([1.0, 0.5, 0.0])
    number = LiveNumber("0", 33, INK).place(at, align).show(text)
    pen = sum(module._alphabet(False)[letter][1] for letter in text) * length(33)
    left = at[0] - pen * (align + 1) / 2
    ink = number.points[:, 0]
    assert left - length(2) <= ink.min() and ink.max() <= left + pen + length(2)
    again = LiveNumber(text, 33, INK).place(at, align)
    np.testing.assert_allclose(number.points, again.points, atol=1e-12)


def test_showing_the_same_text_changes_nothing():
    number = LiveNumber("2.14", 33, INK)
    points = number.points
    assert number.show("2.14").points is points


def test_a_number_that_turns_fades_and_comes_back_as_another():
    number = LiveNumber("4.83", 33, INK)
    motion = number.turn_to("0.001")
    motion.begin()
    seen = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        motion.interpolate_mobject(share)
        seen.append((number.text, round(float(number.get_fill_opacity()), 3)))
    assert [text for text, _ in seen] == ["4.83", "4.83", "0.001", "0.001", "0.001"]
    assert seen[0][1] == seen[-1][1] == 1.0
    assert seen[2][1] == 0.0


@pytest.mark.parametrize("text", ['say "x"', "back\\slash", "#hash $money$ *stars*", "− × ≈ é"])
def test_any_letter_is_text_and_never_markup(text):
    label = Label(text, 33, INK)
    assert label.text == text
    assert len(label.ink.family_members_with_points()) >= len(text.replace(" ", "")) - 1


def test_labels_of_one_text_are_not_one_thing():
    first, second = Label("top", 33, INK), Label("top", 33, INK)
    first.shift([1, 0, 0]).set_opacity(0.5)
    assert abs(second.ink.get_center()[0]) < 0.01
    assert second.ink[0].get_fill_opacity() == 1


def test_a_formula_keeps_its_source_and_is_set():
    formula = Formula("log(1 + e^x)", 49, INK)
    assert formula.text == "log(1 + e^x)"
    assert formula.ink.width > 3 * formula.ink.height
