"""Overlays: clips with nothing behind what is drawn, for pages and editors that lay them over more.

They are drawn again from the lesson, for a film has a background. WebM (VP9) is for browsers,
ProRes 4444 for editors. Both have straight alpha and the colours of BT.709.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from numpy.typing import NDArray

from squiggle.errors import SquiggleError
from squiggle.kit.embeds.fit import Grade
from squiggle.kit.embeds.found import Found
from squiggle.kit.embeds.straight import StraightPicture
from squiggle.render.box import Box
from squiggle.render.preset import PRESETS, Preset
from squiggle.stage.theme import theme


@dataclass(frozen=True)
class Overlay:
    """A format: its name, its kind of file, its codec with options, its qualities.

    `repeats` says whether a held picture is written as often as it is shown: editors want a
    constant rate. Otherwise it is there at the begin and at the end of the time for which it
    stands.
    """

    name: str
    kind: str
    codec: str
    pixels: str
    options: Mapping[str, str]
    tags: Mapping[str, str]
    quality: str
    qualities: Sequence[int]
    repeats: bool

    def ladder(self, clip: Found) -> list[Grade]:
        """The grades for a clip, from the best to the least: its own size and the smaller ones."""
        most = PRESETS[clip.quality]
        sizes = [preset for preset in PRESETS.values() if preset.height <= most.height]
        largest = [Grade(most.height, most.fps, quality) for quality in self.qualities]
        least = [Grade(p.height, p.fps, self.qualities[-1]) for p in reversed(sizes[:-1])]
        return largest + least

    def write(self, clip: Found, grade: Grade, path: Path, *, loop: bool = False) -> None:
        """Draw a clip again and write it.

        Raises `SquiggleError`: status 2 for a `loop`, which is not the file's business, status 1
        when it cannot be drawn; and `OSError` when it cannot be written.
        """
        if loop:
            raise SquiggleError(f"a {self.name} does not loop by itself", "the page or player does")
        from squiggle.render.part import render_part  # imports Manim

        parts = clip.parts(_letter(grade))
        ground = theme(clip.lesson.theme).background
        with av.open(str(path), "w", format=self.kind) as file:
            writer = _Writer(file, self, parts[0][0].preset, grade.quality, ground)
            for part in parts:
                render_part(*part, writer)
            writer.end()

    def told(self, clip: Found, grade: Grade) -> str:
        """A grade in words."""
        size = clip.plan(_letter(grade)).preset
        quality = f", {self.quality} {grade.quality}" if len(self.qualities) > 1 else ""
        return f"{size.width}x{size.height}, {grade.rate} pictures a second{quality}"


def _letter(grade: Grade) -> str:
    """The letter of the quality in which a grade is drawn."""
    return next(one.letter for one in PRESETS.values() if one.height == grade.lines)


class _Writer:
    """Takes pictures whose colours are multiplied by their alpha, and writes them into a file."""

    def __init__(
        self, file: Any, overlay: Overlay, preset: Preset, quality: int, ground: str
    ) -> None:
        self.file, self.overlay, self.frames = file, overlay, 0
        colour = tuple(bytes.fromhex(ground.removeprefix("#")))
        self._picture = StraightPicture(preset.width, preset.height, colour)
        self._times: deque[tuple[int, int]] = deque()
        self._tick = Fraction(1, preset.fps)
        options = {**overlay.options, overlay.quality: str(quality)}
        self._stream = file.add_stream(overlay.codec, rate=preset.fps, options=options)
        self._stream.metadata.update(overlay.tags)
        context = self._stream.codec_context
        context.width, context.height = preset.width, preset.height
        context.pix_fmt, context.time_base, context.bit_rate = overlay.pixels, self._tick, 0
        context.color_range, context.colorspace = ColorRange.MPEG, Colorspace.ITU709
        context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709

    def write(
        self, pixels: NDArray[np.uint8], repeat: int = 1, changed: Sequence[Box] | None = None
    ) -> None:
        """Show one picture, RGBA of shape (height, width, 4), for `repeat` frames."""
        self._picture.take(pixels, changed)
        frame = av.VideoFrame.from_numpy_buffer(self._picture.pixels, format="rgba").reformat(
            format=self.overlay.pixels,
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            threads=1,  # with more, swscale writes the ends of its parts over their neighbours
        )
        frame.color_primaries, frame.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
        frame.time_base = self._tick
        if self.overlay.repeats or repeat == 1:
            self._encode(frame, self.frames, repeat)
        else:
            self._encode(frame, self.frames, repeat - 1)
            self._encode(frame, self.frames + repeat - 1, 1)
        self.frames += repeat

    def _encode(self, frame: Any, place: int, shown: int) -> None:
        frame.pts = place
        self._times.append((place, shown))
        self._mux(self._stream.encode(frame))

    def _mux(self, packets: Sequence[Any]) -> None:
        """Write what the encoder gives: a packet a picture, in order, later than it was asked."""
        for packet in packets:
            place, shown = self._times.popleft()
            copies, length = (shown, 1) if self.overlay.repeats else (1, shown)
            for copy in range(copies):
                packet.stream, packet.time_base = self._stream, self._tick
                packet.pts = packet.dts = place + copy
                packet.duration = length
                self.file.mux_one(packet)

    def end(self) -> None:
        """Write what the encoder still has."""
        self._mux(self._stream.encode(None))


OVERLAYS: Mapping[str, Overlay] = {
    ".webm": Overlay(
        name="WebM",
        kind="webm",
        codec="libvpx-vp9",
        pixels="yuva420p",
        # Alternate reference frames are not shown, and there is no alpha for them. In real time
        # this is as near to what was drawn, in as many bytes, in a quarter of the time.
        options={"auto-alt-ref": "0", "deadline": "realtime", "cpu-used": "6", "b": "0"},
        tags={"alpha_mode": "1"},
        quality="crf",
        qualities=(24, 36, 48),
        repeats=False,
    ),
    ".mov": Overlay(
        name="ProRes 4444",
        kind="mov",
        codec="prores_ks",
        pixels="yuva444p10le",
        options={"vendor": "apl0"},
        tags={},
        quality="profile",
        qualities=(4,),
        repeats=True,
    ),
}
"""Overlays by the endings of their files."""
