"""The command that shows one picture of a film."""

from __future__ import annotations

import atexit
import gc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from squiggle.commands.options import FILM, debug, takes_lesson

if TYPE_CHECKING:
    from squiggle.lesson import Lesson

CHAPTER = "CHAPTER[:BEAT]"


class _Still(click.Command):
    """A command whose only word is the chapter: the lesson before it may be left out."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words that were typed."""
        left, told = super().parse_args(ctx, args), ctx.params
        if told["chapter"] is None:
            if ctx.get_parameter_source("lesson") is ParameterSource.DEFAULT:
                raise click.UsageError(f"Missing argument '{CHAPTER}'.")
            if _is_lesson(told["lesson"]):
                raise click.UsageError(f"Missing argument '{CHAPTER}' after {told['lesson']!r}.")
            default = next(param.default for param in self.params if param.name == "lesson")
            told["lesson"], told["chapter"] = default, told["lesson"]
        return left

    def invoke(self, ctx: click.Context) -> Any:
        """Run without looking for garbage: there is none worth a fifth of the whole time."""
        before = gc.isenabled()
        gc.disable()
        atexit.register(gc.freeze)  # nor at the very end
        try:
            return super().invoke(ctx)
        finally:
            if before:
                gc.enable()


def _is_lesson(word: str) -> bool:
    from squiggle.lesson import LESSONS

    return word in LESSONS or word.lower().endswith(".toml")


@click.command(cls=_Still)
@click.option("--at", type=float, metavar="SECONDS", help="From the chapter's, or beat's, start.")
@click.option(
    "-q", "--quality", metavar="LETTER", help="l, m, h, p or k, as for render.  [default: h]"
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="PNG",
    required=True,
    help="The picture; one that is there is replaced.",
)
@takes_lesson
@click.argument("chapter", metavar=CHAPTER, required=False)
@debug
def still(
    lesson: Lesson, chapter: str, at: float | None, quality: str | None, output: Path
) -> None:
    """Show one picture of LESSON's film, without rendering the film.

    It is the last picture of a chapter (TopNode) or of one of its beats (TopNode:bend), or with
    --at the one that the film shows so many seconds after the chapter, or the beat, has begun.
    """
    from squiggle.render.preset import DEFAULT
    from squiggle.render.still import still as write_still

    made = click.get_current_context().meta.get(FILM, {})
    quality = quality or str(made.get("quality", DEFAULT))
    moment = write_still(lesson, chapter, output, at=at, quality=quality)
    click.echo(f"{output}  {moment.job.chapter.name} at {moment.seconds:.2f} s")


COMMANDS = (still,)
