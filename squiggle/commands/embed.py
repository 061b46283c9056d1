"""The command that puts a clip elsewhere: as another file, or as the lines to paste."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from squiggle.commands.options import debug, takes_clip

if TYPE_CHECKING:
    from squiggle.lesson import Overrides


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Make this file: .gif, .webp, .png (APNG), .webm or .mov; one that is there is replaced.",
)
@click.option(
    "--max-kb",
    type=click.IntRange(min=1),
    metavar="N",
    help="At most so many thousand bytes: fewer pictures and colours first, then smaller ones.",
)
@click.option("--loop", is_flag=True, help="Let an animated picture play for ever, not once.")
@click.option("--for", "target", metavar="PLACE", help="Only the snippet for this place.")
@takes_clip
@debug
def embed(
    clip: Path,
    changes: Overrides,
    output: Path | None,
    max_kb: int | None,
    loop: bool,
    target: str | None,
) -> None:
    """Make of CLIP what pages, notebooks and editors take, or print the lines to paste there.

    CLIP is an MP4 that Squiggle made: a step, a chapter or a film. Without -o the snippets for
    markdown, html, jupyter, revealjs, quarto and latex are printed; their paths start from the
    current folder.

    GIF, WebP and APNG are made from the clip. WebM and MOV have no background: they are drawn again
    from the lesson that the clip carries, and the options that change a lesson hold for them
    (--theme light, --no-captions).
    """
    from squiggle.kit.embeds import embed as make
    from squiggle.kit.embeds import find, is_overlay, snippet, snippets
    from squiggle.lesson import Overrides

    draws = output is not None and is_overlay(output)
    if changes != Overrides.typed() and not draws:
        raise click.UsageError("Only .webm and .mov are drawn again: the clip stays as it is.")
    found = find(clip, changes, heard=draws)
    for note in found.notes if draws else ():
        click.echo(f"note: {note}", err=True)
    if output is None:
        if max_kb or loop:
            raise click.UsageError("--max-kb and --loop go with -o.")
        if target:
            click.echo(snippet(target, found, Path()))
            return
        click.echo("\n\n".join(f"# {name}\n\n{text}" for name, text in snippets(found, Path())))
        return
    if target:
        raise click.UsageError("--for prints a snippet, and -o makes a file.")
    made = make(found, output, max_kb=max_kb, loop=loop)
    click.echo(f"{made.path}  {made.told}, {-(-made.size // 1000)} kB")
    if made.note:
        click.echo(f"note: {made.note}", err=True)


COMMANDS = (embed,)
