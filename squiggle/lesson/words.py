"""The words of a film: titles, captions and labels, filled with the numbers of its lesson."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Protocol

from squiggle.errors import SquiggleError, unknown
from squiggle.lesson.lesson import Lesson
from squiggle.lesson.node_slots import NODE_SLOTS
from squiggle.lesson.plural import plural_form
from squiggle.lesson.slots import SLOTS

FOLDER = resources.files("squiggle.lesson") / "words"
LANGUAGES: tuple[str, ...] = tuple(
    sorted(
        (file.name.removesuffix(".toml") for file in FOLDER.iterdir()),
        key=lambda name: (name != "en", name),
    )
)
"""The languages there are words in, English first: adding a file to the folder is enough."""


class Told(Protocol):
    """What words need to know of a chapter: its name, its scene, the hidden node it is about."""

    @property
    def name(self) -> str:
        """Unique in a film: FirstNode."""

    @property
    def scene(self) -> str:
        """The class that tells it: TopNode."""

    @property
    def node(self) -> int | None:
        """The place of the node, 0 for the first, or None."""


@cache
def read_words(language: str) -> Mapping[str, Any]:
    """Every word of a language, as its file has them.

    Raises `SquiggleError` for an unknown language.
    """
    if language not in LANGUAGES:
        raise unknown("language", language, LANGUAGES)
    return tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))


class Words:
    """The words of one lesson, in its language.

    `told` replaces the language's file, for tests. A missing string and a missing slot raise
    `SquiggleError` naming the file and the key.

    >>> from squiggle.lesson import load
    >>> words = Words(load("dosage"))
    >>> words.label("ask")
    'dose 0.5  →  effect ?'
    """

    def __init__(self, lesson: Lesson, told: Mapping[str, Any] | None = None) -> None:
        """Nothing is filled before it is asked for."""
        self.file = f"words/{lesson.language}.toml"
        self._lesson = lesson
        self._told = read_words(lesson.language) if told is None else told
        self._filled: dict[tuple[str, int | None], str] = {}

    def title(self, chapter: Told) -> str:
        """The name of a chapter: three words or fewer."""
        return self._text("titles", chapter.name)

    def cues(self, chapter: Told, beat: str) -> tuple[str, ...]:
        """The captions of a beat in order: one for each of its parts."""
        cues = self._find("cues", chapter.scene, beat)
        key = f"[cues.{chapter.scene}] {beat}"
        return tuple(self._fill(cue, key, {}, chapter.node) for cue in cues)

    def seen(self, chapter: Told, beat: str) -> str:
        """What is seen in a beat, for those who cannot see it."""
        key = f"[seen.{chapter.scene}] {beat}"
        return self._fill(self._find("seen", chapter.scene, beat), key, {}, chapter.node)

    @property
    def code(self) -> str:
        """The language as players know it (ISO 639-2: eng)."""
        return str(self._find("captions", "code"))

    @property
    def breaks(self) -> frozenset[str]:
        """The words before which a caption may well be broken into two lines."""
        return frozenset(self._find("captions", "break_before"))

    def label(self, key: str, **slots: str) -> str:
        """Any other text on screen; `slots` come on top of the lesson's own."""
        return self._text("labels", key, **slots)

    def kit(self, key: str, **slots: str) -> str:
        """A text that stands beside the film: in its transcript, on its page, on slides."""
        return self._text("kit", key, **slots)

    def phrase(self, *path: str, **slots: str) -> str:
        """A text of `[phrases]` by its path, such as ("shaping", "bump"), filled."""
        return self._text("phrases", *path, **slots)

    def counted(self, table: str, number: int, **slots: str) -> str:
        """The phrase of a table that goes with a number of things, by the language's plural rule.

        The keys none, two and three come first where a table has them.
        """
        forms = self._find("phrases", table)
        form = {0: "none", 2: "two", 3: "three"}.get(number, "")
        if form not in forms:
            form = plural_form(self._find("plural"), number)
        return self.phrase(table, form, **{"count": self.count(number)} | slots)

    def plural(self, noun: str) -> str:
        """The plural of what an input is called, as far as the language can form it.

        >>> from squiggle.lesson import load
        >>> Words(load("dosage")).plural("litre")
        'values of litre'
        """
        default = self._find("defaults")
        return (
            str(default["inputs"]) if noun == default["input"] else self.phrase("plural", noun=noun)
        )

    def count(self, number: int) -> str:
        """A count as a word where the language has one, else in digits."""
        known = self._find("phrases", "counts")
        return str(known.get(str(number), number))

    @property
    def slots(self) -> Mapping[str, str]:
        """Every slot that can be filled for this lesson, by name; for tests and for the curious."""
        return {name: self.slot(name) for name in SLOTS}

    def slot(self, name: str, node: int | None = None) -> str:
        """What stands in a slot, in a chapter about the hidden node `node` if there is one.

        Raises `KeyError` for a slot that there is not.
        """
        key = name, node
        if key not in self._filled:
            if node is not None and name in NODE_SLOTS:
                self._filled[key] = NODE_SLOTS[name](self._lesson, self, node)
            else:
                self._filled[key] = SLOTS[name](self._lesson, self)
        return self._filled[key]

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

    def _fill(self, text: str, key: str, slots: Mapping[str, str], node: int | None = None) -> str:
        try:
            return text.format_map(_Slots(self, slots, node))
        except KeyError as error:
            raise SquiggleError(
                f"{self.file}, {key}: unknown slot {{{error.args[0]}}}", f"in: {text}"
            ) from None
        except ValueError as error:
            raise SquiggleError(f"{self.file}, {key}: {error}", f"in: {text}") from None


class _Slots(dict[str, str]):
    """Slots by name; {A_name} gives the text of {a_name} with a capital in front."""

    def __init__(self, words: Words, own: Mapping[str, str], node: int | None) -> None:
        super().__init__(own)
        self._words, self._node = words, node

    def __missing__(self, name: str) -> str:
        small = name[:1].lower() + name[1:]
        if name == small:
            return self._words.slot(name, self._node)
        text = self[small]
        return text[:1].upper() + text[1:]
