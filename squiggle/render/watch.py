"""Watching what a chapter reads: only that decides its pixels, besides its own source.

A chapter gets a watched lesson and watched words. Each fact that it reads is noted with the digest
of its value. A rendered chapter is as good as new for another lesson when every fact it has read is
the same there: it would read them again, in the same order, and do the same.
"""

import json
from collections.abc import Callable, Mapping
from types import FunctionType, MethodType
from typing import Any

from squiggle.errors import SquiggleError
from squiggle.lesson import Lesson
from squiggle.lesson.storyboard import ChapterPlan
from squiggle.lesson.words import Words
from squiggle.render.digest import digest

Reads = Mapping[str, str]
"""Digests of the values that were read, by what was read: "lesson.theme", "words.label [...]"."""


class WatchedLesson:
    """A lesson that notes which of its facts are read.

    A method runs with the watched lesson as its self, so that what the method reads is noted.
    """

    def __init__(self, lesson: Lesson, reads: dict[str, str]) -> None:
        self._lesson, self._reads = lesson, reads

    def __getattr__(self, name: str) -> Any:
        method = vars(Lesson).get(name)
        if isinstance(method, FunctionType):
            return MethodType(method, self)
        value = getattr(self._lesson, name)
        if f"lesson.{name}" not in self._reads:
            self._reads[f"lesson.{name}"] = digest(value)
        return value


class WatchedWords:
    """The words of a chapter, which notes each text that is asked for."""

    def __init__(self, words: Words, reads: dict[str, str]) -> None:
        self._words, self._reads = words, reads

    def title(self, chapter: ChapterPlan) -> str:
        """See `Words`."""
        return str(self._note("title", self._words.title(chapter)))

    def cues(self, chapter: ChapterPlan, beat: str) -> tuple[str, ...]:
        """See `Words`."""
        return tuple(self._note("cues", self._words.cues(chapter, beat), beat))

    @property
    def breaks(self) -> frozenset[str]:
        """See `Words`."""
        return frozenset(self._note("breaks", self._words.breaks))

    def __getattr__(self, name: str) -> Callable[..., str]:
        method = getattr(self._words, name)

        def ask(*args: Any, **slots: Any) -> str:
            return str(self._note(name, method(*args, **slots), *args, **slots))

        return ask

    def _note(self, name: str, value: Any, /, *args: Any, **slots: Any) -> Any:
        self._reads[f"words.{name} {json.dumps([args, slots])}"] = digest(value)
        return value


def holds(reads: Reads, lesson: Lesson, words: Words, chapter: ChapterPlan) -> bool:
    """Whether every fact that was read is the same for this lesson."""
    return difference(reads, lesson, words, chapter) is None


def difference(
    reads: Reads, lesson: Lesson, words: Words, chapter: ChapterPlan
) -> tuple[str, str] | None:
    """The first fact that is another for this lesson, and its digest there; None if all are alike.

    A fact that there no longer is has a digest of "".
    """
    for fact, known in reads.items():
        try:
            found = digest(_read(fact, lesson, words, chapter))
        except (AttributeError, LookupError, TypeError, ValueError, SquiggleError):
            found = ""
        if found != known:
            return fact, found
    return None


def _read(fact: str, lesson: Lesson, words: Words, chapter: ChapterPlan) -> Any:
    """The present value of a fact, by the name under which it was noted."""
    whose, _, name = fact.partition(".")
    if whose == "lesson":
        return getattr(lesson, name)
    name, _, asked = name.partition(" ")
    args, slots = json.loads(asked)
    if name == "breaks":
        return words.breaks
    if name in ("title", "cues"):
        args = [chapter, *args]
    return getattr(words, name)(*args, **slots)
