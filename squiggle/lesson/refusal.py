"""Why a lesson file is refused, in one line: the file, the key, what was found, what is wanted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from squiggle.errors import SquiggleError
from squiggle.lesson.kinds import OURS
from squiggle.lesson.said import closest, said

Location = tuple[int | str, ...]
Record = TypeVar("Record", bound=BaseModel)

WANTED: Mapping[str, str] = {
    "string_type": "a text",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "mapping_type": "a table",
    "dict_type": "a table",
}


@dataclass(frozen=True)
class Place:
    """Where a lesson comes from: the file as it was called, and the folder its paths start from.

    Without a folder (a lesson out of a film, from who knows where) it may name no files. `typed`
    has the keys that were overridden, with the option that did it.
    """

    file: str
    folder: Path | None
    typed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def key(self, key: str) -> str:
        """What an error calls a key: the option that set it, or file and key."""
        return self.typed.get(key) or f"{self.file}, {key}"

    def refuse(self, key: str, found: str, wanted: str = "") -> SquiggleError:
        """The error about a key."""
        return SquiggleError(f"{self.key(key)}: {found}", f"wanted: {wanted}" if wanted else "")

    def path(self, key: str, path: str) -> Path:
        """A path that the file names; one that was typed starts from the current folder."""
        if key in self.typed:
            return Path(path)
        if self.folder is None:
            raise self.refuse(key, f"names the file {path!r}", "everything in the lesson itself")
        return self.folder / path

    def blame(self, key: str, error: SquiggleError) -> SquiggleError:
        """An error of the core, with the key in front."""
        return SquiggleError(f"{self.key(key)}: {error.message}", error.hint)


def checked(kind: type[Record], told: Any, place: Place) -> Record:
    """The record of a kind that `told` gives; raises `SquiggleError` for the first thing wrong."""
    try:
        return kind.model_validate(told)
    except ValidationError as error:
        raise refused(error, kind, place) from None


def refused(error: ValidationError, kind: type[BaseModel], place: Place) -> SquiggleError:
    """The first thing that pydantic found wrong, in our words; unknown keys go first.

    A misspelt key is also a missing one, and the spelling is what helps.
    """
    found = error.errors(include_url=False)
    worst = next((one for one in found if one["type"] == "extra_forbidden"), found[0])
    where = tuple(part for part in worst["loc"] if part != "[key]")
    kind_of = worst["type"]
    if kind_of == "extra_forbidden":
        table, name = _key(where[:-1]), str(where[-1])
        message = f"unknown key {said(name)}"
        whole = place.key(table) if table else place.file
        return SquiggleError(f"{whole}: {message}", closest(name, _known(kind, where[:-1])))
    return _about(worst, place, _key(where))


def _about(worst: Any, place: Place, key: str) -> SquiggleError:
    context = worst.get("ctx", {})
    match worst["type"]:
        case str(kind) if kind == OURS:
            wanted = context["wanted"]
            hint = wanted if wanted.startswith(("did you", "known: ")) else f"wanted: {wanted}"
            return SquiggleError(f"{place.key(key)}: {context['found']}", hint)
        case "missing" if isinstance(worst["loc"][-1], int):  # of a pair
            return place.refuse(_key(worst["loc"][:-1]), said(worst["input"]), "two of them")
        case "missing":
            return SquiggleError(f"{place.file} has no {key}", f"wanted: {_wanted(key)}")
        case "too_long":
            count, most = context["actual_length"], context["max_length"]
            found = f"more than {most}" if count is None else str(count)
            return place.refuse(key, found, f"{most} at most")
        case kind:
            return place.refuse(key, said(worst["input"]), WANTED.get(kind, worst["msg"]))


def _wanted(key: str) -> str:
    last = key.rsplit(".", 1)[-1].rsplit(", ", 1)[-1]
    return {"network": "a table [network]", "weights": "rows of numbers"}.get(last, "numbers")


def _key(where: Location) -> str:
    """A place in the file as people say it.

    >>> _key(("network", "parameters", "w1")), _key(("data", "inputs", 2))
    ('network.parameters.w1', 'data.inputs, number 3')
    """
    key = ""
    for part in where:
        if isinstance(part, int):
            key += f", number {part + 1}"
            continue
        name = part if part.isidentifier() and len(part) <= 40 else said(part)
        key += f".{name}" if key and not key[-1].isdigit() else f"{', ' if key else ''}{name}"
    return key


def _known(kind: type[BaseModel], where: Location) -> list[str]:
    """The keys of the table at a place."""
    for part in where:
        if isinstance(part, str) and part in kind.model_fields:
            kind = _table(kind.model_fields[part].annotation) or kind
    return list(kind.model_fields)


def _table(annotation: Any) -> type[BaseModel] | None:
    """The table somewhere inside an annotation, such as a list of tables."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _table(part))), None)
