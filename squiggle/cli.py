"""The command line: a thin skin over the public functions."""

import json
import signal
import sys
import traceback
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

import squiggle
from squiggle.errors import SquiggleError
from squiggle.lesson import load


class _Commands(click.Group):
    """The group of commands; errors are one line on stderr and an exit code."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run, print what went wrong without a traceback, and exit."""
        debug = "--debug" in sys.argv
        signal.signal(signal.SIGTERM, _interrupt)
        try:
            super().main(*args, **kwargs | {"standalone_mode": False})
        except click.ClickException as error:
            _fail(error.format_message(), 2)
        except SquiggleError as error:
            if debug:
                traceback.print_exc()
            _fail(str(error), error.status)
        except (KeyboardInterrupt, click.Abort):
            _fail("interrupted", 130)
        except OSError as error:
            if debug:
                traceback.print_exc()
            _fail(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "), 1)
        sys.exit(0)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _fail(message: str, status: int) -> None:
    click.echo(f"squiggle: {message}", err=True)
    sys.exit(status)


class _Only(click.Option):
    """An option that takes every following word up to the next option: --only TopNode Recap."""

    def add_to_parser(self, parser: Any, ctx: click.Context) -> None:
        """Let the parser hand over the words that follow."""
        super().add_to_parser(parser, ctx)
        option = parser._long_opt[self.opts[0]]
        process = option.process

        def take(value: str, state: Any) -> None:
            process(value, state)
            while state.rargs and not state.rargs[0].startswith("-"):
                process(state.rargs.pop(0), state)

        option.process = take


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(squiggle.__version__, prog_name="squiggle")
def main() -> None:
    """Turn a small neural network into an animated lesson that is true to its last digit."""


_debug = click.option("--debug", is_flag=True, help="Show the traceback of a failure.")
_lesson = click.argument("lesson", default="dosage")


@main.command()
@_lesson
@click.option(
    "-q", "--quality", default="h", show_default=True, help="l, m, h, p or k, as Manim's."
)
@click.option(
    "--only", multiple=True, cls=_Only, metavar="CHAPTER ...", help="These chapters only."
)
@click.option("--workers", type=int, metavar="N", help="Processes (default: one a core).")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="DIR", help="Output folder."
)
@click.option("--plain", is_flag=True, help="Leave everything to Manim's own renderer and writer.")
@click.option("--no-captions", is_flag=True, help="Leave the caption band empty.")
@_debug
def render(
    lesson: str,
    quality: str,
    only: Sequence[str],
    workers: int | None,
    output: Path | None,
    plain: bool,
    no_captions: bool,
    debug: bool,
) -> None:
    """Render LESSON (default: dosage) as lesson.mp4 with a clip and a poster for each chapter."""
    from squiggle.render import render as render_film

    told = load(lesson)
    if no_captions:
        told = replace(told, captions=False)
    folder = output or Path("out") / told.name
    film = render_film(told, folder, quality=quality, only=only, workers=workers, plain=plain)
    shape = film.manifest["film"]
    click.echo(f"{film.path}  {shape['seconds']:.1f} s, {shape['frames']} frames")


@main.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@_debug
def list_chapters(as_json: bool, debug: bool) -> None:
    """List the chapters with their titles and seconds."""
    from squiggle.table import chapters, chapters_as_text

    click.echo(json.dumps(chapters(load()), indent=2) if as_json else chapters_as_text(load()))


@main.command()
@_lesson
@click.option("--json", "as_json", is_flag=True, help="Print JSON at full precision.")
@click.option("--at", type=float, multiple=True, metavar="X", help="Evaluate at this input.")
@_debug
def show(lesson: str, as_json: bool, at: Sequence[float], debug: bool) -> None:
    """Show the numbers of LESSON, step by step, at its measured inputs or at others."""
    from squiggle.table import numbers, numbers_as_text

    told = load(lesson)
    click.echo(json.dumps(numbers(told, at), indent=2) if as_json else numbers_as_text(told, at))
