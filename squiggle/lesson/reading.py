"""What comes out of reading: a lesson, and what had to be assumed."""

from dataclasses import dataclass

from squiggle.lesson.lesson import Lesson


@dataclass(frozen=True)
class Reading:
    """A lesson that was read, and `notes`, a line each: what was recognised, what was assumed."""

    lesson: Lesson
    notes: tuple[str, ...] = ()
