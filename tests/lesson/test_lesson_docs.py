"""The lesson file's documents tell what the reader does."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from squiggle.lesson import load, read
from squiggle.lesson.file import LessonFile, schema
from squiggle.lesson.kinds import LANGUAGES, PACINGS, THEMES
from squiggle.lesson.pacing import PACES
from squiggle.lesson.refusal import _table
from squiggle.lesson.starter import starter
from squiggle.lesson.words import LANGUAGES as SPOKEN

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = DOCS / "lesson-file.md"


def test_the_committed_schema_is_the_one_that_is_printed():
    assert (DOCS / "lesson.schema.json").read_text("utf-8") == schema(), (
        "squiggle schema > docs/lesson.schema.json writes it anew"
    )


def test_the_schema_has_every_key_and_refuses_others():
    told = json.loads(schema())
    assert list(told["properties"]) == list(LessonFile.model_fields)
    tables = [told, *told["$defs"].values()]
    assert all(table["additionalProperties"] is False for table in tables)
    assert "null" not in schema() and told["required"] == ["network"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_defaults_of_the_schema_are_those_of_a_lesson(language):
    lesson = read("any", f'language = "{language}"\n[network.parameters]\nw1=1\nb1=0\nw2=1\nb2=0')
    told = {key: what["default"] for key, what in properties() if "default" in what}
    assert {"pacing", "theme", "captions"} <= set(told)
    assert told.pop("language") == "en"
    assert {key: getattr(lesson, key) for key in told} == told


def properties():
    """Each key of the top level with what the schema says of it."""
    return json.loads(schema())["properties"].items()


def keys(kind):
    for name, field in kind.model_fields.items():
        yield name
        if inner := _table(field.annotation):
            yield from keys(inner)


@pytest.mark.parametrize("key", sorted(set(keys(LessonFile))))
def test_every_key_is_in_the_guide_and_in_the_starter(key):
    assert re.search(rf"\b{key}\b", GUIDE.read_text("utf-8"))
    rare = {"decimals", "layers", "biases", "output_beta", "translation"}
    assert key in rare or re.search(rf"\b{key}\b", starter())


def test_the_choices_are_those_of_the_film():
    assert set(PACINGS) == set(PACES)
    assert set(SPOKEN) <= set(LANGUAGES)
    theme = Path(__file__).parents[2] / "squiggle" / "stage" / "theme.py"
    assert all(f'name="{name}"' in theme.read_text("utf-8") for name in THEMES)


def blocks() -> list[str]:
    """The indented blocks of the guide that hold a network."""
    found = re.findall(r"(?:^    .*\n|^\n(?=    ))+", GUIDE.read_text("utf-8"), re.MULTILINE)
    return [block for block in found if "[network" in block and "import" not in block]


def test_the_networks_of_the_guide_are_those_of_dosage():
    parameters, layers, weights = (re.sub("(?m)^    ", "", block) for block in blocks())
    dosage = load()
    assert read("mine", parameters).parameters == dosage.parameters
    assert read("mine", layers).parameters == dosage.parameters
    assert tomllib.loads(weights)["network"]["weights"] == "trained.safetensors"
