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
from squiggle.lesson.toml import parsed
from squiggle.lesson.written import unwritten, written
from squiggle.render.plan import FilmPlan

KINDS: Mapping[str, type] = {
    "squiggle": str,
    "manim": str,
    "lesson": str,
    "parameters": dict,
    "digest": str,
    "quality": str,
    "chapters": list,
    "renderer": str,
    "lesson_file": str,
}
"""What a synopsis holds, and of which kind."""
LEFT_OUT = "left_out"  # the key with what a lesson file cannot carry, where there is such
LONGEST = 4_000_000  # characters of a synopsis; that of 10,000 measurements has a tenth


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
    if left_out := unwritten(lesson):
        told |= {LEFT_OUT: left_out}
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
        # As an MP4 and nothing else: other formats may point to files and to the network.
        with av.open(str(film), format="mov") as container:
            tags = dict(container.metadata)
    except (av.FFmpegError, OSError, ValueError):
        raise SquiggleError(f"{film} is no film", "wanted: an MP4 that squiggle rendered") from None
    try:
        told = _checked(tags["synopsis"])
    except (KeyError, ValueError, RecursionError):
        raise SquiggleError(
            f"{film} does not say how it was made", "wanted: a film that squiggle rendered"
        ) from None
    lost = {LEFT_OUT: told[LEFT_OUT]} if told.get(LEFT_OUT) else {}
    return {"title": tags.get("title", "")} | {key: told[key] for key in KINDS} | lost


def _checked(synopsis: str) -> dict[str, Any]:
    """What a synopsis says; `KeyError` or `ValueError` when that is not what `metadata` says."""
    if len(synopsis) > LONGEST:
        raise ValueError("too long")
    told = json.loads(synopsis)
    if not isinstance(told, dict):
        raise ValueError("no table")
    if not all(isinstance(told[key], kind) for key, kind in KINDS.items()):
        raise ValueError("another kind of value")
    if not all(isinstance(name, str) for name in told["chapters"]):
        raise ValueError("chapters are names")
    if not all(isinstance(key, str) for key in told.get(LEFT_OUT, ())):
        raise ValueError("what is left out are keys")
    return told


def lesson_of(film: Path, told: Mapping[str, Any], overrides: Overrides | None = None) -> Lesson:
    """The lesson that a film was made from, given its `provenance`, with some things replaced.

    It is checked like any lesson file, for a film may come from anywhere; raises `SquiggleError`.
    """
    text = str(told["lesson_file"])
    _refuse_paths(film, text)
    name = str(told.get("lesson", film.stem))
    safe = "".join(c if c.isalnum() or c in "-_" else "-" for c in name)[:60] or "lesson"
    return read(safe, text, overrides=overrides)


def lost_with(told: Mapping[str, Any], overrides: Overrides) -> tuple[str, ...]:
    """A note when a film was narrated by files, which it does not carry and nothing replaces."""
    replaced = overrides.narration is not None or overrides.voice is not None
    if LEFT_OUT not in told or replaced:
        return ()
    return ("the recordings of the film are not in it: --narration DIR adds them again",)


def _refuse_paths(film: Path, text: str) -> None:
    """`metadata` writes every number out: a lesson that names a file is not from there."""
    lesson = parsed(f"the lesson in {film.name}", text)
    for table, key in (("network", "weights"), ("data", "file")):
        inside = lesson.get(table)
        if isinstance(inside, dict) and key in inside:
            raise SquiggleError(
                f"the lesson in {film} names a file: {table}.{key}", "wanted: numbers"
            )


def as_text(told: dict[str, Any]) -> str:
    """What a film says of itself for people: a line a fact, and the lesson file below."""
    facts = [f"{key:10} {_plain(value)}" for key, value in told.items() if key != "lesson_file"]
    lines = [*facts, "", *told["lesson_file"].rstrip().split("\n")]
    return "\n".join(map(_seen, lines))


def _seen(line: str) -> str:
    """A line in which what no eye sees, and a terminal might obey, stands as its code."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "  ".join(f"{name} = {number}" for name, number in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
