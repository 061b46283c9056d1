"""How numbers are written: decimals by kind, a true minus sign, and sums that check."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import prod

from squiggle.lesson.lesson import Lesson

MINUS = "\N{MINUS SIGN}"
EXACT = "="
ROUNDED = "\N{ALMOST EQUAL TO}"
"""Not a tilde: in the last row "~2.74" is read as "−2.74"."""

DECIMALS: Mapping[str, int] = {
    "input": 2,
    "multiplied": 2,
    "biased": 2,
    "bent": 3,
    "scaled": 2,
    "sum": 2,
    "output": 2,
    "gap": 2,
    "error": 2,
}
"""Decimals by kind of number. Heights of the bent curve have one more than what follows from them:
then every sum of the lesson but one checks on a calculator."""


def show(value: float, decimals: int) -> str:
    """`value` with that many decimals and a true minus sign; what rounds to 0 has no sign.

    >>> show(-12.345, 1), show(-0.001, 2)
    ('−12.3', '0.00')
    """
    text = f"{abs(value):.{decimals}f}"
    return MINUS + text if value < 0 and text.strip("0.") else text


def show_as(kind: str, value: float) -> str:
    """`value` with the decimals of its kind (a key of `DECIMALS`).

    >>> show_as("bent", 2.2512)
    '2.251'
    """
    return show(value, DECIMALS[kind])


def short(value: float) -> str:
    """`value` with as many decimals as it needs, for inputs and ticks: 0, 0.1, 1.

    >>> short(0.0), short(-0.25)
    ('0', '−0.25')
    """
    text = f"{Decimal(repr(abs(float(value)))).normalize():f}"
    return MINUS + text if value < 0 else text


def as_given(lesson: Lesson, parameter: str) -> str:
    """A parameter with the decimals it was given with; `KeyError` for an unknown one.

    >>> from squiggle.lesson import load
    >>> as_given(load("dosage"), "w3")
    '−1.30'
    """
    return show(lesson.parameters[parameter], lesson.decimals[parameter])


def bracketed(text: str) -> str:
    """A number as it stands after a sign: in brackets when it has one of its own.

    >>> bracketed("−34.4"), bracketed("2.28")
    ('(−34.4)', '2.28')
    """
    return f"({text})" if text.startswith(MINUS) else text


def plus(text: str) -> str:
    """A number as it is added: the sign, a space, the digits.

    >>> plus("2.14"), plus("−0.58")
    ('+ 2.14', '− 0.58')
    """
    return f"{MINUS} {text[1:]}" if text.startswith(MINUS) else f"+ {text}"


def add_up(terms: Sequence[float], total: float, decimals: int) -> str:
    """The sign between terms and total as shown: "=" when the shown ones add up, else "≈".

    >>> add_up([2.9266, 0.5690], 3.4956, 2), add_up([-0.3133, 3.0579], 2.7446, 2)
    ('=', '≈')
    """
    shown = sum(_read(show(term, decimals)) for term in terms)
    return EXACT if shown == _read(show(total, decimals)) else ROUNDED


def multiply_out(factors: Sequence[str], product: str) -> str:
    """The sign between factors and product as shown: "=" when the product is theirs, rounded.

    >>> multiply_out(["−1.30", "2.251"], "−2.93"), multiply_out(["2.28", "0.71"], "1.61")
    ('=', '≈')
    """
    places = -int(_read(product).as_tuple().exponent)
    exact = prod((_read(factor) for factor in factors), start=Decimal(1))
    rounded = exact.quantize(Decimal(1).scaleb(-places))
    return EXACT if rounded == _read(product) else ROUNDED


def _read(text: str) -> Decimal:
    return Decimal(text.replace(MINUS, "-"))
