"""There is time to see and to read: cues, holds, rests, motions, lengths."""

import re
from itertools import pairwise

import numpy as np
import pytest

from squiggle.lesson import load
from squiggle.lesson.pacing import tell

from .seen import Text
from .sight import readable, rgb

PLANS = tell(load())
WHOLE = 1e-6  # seconds by which sums of floats may be off
SAMPLED = 0.11  # seconds: the stage is looked at ten times a second


def cues(played):
    return [cue for record in played.records for cue in record.cues]


def test_captions_are_read_at_17_characters_a_second_at_most(played):
    """Rule T3: and at 15 on average."""
    speeds = {cue.text: len(cue.text) / (cue.end - cue.start) for cue in cues(played)}
    fast = {text: round(speed, 1) for text, speed in speeds.items() if speed > 17}
    assert not fast
    assert np.mean(list(speeds.values())) <= 15


def test_a_caption_stands_two_to_seven_seconds(played):
    """Rule T5."""
    for cue in cues(played):
        assert 2 - WHOLE <= cue.end - cue.start <= 7 + WHOLE, cue


def test_captions_follow_each_other_and_fill_the_chapter(played):
    told = cues(played)
    assert told[0].start == 0 and told[-1].end == pytest.approx(played.plan.seconds)
    for cue, after in pairwise(told):
        assert cue.end == pytest.approx(after.start)


def test_each_beat_ends_in_a_second_of_stillness(played):
    """Rule T7: and each chapter in two."""
    for record in played.records:
        least = 2.0 if record is played.records[-1] else 1.0
        assert record.end - record.still_from >= least - WHOLE, record.name
        assert all(end <= record.still_from + WHOLE for _, end, _ in record.plays)


def test_a_motion_takes_half_a_second_to_three(played):
    """Rule T8."""
    for record in played.records:
        for start, end, _ in record.plays:
            assert 0.5 - WHOLE <= end - start <= 3 + WHOLE, (record.name, start, end)


def test_two_things_move_at_once_at_most(played):
    """Rule T9."""
    for record in played.records:
        assert all(motions <= 2 for *_, motions in record.plays), record.plays


def test_a_sentence_and_its_motion_begin_together(played):
    """Rule T21: within 0.3 s; only a beat's last sentence may come without a motion."""
    late = []
    for record in played.records:
        for cue in record.cues:
            starts = [s for s, *_ in record.plays if cue.start - 0.3 <= s < cue.end]
            if not starts and cue is not record.cues[-1]:
                late.append(f"- {played.plan.name}, {record.name}: nothing moves: {cue.text!r}")
            elif starts and min(abs(start - cue.start) for start in starts) > 0.3 + WHOLE:
                wait = min(starts) - cue.start
                late.append(f"- {played.plan.name}, {record.name}: {wait:.1f} s late: {cue.text!r}")
    assert not late, "\n".join(late)


def stands(played):
    """For each text that is still once: itself, and the seconds during which it could be read."""
    background = rgb(played.scene.theme.background)
    begun: dict[tuple[int, str], tuple[Text, float, bool]] = {}
    for here in played.snapshots:
        seen = {}
        for text in here.texts:
            if not text.within("caption") and readable(text, here, background):
                key = id(text.mob), text.text
                _, start, still = begun.pop(key, (text, here.since, False))
                seen[key] = text, start, still or here.share is None
        yield from ((text, start, here.since) for text, start, still in begun.values() if still)
        begun = seen
    yield from (
        (text, start, played.plan.seconds) for text, start, still in begun.values() if still
    )


def words(text):
    """How many words it takes to say a text: a number is said digit by digit."""
    return len(re.findall(r"\d|[^\W\d_]+", text))


def test_text_stands_long_enough_to_be_read(played):
    """Rule T6: 1.5 s and 0.4 s a word; what is looked up (ticks, tables) is not read through."""
    short = []
    for text, start, end in stands(played):
        needed = 1.5 + 0.4 * words(text.text)
        if not (text.within("table") or text.within("ticks")) and end - start < needed - 0.11:
            short.append(
                f"- {played.plan.name} {start:.1f} s: {text}: {end - start:.1f} of {needed:.1f} s"
            )
    assert not short, "\n".join(short)


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_a_chapter_takes_ten_to_forty_five_seconds(plan):
    """Rule T24."""
    assert 10 <= plan.seconds <= 45


def test_the_lesson_takes_less_than_six_minutes():
    """Rule T24."""
    assert len(PLANS) >= 3
    assert sum(plan.seconds for plan in PLANS) < 360
