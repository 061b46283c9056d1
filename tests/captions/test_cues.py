"""Captions beside the film keep the norms of subtitles, for every lesson and at every rate."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from squiggle.captions import cues
from squiggle.captions.cues import LONGEST, SHORTEST
from squiggle.lesson.lines import LINE
from squiggle.lesson.pacing import PACES, tell
from squiggle.lesson.words import LANGUAGES, Words
from tests.lesson.random_lessons import lessons

RATES = (15, 30, 60)
WANTED, MOST = 15.0, 17.0  # characters a second


def said_of(lesson):
    """Every caption of a lesson, with its seconds in the film."""
    words, now, told = Words(lesson), 0.0, []
    for chapter in tell(lesson, words):
        for beat in chapter.beats:
            for text, part in zip(words.cues(chapter, beat.name), beat.parts, strict=False):
                told.append((text, now, now := round(now + part.seconds, 6)))
    return told, words.breaks


def check(made, end, fps):
    before = None
    for cue in made:
        seconds = cue.end - cue.start
        assert SHORTEST - 1e-9 <= seconds <= LONGEST + 1e-9, cue
        assert len(cue.lines) <= 2
        assert max(map(len, cue.lines)) <= LINE
        assert len(" ".join(cue.lines)) / seconds <= MOST
        assert cue.end <= end + 1e-9
        if before:
            assert cue.start - before.end >= 2 / fps - 1e-9
        before = cue


@settings(max_examples=40, deadline=None)
@given(
    lesson=lessons(),
    language=st.sampled_from(LANGUAGES),
    pace=st.sampled_from(sorted(PACES)),
    fps=st.sampled_from(RATES),
)
def test_every_caption_of_any_lesson_keeps_the_norms(lesson, language, pace, fps):
    told, breaks = said_of(replace(lesson, language=language, pacing=pace))
    made = cues(told, breaks, fps)
    check(made, told[-1][2], fps)
    assert " ".join(" ".join(cue.lines) for cue in made) == " ".join(text for text, *_ in told)


@given(
    seconds=st.lists(st.integers(10, 150), min_size=1, max_size=12),
    text=st.sampled_from(
        [
            "Hook one onto the other.",
            "Training finds such numbers. Here they are locked: we only use them.",
            "A very-long-word-without-any-break-in-it",
        ]
    ),
    fps=st.sampled_from(RATES),
)
def test_what_a_voice_takes_longer_for_is_told_in_parts_or_ends_early(seconds, text, fps):
    """A narrated caption may stand for half a minute: no cue does, and no word is lost."""
    told, now = [], 0.0
    for tenth in seconds:
        told.append((text, now, now := round(now + 4.4 + tenth / 5, 6)))
    made = cues(told, frozenset({"we"}), fps)
    check(made, now, fps)
    assert " ".join(" ".join(cue.lines) for cue in made).count(text.split()[0]) == len(told)


def test_a_cue_starts_with_its_caption():
    told = [("Hook one onto the other.", 0.0, 3.2), ("They make 0.57.", 3.2, 9.0)]
    assert [(cue.start, cue.end) for cue in cues(told, (), 60)] == [(0.0, 3.166), (3.2, 9.0)]


def test_a_caption_of_two_seconds_keeps_them_and_the_next_one_waits():
    told = [("Read this.", 0.0, 2.0), ("And this.", 2.0, 4.0), ("Then that.", 4.0, 8.0)]
    made = cues(told, (), 30)
    assert [round(cue.end - cue.start, 3) for cue in made[:2]] == [2.0, 2.0]
    assert made[1].start == pytest.approx(2.067)
    check(made, 8.0, 30)


def test_numbers_stay_whole_when_a_caption_is_told_in_parts():
    text = "At dose 0 it is −2.93 and at dose 1 it is 3.50, so the sum of both of them is 0.57."
    made = cues([(text, 0.0, 21.0)], frozenset({"and"}), 60)
    assert len(made) > 2
    assert re.findall(r"−?\d+\.\d+", " ".join(" ".join(cue.lines) for cue in made)) == [
        "−2.93",
        "3.50",
        "0.57",
    ]
