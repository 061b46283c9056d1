"""How a value from somebody's file is quoted in one line, and which known name was meant."""

import difflib
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from reprlib import Repr

LONGEST = 40
SHORT = Repr()  # stops early, however long or deep a thing is


def said(value: object) -> str:
    """A value as a file would say it, on one line of `LONGEST` characters at most.

    >>> said("much"), said(True), said([1, 2])
    ("'much'", 'true', '[1, 2]')
    """
    match value:
        case bool():
            text = str(value).lower()
        case str():
            text = repr(value[: 2 * LONGEST])
        case int() if value.bit_length() > 1000:
            text = f"a whole number of {value.bit_length() * 3 // 10} digits"
        case int() | Decimal() | date() | time() | datetime():
            text = str(value).lower().replace("nan", "NaN").replace("infinity", "infinite")
        case dict():
            text = "a table"
        case _:
            text = " ".join(SHORT.repr(value).split()).replace("Decimal('", "").replace("')", "")
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def closest(name: str, known: Iterable[str]) -> str:
    """A hint for an unknown name: the known one that looks most like it, else all of them.

    >>> closest("titel", ["names", "title"]), closest("x", ["a", "b"])
    ("did you mean 'title'?", 'known: a, b')
    """
    names = list(known)
    folded = {other.lower(): other for other in names}
    near = difflib.get_close_matches(name.lower()[:LONGEST], folded, n=1, cutoff=0.6)
    return f"did you mean {folded[near[0]]!r}?" if near else f"known: {', '.join(names)}"


def counted(number: int, noun: str, many: str = "") -> str:
    """A number of things.

    >>> counted(1, "bias", "biases"), counted(3, "row")
    ('1 bias', '3 rows')
    """
    return f"{number} {noun if number == 1 else many or noun + 's'}"
