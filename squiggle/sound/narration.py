"""The narration of a lesson: what is heard of each beat, and how long each caption takes to say."""

import math
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from squiggle.lesson import Lesson, Reading
from squiggle.lesson.pacing import tell
from squiggle.lesson.said import counted
from squiggle.lesson.speech import BREATH, SILENCE, Speech
from squiggle.lesson.storyboard import sketch
from squiggle.lesson.words import Words
from squiggle.render.digest import digest, file_digest
from squiggle.sound.decoding import read_sound
from squiggle.sound.loudness import even
from squiggle.sound.pauses import parted, trimmed
from squiggle.sound.pcm import Pcm, seconds, silence
from squiggle.sound.recordings import Place, find_recordings
from squiggle.sound.spoken import spoken
from squiggle.sound.store import Store
from squiggle.sound.voices import find_voice, say

RECORDED = "recording"  # a kind of sound in the store


@dataclass(frozen=True, eq=False)
class Heard:
    """What is heard of a beat: a piece for each caption, which begins with it, and its seconds.

    A recording that could not be parted runs on: it is the first piece, and its seconds are shared
    all the same.
    """

    pieces: tuple[Pcm, ...]
    seconds: tuple[float, ...]
    runs_on: bool = False


@dataclass(frozen=True, eq=False)
class Narration:
    """What is heard of each beat that is not silent.

    `recorded` are those with a recording; a `voice` says the others. `notes` tell what had to be
    assumed.
    """

    beats: Mapping[Place, Heard]
    recorded: Set[Place]
    voice: str
    notes: tuple[str, ...] = ()

    @property
    def speech(self) -> Speech:
        """What a lesson has to know of it."""
        told = {place: heard.seconds for place, heard in self.beats.items()}
        pieces = {place: heard.pieces for place, heard in self.beats.items()}
        running = frozenset(place for place, heard in self.beats.items() if heard.runs_on)
        return Speech(told, running, digest(pieces) if pieces else "")

    @property
    def told(self) -> Mapping[str, Any]:
        """What a manifest says of it: how many beats are recorded, and how many a voice says."""
        recorded = len(self.recorded)
        spoken_by_voice = len(self.beats) - recorded
        voice = Path(self.voice).name if spoken_by_voice else ""
        return {"recorded": recorded, "synthetic": spoken_by_voice, "voice": voice}


def narrated(reading: Reading) -> Reading:
    """See `squiggle.sound.with_sound`; raises `SquiggleError` as `narration` does."""
    made = narration(reading.lesson)
    return Reading(replace(reading.lesson, speech=made.speech), (*reading.notes, *made.notes))


def narration(lesson: Lesson) -> Narration:
    """All that is heard in a lesson: its recordings, and its voice in beats that have none.

    Raises `SquiggleError` for recordings that cannot be used (see `recordings`, `decoding`), for a
    voice that there is not, is not installed or lacks the language, and (status 1) one that fails.
    """
    voice = find_voice(lesson.voice, lesson.language) if lesson.voice else None
    files: Mapping[Place, Path] = {}
    if lesson.narration:
        files = find_recordings(Path(lesson.narration), sketch(lesson))
    store, texts = Store.usual(), dict(_texts(lesson))
    # Every file is looked at, those of chapters too that are left out.
    sounds = {place: _recording(file, store) for place, file in files.items()}
    beats = {place: _shared(sounds[place], texts[place]) for place in texts if place in sounds}
    left = {place: told for place, told in texts.items() if place not in beats}
    if voice:
        said = say(voice, [text for told in left.values() for text in told], lesson.language, store)
        beats |= {place: _heard([said[text] for text in told]) for place, told in left.items()}
    notes = [f"nothing is heard in {files[place]}" for place in sounds if not sounds[place].any()]
    if files and left:
        who = f"{voice.name} says them" if voice else "they stay silent"
        notes.append(f"{counted(len(left), 'beat')} without a recording: {who}")
    in_order = {place: beats[place] for place in texts if place in beats}
    return Narration(in_order, in_order.keys() & sounds.keys(), lesson.voice, tuple(notes))


def _texts(lesson: Lesson) -> Iterator[tuple[Place, list[str]]]:
    """The captions of each beat as they are said."""
    words = Words(lesson)
    for chapter in tell(replace(lesson, speech=SILENCE), words):
        for beat in chapter.beats:
            cues = words.cues(chapter, beat.name)[: len(beat.parts)]
            yield (chapter.name, beat.name), [spoken(cue, lesson.language) for cue in cues]


def _recording(file: Path, store: Store) -> Pcm:
    """A recording with even levels and without silence around it."""
    pcm = read_sound(file)
    return store.made(RECORDED, file_digest(file), lambda: even(trimmed(pcm)))


def _shared(pcm: Pcm, texts: Sequence[str]) -> Heard:
    """A recording shared among the captions of its beat, as long as their words are."""
    shares = [len(text) for text in texts]
    pieces = parted(pcm, shares) if len(texts) > 1 else [pcm]
    if pieces:
        return _heard(pieces)
    takes = [seconds(pcm) * share / sum(shares) for share in shares]
    # It runs on: only its end is followed by a pause.
    takes = [max(0.0, take - BREATH) for take in takes[:-1]] + takes[-1:]
    return Heard((pcm, *[silence(0)] * (len(texts) - 1)), tuple(map(_up, takes)), runs_on=True)


def _heard(pieces: Sequence[Pcm]) -> Heard:
    return Heard(tuple(pieces), tuple(_up(seconds(piece)) for piece in pieces))


def _up(time: float) -> float:
    """Seconds in whole thousandths, not less."""
    return math.ceil(time * 1000 - 1e-6) / 1000
