"""What a value of a lesson file may be: the kinds of `file.py`, checked and told in our words.

A check that fails raises pydantic's error with two texts, what was found and what is wanted;
`refusal.py` puts the place in front.
"""

import unicodedata
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from squiggle.core import ACTIVATIONS, LARGEST
from squiggle.lesson.glyphs import missing_glyphs
from squiggle.lesson.said import closest, said
from squiggle.lesson.words import LANGUAGES

OURS = "squiggle"
"""The type of pydantic errors that carry our own words."""


def wrong(found: str, wanted: str) -> PydanticCustomError:
    """The error of a value: what was found, and what is wanted."""
    return PydanticCustomError(OURS, "{found}", {"found": found, "wanted": wanted})


def _number(value: Any) -> Decimal:
    """A finite number as a Decimal, which keeps the digits that were written."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise wrong(said(value), "a number")
    if isinstance(value, Decimal) and not value.is_finite():
        raise wrong(said(value), "an ordinary number")
    if (isinstance(value, int) and value.bit_length() > 64) or abs(Decimal(value)) > LARGEST:
        raise wrong(said(value), f"at most {LARGEST:g} in size, beyond which no curve can be drawn")
    return Decimal(value)


def _count(least: int, most: int) -> Callable[[Any], int]:
    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise wrong(said(value), f"a whole number from {least} to {most}")
        return value

    return check


def _text(least: int, most: int) -> Callable[[str], str]:
    """A text that fits its place on screen, in letters that the film's typeface has."""

    def check(value: str) -> str:
        text = unicodedata.normalize("NFC", value.replace("\N{NO-BREAK SPACE}", " ")).strip(" ")
        if not least <= len(text) <= most:
            length = f"{said(value)} has {len(text)} characters" if text else said(value)
            raise wrong(length, f"{least} to {most} characters")
        if not text.isprintable():
            strange = next(letter for letter in text if not letter.isprintable())
            raise wrong(f"{said(value)} holds {_code(strange)}", "letters that can be seen")
        if missing := missing_glyphs(text):
            letter = f"{missing[0]} ({_code(missing[0])})"
            raise wrong(
                f"{letter} in {said(value)}", "letters that the film's typeface, Inter, has"
            )
        return text

    return check


def _code(letter: str) -> str:
    return f"U+{ord(letter):04X}"


def _path(value: str) -> str:
    if not value or "\0" in value:
        raise wrong(said(value), "the path of a file")
    return value


def _path_or_none(value: str) -> str:
    return _path(value) if value else value


def _choice(noun: str, known: Iterable[str]) -> Callable[[Any], str]:
    names = tuple(known)

    def check(value: Any) -> str:
        if not isinstance(value, str):
            raise wrong(said(value), f"one of {', '.join(names)}")
        if value not in names:
            raise wrong(f"unknown {noun} {said(value)}", closest(value, names))
        return value

    return check


PACINGS = ("short", "lesson", "slow")
THEMES = ("dark", "light")
SHAPES = ("16:9", "4:3", "1:1", "9:16")
MARKS = (".", ",")

Number = Annotated[
    Decimal,
    PlainValidator(_number),
    WithJsonSchema({"type": "number", "minimum": -int(LARGEST), "maximum": int(LARGEST)}),
]
Places = Annotated[
    int,
    PlainValidator(_count(0, 17)),
    WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 17}),
]
Size = Annotated[
    int,
    PlainValidator(_count(1, 10_000)),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 10_000}),
]


def _length(least: int, most: int) -> Any:
    return Field(json_schema_extra={"minLength": least, "maxLength": most})


Title = Annotated[str, AfterValidator(_text(1, 60)), _length(1, 60)]
Name = Annotated[str, AfterValidator(_text(1, 16)), _length(1, 16)]
Plural = Annotated[str, AfterValidator(_text(0, 16)), _length(0, 16)]
Unit = Annotated[str, AfterValidator(_text(0, 8)), _length(0, 8)]
GroupName = Annotated[str, AfterValidator(_text(1, 12))]
FilePath = Annotated[str, AfterValidator(_path)]
Recordings = Annotated[str, AfterValidator(_path_or_none)]
Voice = Annotated[str, AfterValidator(_path_or_none)]
"""The name of a voice, or the path of a file that has one."""
Flag = Annotated[bool, Field(strict=True)]


def _chosen(noun: str, known: Iterable[str]) -> tuple[Any, Any]:
    names = tuple(known)
    return PlainValidator(_choice(noun, names)), WithJsonSchema(
        {"type": "string", "enum": list(names)}
    )


Pacing = Annotated[str, *_chosen("pacing", PACINGS)]
Shape = Annotated[str, *_chosen("shape", SHAPES)]
ThemeName = Annotated[str, *_chosen("theme", THEMES)]
Language = Annotated[str, *_chosen("language", LANGUAGES)]
Mark = Annotated[str, *_chosen("decimal mark", MARKS)]
Bend = Annotated[str, *_chosen("activation", sorted(ACTIVATIONS))]
