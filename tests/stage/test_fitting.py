"""Texts are measured as they are set, and colours as eyes see them."""

from dataclasses import replace

import pytest

from squiggle.lesson import load
from squiggle.lesson.words import Words
from squiggle.stage.fitting import contrast, faint, tight, width
from squiggle.stage.frame import length
from squiggle.stage.shapes import FRAMES
from squiggle.stage.text import Label
from squiggle.stage.theme import THEMES


@pytest.mark.parametrize("text", ["bottom × 2.28", "−34.4", "dose", "concentration (mg/l)"])
def test_a_text_is_as_wide_as_it_is_set(text):
    set_width = Label(text, 27, "#FFFFFF").ink.width / length(1)
    assert width(text, 27) == pytest.approx(set_width, rel=0.06, abs=6)


def test_a_text_without_room_is_named():
    lesson = load()
    found = "\n".join(tight(replace(lesson, decimals=lesson.decimals | {"w4": 5}), Words(lesson)))
    assert "end label 'bottom × 2.280'" in found


@pytest.mark.parametrize("shape", FRAMES)
def test_the_dosage_lesson_has_room(shape):
    lesson = replace(load(), shape=shape)
    assert not list(tight(lesson, Words(lesson)))


def test_a_factor_without_room_in_a_narrow_shape_is_named():
    lesson = load()
    large = lesson.network.changed(w4=-12345678.0)
    narrow = replace(lesson, network=large, shape="1:1")
    assert "where there is room for 162" in "\n".join(tight(narrow, Words(narrow)))


def test_contrast_is_the_norms():
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("look", THEMES.values(), ids=lambda look: look.name)
def test_our_themes_are_not_faint(look):
    assert not list(faint(look))


def test_a_faint_theme_is_said():
    look = replace(THEMES["dark"], muted=THEMES["dark"].panel)
    assert list(faint(look)) == ["dark theme: muted has a contrast of 1.2, wanted: 4.5"]
