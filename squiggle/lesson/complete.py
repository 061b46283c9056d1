"""Whether a film's words are complete: looked at before anything is rendered.

A string that is missing, a slot that there is not, a caption without room, a letter that the film's
typeface lacks: each would else be found hours later, in the finished film.
"""

from collections.abc import Iterator

from squiggle.errors import SquiggleError
from squiggle.lesson.glyphs import missing_glyphs
from squiggle.lesson.lesson import Lesson
from squiggle.lesson.lines import LINE, fits
from squiggle.lesson.pacing import tell
from squiggle.lesson.words import LANGUAGES, Words, read_words

GIVEN = {"number": "1", "others_count": "1", "name": "", "factor": ""}
"""Slots that scenes fill themselves."""


def check_words(lesson: Lesson, words: Words | None = None) -> None:
    """Fill every text that the lesson's chapters ask for.

    Raises `SquiggleError` naming the file and the key of the first that is missing, has an unknown
    slot, has no room as a caption, or holds a letter without a glyph.

    >>> from squiggle.lesson import load
    >>> check_words(load("dosage"))
    """
    words = words or Words(lesson)
    for key, text in _texts(lesson, words):
        if missing := missing_glyphs(text):
            raise SquiggleError(
                f"{words.file}, {key}: {missing[0]} (U+{ord(missing[0]):04X}) in {text!r}",
                "wanted: letters that the film's typeface, Inter, has",
            )
        if key.startswith("[cues.") and not fits(text):
            raise SquiggleError(
                f"{words.file}, {key}: no room for {text!r}",
                f"wanted: two lines of {LINE} characters at most",
            )


def _texts(lesson: Lesson, words: Words) -> Iterator[tuple[str, str]]:
    """Each text, filled, with its key in the file."""
    for chapter in tell(lesson, words):
        yield f"[titles] {chapter.name}", words.title(chapter)
        for beat in chapter.beats:
            cues = words.cues(chapter, beat.name)
            for _, cue in zip(beat.parts, cues, strict=False):
                yield f"[cues.{chapter.scene}] {beat.name}", cue
            yield f"[seen.{chapter.scene}] {beat.name}", words.seen(chapter, beat.name)
    for key in read_words(LANGUAGES[0])["labels"]:
        yield f"[labels] {key}", words.label(key, **GIVEN)
    yield "[captions] break_before", " ".join(sorted(words.breaks))
