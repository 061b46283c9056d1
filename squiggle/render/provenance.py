"""Provenance: what a film says of itself, and the lesson that it was made from.

An MP4 has standard places for a title, a comment and a synopsis, which every reader of metadata
knows; the synopsis holds JSON with the whole lesson as a lesson file.
"""

import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import av

import squiggle
from squiggle.errors import SquiggleError
from squiggle.lesson import Lesson, Overrides, read
from squiggle.lesson.written import written
from squiggle.render.plan import FilmPlan


def metadata(plan: FilmPlan, lesson: Lesson, *, plain: bool) -> dict[str, str]:
    """The tags of a film: title, comment, synopsis."""
    told = {
        "squiggle": squiggle.__version__,
        "manim": version("manim"),
        "lesson": lesson.name,
        "parameters": lesson.parameters,
        "digest": lesson.digest,
        "quality": plan.preset.letter,
        "chapters": [job.chapter.name for job in plan.jobs],
        "renderer": "manim" if plain else "squiggle",
        "lesson_file": written(lesson),
    }
    comment = f"Squiggle {squiggle.__version__}, lesson {lesson.name}, {lesson.digest[:12]}"
    return {"title": lesson.title, "comment": comment, "synopsis": json.dumps(told)}


def provenance(film: Path) -> dict[str, Any]:
    """What a film says of itself: the keys of `metadata`'s synopsis, and its title.

    Raises `SquiggleError` for a file that is no film, or a film that Squiggle did not make.
    """
    if not film.is_file():
        what = "is a folder" if film.is_dir() else "is not there" if not film.exists() else "is odd"
        raise SquiggleError(f"{film} {what}", "wanted: a film that squiggle rendered")
    try:
        with av.open(str(film)) as container:
            tags = dict(container.metadata)
    except (av.FFmpegError, OSError, ValueError):
        raise SquiggleError(f"{film} is no film", "wanted: an MP4 that squiggle rendered") from None
    try:
        told = json.loads(tags["synopsis"])
        if not isinstance(told, dict) or not isinstance(told["lesson_file"], str):
            raise ValueError
    except (KeyError, ValueError, RecursionError):
        raise SquiggleError(
            f"{film} does not say how it was made", "wanted: a film that squiggle rendered"
        ) from None
    return {"title": tags.get("title", ""), **told}


def lesson_of(film: Path, told: Mapping[str, Any], overrides: Overrides | None = None) -> Lesson:
    """The lesson that a film was made from, given its `provenance`, with some things replaced.

    It is checked like any lesson file, for a film may come from anywhere; raises `SquiggleError`.
    """
    name = str(told.get("lesson", film.stem))
    safe = "".join(c if c.isalnum() or c in "-_" else "-" for c in name)[:60] or "lesson"
    return read(safe, str(told["lesson_file"]), overrides=overrides)


def as_text(told: dict[str, Any]) -> str:
    """What a film says of itself for people: a line a fact, and the lesson file below."""
    lines = [f"{key:10} {_plain(value)}" for key, value in told.items() if key != "lesson_file"]
    return "\n".join([*lines, "", told["lesson_file"].rstrip()])


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "  ".join(f"{name} = {number}" for name, number in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
