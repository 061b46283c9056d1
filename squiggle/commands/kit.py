"""The command that makes the lesson kit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from squiggle.commands.options import FILM, debug, takes_lesson
from squiggle.commands.rendering import TakesWords, renders

if TYPE_CHECKING:
    from squiggle.lesson import Lesson


@click.command(cls=TakesWords)
@click.option("--only", multiple=True, metavar="PIECE ...", help="These pieces, and their needs.")
@takes_lesson
@renders
@debug
def kit(lesson: Lesson, folder: Path, how: dict[str, Any], only: Sequence[str]) -> None:
    """Make the lesson kit of LESSON: film, steps, captions, slides, page and more.

    The film is rendered where it is missing, at 1080p60 and small at 720p30; then come the pieces
    that are missing, or made of something that has changed. `--only slides` makes that piece and
    what it needs.
    """
    from squiggle.kit import make
    from squiggle.render.progress import busy

    if made := click.get_current_context().meta.get(FILM):
        lesson = replace(lesson, chapters=tuple(made["chapters"]))

    def tell(line: str) -> None:
        click.echo(line, err=True)

    click.echo(make(lesson, folder, only=only, tell=tell, at_work=busy, **how).folder)


COMMANDS = (kit,)
