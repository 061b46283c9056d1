"""What is heard in a film: the teacher's own recordings, or an offline synthetic voice.

A lesson without either costs nothing: what works on sound is imported when there is some.
"""

from typing import TYPE_CHECKING

from squiggle.lesson import Lesson, Reading

if TYPE_CHECKING:
    from squiggle.render.plan import FilmPlan
    from squiggle.sound.mix import Mix


def with_sound(reading: Reading) -> Reading:
    """A lesson that was read, once its narration has been heard: it knows how long words take.

    A silent lesson stays as it is. Raises `SquiggleError` for recordings and voices that cannot be
    used.
    """
    if not reading.lesson.wants_sound or reading.lesson.speech.digest:
        return reading
    from squiggle.sound.narration import narrated

    return narrated(reading)


def mixed(lesson: Lesson, plan: "FilmPlan") -> "Mix | None":
    """The sound of a lesson's film, None for a silent one; see `squiggle.sound.mix`."""
    if not lesson.speech.digest:
        return None
    from squiggle.sound.mix import mix

    return mix(lesson, plan)
