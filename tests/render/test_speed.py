"""How long a render will take: from the last one, or from a guess."""

import pytest

from squiggle.render.preset import PRESETS, preset
from squiggle.render.speed import SPEEDS, START, expected_seconds, remember


def test_nothing_to_render_takes_no_time(tmp_path):
    assert expected_seconds([], preset("h"), 2, tmp_path) == 0.0


def test_larger_pictures_are_expected_to_take_longer(tmp_path):
    expected = [expected_seconds([600, 600], p, 2, tmp_path) for p in PRESETS.values()]
    assert expected == sorted(expected) and expected[0] > START


def test_the_last_render_tells_the_next(tmp_path):
    remember(1200, START + 10.0, 2, preset("l"), tmp_path)
    assert expected_seconds([600, 600], preset("l"), 2, tmp_path) == pytest.approx(START + 10.0)
    assert expected_seconds([600], preset("l"), 2, tmp_path) == pytest.approx(START + 10.0)


@pytest.mark.parametrize("text", ["", "no", "[]", '{"l": "x"}', '{"l": -3}'])
def test_what_is_damaged_is_not_believed(tmp_path, text):
    guess = expected_seconds([100], preset("l"), 1, tmp_path)
    (tmp_path / SPEEDS).write_text(text)
    assert expected_seconds([100], preset("l"), 1, tmp_path) == guess


def test_a_place_that_cannot_be_written_to_is_no_failure(tmp_path):
    (tmp_path / "file").write_text("")
    remember(1200, 30.0, 2, preset("l"), tmp_path / "file")
