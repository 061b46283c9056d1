"""Animated pictures: GIF, WebP and APNG, which play wherever a picture may stand.

A picture that holds is one picture with a long time. Without `loop` they play once and stop on the
last picture: what moves beside something that is read has to end within 5 seconds (WCAG 2.2.2).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

import av

from squiggle.kit.embeds.fit import Grade
from squiggle.kit.embeds.footage import Footage
from squiggle.kit.embeds.found import Found
from squiggle.kit.embeds.palette import painted, palette
from squiggle.stage.frame import LINES
from squiggle.stage.theme import DARK

MOST = 720  # pixels of the shorter side of an animated picture
LEAST_CAPITAL = 9.0  # pixels of a capital of the smallest text that can still be read
SAMPLES = 6  # the palette is chosen for one picture in so many, and the last
SHRINKING = 24  # pixels from one grade to the next, when nothing else is left to save


@dataclass(frozen=True)
class Animation:
    """A format: how its files are written, its grades, and their quality in words.

    `grades` are pictures a second and qualities, from the best to the least. After them the picture
    gets smaller, so that text stays large for as long as possible.
    """

    draw: Callable[[Footage, Grade, bool, Path], None]
    grades: Sequence[tuple[int, int]]
    counts: str

    def ladder(self, clip: Found) -> list[Grade]:
        """The grades for a clip, from the best to the least in which text can be read."""
        film = clip.footage
        most = min(film.lines, MOST)
        least = min(most, round(LEAST_CAPITAL / DARK.small * LINES))
        graded = [(min(rate, round(film.rate)), quality) for rate, quality in self.grades]
        sizes = [*range(most - SHRINKING, least, -SHRINKING), least]
        grades = [Grade(most, *one) for one in graded]
        grades += [Grade(lines, *graded[-1]) for lines in sizes]
        return list(dict.fromkeys(grades))

    def write(self, clip: Found, grade: Grade, path: Path, *, loop: bool = False) -> None:
        """Write a clip; raises `OSError` when it cannot be read or written."""
        self.draw(clip.footage, grade, loop, path)

    def told(self, clip: Found, grade: Grade) -> str:
        """A grade in words."""
        width, height = clip.footage.size(grade.lines)
        return (
            f"{width}x{height}, {grade.rate} pictures a second, {self.counts.format(grade.quality)}"
        )


def gif(clip: Footage, grade: Grade, loop: bool, path: Path) -> None:
    """Write a GIF; it counts in hundredths of a second."""
    told = {"loop": "0" if loop else "-1"}
    _write_in_colours(clip, grade, path, "gif", 100, told, "{}")


def apng(clip: Footage, grade: Grade, loop: bool, path: Path) -> None:
    """Write an APNG; it counts in milliseconds."""
    told = {"plays": "0" if loop else "1"}
    _write_in_colours(clip, grade, path, "apng", 1000, told, "{}/1000")


def webp(clip: Footage, grade: Grade, loop: bool, path: Path) -> None:
    """Write an animated WebP; it counts in milliseconds.

    libavformat leaves it to a guess how long the last picture stands, so that is set afterwards.
    """
    told, quality = {"loop": "0" if loop else "1"}, {"quality": str(grade.quality)}
    _write(path, "webp", "libwebp_anim", _frames(clip, grade, 1000), told, quality)
    data = bytearray(path.read_bytes())
    places = list(_times(data))
    for place in places[-1:]:  # none if nothing moves: then it is a plain picture
        before = sum(int.from_bytes(data[at : at + 3], "little") for at in places[:-1])
        data[place : place + 3] = (round(clip.seconds * 1000) - before).to_bytes(3, "little")
    path.write_bytes(data)


def _times(data: bytearray) -> Iterator[int]:
    """Where a WebP says how long each picture stands, in 3 bytes: after its place and size."""
    place = 12  # after RIFF, its size, WEBP
    while place < len(data):
        if data[place : place + 4] == b"ANMF":
            yield place + 8 + 12
        size = int.from_bytes(data[place + 4 : place + 8], "little")
        place += 8 + size + size % 2


ANIMATIONS: Mapping[str, Animation] = {
    ".gif": Animation(
        gif,
        ((30, 256), (30, 128), (30, 64), (20, 64), (15, 64), (15, 32), (10, 32)),
        "{} colours",
    ),
    ".webp": Animation(
        webp,
        ((30, 80), (30, 60), (20, 60), (15, 60), (15, 40), (10, 40), (10, 25)),
        "quality {}",
    ),
    ".png": Animation(
        apng,
        ((30, 256), (30, 128), (30, 64), (20, 64), (15, 64), (15, 32), (10, 32)),
        "{} colours",
    ),
}
"""Animated pictures by the endings of their files; `.apng` is an APNG, too."""


def _write_in_colours(
    clip: Footage,
    grade: Grade,
    path: Path,
    name: str,
    ticks: int,
    options: Mapping[str, str],
    delay: str,
) -> None:
    """Write a format that has a palette; `delay` is how it is told how long the last one stands."""
    last = Fraction(0)

    def samples() -> Iterator[Any]:
        nonlocal last
        for place, moment in enumerate(clip.moments(grade.rate)):
            last = moment[1]
            if place % SAMPLES == 0:
                yield clip.drawn(moment, grade.lines, ticks)
        yield clip.drawn(moment, grade.lines, ticks)

    colours = palette(samples(), grade.quality)
    end = delay.format(round(clip.seconds * ticks) - round(last * ticks))
    frames = painted(_frames(clip, grade, ticks), colours)
    _write(path, name, name, frames, {**options, "final_delay": end})


def _frames(clip: Footage, grade: Grade, ticks: int) -> Iterator[Any]:
    return (clip.drawn(moment, grade.lines, ticks) for moment in clip.moments(grade.rate))


def _write(
    path: Path,
    kind: str,
    codec: str,
    frames: Iterable[Any],
    options: Mapping[str, str],
    quality: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Write pictures into a file of a kind; raises `OSError` when that cannot be done."""
    with av.open(str(path), "w", format=kind, options=dict(options)) as file:
        stream: Any = None
        for frame in frames:
            if stream is None:
                rate = 1 / frame.time_base
                stream = file.add_stream(codec, rate=rate, options=dict(quality))
                stream.width, stream.height = frame.width, frame.height
                stream.sample_aspect_ratio = Fraction(1)
                stream.pix_fmt, stream.codec_context.time_base = frame.format.name, frame.time_base
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
