"""Everybody has time to read: what is true of the seconds of any lesson, at every pace."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from squiggle.errors import SquiggleError
from squiggle.lesson import Overrides, load
from squiggle.lesson.pacing import CORE_SCENES, PACES, chapter_plan, pace, reading_time, tell
from squiggle.lesson.speech import words_said
from squiggle.lesson.storyboard import sketch
from squiggle.lesson.words import LANGUAGES, Words

from .some import DOSAGE, lessons, measured, of_bends

RATES = (15, 30, 60)


@st.composite
def paced(draw: st.DrawFn):
    """Any lesson, in any language, at any pace."""
    language, name = draw(st.sampled_from(LANGUAGES)), draw(st.sampled_from(sorted(PACES)))
    return replace(draw(lessons()), language=language, pacing=name)


def parts(lesson):
    """Each caption of a lesson with the part of its beat."""
    words = Words(lesson)
    for chapter in tell(lesson, words):
        for beat in chapter.beats:
            yield from zip(words.cues(chapter, beat.name), beat.parts, strict=False)


def beats(lesson):
    """Each beat of a lesson with its captions."""
    words = Words(lesson)
    for chapter in tell(lesson, words):
        for beat in chapter.beats:
            yield beat, words.cues(chapter, beat.name)[: len(beat.parts)]


def spoken_words(caption: str) -> int:
    """Words as rule T4 counts them: "−34.4" has five."""
    signs = "−+×=0123456789"
    marked = caption.translate({ord(sign): f" {sign} " for sign in signs})
    words = [word for word in marked.split() if any(c.isalnum() or c in signs for c in word)]
    triples = zip(caption, caption[1:], caption[2:], strict=False)
    return len(words) + sum(a.isdigit() and b in ".," and c.isdigit() for a, b, c in triples)


def speaking(captions) -> float:
    """The seconds that a presenter takes, at 150 words a minute, with half a second of silence."""
    return sum(map(spoken_words, captions)) / 2.5 + 0.5


def assert_none_outstays(beat, captions) -> None:
    """Captions stand for 2 to 7 s, or all of them for 7 and as long as it takes to speak them."""
    assert all(part.seconds >= 2 - 1e-9 for part in beat.parts), captions
    if any(part.seconds > 7 + 1e-9 for part in beat.parts):
        assert all(part.seconds >= 7 - 1e-9 for part in beat.parts), captions
        assert beat.seconds <= speaking(captions) + 0.2 + 1e-9, captions


def total(lesson) -> float:
    return sum(chapter.seconds for chapter in tell(lesson))


@settings(deadline=None, max_examples=40)
@given(paced())
def test_every_caption_stands_until_it_is_read(lesson):
    for caption, part in parts(lesson):
        assert part.seconds >= 2 - 1e-9, caption
        assert part.seconds >= len(caption) / 15 - 1e-9, caption
        assert part.seconds == pytest.approx(part.moving + part.hold)


@settings(deadline=None, max_examples=60)
@given(paced())
def test_no_caption_outstays_its_welcome_at_any_pace(lesson):
    for beat, captions in beats(lesson):
        assert_none_outstays(beat, captions)


@settings(deadline=None, max_examples=60)
@given(paced())
def test_a_presenter_has_time_to_speak_every_beat(lesson):
    for beat, captions in beats(lesson):
        assert beat.seconds >= speaking(captions) - 1e-9, captions


def test_words_are_counted_as_they_are_spoken():
    counts = {"times −34.4": 6, "dose 0, 0.5 and 1": 7, "Wait … what?": 2}
    assert {text: words_said(text) for text in counts} == counts
    assert {text: spoken_words(text) for text in counts} == counts
    assert words_said("W −2,50 jest o 450e−6 za wysoko.") == 16


@pytest.mark.parametrize("name", PACES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("nodes", "groups"),
    [*((nodes, 3) for nodes in (*range(1, 9), 12, 64)), *((2, n) for n in (0, 1, 2, 4, 5, 10))],
)
def test_a_caption_stands_from_two_to_seven_seconds_however_much_there_is(
    nodes, groups, language, name
):
    lesson = of_bends([(1.0, 0.0, 1.0)] * nodes, language=language, pacing=name)
    places = [place / 10 for place in range(max(groups, 3))]
    sizes = (len(places),) if groups == 1 else (1,) * groups
    lesson = measured(lesson, places, [float(i % 2) for i in range(len(places))], sizes)
    assert len(lesson.groups) == groups
    for beat, captions in beats(lesson):
        assert_none_outstays(beat, captions)


@settings(deadline=None, max_examples=40)
@given(paced())
def test_beats_end_still_for_a_second_and_chapters_for_two(lesson):
    for chapter in tell(lesson):
        assert all(beat.parts[-1].hold >= 1 for beat in chapter.beats)
        assert chapter.beats[-1].parts[-1].hold >= 2


@settings(deadline=None, max_examples=40)
@given(paced())
def test_all_seconds_are_whole_frames_at_every_rate(lesson):
    for chapter in tell(lesson):
        times = [chapter.seconds, *chapter.starts.values()]
        times += [t for beat in chapter.beats for p in beat.parts for t in (p.moving, p.hold)]
        for seconds in times:
            assert seconds >= 0
            assert seconds == pytest.approx(round(seconds * 5) / 5, abs=1e-9)
            assert all(abs(seconds * rate - round(seconds * rate)) < 1e-6 for rate in RATES)


@settings(deadline=None, max_examples=40)
@given(lessons())
def test_slow_is_never_faster_than_a_lesson_nor_a_lesson_than_short(lesson):
    told = {
        name: {c.name: c for c in tell(replace(lesson, pacing=name))}
        for name in ("short", "lesson", "slow")
    }
    assert set(told["short"]) < set(told["lesson"]) == set(told["slow"])
    for quicker, slower in pairwise(told.values()):
        for name, chapter in quicker.items():
            assert chapter.seconds <= slower[name].seconds
            for one, other in zip(chapter.beats, slower[name].beats, strict=True):
                assert one.name == other.name and one.seconds <= other.seconds
                motions = [[part.moving for part in beat.parts] for beat in (one, other)]
                assert motions[0] == motions[1]  # a motion takes the same time at every pace


@settings(deadline=None, max_examples=40)
@given(paced())
def test_beats_follow_each_other_and_make_the_chapter(lesson):
    for chapter in tell(lesson):
        clock = 0.0
        for beat in chapter.beats:
            assert chapter.starts[beat.name] == pytest.approx(clock, abs=1e-6)
            clock += beat.seconds
        assert chapter.seconds == pytest.approx(clock, abs=1e-6)
        assert len(chapter.starts) == len(chapter.beats)


@settings(deadline=None, max_examples=40)
@given(paced(), st.data())
def test_a_lesson_has_the_chapters_it_wants_in_the_storyboards_order(lesson, data):
    names = [chapter.name for chapter in sketch(lesson)]
    wanted = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=4))
    told = tell(replace(lesson, chapters=tuple(wanted)))
    assert [chapter.name for chapter in told] == [name for name in names if name in wanted]


@settings(deadline=None, max_examples=40)
@given(lessons())
def test_short_tells_the_way_from_node_to_prediction(lesson):
    told = tell(replace(lesson, pacing="short"))
    assert {chapter.scene for chapter in told} <= set(CORE_SCENES)
    assert told[-1].name == "Prediction" and told[0].scene == "TopNode"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dosage_lesson_is_over_in_six_minutes(language):
    lesson = load("dosage", Overrides(settings={"language": language}))
    assert total(lesson) < 360
    assert all(10 <= chapter.seconds <= 45 for chapter in tell(lesson))
    assert total(replace(lesson, pacing="short")) < total(lesson) / 1.5
    assert total(lesson) < total(replace(lesson, pacing="slow")) < 480


@settings(deadline=None, max_examples=40)
@given(lessons())
def test_any_chapter_lasts_ten_seconds_at_least_and_less_than_a_minute(lesson):
    assert all(8 <= chapter.seconds < 60 for chapter in tell(lesson))


@given(st.text(min_size=1, max_size=90))
def test_a_longer_caption_is_read_for_longer(caption):
    assert reading_time(caption) <= reading_time(caption + "x")
    assert reading_time(caption) == max(2, len(caption) / 15)


def test_an_unknown_pace_is_told_with_the_known_ones():
    with pytest.raises(SquiggleError) as caught:
        pace("fast")
    assert str(caught.value) == "unknown pacing: 'fast' - known: short, lesson, slow"
    with pytest.raises(SquiggleError, match="unknown pacing"):
        tell(replace(DOSAGE, pacing="fast"))


def test_a_chapter_is_found_by_its_name_and_by_its_scenes():
    assert chapter_plan(DOSAGE, "TopNode").name == "TopNode"
    five = of_bends([(1.0, 0.0, 1.0)] * 5)
    assert chapter_plan(five, "TopNode").name == "FirstNode"
    assert chapter_plan(five, "SumAndShift").name == "SumAndShift"
    assert chapter_plan(of_bends([(1.0, 0.0, 1.0)]), "SumAndShift").name == "Shift"
    with pytest.raises(SquiggleError, match="unknown chapter of this lesson: 'BottomNode'"):
        chapter_plan(five, "BottomNode")


def test_a_beat_with_too_few_captions_is_told_with_its_place():
    told = {**Words(DOSAGE)._told}
    told["cues"] = told["cues"] | {"Recap": told["cues"]["Recap"] | {"replay": ["Only one."]}}
    with pytest.raises(SquiggleError) as caught:
        tell(DOSAGE, Words(DOSAGE, told))
    message = "words/en.toml, [cues.Recap] replay: 1 captions - wanted: 2 at least"
    assert str(caught.value) == message
