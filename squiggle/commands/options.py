"""The lesson that a command is about: its argument, and the options that change it on the way."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from squiggle.lesson import Lesson, Overrides

Function = Callable[..., None]

OPTIONS = (
    click.argument("lesson", default="dosage"),
    click.option(
        "--weights", type=click.Path(path_type=Path), metavar="FILE", help="Other weights: a file."
    ),
    click.option(
        "--data", type=click.Path(path_type=Path), metavar="FILE", help="Other data: a CSV file."
    ),
    click.option(
        "--set",
        "settings",
        multiple=True,
        metavar="NAME=VALUE",
        help="Another parameter (w1=-20), activation, beta, question, ... Repeatable.",
    ),
    click.option(
        "--from",
        "film",
        type=click.Path(path_type=Path),
        metavar="FILM",
        help="Take the lesson that this film was made from.",
    ),
    click.option("--title", metavar="TEXT", help="Another title."),
    click.option("--theme", metavar="NAME", help="dark or light."),
    click.option("--lang", "language", metavar="NAME", help="en or pl."),
    click.option("--pacing", metavar="NAME", help="short, lesson or slow."),
    click.option("--no-captions", is_flag=True, help="Leave the caption band empty."),
)


def takes_lesson(command: Function) -> Function:
    """Give a command the argument LESSON and its options; it is called with the lesson as read.

    What had to be assumed about the lesson is told on stderr, a line each.
    """

    @wraps(command)
    def run(
        lesson: str,
        weights: Path | None,
        data: Path | None,
        settings: tuple[str, ...],
        title: str | None,
        theme: str | None,
        language: str | None,
        pacing: str | None,
        no_captions: bool,
        film: Path | None,
        **rest: Any,
    ) -> None:
        from squiggle.lesson import Overrides, open_lesson

        overrides = Overrides.typed(
            settings,
            weights=weights,
            data=data,
            title=title,
            theme=theme,
            language=language,
            pacing=pacing,
            captions=False if no_captions else None,
        )
        if film:
            command(_of_film(film, overrides), **rest)
            return
        reading = open_lesson(lesson, overrides)
        for note in reading.notes:
            click.echo(f"note: {note}", err=True)
        command(reading.lesson, **rest)

    for option in reversed(OPTIONS):
        run = option(run)
    return run


FILM = "squiggle.film"
"""Where the context keeps what the film of --from says of itself."""


def _of_film(film: Path, overrides: Overrides) -> Lesson:
    """The lesson of a film; what else the film says of itself is kept for the command."""
    from squiggle.render.provenance import lesson_of, provenance

    told = click.get_current_context().meta[FILM] = provenance(film)
    return lesson_of(film, told, overrides)


def debug(command: Function) -> Function:
    """Let --debug stand behind a command's name too; `squiggle.cli` looks for the word."""
    option = click.option(
        "--debug", is_flag=True, expose_value=False, help="Show a failure's traceback."
    )
    return option(command)
