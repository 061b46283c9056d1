"""The lesson layer: what is told, in which words, and how numbers are written. No Manim here."""

from squiggle.lesson.lesson import Group, Lesson
from squiggle.lesson.reader import LESSONS, load, read

__all__ = ["LESSONS", "Group", "Lesson", "load", "read"]
