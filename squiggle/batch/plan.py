"""The films of a batch: every row read, checked and planned before the first is rendered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from squiggle.batch.columns import in_row, overrides
from squiggle.batch.rows import Row
from squiggle.batch.targets import Pattern, targets
from squiggle.errors import SquiggleError
from squiggle.lesson import Lesson, Overrides, Reading
from squiggle.lesson.complete import check_words
from squiggle.lesson.said import counted
from squiggle.lesson.words import read_words
from squiggle.render.digest import digest
from squiggle.render.key import job_key
from squiggle.render.plan import FilmPlan, plan_film
from squiggle.render.preset import Preset

Read = Callable[[Overrides], Reading]
"""Reads the lesson of the batch, changed for a row."""


@dataclass(frozen=True)
class Order:
    """What a batch is to make: the table's rows, where their films go, and how they are made.

    Rows change `base`; the paths in them start from `paths`.
    """

    rows: Sequence[Row]
    pattern: Pattern
    read: Read
    preset: Preset
    base: Overrides
    paths: Path
    only: tuple[str, ...] = ()
    plain: bool = False


@dataclass(frozen=True)
class RowFilm:
    """The film of a row: its lesson, its plan, its folder.

    `key` is made of all that decides the film: lesson, words, chapters, sources, preset. `keys` has
    those of its chapters, by stem. `notes` say what was assumed about the lesson.
    """

    row: Row
    lesson: Lesson
    plan: FilmPlan
    folder: Path
    key: str
    keys: Mapping[str, str]
    notes: tuple[str, ...] = ()


def plan_rows(order: Order) -> list[RowFilm]:
    """The films of all rows.

    Raises `SquiggleError` (status 2) for the first row that is wrong: two that share a folder, one
    that would leave the pattern's fixed part, a lesson that would be refused, words without glyphs
    or room. It says how many others are wrong. Raises `OSError` when no source can be read.
    """
    folders = targets(order.pattern, order.rows)
    read_words.cache_clear()  # they may be others than when this process last rendered
    keys: dict[object, str] = {}
    films: list[RowFilm] = []
    wrong: list[tuple[Row, SquiggleError]] = []
    for row, folder in zip(order.rows, folders, strict=True):
        try:
            films.append(_film(order, row, folder, keys))
        except SquiggleError as error:
            wrong.append((row, error))
    if wrong:
        raise _refusal(wrong, len(order.rows))
    return films


def _refusal(wrong: Sequence[tuple[Row, SquiggleError]], rows: int) -> SquiggleError:
    """The first error with its line. One of all rows alike is the lesson's, and is told as such."""
    row, error = wrong[0]
    if 1 < rows == len(wrong) and len({str(error) for _, error in wrong}) == 1:
        return error
    told = in_row(error, row.where)
    more = f" ({counted(len(wrong) - 1, 'more row')} wrong)" if wrong[1:] else ""
    return SquiggleError(told.message, told.hint + more)


def _film(order: Order, row: Row, folder: Path, keys: dict[object, str]) -> RowFilm:
    reading = order.read(overrides(row.cells, order.paths, order.base))
    lesson = reading.lesson
    plan = plan_film(lesson, order.preset, order.only, plain=order.plain)
    check_words(lesson)
    for job in plan.jobs:
        if job.chapter not in keys:  # each key looks at every source
            keys[job.chapter] = job_key(job)
    own = {job.stem: keys[job.chapter] for job in plan.jobs}
    made_of = {
        "lesson": lesson.digest,
        "words": read_words(lesson.language),
        "chapters": own,
    }
    return RowFilm(row, lesson, plan, folder, digest(made_of), own, reading.notes)
