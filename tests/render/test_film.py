"""Joining refuses clips that do not fit, and the encoder leaves no half file."""

import numpy as np
import pytest

from squiggle.errors import SquiggleError
from squiggle.render.encoder import Encoder
from squiggle.render.film import join
from squiggle.render.preset import Preset

from .reading import frames, prints

SMALL = Preset("s", "small", 64, 48, 15, "3.1")
WIDE = Preset("w", "wide", 128, 48, 15, "3.1")


def picture(preset: Preset, level: int):
    return np.full((preset.height, preset.width, 4), level, np.uint8)


def clip(path, preset=SMALL, levels=(0, 100, 200), repeat=2):
    with Encoder(path, preset) as encoder:
        for level in levels:
            encoder.write(picture(preset, level), repeat)
    return path


def test_a_picture_is_shown_for_as_many_frames_as_asked(tmp_path):
    levels = [int(np.median(frame)) for frame in frames(clip(tmp_path / "a.mp4"))]
    assert levels == pytest.approx([0, 0, 100, 100, 200, 200], abs=2)


@pytest.mark.parametrize("rgb", [(230, 160, 60), (60, 200, 90), (90, 130, 240), (152, 152, 152)])
def test_colours_come_back_as_they_went_in(tmp_path, rgb):
    with Encoder(tmp_path / "a.mp4", SMALL) as encoder:
        encoder.write(np.broadcast_to(np.uint8([*rgb, 255]), (48, 64, 4)).copy(), 3)
    for frame in frames(tmp_path / "a.mp4"):
        assert np.abs(frame.astype(int) - rgb).max() <= 3


def test_a_failure_while_encoding_leaves_no_file(tmp_path):
    with pytest.raises(ZeroDivisionError), Encoder(tmp_path / "a.mp4", SMALL) as encoder:
        encoder.write(picture(SMALL, 0), 1 // 0)
    assert list(tmp_path.iterdir()) == []


def test_clips_follow_each_other_frame_for_frame(tmp_path):
    parts = [clip(tmp_path / "a.mp4"), clip(tmp_path / "b.mp4", levels=(250, 50))]
    join([(parts[0], "A", 6), (parts[1], "B", 4)], tmp_path / "film.mp4", 15, {})
    assert prints(tmp_path / "film.mp4") == [one for part in parts for one in prints(part)]


def test_clips_of_other_settings_are_refused(tmp_path):
    parts = [(clip(tmp_path / "a.mp4"), "A", 6), (clip(tmp_path / "b.mp4", WIDE), "B", 6)]
    with pytest.raises(SquiggleError, match="other settings") as caught:
        join(parts, tmp_path / "film.mp4", 15, {})
    assert caught.value.status == 1


def test_a_clip_of_another_length_is_refused(tmp_path):
    with pytest.raises(SquiggleError, match="A: 6 frames where 7 were planned") as caught:
        join([(clip(tmp_path / "a.mp4"), "A", 7)], tmp_path / "film.mp4", 15, {})
    assert caught.value.status == 1
