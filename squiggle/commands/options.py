"""The options that commands share: the lesson they are about, what changes it, who renders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from squiggle.lesson import Lesson, Overrides, Reading

Function = Callable[..., None]

CHANGES = (
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
    click.option("--title", metavar="TEXT", help="Another title."),
    click.option("--theme", metavar="NAME", help="dark or light."),
    click.option("--shape", metavar="W:H", help="16:9, 4:3, 1:1 or 9:16."),
    click.option("--lang", "language", metavar="NAME", help="en or pl."),
    click.option("--pacing", metavar="NAME", help="short, lesson or slow."),
    click.option("--no-captions", is_flag=True, help="Leave the caption band empty."),
    click.option(
        "--narration",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Your own recordings: a file for each beat, as `squiggle script` lists them.",
    ),
    click.option("--voice", metavar="NAME", help="A synthetic voice: piper, pico or espeak."),
)

LESSON = (
    click.argument("lesson", default="dosage"),
    click.option(
        "--from",
        "film",
        type=click.Path(path_type=Path),
        metavar="FILM",
        help="Take the lesson that this film was made from.",
    ),
)

CLIP = (click.argument("clip", type=click.Path(path_type=Path)),)

ELSEWHERE = (
    click.option(
        "--cluster",
        metavar="ADDRESS",
        help="Render on a Dask cluster: its scheduler's address, or local to start one here.",
    ),
    click.option(
        "--shared",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="A folder of all the cluster's machines, through which chapters come back.",
    ),
)


def takes_changes(command: Function) -> Function:
    """Give a command the argument LESSON and its options.

    It is called with `lesson` and `film` as they were typed, and the `changes` as `Overrides`.
    """
    return _takes(command, (*LESSON, *CHANGES))


def takes_clip(command: Function) -> Function:
    """Give a command the argument CLIP and the options that change the lesson of a clip.

    It is called with `clip` as it was typed, and the `changes` as `Overrides`.
    """
    return _takes(command, (*CLIP, *CHANGES))


def _takes(command: Function, options: Sequence[Callable[[Function], Function]]) -> Function:
    @wraps(command)
    def run(
        weights: Path | None,
        data: Path | None,
        settings: tuple[str, ...],
        title: str | None,
        theme: str | None,
        shape: str | None,
        language: str | None,
        pacing: str | None,
        no_captions: bool,
        narration: Path | None,
        voice: str | None,
        **rest: Any,
    ) -> None:
        from squiggle.lesson import Overrides

        changes = Overrides.typed(
            settings,
            weights=weights,
            data=data,
            title=title,
            theme=theme,
            shape=shape,
            language=language,
            pacing=pacing,
            captions=False if no_captions else None,
            narration=narration,
            voice=voice,
        )
        command(changes=changes, **rest)

    made: Function = run
    for option in reversed(options):
        made = option(made)
    return made


def takes_lesson(command: Function) -> Function:
    """The same for a command that is called with the lesson as read, and its narration heard.

    What had to be assumed about both is told on stderr, a line each.
    """

    @wraps(command)
    def run(lesson: Lesson, **rest: Any) -> None:
        from squiggle.lesson import Reading
        from squiggle.sound import with_sound

        command(_told(with_sound(Reading(lesson))), **rest)

    return takes_lesson_unheard(run)


def takes_lesson_unheard(command: Function) -> Function:
    """The same for a command to which it does not matter how long words take to say."""

    @wraps(command)
    def run(lesson: str, film: Path | None, changes: Overrides, **rest: Any) -> None:
        from squiggle.lesson import open_lesson

        reading = _of_film(film, changes) if film else open_lesson(lesson, changes)
        command(_told(reading), **rest)

    return takes_changes(run)


def _told(reading: Reading) -> Lesson:
    """The lesson of a reading whose notes are told, a line each on stderr."""
    for note in reading.notes:
        click.echo(f"note: {note}", err=True)
    return reading.lesson


FILM = "squiggle.film"
"""Where the context keeps what the film of --from says of itself."""


def _of_film(film: Path, overrides: Overrides) -> Reading:
    """The lesson of a film; what else the film says of itself is kept for the command."""
    from squiggle.lesson import Reading
    from squiggle.render.provenance import lesson_of, lost_with, provenance

    told = click.get_current_context().meta[FILM] = provenance(film)
    return Reading(lesson_of(film, told, overrides), lost_with(told, overrides))


def source_of(lesson: str, film: Path | None) -> Path | None:
    """The file that the lesson of the command line is from; None for a lesson of the package."""
    from squiggle.lesson import LESSONS

    return film or (None if lesson in LESSONS else Path(lesson))


def takes_cluster(command: Function) -> Function:
    """Give a command the options --cluster and --shared; it is called with the `cluster`, or None.

    Raises `click.UsageError` for --shared alone, `SquiggleError` when Dask is not installed.
    """

    @wraps(command)
    def run(cluster: str | None, shared: Path | None, **rest: Any) -> None:
        if cluster is None:
            if shared is not None:
                raise click.UsageError("--shared goes with --cluster.")
            command(cluster=None, **rest)
            return
        from squiggle.render.cluster import Cluster

        command(cluster=Cluster(cluster, shared), **rest)

    for option in reversed(ELSEWHERE):
        run = option(run)
    return run


def debug(command: Function) -> Function:
    """Let --debug stand behind a command's name too; `squiggle.cli` looks for the word."""
    option = click.option(
        "--debug", is_flag=True, expose_value=False, help="Show a failure's traceback."
    )
    return option(command)
