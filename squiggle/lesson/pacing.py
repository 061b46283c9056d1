"""Pacing: how long pictures hold, so that everybody has time to read, and to hear."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from squiggle.errors import SquiggleError, unknown
from squiggle.lesson.lesson import Lesson
from squiggle.lesson.lines import LONGEST, SHORTEST
from squiggle.lesson.speech import BREATH, Speech, speaking_time
from squiggle.lesson.storyboard import Beat, ChapterPlan, Part, find_chapter, sketch
from squiggle.lesson.words import Words

STEP = 0.2  # seconds: whole frames at every preset's rate
NEAR = 1e-9  # seconds that rounding may take or give
READING = 15.0  # characters a second (rule T3)
REST, LAST_REST = 1.0, 2.0  # seconds of stillness that end a beat, and a chapter (rule T7)


@dataclass(frozen=True)
class Pace:
    """How much of each hold is kept, and whether only the way from node to prediction is told."""

    name: str
    holds: float
    core_only: bool = False


PACES: Mapping[str, Pace] = {
    pace.name: pace
    for pace in (Pace("short", 0.5, core_only=True), Pace("lesson", 1.0), Pace("slow", 1.5))
}
CORE_SCENES = ("TopNode", "BottomNode", "OtherNodes", "SumAndShift", "FinalBend", "Prediction")


def pace(name: str) -> Pace:
    """The pace of that name; an unknown name raises `SquiggleError` with the known ones."""
    if name not in PACES:
        raise unknown("pacing", name, PACES)
    return PACES[name]


def tell(lesson: Lesson, words: Words | None = None) -> tuple[ChapterPlan, ...]:
    """The chapters of a lesson as they are told: those it wants, at its pace, in its words.

    Raises `SquiggleError` for an unknown chapter or pace.
    """
    words, told = words or Words(lesson), pace(lesson.pacing)
    chapters = sketch(lesson)
    wanted = [find_chapter(chapters, name) for name in lesson.chapters]
    if not wanted:
        wanted = [c for c in chapters if not told.core_only or c.scene in CORE_SCENES]
    return tuple(
        _timed(chapter, words, told, lesson.speech) for chapter in chapters if chapter in wanted
    )


def chapter_plan(lesson: Lesson, name: str) -> ChapterPlan:
    """The chapter of that name, or the first that the scene of that name tells.

    Raises `SquiggleError` when the lesson has no such chapter.
    """
    chapters = tell(lesson)
    for chapter in chapters:
        if name in (chapter.name, chapter.scene):
            return chapter
    raise unknown("chapter of this lesson", name, [chapter.name for chapter in chapters])


def _timed(chapter: ChapterPlan, words: Words, told: Pace, speech: Speech) -> ChapterPlan:
    beats = []
    for beat in chapter.beats:
        cues = words.cues(chapter, beat.name)
        if len(cues) < len(beat.parts):
            raise SquiggleError(
                f"{words.file}, [cues.{chapter.scene}] {beat.name}: {len(cues)} captions",
                f"wanted: {len(beat.parts)} at least",
            )
        rest = LAST_REST if beat is chapter.beats[-1] else REST
        said = speech.of(chapter.name, beat.name, len(beat.parts))
        beats.append(Beat(beat.name, tuple(_parts(beat.parts, cues, said, told, rest))))
    return ChapterPlan(chapter.name, chapter.scene, chapter.node, tuple(beats))


def _parts(
    parts: Sequence[Part], cues: Sequence[str], said: Sequence[float], told: Pace, rest: float
) -> list[Part]:
    timed = []
    for part, cue, speaking in zip(parts, cues, said, strict=False):
        hold = told.holds * part.hold
        if hold > part.hold:
            hold = max(part.hold, min(hold, LONGEST - part.moving))
        if part is parts[-1]:
            hold = max(hold, rest)
        hold = max(hold, reading_time(cue) - part.moving)
        if speaking:
            hold = max(hold, speaking + BREATH - part.moving)
        timed.append(Part(part.moving, _whole(hold)))
    return timed if any(said) else _with_time_to_speak(timed, cues)


def _with_time_to_speak(parts: Sequence[Part], cues: Sequence[str]) -> list[Part]:
    """The parts of a silent beat, as long in all as a presenter takes who speaks its captions.

    Each step goes to the caption that lacks most, of those that do not yet stand for the longest.
    """
    parts = list(parts)
    takes = [speaking_time(cue) for cue, _ in zip(cues, parts, strict=False)]
    takes[-1] += BREATH
    while sum(part.seconds for part in parts) < sum(takes) - NEAR:
        lacks = [
            (part.seconds < LONGEST - NEAR, time - part.seconds)
            for part, time in zip(parts, takes, strict=True)
        ]
        place = lacks.index(max(lacks))
        parts[place] = Part(parts[place].moving, _whole(parts[place].hold + STEP))
    return parts


def reading_time(caption: str) -> float:
    """The seconds for which a caption has to stand to be read.

    >>> reading_time("Stand that height above dose 0.")
    2.066666666666667
    """
    return max(SHORTEST, len(caption) / READING)


def _whole(seconds: float) -> float:
    """The next multiple of `STEP`."""
    return round(math.ceil(seconds / STEP - NEAR) * STEP, 6)
