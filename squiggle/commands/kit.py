"""The command that makes the lesson kit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from squiggle.commands.options import FILM, debug, source_of, takes_lesson

if TYPE_CHECKING:
    from squiggle.lesson import Lesson


@click.command()
@click.option("--only", multiple=True, metavar="PIECE", help="Only this piece. Repeatable.")
@click.option("-q", "--quality", metavar="LETTER", help="As for render.  [default: h]")
@click.option("--workers", type=int, metavar="N", help="Processes.  [default: one a core]")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder for film and kit.  [default: out/LESSON, if no other lesson's film is there]",
)
@click.option("--no-cache", is_flag=True, help="Render every chapter anew, and keep none.")
@takes_lesson
@debug
def kit(
    lesson: Lesson,
    only: Sequence[str],
    quality: str | None,
    workers: int | None,
    output: Path | None,
    no_cache: bool,
) -> None:
    """Make the lesson kit of LESSON: film, steps, captions, slides, page and more.

    The film is rendered where it is missing, at 1080p60 and small at 720p30; then come the pieces
    that are missing, or made of something that has changed. `--only slides` makes that piece and
    what it needs.
    """
    from squiggle.kit import make
    from squiggle.render.cache import Cache
    from squiggle.render.preset import DEFAULT
    from squiggle.render.progress import busy

    ctx = click.get_current_context()
    made = ctx.meta.get(FILM, {})
    done = make(
        lesson,
        output or Path("out") / lesson.name,
        only=only,
        quality=quality or str(made.get("quality", DEFAULT)),
        workers=workers,
        cache=None if no_cache else Cache.usual(),
        source=source_of(ctx.params["lesson"], ctx.params["film"]),
        replace_film=output is not None,
        tell=lambda line: click.echo(line, err=True),
        at_work=busy,
    )
    click.echo(done.folder)


COMMANDS = (kit,)
