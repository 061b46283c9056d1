"""Texts that people write, JSON and TOML: numbers stay as written, and nothing is said twice."""

import json
import re
import tomllib
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from squiggle.errors import SquiggleError
from squiggle.weights.brief import brief
from squiggle.weights.document import understood
from squiggle.weights.file import size
from squiggle.weights.found import Found

LARGEST = 2**16
"""Bytes of a text; 64 nodes written out in full are a sixth of that."""

DOTS = 500
"""Dots in a TOML text: keys of thousands of parts cost the parser time by their square."""


def read_json(name: str, data: bytes) -> Found:
    """The network of a JSON text; raises `SquiggleError` when it is none."""
    return understood(name, parsed_json(name, _text(name, data)))


def read_toml(name: str, data: bytes) -> Found:
    """The network of a TOML text; raises `SquiggleError` when it is none."""
    text = _text(name, data)
    if text.count(".") > DOTS:
        raise SquiggleError(f"{name} has {text.count('.')} dots", f"wanted: at most {DOTS}")
    return understood(name, _parsed(name, "TOML", lambda: tomllib.loads(text, parse_float=Decimal)))


def parsed_json(name: str, text: str) -> Any:
    """What a JSON text says: fractions are Decimals. Raises `SquiggleError` when it says nothing.

    >>> parsed_json("a.json", '{"w1": -1.30}')
    {'w1': Decimal('-1.30')}
    """

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        table: dict[str, Any] = {}
        for key, value in pairs:
            if key in table:
                raise SquiggleError(f"{name} says {brief(key)} twice", "wanted: once")
            table[key] = value
        return table

    def load() -> Any:
        return json.loads(text, parse_float=Decimal, parse_constant=Decimal, object_pairs_hook=once)

    return _parsed(name, "JSON", load)


def _parsed(name: str, language: str, load: Callable[[], Any]) -> Any:
    try:
        return load()
    except (json.JSONDecodeError, tomllib.TOMLDecodeError) as error:
        where = re.sub(r"\s+", " ", str(error))
        raise SquiggleError(f"{name} is not {language}: {where[:120]}") from None
    except (RecursionError, MemoryError):
        raise SquiggleError(f"{name} is nested too deep", "wanted: a list of lists") from None
    except (ValueError, InvalidOperation, OverflowError):
        raise SquiggleError(
            f"{name} holds a number too long to read", "wanted: 1e12 at most"
        ) from None


def _text(name: str, data: bytes) -> str:
    if len(data) > LARGEST:
        raise SquiggleError(
            f"{name} is a text of {size(len(data))}", f"wanted: {size(LARGEST)} at most"
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SquiggleError(f"{name} is no text: byte {error.start} is not UTF-8") from None
