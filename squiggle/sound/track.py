"""Sound as a track of an MP4: AAC-LC, 48 kHz, both loudspeakers alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from squiggle.sound.pcm import RATE, Pcm, blocks

BITS = 128_000  # a second
LAYOUT = "stereo"  # with one channel some players are louder by 3 decibels
CODER = {"aac_coder": "fast"}  # a third of the time, and on speech nearer to what was said


@dataclass(frozen=True, eq=False)
class SoundTrack:
    """What is heard from the first picture on, in a language (ISO 639-2: eng).

    The encoder begins 1,024 samples early. The packets say so, and the container tells players.
    """

    pcm: Pcm
    language: str

    def add(self, film: Any) -> Any:
        """Add the stream to an open container, before anything is written into it."""
        stream = film.add_stream("aac", rate=RATE, layout=LAYOUT, options=CODER)
        stream.bit_rate = BITS
        stream.metadata["language"] = self.language
        return stream

    def packets(self, stream: Any) -> Iterator[Any]:
        """The packets of the stream, in the order of time."""
        for frame in chain(blocks(self.pcm, LAYOUT), [None]):
            yield from stream.encode(frame)
