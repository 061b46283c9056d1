"""The command that prints what a teacher reads aloud."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from squiggle.commands.options import debug, takes_lesson_unheard

if TYPE_CHECKING:
    from squiggle.lesson import Lesson


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@takes_lesson_unheard
@debug
def script(lesson: Lesson, as_json: bool) -> None:
    """Print the recording sheet of LESSON, in Markdown.

    It has, for each beat, the words as they are said, the file to save them in, and the seconds
    that there are. With --narration DIR it ticks what is recorded already.
    """
    from squiggle.sound.sheet import as_markdown, sheet

    rows = sheet(lesson)
    click.echo(json.dumps(rows, indent=2) if as_json else as_markdown(lesson, rows))


COMMANDS = (script,)
