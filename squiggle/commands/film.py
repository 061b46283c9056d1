"""The command that renders."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from squiggle.commands.options import FILM, debug, takes_cluster, takes_lesson
from squiggle.commands.rendering import TakesWords, renders

if TYPE_CHECKING:
    from squiggle.lesson import Lesson
    from squiggle.render.cluster import Cluster


@click.command(cls=TakesWords)
@click.option("--only", multiple=True, metavar="CHAPTER ...", help="A film of these chapters.")
@click.option("--plain", is_flag=True, help="Leave everything to Manim's own renderer and writer.")
@takes_cluster
@click.option(
    "--profile",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Render in this process, and write where the time goes, for speedscope.",
)
@takes_lesson
@renders
@debug
def render(
    lesson: Lesson,
    folder: Path,
    how: dict[str, Any],
    only: Sequence[str],
    plain: bool,
    cluster: Cluster | None,
    profile: Path | None,
) -> None:
    """Render LESSON as a film.

    It becomes lesson.mp4, and each chapter a clip with a poster. LESSON is a lesson file, such as
    my-lesson.toml, or dosage, which comes with Squiggle.
    """
    from squiggle.render import render as render_film

    instead: Cluster | Profile | None = cluster
    if profile is not None:
        if cluster:
            raise click.UsageError("--profile and --cluster exclude each other.")
        from squiggle.render.profile import Profile

        instead = Profile(profile)
    made = click.get_current_context().meta.get(FILM, {})
    only = only or made.get("chapters", ())
    film = render_film(lesson, folder, only=only, plain=plain, cluster=instead, **how)
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
