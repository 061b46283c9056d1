"""How numbers are written: decimals by kind, a true minus sign, and sums that check.

What is large is written as engineers do, with three digits and an exponent that is a multiple of
three (12.3e6, −123e9), so that no number is wide. What is written can be read back: it is the
value to within half a unit of its last digit, and a larger value is never written as a smaller one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from math import floor, log10, prod
from typing import TYPE_CHECKING

from squiggle.errors import unknown

if TYPE_CHECKING:
    from squiggle.lesson.lesson import Lesson

MINUS = "\N{MINUS SIGN}"
EXACT = "="
ROUNDED = "\N{ALMOST EQUAL TO}"
"""Not a tilde: in the last row "~2.74" is read as "−2.74"."""

MARKS = {".": "point", ",": "comma"}
"""The decimal marks, and what they are called."""

DECIMALS: Mapping[str, int] = {
    "input": 2,
    "multiplied": 2,
    "biased": 2,
    "bent": 3,
    "scaled": 2,
    "sum": 2,
    "shifted": 2,
    "output": 2,
    "gap": 2,
}
"""Decimals by kind of number. Heights of the bent curve have one more than what follows from them:
then every sum of the lesson but one checks on a calculator."""

LARGE = 100_000  # from here on a number is written with an exponent
SMALL = 0.001  # and below here, if it would be written as 0 or be too wide
DIGITS = 3  # of a number with an exponent
WIDE = 7  # the most characters of a weight, its sign not counted
ENOUGH = 1_000  # digits with which sums and products of doubles are exact


@dataclass(frozen=True)
class Numbers:
    """The way a film writes numbers: its decimal mark, "." or ",", and decimals by kind.

    Another mark raises `SquiggleError`. Every value is a finite number.
    """

    decimal: str = "."
    decimals: Mapping[str, int] = field(default_factory=lambda: DECIMALS, hash=False)

    def __post_init__(self) -> None:
        if self.decimal not in MARKS:
            raise unknown("decimal mark", self.decimal, MARKS)

    def show(self, value: float | Decimal, decimals: int) -> str:
        """`value` with that many decimals and a true minus sign; what rounds to 0 has no sign.

        >>> Numbers().show(-12.345, 1), Numbers(",").show(-0.001, 2), Numbers().show(-1.23e10, 2)
        ('−12.3', '0,00', '−12.3e9')
        """
        size = value.copy_abs() if isinstance(value, Decimal) else abs(value)
        return self._signed(value, _plain(size, decimals))

    def show_as(self, kind: str, value: float) -> str:
        """`value` with the decimals of its kind (a key of `decimals`; `KeyError` for another).

        >>> Numbers().show_as("bent", 2.2512)
        '2.251'
        """
        return self.show(value, self.decimals[kind])

    def short(self, value: float) -> str:
        """`value` with as many decimals as it needs, for inputs and ticks: 0, 0.1, 1, 1.2e6.

        It has at most 7 characters and a sign, for sizes from 1e-99 to 1e99.

        >>> Numbers().short(0.0), Numbers(",").short(-0.25), Numbers().short(1 / 3)
        ('0', '−0,25', '0.33333')
        """
        exact = Decimal(repr(abs(float(value)))).normalize()
        text = _fitted(float(exact), max(0, -int(exact.as_tuple().exponent)))
        mantissa, mark, exponent = text.partition("e")
        if "." in mantissa:
            mantissa = mantissa.rstrip("0").rstrip(".")
        return self._signed(value, mantissa + mark + exponent)

    def weight(self, value: float, decimals: int, room: int = WIDE) -> str:
        """A parameter with the decimals it was given with, as far as there is room.

        It has at most `room` characters and a sign, for sizes from 1e-99 to 1e99 (and 6 where an
        exponent needs them), and is never written as 0 unless it is.

        >>> Numbers().weight(-1.3, 2), Numbers().weight(0.00045, 2), Numbers().weight(-1234.5678, 4)
        ('−1.30', '450e−6', '−1234.57')
        """
        return self._signed(value, _fitted(abs(float(value)), decimals, room))

    def powered(self, value: float | Decimal, decimals: int, power: int) -> str:
        """`value` times 10 to the `power`, for numbers that have an exponent in common; 0 is "0".

        >>> Numbers().powered(1.25, 2, 6), Numbers(",").powered(-0.5, 1, 0)
        ('1.25e6', '−0,5')
        """
        size = value.copy_abs() if isinstance(value, Decimal) else abs(value)
        if not power:
            return self._signed(value, f"{size:.{decimals}f}")
        return self._signed(value, f"{size:.{decimals}f}{_exponent(power)}") if value else "0"

    def bracketed(self, text: str) -> str:
        """A number as it stands after a sign: in brackets when it has one of its own.

        >>> Numbers().bracketed("−34.4"), Numbers().bracketed("2.28")
        ('(−34.4)', '2.28')
        """
        return f"({text})" if text.startswith(MINUS) else text

    def plus(self, text: str) -> str:
        """A number as it is added: the sign, a space, the digits.

        >>> Numbers().plus("2.14"), Numbers().plus("−0.58")
        ('+ 2.14', '− 0.58')
        """
        return f"{MINUS} {text[1:]}" if text.startswith(MINUS) else f"+ {text}"

    def add_up(self, terms: Sequence[float], total: float, decimals: int) -> str:
        """The sign between terms and total as shown: "=" when the shown ones add up, else "≈".

        >>> Numbers().add_up([2.9266, 0.5690], 3.4956, 2)
        '='
        >>> Numbers().add_up([-0.3133, 3.0579], 2.7446, 2)
        '≈'
        """
        with localcontext(prec=ENOUGH):
            shown = sum((self.read(self.show(term, decimals)) for term in terms), Decimal(0))
            return EXACT if self.show(shown, decimals) == self.show(total, decimals) else ROUNDED

    def multiply_out(self, factors: Iterable[str], product: str) -> str:
        """The sign between factors and product as shown: "=" when the product is theirs, rounded.

        >>> Numbers().multiply_out(["−1.30", "2.251"], "−2.93")
        '='
        >>> Numbers(",").multiply_out(["2,28", "0,71"], "1,61")
        '≈'
        """
        with localcontext(prec=ENOUGH):
            exact = prod((self.read(factor) for factor in factors), start=Decimal(1))
            shown = self.read(product)
            last = Decimal(1).scaleb(int(shown.as_tuple().exponent))
            return EXACT if exact.quantize(last) == shown else ROUNDED

    def read(self, text: str) -> Decimal:
        """The number that a shown text says.

        >>> Numbers(",").read("−12,3e6")
        Decimal('-1.23E+7')
        """
        return Decimal(text.replace(MINUS, "-").replace(self.decimal, "."))

    def _signed(self, value: float | Decimal, size: str) -> str:
        """The written size of `value` with its sign, if it is not 0 as written, and its mark."""
        sign = MINUS if value < 0 and size.strip("0.") else ""
        return sign + size.replace(".", self.decimal)


def _plain(size: float | Decimal, decimals: int) -> str:
    """A size >= 0 with so many decimals, or with an exponent if it is large as written."""
    text = f"{size:.{decimals}f}"
    return _engineering(size, DIGITS) if float(text) >= LARGE else text


def _fitted(size: float, decimals: int, room: int = WIDE) -> str:
    """A size >= 0 with so many decimals, or with as many as have room and say something of it."""
    text = _plain(size, decimals)
    nothing = size > 0 and not text.strip("0.")
    if len(text) <= room and not nothing:
        return text
    if 0 < size < SMALL or size >= LARGE:
        tries = [_engineering(size, digits) for digits in range(DIGITS, 0, -1)]
    elif nothing:
        least = -floor(log10(size))  # decimals with which one digit is written
        tries = [f"{size:.{least + more}f}" for more in range(DIGITS - 1, -1, -1)]
    else:
        tries = [_plain(size, places) for places in range(decimals, -1, -1)]
    return next((text for text in tries if len(text) <= room), min(tries, key=len))


def _engineering(size: float | Decimal, digits: int) -> str:
    """A size > 0 with so many digits and an exponent that is a multiple of 3: 1.00e6, 450e−6."""
    mantissa, _, power = f"{size:.{digits - 1}e}".partition("e")
    exponent = int(power) // 3 * 3
    whole = int(power) - exponent + 1
    figures = mantissa.replace(".", "").ljust(whole, "0")
    parts = [figures[:whole], *filter(None, [figures[whole:]])]
    return ".".join(parts) + _exponent(exponent)


def _exponent(power: int) -> str:
    return f"e{MINUS if power < 0 else ''}{abs(power)}"


PLAIN = Numbers()


def show(value: float, decimals: int) -> str:
    """`Numbers.show` of the usual numbers."""
    return PLAIN.show(value, decimals)


def show_as(kind: str, value: float) -> str:
    """`Numbers.show_as` of the usual numbers."""
    return PLAIN.show_as(kind, value)


def short(value: float) -> str:
    """`Numbers.short` of the usual numbers."""
    return PLAIN.short(value)


def as_given(lesson: Lesson, parameter: str) -> str:
    """A parameter with the decimals it was given with; `KeyError` for an unknown one.

    >>> from squiggle.lesson import load
    >>> as_given(load("dosage"), "w3")
    '−1.30'
    """
    return PLAIN.weight(lesson.parameters[parameter], lesson.decimals[parameter])


def bracketed(text: str) -> str:
    """`Numbers.bracketed` of the usual numbers."""
    return PLAIN.bracketed(text)


def plus(text: str) -> str:
    """`Numbers.plus` of the usual numbers."""
    return PLAIN.plus(text)


def add_up(terms: Sequence[float], total: float, decimals: int) -> str:
    """`Numbers.add_up` of the usual numbers."""
    return PLAIN.add_up(terms, total, decimals)


def multiply_out(factors: Sequence[str], product: str) -> str:
    """`Numbers.multiply_out` of the usual numbers."""
    return PLAIN.multiply_out(factors, product)
