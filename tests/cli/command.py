"""Running the command: in this process for its words, in another for what it imports."""

import subprocess
import sys
from dataclasses import dataclass

import pytest

from squiggle.cli import main


@dataclass(frozen=True)
class Done:
    """What a command printed, and its exit code."""

    status: int
    out: str
    err: str


def run(capsys: pytest.CaptureFixture[str], *words: str) -> Done:
    """`squiggle WORDS`."""
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    printed = capsys.readouterr()
    return Done(ended.value.code, printed.out, printed.err)


def python(*words: str) -> subprocess.CompletedProcess[str]:
    """`python WORDS` in a process of its own."""
    return subprocess.run([sys.executable, *words], capture_output=True, text=True)
