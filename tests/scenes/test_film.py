"""The finished film stands still where it should, and never flashes."""

import numpy as np
from manim import ManimColor
from scipy.ndimage import uniform_filter

from .decoded import holding_frame, unlike

CELL = 8  # pixels of the picture along the side of a cell of the small pictures
FIELD = (360, 640)  # a tenth of a degree's field of view, in pixels at 1080p: rows, columns
SWING = 0.1  # of the greatest luminance: a change that can be part of a flash
DARK = 0.8  # the darker of the two has to be below


def test_each_beat_ends_in_a_second_of_equal_pictures(film, decoded):
    """Rule T7: and each chapter in two."""
    fps = film.manifest["film"]["fps"]
    for chapter in film.manifest["chapters"]:
        for beat in chapter["beats"]:
            seconds = 2 if beat is chapter["beats"][-1] else 1
            end = round((chapter["start"] + beat["end"]) * fps)
            still = np.arange(end - seconds * fps + 1, end)
            changed = decoded.changed[still]
            refreshed = 3  # a key frame codes the whole anew, and the next two mend what it lost
            assert (changed > 20).sum() <= refreshed, (chapter["name"], beat["name"], changed)
            assert changed.max() <= 400, (chapter["name"], beat["name"], changed)


def test_the_film_moves_between_its_rests(film, decoded):
    """The measure of stillness can fail: while a beat plays, many pictures change."""
    fps = film.manifest["film"]["fps"]
    for chapter in film.manifest["chapters"]:
        for beat in chapter["beats"]:
            start, still = (
                round((chapter["start"] + beat[key]) * fps) for key in ("start", "still_from")
            )
            changed = decoded.changed[start + 1 : still]
            assert (changed > 12).sum() > 10, (chapter["name"], beat["name"], changed)


def luminance(small):
    """Relative luminance of cells given as luma of the studio range."""
    level = np.clip((small.astype(float) - 16) / 219, 0, 1)
    return np.where(level <= 0.081, level / 4.5, ((level + 0.099) / 1.099) ** (1 / 0.45))


def swings(pictures, scale):
    """The moments at which a quarter of some field has become brighter (1) or darker (-1)."""
    field = [max(1, round(side * scale / CELL)) for side in FIELD]
    low, high = pictures[0].copy(), pictures[0].copy()
    found: list[tuple[int, int]] = []
    for moment, now in enumerate(pictures):
        low, high = np.minimum(low, now), np.maximum(high, now)
        rises, falls = now - low >= SWING, (high - now >= SWING) & (now < DARK)
        rises &= low < DARK
        for way, mask in ((1, rises), (-1, falls)):
            share = uniform_filter(mask.astype(float), field, mode="constant")
            if share.max() > 0.25 and (not found or found[-1][1] != way):
                found.append((moment, way))
        low[rises], high[rises] = now[rises], now[rises]
        low[falls], high[falls] = now[falls], now[falls]
    return found


def flashes(pictures, scale, fps):
    """The most pairs of opposing swings within a second."""
    times = np.array([moment for moment, _ in swings(pictures, scale)])
    return max((int(((times >= t) & (times < t + fps)).sum()) // 2 for t in times), default=0)


def test_the_film_never_flashes(film, decoded):
    """Rule T15: three flashes a second at most."""
    info = film.manifest["film"]
    assert flashes(luminance(decoded.small), info["width"] / 1920, info["fps"]) <= 3


def test_a_flicker_would_be_seen():
    flicker = np.full((30, 60, 106), 0.05)
    flicker[::3, 10:40, 20:80] = 0.5
    assert flashes(flicker, 854 / 1920, 15) > 3
    flicker[::3, 10:40, 20:80] = 0.1
    assert flashes(flicker, 854 / 1920, 15) == 0


def test_no_large_field_is_saturated_red(film, decoded):
    """Rule T15: red is for a line, never for a field."""
    scale = film.manifest["film"]["width"] / 1920
    for picture in decoded.full.values():
        red = picture[..., 0] >= 0.8 * np.maximum(picture.sum(axis=2), 1)
        red &= picture[..., 0] > 64
        assert red.sum() < 57_500 * scale**2 / 4


def test_every_text_of_the_played_stage_is_in_the_picture(film, decoded, play_chapter):
    """Chapters that are played without pictures are those of the film: each text's ink is there."""
    info = film.manifest["film"]
    scale = info["width"] / 1920
    for chapter in film.manifest["chapters"]:
        picture = decoded.full[holding_frame(chapter["planes"][0], info["fps"])]
        last = play_chapter(chapter["name"]).snapshots[-1]
        lit = [text for text in last.texts if text.opacity > 0.99]
        assert len(lit) >= 4, chapter["name"]
        for text in lit:
            left, top, right, bottom = (round(edge * scale) for edge in text.box)
            ink = picture[top : bottom + 1, left : right + 1]
            share, off = unlike(ink, ManimColor(text.color).to_hex())
            assert (share[off < 60] > 0.7).any(), f"{chapter['name']}: {text}"
