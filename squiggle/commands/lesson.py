"""Commands about lessons: what is in them, and how one begins."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from squiggle.commands.options import debug, takes_lesson

if TYPE_CHECKING:
    from squiggle.lesson import Lesson

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.command("list")
@as_json
@takes_lesson
@debug
def list_chapters(lesson: Lesson, as_json: bool) -> None:
    """List the chapters of LESSON, with seconds."""
    from squiggle.table import chapters, chapters_as_text

    click.echo(json.dumps(chapters(lesson), indent=2) if as_json else chapters_as_text(lesson))


@click.command()
@click.option("--at", type=float, multiple=True, metavar="X", help="Evaluate at this input.")
@as_json
@click.option("--lesson", "as_lesson", is_flag=True, help="Print LESSON as one lesson file.")
@takes_lesson
@debug
def show(lesson: Lesson, as_json: bool, as_lesson: bool, at: Sequence[float]) -> None:
    """Show every number of LESSON, step by step.

    With --at it shows the numbers at other inputs than those of the film. With --lesson it prints
    what LESSON resolves to: one lesson file with every weight, measurement and setting in it.
    """
    if as_lesson:
        from squiggle.lesson.written import written

        if as_json or at:
            raise click.UsageError(
                "--lesson prints a lesson file: it goes with neither --json nor --at"
            )
        click.echo(written(lesson), nl=False)
        return
    from squiggle.table import numbers, numbers_as_text

    told = numbers(lesson, at) if as_json else {}
    click.echo(json.dumps(told, indent=2) if as_json else numbers_as_text(lesson, at))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@debug
def new(file: Path) -> None:
    """Write a lesson file to start from.

    It holds a small lesson and a remark on every setting. FILE ends in .toml; a file that is there
    stays.
    """
    from squiggle.lesson.starter import write_starter

    write_starter(file)
    click.echo(f"{file}  now: squiggle render -q l {file}")


@click.command()
@debug
def schema() -> None:
    """Print the JSON schema of a lesson file.

    Editors that complete and check TOML take it: docs/lesson-file.md tells how.
    """
    from squiggle.lesson.file import schema as lesson_schema

    click.echo(lesson_schema(), nl=False)


COMMANDS = (list_chapters, show, new, schema)
