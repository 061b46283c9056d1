"""TOML in and out: fractions are Decimals, so that -1.30 keeps its two decimals."""

import re
import tomllib
from decimal import Decimal, InvalidOperation
from typing import Any

from squiggle.errors import SquiggleError

LONGEST_KEY = 100
"""Parts of a key: a.b.c has three. Keys of thousands cost the parser time by their square."""


def parsed(file: str, text: str) -> dict[str, Any]:
    """What the text of `file` says.

    Raises `SquiggleError` with the line for a text that is no TOML, is nested too deep, or holds a
    number that nothing could hold.

    >>> parsed("a.toml", "w3 = -1.30")
    {'w3': Decimal('-1.30')}
    """
    for number, line in enumerate(text.splitlines(), start=1):
        if line.count(".") > LONGEST_KEY and _longest_key(line) > LONGEST_KEY:  # rare: be quick
            raise SquiggleError(
                f"{file}, line {number}: a key of many parts", f"wanted: {LONGEST_KEY} at most"
            )
    try:
        return tomllib.loads(text, parse_float=_decimal)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(file, text, str(error)) from None
    except RecursionError:
        raise SquiggleError(f"{file} is nested too deep", "wanted: tables and lists") from None
    except ValueError:  # Python reads no whole number of more than 4,300 digits
        raise SquiggleError(
            f"{file} holds a number too long to read", "wanted: 1e12 at most"
        ) from None


def _longest_key(line: str) -> int:
    is_remark = line.lstrip().startswith("#")
    return 0 if is_remark else max(part.count(".") for part in re.split(r"[,=]", line))


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError from None


def _not_toml(file: str, text: str, error: str) -> SquiggleError:
    """Tomllib's message with its place in front, in our words."""
    found = re.fullmatch(
        r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", error, re.DOTALL
    )
    reason, line = (found[1], found[2]) if found else (error, None)
    number = int(line) if line else max(1, text.rstrip().count("\n") + 1)
    reason = " ".join(reason.split())[:100]
    reason = re.sub(r"\(('[^()]*',?)\)", _dotted, reason)
    return SquiggleError(
        f"{file}, line {number}: {reason[:1].lower()}{reason[1:]}", "wanted: TOML, key = value"
    )


def _dotted(parts: re.Match[str]) -> str:
    """A key as people write it: ('network', 'beta') is network.beta."""
    return ".".join(re.findall(r"'([^']*)'", parts[1]))


def quoted(text: str) -> str:
    """A text as TOML writes it.

    >>> quoted('the "low" one') == '"the ' + chr(92) + '"low' + chr(92) + '" one"'
    True
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'
