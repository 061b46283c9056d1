"""What a request changes about a lesson: other weights, other data, single settings."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Self

from squiggle.errors import SquiggleError
from squiggle.lesson.said import closest, said

Told = dict[str, Any]
"""A lesson file as TOML has it, before it is checked."""

PARAMETER = re.compile(r"[wb][1-9][0-9]{0,2}")


def _number(text: str) -> Decimal | str:
    """A number with its digits as typed; what is none stays a text, and is refused later on."""
    try:
        return Decimal(text.replace("\N{MINUS SIGN}", "-"))
    except InvalidOperation:
        return text


def _flag(text: str) -> bool | str:
    return {"true": True, "false": False}.get(text.lower(), text)


def _names(text: str) -> list[str]:
    return text.replace(",", " ").split()


SETTINGS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "title": ("", str),
    "question": ("", _number),
    "pacing": ("", str),
    "theme": ("", str),
    "shape": ("", str),
    "language": ("", str),
    "captions": ("", _flag),
    "decimal_mark": ("", str),
    "narration": ("", str),
    "voice": ("", str),
    "chapters": ("", _names),
    "activation": ("network", str),
    "beta": ("network", _number),
    "output_activation": ("network", str),
    "output_beta": ("network", _number),
}
"""What `--set` may set beside parameters: its table in the lesson file, and how it is read."""


@dataclass(frozen=True)
class Overrides:
    """Changes to a lesson; None leaves what the lesson says.

    `settings` are further ones by name, as text: a parameter such as w1, or a key of `SETTINGS`.
    Paths start from the current folder.
    """

    weights: Path | None = None
    data: Path | None = None
    settings: Mapping[str, str] | None = None
    title: str | None = None
    theme: str | None = None
    shape: str | None = None
    language: str | None = None
    pacing: str | None = None
    captions: bool | None = None
    narration: Path | None = None
    voice: str | None = None

    @classmethod
    def typed(cls, settings: Sequence[str] = (), **others: Any) -> Self:
        """Overrides as somebody typed them: settings are texts such as w1=-20, the last one counts.

        Raises `SquiggleError` for one that is no setting.

        >>> Overrides.typed(["w1=-20", "activation=relu"]).settings
        {'w1': '-20', 'activation': 'relu'}
        """
        told: dict[str, str] = {}
        for word in settings:
            name, equals, value = word.partition("=")
            if not equals:
                raise SquiggleError(
                    f"--set {said(word)}", "wanted: a name and a value, such as w1=-20"
                )
            told[name.strip()] = value.strip()
        return cls(settings=told, **others)

    def apply(self, told: Told) -> dict[str, str]:
        """Make the changes in what a lesson file says; for each key the option that changed it.

        Raises `SquiggleError` for the name of a setting that there is not.
        """
        typed: dict[str, str] = {}
        if self.weights is not None:
            told["network"] = {"weights": str(self.weights)}
            typed["network.weights"] = f"--weights {self.weights}"
        if self.data is not None:
            _replace_data(told, str(self.data))
            typed["data.file"] = f"--data {self.data}"
        # Activations before their betas, however they were typed.
        for name, text in sorted((self.settings or {}).items()):
            key, value = _setting(name, text)
            _make_way(told, name)
            _put(told, key, value)
            typed[key] = f"--set {name}"
        if self.narration is not None:
            told["narration"] = str(self.narration)
            typed["narration"] = f"--narration {self.narration}"
        for option in ("title", "theme", "shape", "language", "pacing", "captions", "voice"):
            if (value := getattr(self, option)) not in (None, told.get(option)):
                told[option] = value
                typed[option] = {"language": "--lang"}.get(option, f"--{option}")
        return typed


def _make_way(told: Told, name: str) -> None:
    """Another activation does not keep the sharpness of the one before.

    Raises `SquiggleError` for a parameter that a lesson with its numbers in it does not have.
    """
    network = _table(told, "network")
    if name in ("activation", "output_activation"):
        network.pop(name.replace("activation", "beta"), None)
    known = network.get("parameters")
    if not isinstance(known, dict) or {"weights", "layers"} & network.keys():
        return
    if known and PARAMETER.fullmatch(name) and name not in known:
        raise SquiggleError(f"--set {name}: unknown parameter", closest(name, known))


def _setting(name: str, text: str) -> tuple[str, Any]:
    """The key of the lesson file that a setting stands for, and its value."""
    if PARAMETER.fullmatch(name):
        return f"network.parameters.{name}", _number(text)
    if name not in SETTINGS:
        names = ["w1", "b1", *SETTINGS]
        raise SquiggleError(f"--set: unknown name {said(name)}", closest(name, names))
    table, read = SETTINGS[name]
    return f"{table}.{name}".lstrip("."), read(text)


def _put(told: Told, key: str, value: Any) -> None:
    *tables, last = key.split(".")
    for name in tables:
        told = _table(told, name)
    told[last] = value


def _table(told: Told, name: str) -> Told:
    """A table inside another; one that is missing, or no table, is made anew."""
    if not isinstance(told.get(name), dict):
        told[name] = {}
    table: Told = told[name]
    return table


def _replace_data(told: Told, path: str) -> None:
    """Other measurements: what belonged to those before, groups and range, goes with them."""
    told["data"] = {"file": path}
    told.pop("input", None)
    translation = told.get("translation")
    for table in translation.values() if isinstance(translation, dict) else ():
        if isinstance(table, dict):
            table.pop("groups", None)
