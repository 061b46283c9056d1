"""The words of a film: titles, captions and labels, filled with the numbers of its lesson."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from squiggle.errors import SquiggleError, unknown
from squiggle.lesson.lesson import Lesson
from squiggle.lesson.slots import claims, counts, numbers

LANGUAGES: tuple[str, ...] = ("en",)
"""The languages there are words in: a file of words each."""


@cache
def read_words(language: str) -> Mapping[str, Any]:
    """Every word of a language, as its file has them.

    Raises `SquiggleError` for an unknown language.
    """
    if language not in LANGUAGES:
        raise unknown("language", language, LANGUAGES)
    file = resources.files("squiggle.lesson").joinpath("words", f"{language}.toml")
    return tomllib.loads(file.read_text("utf-8"))


class Words:
    """The words of one lesson, in its language.

    `told` replaces the language's file, for tests. A missing string and a missing slot raise
    `SquiggleError` naming the file and the key.

    >>> from squiggle.lesson import load
    >>> words = Words(load("dosage"))
    >>> words.cues("TopNode", "carry")
    ('Stand that height above dose 0.',)
    """

    def __init__(self, lesson: Lesson, told: Mapping[str, Any] | None = None) -> None:
        """Fill every slot: first with numbers, then with the phrases these choose."""
        self.file = f"words/{lesson.language}.toml"
        self._told = read_words(lesson.language) if told is None else told
        self._slots: dict[str, str] = {}
        self._slots |= numbers(lesson)
        self._slots |= counts(lesson, self._phrase)
        self._slots |= claims(lesson, self._phrase)

    def title(self, chapter: str) -> str:
        """The name of a chapter: three words or fewer."""
        return self._text("titles", chapter)

    def cues(self, chapter: str, beat: str) -> tuple[str, ...]:
        """The captions of a beat in order: one, or two when it is longer than 7 seconds."""
        cues = self._find("cues", chapter, beat)
        return tuple(self._fill(cue, f"[cues.{chapter}] {beat}", {}) for cue in cues)

    @property
    def breaks(self) -> frozenset[str]:
        """The words before which a caption may well be broken into two lines."""
        return frozenset(self._find("captions", "break_before"))

    def label(self, key: str, **slots: str) -> str:
        """Any other text on screen; `slots` come on top of the lesson's own."""
        return self._text("labels", key, **slots)

    @property
    def slots(self) -> Mapping[str, str]:
        """What a slot may ask for, by name."""
        return dict(self._slots)

    def _phrase(self, *path: str, **slots: str) -> str:
        return self._text("phrases", *path, **slots)

    def _text(self, *path: str, **slots: str) -> str:
        text = self._find(*path)
        return self._fill(text, f"[{'.'.join(path[:-1])}] {path[-1]}", slots)

    def _find(self, *path: str) -> Any:
        place: Any = self._told
        for step, key in enumerate(path):
            if key not in place:
                table = ".".join(path[:step])
                raise SquiggleError(
                    f"{self.file} has no {key!r} in [{table}]", f"known: {', '.join(place)}"
                )
            place = place[key]
        return place

    def _fill(self, text: str, key: str, slots: Mapping[str, str]) -> str:
        try:
            return text.format_map(_Slots(self._slots | dict(slots)))
        except KeyError as error:
            raise SquiggleError(
                f"{self.file}, {key}: unknown slot {{{error.args[0]}}}", f"in: {text}"
            ) from None
        except ValueError as error:
            raise SquiggleError(f"{self.file}, {key}: {error}", f"in: {text}") from None


class _Slots(dict[str, str]):
    """Slots by name; {A_name} gives the text of {a_name} with a capital in front."""

    def __missing__(self, name: str) -> str:
        small = name[:1].lower() + name[1:]
        if small not in self:
            raise KeyError(name)
        return self[small][:1].upper() + self[small][1:]
