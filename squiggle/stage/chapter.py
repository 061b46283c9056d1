"""A chapter: a plain Manim scene that plays its beats on an exact timeline.

Each beat is a method of the chapter, named as in the storyboard. It shows its caption, plays its
motions and rests until its time is up, so that a chapter's seconds are the storyboard's at every
frame rate. Manim itself truncates waits and counts plays in floating point; here both are whole
frames on the chapter's timeline.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any, TypeAlias

import numpy as np
from manim import Animation, Mobject, Scene, config, smooth
from tqdm import tqdm

from squiggle.errors import SquiggleError
from squiggle.lesson import Lesson, load
from squiggle.lesson.pacing import LAST_REST, REST, chapter_plan
from squiggle.lesson.storyboard import ChapterPlan
from squiggle.lesson.words import Words
from squiggle.stage.caption import caption, title
from squiggle.stage.frame import Frame
from squiggle.stage.picture import PlanePicture, picture
from squiggle.stage.shapes import frame
from squiggle.stage.theme import theme

Motion: TypeAlias = Animation | Sequence[Animation]


@dataclass
class Cue:
    """A caption with the seconds within the chapter during which it stands."""

    text: str
    start: float
    end: float


@dataclass
class BeatRecord:
    """What a beat did: seconds within the chapter, cues, and (start, end, motions) of each play."""

    name: str
    start: float
    end: float
    still_from: float
    cues: list[Cue] = field(default_factory=list)
    plays: list[tuple[float, float, int]] = field(default_factory=list)


class Chapter(Scene):
    """The base of every chapter.

    `lesson` is what is told (None: the dosage lesson) in which `words`, and `plan` the chapter of
    its storyboard (None: the first one that this scene tells).
    """

    def __init__(
        self,
        *args: Any,
        lesson: Lesson | None = None,
        words: Words | None = None,
        plan: ChapterPlan | None = None,
        **kwargs: Any,
    ) -> None:
        self.lesson = load() if lesson is None else lesson
        self.numbers = self.lesson.numbers
        self.frame = frame(self.lesson.shape)
        self.theme = replace(theme(self.lesson.theme), numbers=self.numbers, frame=self.frame)
        self.words = words or Words(self.lesson)
        self.plan = plan or chapter_plan(self.lesson, type(self).__name__)
        self.clock = 0.0
        self.current_beat: str | None = None
        self.timeline: list[BeatRecord] = []
        self.band: Mobject | None = None
        self._cues: list[tuple[str, float]] = []
        super().__init__(*args, **kwargs)

    @classmethod
    def lack(cls, lesson: Lesson, words: Words, frame: Frame) -> str:
        """What of a lesson has no room in a frame; "" if all has. It is asked before rendering."""
        return ""

    def setup(self) -> None:
        """Start from an empty stage with the chapter's name on it."""
        self.camera.background_color = self.theme.background
        self.heading = title(self.words.title(self.plan), self.theme)
        self.add(self.heading)

    def beat(self, action: Callable[[], None]) -> None:
        """Play the storyboard's next beat, which is the method `action`.

        A beat that the storyboard does not have for this lesson is passed over.
        """
        name = action.__name__
        if name not in self.plan.starts:
            return
        index = len(self.timeline)
        beat = self.plan.beats[index]
        self.current_beat = name
        if beat.name != name:
            raise SquiggleError(
                f"{self.plan.name}: beat {name!r} is out of order",
                f"the storyboard has {beat.name!r} here",
                status=1,
            )
        start = self.plan.starts[beat.name]
        self.timeline.append(BeatRecord(beat.name, start, start + beat.seconds, start))
        cues = self.words.cues(self.plan, beat.name)
        seconds = accumulate(part.seconds for part in beat.parts)
        ends = [round(start + end, 6) for end in seconds]
        self._cues = list(zip(cues, ends, strict=False))
        self._say()
        action()
        last = index == len(self.plan.beats) - 1
        self._rest_until_end(LAST_REST if last else REST)

    def next_cue(self) -> None:
        """Rest until the caption has stood as long as planned; then comes the beat's next one."""
        self._rest_until(self.timeline[-1].cues[-1].end)
        self._say()

    def _say(self) -> None:
        record, (text, end) = self.timeline[-1], self._cues.pop(0)
        record.cues.append(Cue(text, self.clock, end))
        if self.lesson.captions:
            if self.band:
                self.remove(self.band)
            self.band = caption(text, self.words.breaks, self.theme)
            self.add(self.band)

    def _rest_until_end(self, least: float) -> None:
        record = self.timeline[-1]
        record.still_from = self.clock
        left = record.end - self.clock
        if left < least - 1e-6 or self._cues:
            what = f"{len(self._cues)} captions unsaid" if self._cues else f"{left:.1f} s of rest"
            raise SquiggleError(
                f"{self.plan.name}, beat {record.name!r}: {what}",
                f"a beat says all its captions and rests {least:g} s",
                status=1,
            )
        self.rest(left)

    def _rest_until(self, moment: float) -> None:
        left = round(moment - self.clock, 6)
        if left < 0:
            raise SquiggleError(
                f"{self.plan.name}, beat {self.current_beat!r}: {-left:.1f} s of motion too much",
                "a part takes the seconds that the storyboard has for it",
                status=1,
            )
        if left:
            self.rest(left)

    def _frames(self, seconds: float) -> int:
        """The whole frames from now until `seconds` later, on the chapter's timeline."""
        rate = config.frame_rate
        return round((self.clock + seconds) * rate) - round(self.clock * rate)

    def rest(self, seconds: float) -> None:
        """Hold the picture for so many seconds."""
        frames = self._frames(seconds)
        self.clock = round(self.clock + seconds, 6)
        if frames > 0:
            # A quarter of a frame more, for Manim cuts the quotient of two floats down.
            super().wait((frames + 0.25) / config.frame_rate, frozen_frame=True)

    def move(
        self,
        *motions: Motion,
        light: Sequence[Animation] = (),
        seconds: float | None = None,
        ease: Callable[[float], float] = smooth,
    ) -> None:
        """Play motions together in `seconds`; the animations of a list move as one thing.

        `light` says what is spoken of: parts that brighten or dim meanwhile and do not move.
        """
        seconds = self.theme.steady if seconds is None else seconds
        animations = [
            animation
            for motion in motions
            for animation in ([motion] if isinstance(motion, Animation) else motion)
        ]
        if not animations and not light:  # the lesson has nothing of the kind
            return self.rest(seconds)
        record = self.timeline[-1]
        record.plays.append((self.clock, self.clock + seconds, len(motions)))
        frames = self._frames(seconds)
        self.clock = round(self.clock + seconds, 6)
        self.play(*animations, *light, run_time=frames / config.frame_rate, rate_func=ease)

    def get_time_progression(
        self,
        run_time: float,
        description: str,
        n_iterations: int | None = None,
        override_skip_animations: bool = False,
    ) -> "tqdm[float]":
        """Manim's times of the frames of one play, counted in whole frames."""
        times: Sequence[float] = [run_time]
        if override_skip_animations or not self.renderer.skip_animations:
            times = list(np.arange(round(run_time * config.frame_rate)) / config.frame_rate)
        hidden = config.progress_bar == "none"
        leave = config.progress_bar == "leave"
        return tqdm(times, desc=description, total=n_iterations, leave=leave, disable=hidden)

    def picture(self) -> list[PlanePicture]:
        """The planes on screen now, with their maps, curves and dots."""
        return picture(self.mobjects)
