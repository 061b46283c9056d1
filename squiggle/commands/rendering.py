"""What commands that render have in common: how large, by how many, where to, from which cache."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from squiggle.commands.options import FILM, Function, source_of

if TYPE_CHECKING:
    from squiggle.lesson import Lesson

OPTIONS = (
    click.option(
        "-q", "--quality", metavar="LETTER", help="l, m, h, p or k, as Manim's.  [default: h]"
    ),
    click.option("--workers", type=int, metavar="N", help="Processes.  [default: one a core]"),
    click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Folder for the film, made if missing; a film that is there is replaced."
        "  [default: out/LESSON, if no other lesson's film is there]",
    ),
    click.option("--no-cache", is_flag=True, help="Render every chapter anew, and keep none."),
)


class TakesWords(click.Command):
    """A command whose option --only takes every word up to the next option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words that were typed."""
        return super().parse_args(ctx, list(_spread(args)))


def _spread(words: Sequence[str]) -> Iterator[str]:
    """Say --only before each of its words, as click wants it.

    >>> list(_spread(["dosage", "--only", "TopNode", "Recap", "-q", "l"]))
    ['dosage', '--only', 'TopNode', '--only', 'Recap', '-q', 'l']
    """
    taking = False
    for before, word in zip(["", *words], words, strict=False):
        if word.startswith("-"):
            if before == "--only":
                raise click.UsageError("Option '--only' requires an argument.")
            taking = word == "--only" or word.startswith("--only=")
        elif taking and before != "--only":
            yield "--only"
        yield word


def renders(command: Function) -> Function:
    """Give a command with a `lesson` (below `takes_lesson`) the options of what is rendered.

    It is called with the `folder`, and with `how`: what `render` and `kit.make` both take.
    """

    @wraps(command)
    def run(
        lesson: Lesson,
        quality: str | None,
        workers: int | None,
        output: Path | None,
        no_cache: bool,
        **rest: Any,
    ) -> None:
        from squiggle.render.cache import Cache
        from squiggle.render.preset import DEFAULT

        ctx = click.get_current_context()
        how = {
            "quality": quality or str(ctx.meta.get(FILM, {}).get("quality", DEFAULT)),
            "workers": workers,
            "cache": None if no_cache else Cache.usual(),
            "source": source_of(ctx.params["lesson"], ctx.params["film"]),
            "replace": output is not None,
        }
        command(lesson=lesson, folder=output or Path("out") / lesson.name, how=how, **rest)

    for option in reversed(OPTIONS):
        run = option(run)
    return run
