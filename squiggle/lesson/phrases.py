"""What slots need of a language: its phrases, and how it lists things and names inputs."""

from collections.abc import Sequence
from typing import Protocol

from squiggle.lesson.lesson import Lesson
from squiggle.lesson.storyboard import FULL


class Phrases(Protocol):
    """The words of the language, as far as slots need them."""

    def phrase(self, *path: str, **slots: str) -> str:
        """A text of `[phrases]`, filled."""

    def counted(self, table: str, number: int, **slots: str) -> str:
        """The text of a table of `[phrases]` that goes with a number of things, filled."""

    def plural(self, noun: str) -> str:
        """The plural of what an input is called."""

    def count(self, number: int) -> str:
        """A count as a word or in digits."""

    def label(self, key: str, **slots: str) -> str:
        """A text of `[labels]`, filled."""


def node_label(words: Phrases, name: str, count: int) -> str:
    """What a hidden node of that name is called on screen, in a network of `count`.

    >>> from squiggle.lesson import load
    >>> from squiggle.lesson.words import Words
    >>> words = Words(load("dosage"))
    >>> node_label(words, "top", 2), node_label(words, "node", 1), node_label(words, "node 5", 8)
    ('top', 'node', 'node 5')
    """
    if count > FULL:
        return words.label("numbered", number=name.partition(" ")[2])
    return words.label(name)


def listed(items: Sequence[str], words: Phrases, mark: str = "comma") -> str:
    """The items with commas and an "and" before the last."""
    *others, last = items or [""]
    comma = words.phrase(mark)
    return words.phrase("and").join([comma.join(others), last]) if others else last


def inputs_of(lesson: Lesson, words: Phrases) -> str:
    """What several inputs are called."""
    return lesson.names.inputs or words.plural(lesson.names.input)
