"""The command line: a thin skin over the public functions."""

import json
import os
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

import squiggle
from squiggle.errors import SquiggleError, unknown
from squiggle.lesson import load

DEBUG = "--debug"


class _Interrupted(BaseException):
    """The user or the system ended the work. `KeyboardInterrupt` is what click listens to."""


class _Commands(click.Group):
    """The group of commands; errors are one line on stderr and an exit code.

    0: done. 1: failed while working. 2: the request was wrong. 130: interrupted.
    """

    def main(self, args: Sequence[str] | None = None, *more: Any, **settings: Any) -> Any:
        """Run, print what went wrong without a traceback, and exit."""
        words = sys.argv[1:] if args is None else list(args)
        try:
            with _gentle_end():
                super().main(words, *more, **settings | {"standalone_mode": False})
                sys.stdout.flush()
        except BrokenPipeError:  # whoever read our output has gone: there is nobody to tell
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)
        except _Interrupted:
            _fail("interrupted", 130)
        except Exception as error:
            if DEBUG in words:
                traceback.print_exc()
            _fail(*_told(error))
        sys.exit(0)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name those there are."""
        if args[0] not in self.commands:
            raise unknown("command", args[0], sorted(self.commands))
        return super().resolve_command(ctx, args)


@contextmanager
def _gentle_end() -> Iterator[None]:
    """Clean up on SIGTERM and a closed terminal too, and let nothing interrupt what comes then."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in signals}
    heard = [number for number, handler in before.items() if handler != signal.SIG_IGN]

    def interrupt(*_: object) -> None:
        for number in heard:
            signal.signal(number, signal.SIG_IGN)
        raise _Interrupted

    for number in heard:
        signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number in heard:
            if signal.getsignal(number) is interrupt:
                signal.signal(number, before[number])


def _told(error: Exception) -> tuple[str, int]:
    """The error in words, and the exit code that belongs to it."""
    if isinstance(error, SquiggleError):
        return str(error), error.status
    if isinstance(error, click.ClickException):
        return error.format_message(), 2
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror, 1
    return f"{type(error).__name__}: {error} - {DEBUG} shows where", 1


def _fail(message: str, status: int) -> None:
    line = " ".join(message.splitlines())
    click.echo(f"squiggle: {line}", err=True)
    sys.exit(status)


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


_debug = click.option(DEBUG, is_flag=True, expose_value=False, help="Show a failure's traceback.")
_lesson = click.argument("lesson", default="dosage")
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(squiggle.__version__, prog_name="squiggle")
@_debug
@click.pass_context
def main(ctx: click.Context) -> None:
    """Turn a small neural network into an animated lesson that is true to its last digit."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@main.command(cls=_Render)
@_lesson
@click.option(
    "-q", "--quality", default="h", show_default=True, help="l, m, h, p or k, as Manim's."
)
@click.option("--only", multiple=True, metavar="CHAPTER ...", help="A film of these chapters.")
@click.option("--workers", type=int, metavar="N", help="Processes.  [default: one a core]")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder for the film, made if missing; a film that is there is replaced."
    "  [default: out/LESSON]",
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
) -> None:
    """Render LESSON (default: dosage) as lesson.mp4, and each chapter as a clip with a poster."""
    from squiggle.render import render as render_film

    told = load(lesson)
    if no_captions:
        told = replace(told, captions=False)
    folder = output or Path("out") / told.name
    film = render_film(told, folder, quality=quality, only=only, workers=workers, plain=plain)
    shape = film.manifest["film"]
    click.echo(f"{film.path}  {shape['seconds']:.1f} s, {shape['frames']} frames")


@main.command("list")
@_json
@_debug
def list_chapters(as_json: bool) -> None:
    """List the chapters with their titles and seconds."""
    from squiggle.table import chapters, chapters_as_text

    click.echo(json.dumps(chapters(load()), indent=2) if as_json else chapters_as_text(load()))


@main.command()
@_lesson
@click.option("--at", type=float, multiple=True, metavar="X", help="Evaluate at this input.")
@_json
@_debug
def show(lesson: str, as_json: bool, at: Sequence[float]) -> None:
    """Show the numbers of LESSON, step by step, at its measured inputs or at others."""
    from squiggle.table import numbers, numbers_as_text

    told = load(lesson)
    click.echo(json.dumps(numbers(told, at), indent=2) if as_json else numbers_as_text(told, at))
