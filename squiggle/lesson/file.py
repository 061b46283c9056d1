"""The lesson file as frozen records: every key there is, what it may hold, and its default.

TOML in, checked by pydantic, strictly: nothing is turned into another kind. docs/lesson-file.md is
the same for people, docs/lesson.schema.json for editors.
"""

import json
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from squiggle.lesson.kinds import (
    Bend,
    FilePath,
    Flag,
    GroupName,
    Language,
    Mark,
    Name,
    Number,
    Pacing,
    Places,
    Plural,
    Recordings,
    Shape,
    Size,
    ThemeName,
    Title,
    Unit,
    Voice,
)

SCHEMA = "http://json-schema.org/draft-07/schema#"  # the one that editors of TOML know
MOST_NODES = 64
MOST_POINTS = 10_000

Row = Annotated[tuple[Number, ...], Field(strict=False, fail_fast=True, max_length=MOST_NODES)]
Points = Annotated[tuple[Number, ...], Field(strict=False, fail_fast=True, max_length=MOST_POINTS)]


def _about(text: str, default: Any = None) -> Any:
    return Field(default=default, description=text)


class Table(BaseModel):
    """What all tables of the file share: no other keys, no changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


class NamesTable(Table):
    """What the input and the output are called."""

    input: Name | None = _about("What the input is called, such as dose.")
    inputs: Plural = _about("Its plural; by default the language forms it.", "")
    output: Name | None = _about("What the output is called, such as effect.")
    input_unit: Unit = _about("The unit of the input, such as mg.", "")
    output_unit: Unit = _about("The unit of the output.", "")


class LayerTable(Table):
    """One layer: a row of weights and a bias for each of its nodes."""

    weights: Annotated[tuple[Row, ...], Field(strict=False, max_length=MOST_NODES)] = Field(
        description="A row for each node, with a number for each of its inputs."
    )
    biases: Row = Field(description="A number for each node.")


class NetworkTable(Table):
    """The network: its parameters by name, or its layers, or a file of weights."""

    activation: Bend | None = _about("What bends in the hidden nodes; by default softplus.")
    beta: Number | None = _about("The sharpness of a softplus, 1 by default.")
    output_activation: Bend | None = _about("What bends after the last sum; by default nothing.")
    output_beta: Number | None = _about("The sharpness of a softplus after the last sum.")
    parameters: Mapping[str, Number] = _about(
        "w1, b1, w2, b2, ... into the hidden nodes, then the weights out of them and the last "
        "bias. Beside weights or layers: those that are to be replaced.",
        {},
    )
    layers: Annotated[tuple[LayerTable, ...] | None, Field(strict=False, max_length=2)] = _about(
        "Two: the hidden layer and the output."
    )
    weights: FilePath | None = _about("A file of weights, seen from the lesson file.")
    decimals: Mapping[str, Places] = _about(
        "How many decimals a parameter is shown with; by default as many as it is written with.", {}
    )


class InputTable(Table):
    """The part of the input that the film shows."""

    range: Annotated[tuple[Number, Number] | None, Field(strict=False)] = _about(
        "From where to where; by default all that was measured."
    )


class DataTable(Table):
    """The measurements, in lists or in a CSV file."""

    inputs: Points | None = _about("The measured inputs.")
    targets: Points | None = _about("What was measured at each of them.")
    file: FilePath | None = _about("A CSV file, seen from the lesson file.")
    columns: Annotated[tuple[str, str] | None, Field(strict=False)] = _about(
        "The headings of the file's two columns, input first; needed when it has more than two."
    )
    groups: Mapping[GroupName, Size] = _about(
        "How many measurements belong to each group, in order: low = 2, high = 3.", {}
    )


class TranslationTable(Table):
    """The lesson's own words in another language."""

    title: Title | None = _about("The title.")
    input: Name | None = _about("What the input is called.")
    inputs: Plural | None = _about("Its plural.")
    output: Name | None = _about("What the output is called.")
    groups: Mapping[str, GroupName] = _about('The groups: low = "niska".', {})


class LessonFile(Table):
    """A lesson of Squiggle. Only `network` is needed."""

    title: Title | None = _about("The film's title.")
    question: Number | None = _about(
        "The input that viewers are asked about; by default the one nearest the middle."
    )
    pacing: Pacing = _about("How long pictures hold, and how much is told.", "lesson")
    theme: ThemeName = _about("The film's colours.", "dark")
    shape: Shape = _about("The picture's shape, width to height.", "16:9")
    language: Language = _about("The language of captions and labels.", "en")
    captions: Flag = _about(
        "Whether there are captions in the picture; by default not where the film is narrated.",
        True,
    )
    narration: Recordings = _about(
        "A folder of your own recordings, seen from the lesson file; by default there is no sound.",
        "",
    )
    voice: Voice = _about("A synthetic voice; by default none.", "")
    decimal_mark: Mark | None = _about("What stands before decimals; by default the language's.")
    chapters: Annotated[tuple[str, ...], Field(strict=False, max_length=200)] = _about(
        "The chapters wanted, by the names that `squiggle list` shows; by default all.", ()
    )
    names: NamesTable = NamesTable()
    network: NetworkTable
    input: InputTable = InputTable()
    data: DataTable = DataTable()
    translation: Mapping[Language, TranslationTable] = _about(
        "Names in other languages: used when `language` is that one.", {}
    )


def schema() -> str:
    """The JSON schema of a lesson file, as text."""
    told = {"$schema": SCHEMA, "title": "A lesson of Squiggle"}
    told |= _tidied(LessonFile.model_json_schema())
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def _tidied(told: Any) -> Any:
    """The schema as TOML needs it: no nulls, no headings that repeat each key."""
    if isinstance(told, list):
        return [_tidied(part) for part in told]
    if not isinstance(told, dict):
        return told
    tidy: dict[str, Any] = {}
    for key, value in told.items():
        if key == "anyOf":  # something or null
            tidy |= _tidied(value[0])
        elif key == "prefixItems":  # a pair of one kind
            tidy["items"] = _tidied(value[0])
        elif not (key == "title" and isinstance(value, str)) and not _says_nothing(key, value):
            tidy[key] = _tidied(value)
    return tidy


def _says_nothing(key: str, value: Any) -> bool:
    return key == "default" and (value is None or value in ("", []) or isinstance(value, dict))
