"""Held pictures for nothing: H.264 pictures in which every macroblock is skipped.

A skipped macroblock repeats the one before it, so a picture of nothing else repeats the picture
before to the last bit, in some 70 bytes that do not depend on what is seen. It is encoded once for
a preset and copied. What has to be its own is the frame number, a field of fixed width in the slice
header (ITU-T H.264, 7.3.3); in pictures that are encoded after a copy it is moved on as well.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

START = re.compile(b"\0\0\1")
SLICE, KEY_SLICE, SEQUENCE = 1, 5, 7  # nal_unit_type: a slice, one of an IDR picture, an SPS
HIGH = 100  # profile_idc whose sequence set also tells the chroma format and the bit depths


def units(stream: bytes) -> list[bytes]:
    """The NAL units of a byte stream with start codes (annex B), as they are."""
    starts = [match.end() for match in START.finditer(stream)]
    ends = [start - 3 for start in starts[1:]] + [len(stream)]
    return [stream[a:b].rstrip(b"\0") for a, b in zip(starts, ends, strict=True)]


def prefixed(parts: Iterable[bytes]) -> bytes:
    """NAL units as MP4 has them, each behind its length in 4 bytes (ISO/IEC 14496-15, 5.3.4.2)."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def unprefixed(sample: bytes) -> list[bytes]:
    """The NAL units of a sample of an MP4."""
    parts, at = [], 0
    while at < len(sample):
        size = int.from_bytes(sample[at : at + 4], "big")
        parts.append(sample[at + 4 : at + 4 + size])
        at += 4 + size
    return parts


def sequence_of(configuration: bytes) -> bytes:
    """The sequence set in the configuration record of an MP4 (avcC, 5.3.3.1)."""
    return configuration[8 : 8 + int.from_bytes(configuration[6:8], "big")]


def unescaped(unit: bytes) -> bytes:
    """A unit without the bytes that keep start codes out of it (7.4.1)."""
    return unit.replace(b"\0\0\3", b"\0\0")


def escaped(unit: bytes) -> bytes:
    """A unit with these bytes."""
    return re.sub(rb"\0\0(?=[\0-\3])", b"\0\0\3", unit)


@dataclass
class Bits:
    """Reads numbers from the bits of a unit, the highest first."""

    data: bytes
    at: int = 0

    def take(self, count: int) -> int:
        """The next so many bits as a number: u(n)."""
        first, last = self.at // 8, (self.at + count + 7) // 8
        word = int.from_bytes(self.data[first:last], "big")
        self.at += count
        return word >> (last * 8 - self.at) & (1 << count) - 1

    def golomb(self) -> int:
        """The next number of variable width: ue(v) (9.1)."""
        zeros = 0
        while not self.take(1):
            zeros += 1
        return (1 << zeros) - 1 + self.take(zeros)


def number_width(sequence: bytes) -> int:
    """The bits of a frame number, log2_max_frame_num (7.3.2.1.1), as a sequence set tells them.

    `ValueError` for a set that has scaling matrices, or in which a picture's place does not follow
    from its number (pic_order_cnt_type is not 2).
    """
    bits = Bits(unescaped(sequence), 8)
    profile = bits.take(8)
    bits.take(16)
    bits.golomb()
    if profile == HIGH:
        for _ in range(3):
            bits.golomb()
        if bits.take(2):
            raise ValueError("a sequence set with scaling matrices")
    width = bits.golomb() + 4
    if bits.golomb() != 2:
        raise ValueError("pictures are shown in another order than they are coded in")
    return width


@dataclass
class Numbering:
    """Gives the pictures of a stream their frame numbers, whatever stands between them.

    `width` are the bits of a number; see `number_width`.
    """

    width: int
    number: int = field(default=-1)

    def next(self, picture: bytes) -> bytes:
        """A picture (annex B) that follows the last one: 0 for an IDR picture, else one more."""
        parts = units(picture)
        numbered = self.number_next(parts)
        if numbered is parts:
            return picture
        return b"".join(b"\0\0\0\1" + part for part in numbered)

    def number_next(self, parts: list[bytes]) -> list[bytes]:
        """The same for a picture's NAL units; those of an IDR picture come back as they are."""
        is_key = any(part[0] & 31 == KEY_SLICE for part in parts)
        self.number = 0 if is_key else (self.number + 1) % (1 << self.width)
        return parts if is_key else [self._numbered(part) for part in parts]

    def _numbered(self, unit: bytes) -> bytes:
        if unit[0] & 31 != SLICE:
            return unit
        plain = unescaped(unit)
        bits = Bits(plain, 8)
        for _ in range(3):  # first_mb_in_slice, slice_type, pic_parameter_set_id
            bits.golomb()
        first, last = bits.at // 8, (bits.at + self.width + 7) // 8
        low = last * 8 - bits.at - self.width
        word = int.from_bytes(plain[first:last], "big")
        word = word & ~(((1 << self.width) - 1) << low) | self.number << low
        return escaped(plain[:first] + word.to_bytes(last - first, "big") + plain[last:])
