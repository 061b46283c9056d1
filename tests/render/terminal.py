"""What a program shows on a terminal."""

import os
import pty
import re
import subprocess
import sys


def on_a_terminal(script: str, *arguments: str, **settings: str) -> list[str]:
    """The lines that a terminal of 80 columns shows of stderr, those in one place one by one."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        env=os.environ | {"TERM": "xterm", "COLUMNS": "80"} | settings,
        stderr=theirs,
    )
    os.close(theirs)
    written = b""
    try:
        while data := os.read(ours, 4096):
            written += data
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    assert process.wait() == 0
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", written.decode())
    return [line.strip() for line in re.split(r"[\r\n]+", text) if line.strip()]
