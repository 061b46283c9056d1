"""Synthetic voices behind one small interface: texts in a language in, sound out, kept by text."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from squiggle.errors import SquiggleError, unknown
from squiggle.lesson.speech import is_file
from squiggle.sound.decoding import read_sound
from squiggle.sound.espeak import Espeak
from squiggle.sound.loudness import even
from squiggle.sound.pauses import trimmed
from squiggle.sound.pcm import Pcm
from squiggle.sound.pico import Pico
from squiggle.sound.piper import Piper
from squiggle.sound.store import Store


class Voice(Protocol):
    """Something that speaks without a network. A new one is one module and a line in `VOICES`."""

    @property
    def name(self) -> str:
        """What --voice calls it."""

    def check(self) -> None:
        """Raise `SquiggleError`, with what to type, where it is not installed."""

    def speaks(self, language: str) -> bool:
        """Whether it has a language, by its code."""

    def version(self) -> str:
        """What decides how it sounds, besides text and language."""

    def say(self, texts: Sequence[str], language: str, folder: Path) -> list[Path]:
        """A file of sound in the empty `folder` for each text, in order."""


VOICES: Mapping[str, Voice] = {voice.name: voice for voice in (Piper(), Pico(), Espeak())}


def find_voice(name: str, language: str) -> Voice:
    """The voice of that name, or in that file, ready to speak a language.

    Raises `SquiggleError` for one that there is not, is not installed, or lacks the language.
    """
    if not is_file(name) and name not in VOICES:
        raise unknown("voice", name, VOICES)
    voice = Piper(Path(name)) if is_file(name) else VOICES[name]
    voice.check()
    if not voice.speaks(language):
        others = [name for name, other in VOICES.items() if other.speaks(language)]
        hint = f"wanted: {' or '.join(others)}" if others else ""
        raise SquiggleError(f"the voice {voice.name} does not speak {language!r}", hint)
    return voice


def say(voice: Voice, texts: Sequence[str], language: str, store: Store) -> dict[str, Pcm]:
    """Each text as it sounds, even in loudness and without silence around it.

    What is in the store is not said anew. Raises `SquiggleError` (status 1) when the voice fails.
    """
    kind = (voice.version(), language)
    known = {text: store.find(kind, text) for text in dict.fromkeys(texts)}
    left = [text for text, pcm in known.items() if pcm is None]
    said = {text: pcm for text, pcm in known.items() if pcm is not None}
    if left:
        with TemporaryDirectory(prefix="squiggle-voice-") as folder:
            files = voice.say(left, language, Path(folder))
            for text, file in zip(left, files, strict=True):
                said[text] = store.keep(kind, text, even(trimmed(read_sound(file))))
        store.trim()
    return said
