"""Bits and numbers of H.264 streams, against a reader that works on strings of 0 and 1."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from squiggle.render.h264 import Bits, Numbering, escaped, number_width, unescaped, units

HIGH, BASELINE = 100, 66
P_SLICE, IDR_SLICE, SEI, SPS = 0x41, 0x65, 0x06, 0x67  # first bytes of units

numbers = st.integers(0, 5000)
troublesome = st.lists(st.sampled_from([0, 0, 0, 1, 2, 3, 4, 255]), max_size=40).map(bytes)
anything = st.one_of(st.binary(max_size=60), troublesome)


def ue(number: int) -> str:
    """A number of variable width, as 9.1 of the standard defines it."""
    digits = f"{number + 1:b}"
    return "0" * (len(digits) - 1) + digits


def packed(bits: str) -> bytes:
    """Bits with the stop bit that ends a unit."""
    bits += "1"
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8))


def spelt(data: bytes) -> str:
    return "".join(f"{byte:08b}" for byte in data)


def read_ue(bits: str, at: int) -> tuple[int, int]:
    zeros = bits.index("1", at) - at
    return int(bits[at + zeros : at + 2 * zeros + 1], 2) - 1, at + 2 * zeros + 1


def by_the_book(payload: bytes) -> bytes:
    """7.4.1, byte by byte: a 3 goes before a byte up to 3 that follows two zeros."""
    made, zeros = bytearray(), 0
    for byte in payload:
        if zeros == 2 and byte <= 3:
            made.append(3)
            zeros = 0
        made.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes(made)


def sequence(profile: int, width: int, order: int = 2, scaling: str = "0", bypass: str = "0"):
    """A sequence set as far as it is read."""
    head = f"{profile:08b}" + "0" * 8 + f"{31:08b}" + ue(0)
    high = ue(1) + ue(0) + ue(0) + bypass + scaling if profile == HIGH else ""
    return bytes([SPS]) + escaped(packed(head + high + ue(width - 4) + ue(order) + ue(1) + "0"))


def p_picture(number: int, width: int, payload: bytes, begin: bytes = b"\0\0\0\1") -> bytes:
    """A picture of one slice: its header as far as it is read, then anything."""
    head = ue(0) + ue(5) + ue(0) + f"{number:0{width}b}"
    return begin + bytes([P_SLICE]) + escaped(packed(head + spelt(payload)))


def number_of(picture: bytes, width: int) -> tuple[int, str]:
    """The frame number of a picture of one slice, and all other bits of the slice."""
    (unit,) = units(picture)
    bits, at = spelt(unescaped(unit)), 8
    for _ in range(3):
        _, at = read_ue(bits, at)
    return int(bits[at : at + width], 2), bits[:at] + bits[at + width :]


@settings(deadline=None)
@given(payload=anything)
def test_a_unit_is_escaped_by_the_book_and_back(payload):
    ends = payload + b"\x80"  # a unit never ends with a zero
    assert escaped(ends) == by_the_book(ends)
    assert unescaped(escaped(ends)) == ends
    for code in (b"\0\0\0", b"\0\0\1", b"\0\0\2"):
        assert code not in escaped(ends)


@settings(deadline=None)
@given(told=st.lists(st.one_of(numbers, st.tuples(numbers, st.integers(0, 40))), max_size=20))
def test_numbers_are_read_as_they_were_written(told):
    """Those of variable width, and (number, zeros before it) those of a fixed one."""
    bits = "".join(ue(one) if isinstance(one, int) else f"{one[0]:0{one[1] + 13}b}" for one in told)
    reader = Bits(packed(bits))
    for one in told:
        if isinstance(one, int):
            assert reader.golomb() == one
        else:
            assert reader.take(one[1] + 13) == one[0]
    assert reader.at == len(bits)


@settings(deadline=None)
@given(data=st.binary(min_size=1, max_size=12), start=st.integers(0, 30), count=st.integers(0, 60))
def test_any_bits_are_those_of_the_string(data, start, count):
    bits = spelt(data)
    start, count = min(start, len(bits)), min(count, max(0, len(bits) - start))
    assert Bits(data, start).take(count) == int(bits[start : start + count] or "0", 2)


@settings(deadline=None)
@given(
    parts=st.lists(anything, min_size=1, max_size=6),
    long=st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_a_stream_falls_into_its_units(parts, long):
    made = [bytes([P_SLICE]) + escaped(part + b"\x80") for part in parts]
    begins = [b"\0\0\0\1" if is_long else b"\0\0\1" for is_long in long]
    assert units(b"".join(a + b for a, b in zip(begins, made, strict=False))) == made


@pytest.mark.parametrize("profile", [BASELINE, 77, HIGH])
@pytest.mark.parametrize("width", range(4, 17))
def test_the_width_of_a_frame_number_is_read(profile, width):
    assert number_width(sequence(profile, width)) == width


@pytest.mark.parametrize("order", [0, 1])
def test_pictures_that_are_shown_out_of_turn_are_refused(order):
    with pytest.raises(ValueError, match="another order"):
        number_width(sequence(HIGH, 4, order))


@pytest.mark.parametrize("flags", [{"scaling": "1"}, {"bypass": "1"}])
def test_scaling_matrices_are_refused(flags):
    with pytest.raises(ValueError, match="scaling"):
        number_width(sequence(HIGH, 4, **flags))


pictures = st.lists(
    st.tuples(st.sampled_from(["key", "p", "p", "sei", "two"]), st.integers(0, 15), anything),
    max_size=60,
)


@settings(deadline=None)
@given(told=pictures, width=st.integers(4, 16))
def test_pictures_are_counted_from_each_key_picture_and_nothing_else_changes(told, width):
    numbering, last = Numbering(width), -1
    key = b"\0\0\0\1" + bytes([IDR_SLICE]) + b"\x88\x84\0\0\3\1\x80"
    sei = b"\0\0\0\1" + bytes([SEI]) + b"\5\1\0\0\3\0\x80"
    for kind, number, payload in told:
        if kind == "key":
            assert numbering.next(sei + key) == sei + key
            last = 0
            continue
        last = (last + 1) % (1 << width)
        before = p_picture(number, width, payload)
        many = {"p": before, "sei": sei + before, "two": before + before}[kind]
        after = units(numbering.next(many))
        if kind == "sei":
            assert after.pop(0) == units(sei)[0]
        for unit in after:
            shown, rest = number_of(b"\0\0\1" + unit, width)
            assert (shown, rest) == (last, number_of(before, width)[1])
            assert unit[1:] == by_the_book(unescaped(unit)[1:])


def test_a_frame_number_begins_again_after_its_greatest():
    numbering, picture = Numbering(4), p_picture(9, 4, b"\0\0\1\2")
    counted = [number_of(numbering.next(picture), 4)[0] for _ in range(40)]
    assert counted == [n % 16 for n in range(40)]
