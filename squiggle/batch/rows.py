"""The table of a batch: CSV, JSON or JSON lines in, rows of text out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import category

from squiggle.batch.columns import NAME, NUMBERS, column
from squiggle.errors import SquiggleError
from squiggle.lesson.handed import text_of
from squiggle.lesson.measurements import csv_rows, number_in, separator_of
from squiggle.lesson.said import counted, said

MOST_BYTES = 2 * 2**20
MOST_ROWS = 1_000
WANTED = "a table of rows: CSV, a JSON list of objects, or an object a line (.jsonl)"


@dataclass(frozen=True)
class Row:
    """A row: its number from 1, what errors call it, and its cells by column, empty ones left out.

    >>> Row(2, "rows.csv, line 3", {"w1": "-20"}).name
    '2'
    """

    number: int
    where: str
    cells: Mapping[str, str]

    @property
    def name(self) -> str:
        """What the row is called: its cell `name`, or its number."""
        return self.cells.get("name", str(self.number))


class _Object(list[tuple[str, Any]]):
    """A JSON object with its keys in order, twice those that are there twice."""


DECODER = json.JSONDecoder(
    object_pairs_hook=_Object, parse_float=str, parse_int=str, parse_constant=str
)
"""JSON's numbers stay as they are written: -1.30 has two decimals."""


def read_rows(path: Path) -> tuple[Row, ...]:
    """The rows of the table at `path`; its ending says what kind it is.

    Raises `SquiggleError` naming the line: for what is no such table, for a column that there is
    not, and for a table without rows or with more than `MOST_ROWS`.
    """
    kinds = {".csv": _csv, ".json": _json, ".jsonl": _jsonl}
    kind = kinds.get(path.suffix.lower())
    if kind is None:
        raise SquiggleError(f"{path} is no table by its name", f"wanted: {', '.join(kinds)}")
    rows: list[Row] = []
    for where, cells in kind(path, text_of(path, MOST_BYTES, WANTED)):
        if len(rows) == MOST_ROWS:
            raise SquiggleError(f"{where}: one row too many", f"wanted: {MOST_ROWS} at most")
        rows.append(Row(len(rows) + 1, where, _filled(where, cells)))
    if not rows:
        raise SquiggleError(f"{path} has no rows", f"wanted: {WANTED}")
    return tuple(rows)


ODD = {"Cc", "Cs"}
"""The kinds of characters that no text has: those that control, and halves of one."""
Cells = Sequence[tuple[str, str]]
Found = Iterator[tuple[str, Cells]]


def _filled(where: str, cells: Cells) -> dict[str, str]:
    """The cells that are not empty, by the columns' own names."""
    found: dict[str, str] = {}
    seen: set[str] = set()
    for name, text in cells:
        known = column(name, where)
        if known in seen:
            raise SquiggleError(f"{where}: {said(known)} twice", "wanted: columns that differ")
        seen.add(known)
        if not (text.isprintable() if known == NAME else ODD.isdisjoint(map(category, text))):
            hint = "wanted: letters, none that steer a terminal"
            raise SquiggleError(f"{where}, {known}: {said(text)}", hint)
        if text:
            found[known] = text
    return found


def _csv(path: Path, text: str) -> Found:
    """A first row of names, then a row a film; a number may have a decimal comma where data may."""
    separator = separator_of(text)
    lines = csv_rows(path, text, separator, WANTED)
    first, names = next(lines, (0, list[str]()))
    _filled(f"{path}, line {first}", [(name, "") for name in names])
    for line, cells in lines:
        where = f"{path}, line {line}"
        if len(cells) > len(names) and any(cells[len(names) :]):
            raise SquiggleError(f"{where}: {counted(len(cells), 'cell')}", f"wanted: {len(names)}")
        pairs = zip(names, cells, strict=False)  # what is missing at the end is empty
        yield where, [(name, _numeral(name, cell, separator)) for name, cell in pairs]


def _numeral(name: str, cell: str, separator: str) -> str:
    number = number_in(cell, separator) if NUMBERS.fullmatch(name) else None
    return cell if number is None else str(number)


def _json(path: Path, text: str) -> Found:
    """A list of objects; the line of each is where it begins."""
    whole = _parsed(text, str(path), 1)
    if not isinstance(whole, list) or isinstance(whole, _Object):
        raise SquiggleError(f"{path} is no list", f"wanted: {WANTED}")
    at = text.index("[") + 1
    for told in whole:
        while text[at] in ", \t\r\n":
            at += 1
        where = f"{path}, line {text.count(chr(10), 0, at) + 1}"
        at = DECODER.raw_decode(text, at)[1]
        yield where, _pairs(told, where)


def _jsonl(path: Path, text: str) -> Found:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            where = f"{path}, line {number}"
            yield where, _pairs(_parsed(line, str(path), number), where)


def _parsed(text: str, name: str, line: int) -> Any:
    try:
        return DECODER.decode(text)
    except json.JSONDecodeError as error:
        reason = error.msg[:1].lower() + error.msg[1:]
        line += error.lineno - 1
        raise SquiggleError(f"{name}, line {line}: {reason}", f"wanted: {WANTED}") from None
    except RecursionError:
        where = f"{name}, line {line}" if name.endswith("l") else name
        raise SquiggleError(f"{where} is nested too deep", f"wanted: {WANTED}") from None


def _pairs(told: Any, where: str) -> Cells:
    if not isinstance(told, _Object):
        raise SquiggleError(f"{where}: {said(told)}", "wanted: an object, a key for each column")
    return [(name, _text(name, value, where)) for name, value in told]


def _text(name: str, value: Any, where: str) -> str:
    """A value of JSON as a cell would have it."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case str():
            return value.strip()
        case _Object():
            found = "an object"
        case list() if value and all(isinstance(one, str) for one in value):
            return ", ".join(value)
        case _:
            found = said(value)
    raise SquiggleError(f"{where}, {name}: {found}", "wanted: a text, a number, true or false")
