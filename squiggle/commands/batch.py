"""The command that renders a film for each row of a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from squiggle.commands.options import debug, source_of, takes_changes, takes_cluster

if TYPE_CHECKING:
    from squiggle.batch.plan import Read
    from squiggle.lesson import Overrides
    from squiggle.render.cluster import Cluster


@click.command()
@click.argument("rows", type=click.Path(path_type=Path))
@click.option("-q", "--quality", default="h", metavar="LETTER", help="As for render.")
@click.option("--only", multiple=True, metavar="CHAPTER", help="Only this chapter. Repeatable.")
@click.option("--workers", type=int, metavar="N", help="Processes.  [default: one a core]")
@click.option(
    "-o",
    "--output",
    metavar="PATTERN",
    default="out/{name}",
    help="Folder of each film, with {row} or columns in braces.  [default: out/{name}]",
)
@click.option("--plain", is_flag=True, help="Leave everything to Manim's own renderer and writer.")
@click.option("--no-cache", is_flag=True, help="Render every chapter anew, and keep none.")
@takes_cluster
@click.option("--json", "as_json", is_flag=True, help="Print a line of JSON for each row.")
@takes_changes
@debug
def batch(
    rows: Path,
    quality: str,
    only: Sequence[str],
    workers: int | None,
    output: str,
    plain: bool,
    no_cache: bool,
    cluster: Cluster | None,
    as_json: bool,
    lesson: str,
    film: Path | None,
    changes: Overrides,
) -> None:
    """Render a film of LESSON for each row of the table ROWS.

    ROWS is a CSV file, a JSON list of objects, or an object a line (.jsonl). Its columns are what
    --set takes, and name, title, weights, data, theme, lang, pacing, captions, narration,
    voice. Every row is checked before the first is rendered. batch.json, beside the films, says how
    far each row is; the same command again does what is left.
    """
    from squiggle.batch.plan import Order
    from squiggle.batch.rows import read_rows
    from squiggle.batch.run import run_batch
    from squiggle.batch.targets import Pattern
    from squiggle.errors import SquiggleError
    from squiggle.lesson.said import counted
    from squiggle.render.cache import Cache
    from squiggle.render.preset import preset

    order = Order(
        read_rows(rows),
        Pattern.parse(output),
        _reader(lesson, film),
        preset(quality),
        changes,
        rows.parent,
        tuple(only),
        plain,
    )
    outcome = run_batch(
        order,
        workers=workers,
        cache=None if no_cache else Cache.usual(),
        source=source_of(lesson, film),
        cluster=cluster,
        as_json=as_json,
    )
    told = ", ".join(f"{count} {how}" for how, count in sorted(outcome.chapters.items()))
    click.echo(
        f"{counted(outcome.done, 'film')} made, {outcome.there} there before,"
        f" {outcome.failed} failed; chapters: {told or 'none'}",
        err=as_json,
    )
    if outcome.failed:
        many = outcome.done + outcome.failed + outcome.there
        raise SquiggleError(
            f"{outcome.failed} of {counted(many, 'row')} failed",
            f"{outcome.state} says why",
            status=1,
        )


def _reader(lesson: str, film: Path | None) -> Read:
    """What reads the lesson, or that of a film, with the changes of a row."""
    from squiggle.lesson import Reading, open_lesson
    from squiggle.sound import with_sound

    if film is None:
        return lambda changes: with_sound(open_lesson(lesson, changes))

    from squiggle.render.provenance import lesson_of, provenance

    told = provenance(film)

    def read(changes: Overrides) -> Reading:
        return with_sound(Reading(lesson_of(film, told, changes)))

    return read


COMMANDS = (batch,)
