"""Commands about what was rendered: the cache, and what a film says of itself."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from squiggle.commands.options import debug

if TYPE_CHECKING:
    from squiggle.render.cache import Entry


@click.group()
@debug
def cache() -> None:
    """Look at the rendered chapters, and sounds, that are kept, or remove them."""


@cache.command("info")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@debug
def cache_info(as_json: bool) -> None:
    """Say where the kept chapters and sounds are and how much room they take."""
    from squiggle.render.cache import Cache

    kept = Cache.usual()
    entries = kept.entries()
    size = sum(entry.size for entry in entries)
    counts = _counted(entries)
    told = {"folder": str(kept.folder), **counts, "bytes": size, "limit": kept.limit}
    if as_json:
        click.echo(json.dumps(told, indent=2))
        return
    room = f"{size / 1e6:.1f} of {kept.limit / 1e6:.0f} MB"
    click.echo(f"{kept.folder}\n{_listed(counts)}, {room}")


@cache.command("clear")
@debug
def cache_clear() -> None:
    """Remove every kept chapter and sound."""
    from squiggle.render.cache import Cache

    kept = Cache.usual()
    counts = _counted(kept.entries())
    kept.clear()
    click.echo(f"{_listed(counts)} removed from {kept.folder}")


def _counted(entries: Sequence[Entry]) -> dict[str, int]:
    """How many entries there are of each kind."""
    from squiggle.render.cache import KINDS

    return {kind: sum(entry.kind == kind for entry in entries) for kind in KINDS}


def _listed(counts: Mapping[str, int]) -> str:
    """The counts for people: sounds are passed over where there are none."""
    chapters, *others = [f"{count} {kind}" for kind, count in counts.items()]
    return ", ".join([chapters, *(told for told in others if not told.startswith("0 "))])


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
