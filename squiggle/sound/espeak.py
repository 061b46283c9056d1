"""eSpeak NG: the system's program, a hundred languages, small and robotic."""

import shutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from squiggle.errors import SquiggleError
from squiggle.sound.program import run

PROGRAM = "espeak-ng"
WORDS_A_MINUTE = "150"
ACCENTS = {"en": "en-us"}  # languages in which the program's first choice is another


class Espeak:
    """The voice `espeak`."""

    name = "espeak"

    def check(self) -> None:
        """Raise `SquiggleError` where the program is not installed."""
        if shutil.which(PROGRAM) is None:
            raise SquiggleError(
                f"the voice {self.name} needs {PROGRAM}, which is not installed",
                f"try: apt-get install {PROGRAM}, or brew install {PROGRAM}",
            )

    def speaks(self, language: str) -> bool:
        """Whether it has the language."""
        return shutil.which(PROGRAM) is not None and len(_voices(language).splitlines()) > 1

    def version(self) -> str:
        """What decides how it sounds."""
        return run(self.name, [PROGRAM, "--version"]).split("Data at")[0].strip()

    def say(self, texts: Sequence[str], language: str, folder: Path) -> list[Path]:
        """A WAV file in `folder` for each text, in order."""
        files = [folder / f"{place}.wav" for place in range(len(texts))]
        accent = ACCENTS.get(language, language)
        for text, file in zip(texts, files, strict=True):
            options = ["-v", accent, "-s", WORDS_A_MINUTE, "-b", "1", "-w", str(file), "--stdin"]
            run(self.name, [PROGRAM, *options], text)
        return files


@cache
def _voices(language: str) -> str:
    """A line for each voice that the program has for a language, under a heading."""
    return run(Espeak.name, [PROGRAM, f"--voices={language}"])
