"""Text can be read: its size, its contrast, its place, and the arithmetic it states."""

import re
from decimal import Decimal

import numpy as np

from squiggle.lesson.numbers import EXACT, MINUS, ROUNDED
from squiggle.stage.curve import Curve
from squiggle.stage.shapes import WIDE
from squiggle.stage.text import LiveNumber

from .collisions import clear, distance, strong
from .seen import Text
from .sight import contrast, ground_of, readable, rgb

NUMBER = re.compile(rf"(?<![\d.]){MINUS}?\d+(?:\.\d+)?")
NEAR = 120.0  # pixels from a label to what it names
DIMMED = 0.35  # opacity up to which something is dimmed


def resting(played):
    return [snapshot for snapshot in played.snapshots if snapshot.share is None]


def lines(played, found):
    """What was found, a line each."""
    return "\n".join(f"- {played.plan.name}, {snapshot}: {what}" for snapshot, what in found)


def test_no_text_is_smaller_than_26_pixels(played):
    """Rules T1 and T19: at a third of the size, 640 pixels wide, 9 are left."""
    found = {
        (str(text), text.cap)
        for snapshot in played.snapshots
        for text in snapshot.texts
        if text.cap < 27 - 1e-6
    }
    assert not found


def test_titles_are_49_pixels_tall_and_captions_33(played):
    """Rule T1."""
    for snapshot in resting(played):
        assert {round(t.cap) for t in snapshot.texts if t.within("title")} == {49}
        assert {round(t.cap) for t in snapshot.texts if t.within("caption")} == {33}


def test_a_caption_has_two_lines_of_42_characters_at_most(played):
    """Rule T2: and it is 68 % of the frame wide at most."""
    for snapshot in resting(played):
        rows = [text for text in snapshot.texts if text.within("caption")]
        assert 1 <= len(rows) <= 2
        for row in rows:
            assert len(row.text) <= 42
            assert row.box[2] - row.box[0] <= 0.68 * WIDE.size.width


def test_text_at_full_light_has_a_contrast_of_four_and_a_half(played):
    """Rule T10."""
    background = rgb(played.scene.theme.background)
    found = [
        (snapshot, f"{text}: {ratio:.1f}")
        for snapshot in resting(played)
        for text in snapshot.texts
        if text.opacity > 0.99
        and (ratio := contrast(text.color, ground_of(text, snapshot, background))) < 4.5
    ]
    assert not lines(played, found)


def test_text_is_either_readable_or_clearly_dimmed(played):
    """Rule T12: nothing rests half way."""
    background = rgb(played.scene.theme.background)
    found = [
        (snapshot, f"{text}: opacity {text.opacity:.2f}")
        for snapshot in resting(played)
        for text in snapshot.texts
        if text.opacity > DIMMED and not readable(text, snapshot, background)
    ]
    assert not lines(played, found)


def test_a_number_that_is_spoken_of_can_be_read_where_it_stands(played):
    """Rule T12: dimmed text counts as gone, so what the caption names is not dimmed."""
    background = rgb(played.scene.theme.background)
    found = []
    for snapshot in played.ends.values():
        said = [text for text in snapshot.texts if text.within("caption")]
        shown = [text for text in snapshot.texts if not text.within("caption")]
        for number in {n for text in said for n in NUMBER.findall(text.text)}:
            places = [text for text in shown if number in NUMBER.findall(text.text)]
            if places and not any(readable(text, snapshot, background) for text in places):
                found.append((snapshot, f"{number} is said and dimmed: {places[0]}"))
    assert not lines(played, found)


def test_a_coloured_name_stands_at_the_end_of_its_curve(played):
    """Rule T20: within 120 pixels. White ones are no curve's."""
    found = []
    white = rgb(played.scene.theme.text)
    for snapshot in resting(played):
        curves = [s for s in snapshot.shapes if isinstance(s.mob, Curve) and s.opacity > 0.99]
        for text in snapshot.texts:
            words = re.search("[a-z]", text.text) and not np.allclose(text.color, white, atol=2e-3)
            if not words or text.opacity < 0.99 or text.place:
                continue
            own = [c for c in curves if np.allclose(c.stroke[:3], text.color, atol=2e-3)]
            ends = [float(distance(text.box, curve.points[-1:])[0]) for curve in own]
            if ends and min(ends) > NEAR:
                found.append((snapshot, f"{text} is {min(ends):.0f} px from its curve"))
    assert not lines(played, found)


