"""The command that renders."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from squiggle.commands.options import FILM, debug, source_of, takes_cluster, takes_lesson

if TYPE_CHECKING:
    from squiggle.lesson import Lesson
    from squiggle.render.cluster import Cluster


class _Render(click.Command):
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


@click.command(cls=_Render)
@click.option(
    "-q", "--quality", metavar="LETTER", help="l, m, h, p or k, as Manim's.  [default: h]"
)
@click.option("--only", multiple=True, metavar="CHAPTER ...", help="A film of these chapters.")
@click.option("--workers", type=int, metavar="N", help="Processes.  [default: one a core]")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder for the film, made if missing; a film that is there is replaced."
    "  [default: out/LESSON, if no other lesson's film is there]",
)
@click.option("--plain", is_flag=True, help="Leave everything to Manim's own renderer and writer.")
@click.option("--no-cache", is_flag=True, help="Render every chapter anew, and keep none.")
@takes_cluster
@click.option(
    "--profile",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Render in this process, and write where the time goes, for speedscope.",
)
@takes_lesson
@debug
def render(
    lesson: Lesson,
    quality: str | None,
    only: Sequence[str],
    workers: int | None,
    output: Path | None,
    plain: bool,
    no_cache: bool,
    cluster: Cluster | None,
    profile: Path | None,
) -> None:
    """Render LESSON as a film.

    It becomes lesson.mp4, and each chapter a clip with a poster. LESSON is a lesson file, such as
    my-lesson.toml, or dosage, which comes with Squiggle.
    """
    from squiggle.render import render as render_film
    from squiggle.render.cache import Cache
    from squiggle.render.preset import DEFAULT

    instead: Cluster | Profile | None = cluster
    if profile is not None:
        if cluster:
            raise click.UsageError("--profile and --cluster exclude each other.")
        from squiggle.render.profile import Profile

        instead = Profile(profile)
    ctx = click.get_current_context()
    made = ctx.meta.get(FILM, {})
    film = render_film(
        lesson,
        output or Path("out") / lesson.name,
        quality=quality or str(made.get("quality", DEFAULT)),
        only=only or made.get("chapters", ()),
        workers=workers,
        plain=plain,
        cache=None if no_cache else Cache.usual(),
        source=source_of(ctx.params["lesson"], ctx.params["film"]),
        replace=output is not None,
        cluster=instead,
    )
    if film.replaced:
        click.echo(f"note: the film of {film.replaced} in {film.folder} was replaced", err=True)
    shape = film.manifest["film"]
    click.echo(f"{film.path}  {shape['seconds']:.1f} s, {shape['frames']} frames")


@click.command()
@click.option("-q", "--quality", default="h", metavar="LETTER", help="As for render.")
@click.option("--only", multiple=True, metavar="CHAPTER", help="Only this chapter. Repeatable.")
@click.option("--workers", type=int, metavar="N", help="Processes.  [default: one a core]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@takes_lesson
@debug
def check(
    lesson: Lesson, quality: str, only: Sequence[str], workers: int | None, as_json: bool
) -> None:
    """Look at LESSON before it is rendered.

    Prints its chapters, how long they will take to render, and what you may not have meant: nodes
    that are dead, measurements that are missed, texts that have no room.
    """
    from squiggle.render.cache import Cache
    from squiggle.render.plan import plan_film
    from squiggle.render.preflight import as_text, preflight
    from squiggle.render.preset import preset
    from squiggle.render.processes import cores

    plan = plan_film(lesson, preset(quality), only)
    told = preflight(plan, lesson, Cache.usual(), workers or cores())
    click.echo(json.dumps(told, indent=2) if as_json else as_text(told))


COMMANDS = (render, check)
