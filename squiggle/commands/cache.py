"""Commands about what was rendered: the cache, and what a film says of itself."""

import json
from pathlib import Path

import click

from squiggle.commands.options import debug


@click.group()
@debug
def cache() -> None:
    """Look at the rendered chapters that are kept, or remove them."""


@cache.command("info")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@debug
def cache_info(as_json: bool) -> None:
    """Say where the kept chapters are and how much room they take."""
    from squiggle.render.cache import Cache

    kept = Cache.usual()
    entries = kept.entries()
    size = sum(entry.size for entry in entries)
    told = {"folder": str(kept.folder), "chapters": len(entries), "bytes": size}
    told["limit"] = kept.limit
    if as_json:
        click.echo(json.dumps(told, indent=2))
        return
    room = f"{size / 1e6:.1f} of {kept.limit / 1e6:.0f} MB"
    click.echo(f"{kept.folder}\n{len(entries)} chapters, {room}")


@cache.command("clear")
@debug
def cache_clear() -> None:
    """Remove every kept chapter."""
    from squiggle.render.cache import Cache

    kept = Cache.usual()
    count = len(kept.entries())
    kept.clear()
    click.echo(f"{count} chapters removed from {kept.folder}")


@click.command()
@click.argument("film", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@debug
def info(film: Path, as_json: bool) -> None:
    """Say how FILM was made, and print its lesson."""
    from squiggle.render.provenance import as_text, provenance

    told = provenance(film)
    click.echo(json.dumps(told, indent=2) if as_json else as_text(told))


COMMANDS = (cache, info)
