"""The command line: a thin skin over the public functions.

Commands stand in `squiggle/commands`, a module for each thing they are about. These import click
and nothing else before they are called: `squiggle --help` is to answer at once.
"""

import os
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

import squiggle
from squiggle.commands import batch, cache, embed, film, kit, lesson, script, still, weights
from squiggle.commands.options import debug
from squiggle.errors import SquiggleError, unknown

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


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(squiggle.__version__, prog_name="squiggle")
@debug
@click.pass_context
def main(ctx: click.Context) -> None:
    """Turn a small neural network into an animated lesson that is true to its last digit."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


for _command in (
    *film.COMMANDS,
    *kit.COMMANDS,
    *embed.COMMANDS,
    *batch.COMMANDS,
    *still.COMMANDS,
    *script.COMMANDS,
    *lesson.COMMANDS,
    *weights.COMMANDS,
    *cache.COMMANDS,
):
    main.add_command(_command)