def test_a_number_in_a_plane_is_near_what_it_measures(played):
    """Rule T20."""
    found = []
    for snapshot in resting(played):
        marks = [s for s in snapshot.shapes if hasattr(s.mob, "plane") and s.opacity > 0.5]
        boxes = [shape.mob.plane.box for shape in marks]
        for text in strong(snapshot.texts, snapshot):
            inside = any(
                b.left < text.middle[0] < b.right and b.top < text.middle[1] < b.bottom
                for b in boxes
            )
            if isinstance(text.mob, LiveNumber) and inside and not text.place:
                words = [t for t in strong(snapshot.texts, snapshot) if t is not text]
                gaps = [float(distance(text.box, mark.points).min()) for mark in marks]
                gaps += [clear(text.box, word.box) for word in words]
                if min(gaps) > NEAR:
                    found.append((snapshot, f"{text} is {min(gaps):.0f} px from anything"))
    assert not lines(played, found)


def test_minus_signs_are_true_and_zero_has_none(played):
    """Rule T22: never -0.00, and no hyphen stands for a minus."""
    for snapshot in played.snapshots:
        for text in snapshot.texts:
            if text.place and "Formula" in type(text.mob).__name__:
                continue
            assert not re.search(r"-\s?\d", text.text), text
            assert not re.search(rf"{MINUS}\s?0(\.0+)?(?![\d.])", text.text), text


def equations(snapshot):
    """Texts that stand in one row and hold a sign of equality, read from left to right."""
    texts = [t for t in strong(snapshot.texts, snapshot) if not t.within("caption")]
    for last in texts:
        if last.text[:1] not in (EXACT, ROUNDED) or len(last.text) < 2:
            continue
        row: list[Text] = [last]
        while before := [
            t
            for t in texts
            if abs(t.middle[1] - last.middle[1]) < 12 and 0 < row[0].box[0] - t.box[2] < 60
        ]:
            row.insert(0, before[0])
        if len(row) > 1:
            yield " ".join(text.text for text in row)


def value(terms):
    """What a row such as "0 × −34.4 + 2.14" makes, on a calculator."""
    total, product, sign = Decimal(0), Decimal(1), 1
    for token in re.findall(rf"[×+−]\s|{MINUS}?\d+(?:\.\d+)?", terms):
        if token[0] in "+−" and token[-1].isspace():
            total, product, sign = total + sign * product, Decimal(1), 1 if token[0] == "+" else -1
        elif token[0] != "×":
            product *= Decimal(token.replace(MINUS, "-"))
    return total + sign * product


def test_the_reader_of_arithmetic_can_read():
    assert value("0 × −34.4 + 2.14") == Decimal("2.14")
    assert value("−2.93 + 3.50") == Decimal("0.57")
    assert value("1.61 − 0.58") == Decimal("1.03")
    assert value("3 × −2 − 4") == Decimal(-10)


def test_shown_arithmetic_checks_on_a_calculator(played):
    """Rule T22: shown operands give the shown result, or the sign says that it is rounded."""
    for snapshot in resting(played):
        for row in equations(snapshot):
            terms, sign, result = re.split(rf"({EXACT}|{ROUNDED})", row, maxsplit=1)
            shown = Decimal(result.strip().replace(MINUS, "-"))
            made = value(terms).quantize(shown)
            assert (made == shown) == (sign == EXACT), f"- {played.plan.name}, {snapshot}: {row}"


def test_the_chapters_that_reckon_show_it(play_chapter):
    shown = {
        name: {row for shot in resting(play_chapter(name)) for row in equations(shot)}
        for name in ("TopNode", "BottomNode", "SumAndShift")
    }
    assert all(shown.values()), shown
