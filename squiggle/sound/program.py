"""Voices are programs of their own: what they are given, and what they answer."""

import subprocess
import sys
from collections.abc import Sequence

from squiggle.errors import SquiggleError

PATIENCE = 600.0  # seconds


def run(voice: str, command: Sequence[str], text: str = "") -> str:
    """Run the program of a voice with `text` on its standard input; what it prints.

    Raises `SquiggleError` (status 1) with its last words when it fails, or takes too long.
    """
    try:
        done = subprocess.run(
            command, input=text, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=True
        )
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or [f"it ended with {error.returncode}"])[-1]
        raise SquiggleError(f"the voice {voice} failed: {last}", status=1) from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SquiggleError(f"the voice {voice} failed: {error}", status=1) from None
    return done.stdout


def python(package: str) -> list[str]:
    """How a package of this Python is run as a program; what lies in the current folder is not."""
    return [sys.executable, "-P", "-m", package]
