"""Nothing collides (rule T17): at every rest, and at samples inside every move."""

from .collisions import (
    APART,
    FAINT,
    chip_on_chip,
    in_the_band,
    over_the_title,
    report,
    swaps,
    text_on_stroke,
    text_on_text,
    text_under_plate,
)


def holding(find, least):
    return lambda snapshot: find(snapshot, least)


def outside(snapshot, share, things):
    width, height = snapshot.frame.size.width, snapshot.frame.size.height
    for thing in things:
        left, top, right, bottom = thing.box
        x, y = share * width, share * height
        gap = min(left - x, top - y, width - x - right, height - y - bottom)
        if thing.opacity > FAINT and gap < -0.5:
            yield thing, thing, gap


def texts_outside(snapshot):
    return outside(snapshot, 0.05, snapshot.texts)


def shapes_outside(snapshot):
    return outside(snapshot, 0.035, snapshot.shapes)


def test_every_move_is_looked_at_three_times_inside(played):
    moments = [(shot.beat, shot.time, shot.share) for shot in played.snapshots if shot.share]
    for record in played.records:
        for start, end, _ in record.plays:
            inside = [t for beat, t, _ in moments if beat == record.name and start < t < end]
            assert len(inside) >= 3, (record.name, start, inside)
    assert list(played.ends) == [beat.name for beat in played.plan.beats]


def test_texts_stay_in_the_safe_area(played):
    """Rule T16: text keeps 5 % off each side."""
    for moving in (False, True):
        assert not (found := report(played, texts_outside, moving=moving)), found


def test_everything_else_keeps_three_and_a_half_percent_off_each_side(played):
    """Rule T16."""
    for moving in (False, True):
        assert not (found := report(played, shapes_outside, moving=moving)), found


def test_texts_that_stand_are_twelve_pixels_apart(played):
    found = report(played, holding(text_on_text, APART), moving=False)
    assert not found, found


def test_texts_never_overlap_in_motion(played):
    found = report(played, holding(text_on_text, 0), moving=True, excuse=swaps(played))
    assert not found, found


def test_no_text_that_stands_touches_a_stroke(played):
    assert not (found := report(played, text_on_stroke, moving=False)), found


def test_no_text_touches_a_stroke_in_motion(played):
    assert not (found := report(played, text_on_stroke, moving=True)), found


def test_no_text_is_half_hidden(played):
    for moving in (False, True):
        assert not (found := report(played, text_under_plate, moving=moving)), found


def test_chips_meet_neither_each_other_nor_nodes(played):
    for moving in (False, True):
        assert not (found := report(played, chip_on_chip, moving=moving)), found


def test_the_captions_band_is_the_captions_alone(played):
    for moving in (False, True):
        assert not (found := report(played, in_the_band, moving=moving)), found


def test_nothing_touches_the_title(played):
    for moving in (False, True):
        assert not (found := report(played, over_the_title, moving=moving)), found
