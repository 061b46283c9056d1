"""The lesson layer: what is told, in which words, and how numbers are written. No Manim here."""

from squiggle.lesson.lesson import Group, Lesson, Names
from squiggle.lesson.overrides import Overrides
from squiggle.lesson.reader import LESSONS, load, open_lesson, read
from squiggle.lesson.reading import Reading

__all__ = [
    "LESSONS",
    "Group",
    "Lesson",
    "Names",
    "Overrides",
    "Reading",
    "load",
    "open_lesson",
    "read",
]
