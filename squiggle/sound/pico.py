"""SVOX Pico by NanoTTS: small (8 MB with six languages), and clearer than eSpeak.

How it says a text depends on what it has said before, so each text gets a process of its own.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

from squiggle.extra import needed
from squiggle.sound.program import python, run

ACCENTS = {"en": "en-US", "de": "de-DE", "es": "es-ES", "fr": "fr-FR", "it": "it-IT"}
VOLUME = "0.5"  # its own default is cut off at the loudest samples


class Pico:
    """The voice `pico`."""

    name = "pico"

    def check(self) -> None:
        """Raise `SquiggleError` where its package is not installed."""
        needed(f"the voice {self.name}", "py_nanotts", self.name)

    def speaks(self, language: str) -> bool:
        """Whether it has the language."""
        return language in ACCENTS

    def version(self) -> str:
        """What decides how it sounds."""
        return f"py-nanotts {version('py-nanotts')}, volume {VOLUME}"

    def say(self, texts: Sequence[str], language: str, folder: Path) -> list[Path]:
        """A WAV file in `folder` for each text, in order."""
        files = [folder / f"{place}.wav" for place in range(len(texts))]
        program = [*python("py_nanotts"), "-v", ACCENTS[language], "--volume", VOLUME]

        def say(text: str, file: Path) -> None:
            run(self.name, [*program, "-o", str(file), "--", text])

        with ThreadPoolExecutor(os.cpu_count()) as threads:
            list(threads.map(say, texts, files))
        return files
