"""Measurements from a CSV file, as spreadsheets write it: two columns of numbers."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

from squiggle.core import LARGEST
from squiggle.errors import SquiggleError
from squiggle.lesson.handed import text_of
from squiggle.lesson.said import closest, counted, said

MOST_BYTES = 2 * 2**20
MOST_ROWS = 10_000
WANTED = "a CSV file with a column of inputs and one of targets"

Row = tuple[int, list[str]]
"""A row that is not blank: the line it ends on, and its cells."""


def read_csv(
    path: Path, columns: tuple[str, str] | None = None
) -> tuple[tuple[Decimal, ...], tuple[Decimal, ...]]:
    """The inputs and the targets of the CSV file at `path`, in its order.

    The separator is a tab, a semicolon or a comma: the first of them that the first line has. With
    the first two a number may have a decimal comma. A first row that is not all numbers is a
    heading; `columns` chooses two columns by it. Raises `SquiggleError` naming the wrong line.
    """
    text = text_of(path, MOST_BYTES, WANTED)
    separator = separator_of(text)
    rows = list(csv_rows(path, text, separator, WANTED))
    if not rows:
        raise SquiggleError(f"{path} has no rows", f"wanted: {WANTED}")
    has_heading = any(number_in(cell, separator) is None for cell in rows[0][1])
    places = _columns(path, rows[0], columns, has_heading)
    measured = rows[1:] if has_heading else rows
    if not measured:
        raise SquiggleError(f"{path} has a heading but no numbers", f"wanted: {WANTED}")
    if len(measured) > MOST_ROWS:
        line = measured[MOST_ROWS][0]
        raise SquiggleError(
            f"{path}, line {line}: one row too many", f"wanted: {MOST_ROWS} at most"
        )
    pairs = [_pair(path, row, places, separator, len(rows[0][1])) for row in measured]
    return tuple(x for x, _ in pairs), tuple(y for _, y in pairs)


def separator_of(text: str) -> str:
    """What stands between the cells of a CSV file: the first of three that its first line has."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    return next((mark for mark in "\t;" if mark in line), ",")


def csv_rows(path: Path, text: str, separator: str, wanted: str) -> Iterator[Row]:
    """The rows that are not blank; empty cells at the end of a row do not count as columns.

    Raises `SquiggleError` naming the line that is no CSV.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            while len(cells) > 2 and not cells[-1]:
                cells.pop()
            if any(cells):
                yield reader.line_num, cells
    except csv.Error as error:
        reason = str(error).replace("'\t'", "a tab")
        raise SquiggleError(
            f"{path}, line {reader.line_num}: {reason}", f"wanted: {wanted}"
        ) from None


def _columns(
    path: Path, first: Row, columns: tuple[str, str] | None, has_heading: bool
) -> tuple[int, int]:
    line, cells = first
    if columns is None:
        if len(cells) != 2:
            raise SquiggleError(
                f"{path}, line {line}: {counted(len(cells), 'column')}",
                'wanted: two, or columns = ["input", "target"] in [data]',
            )
        return 0, 1
    if not has_heading:
        raise SquiggleError(f"{path}, line {line}: no heading", f"wanted: {', '.join(columns)}")
    for name in columns:
        if cells.count(name) != 1:
            found = f"no column {said(name)}" if name not in cells else f"{said(name)} twice"
            hint = "wanted: headings that differ" if name in cells else closest(name, cells[:12])
            raise SquiggleError(f"{path}, line {line}: {found}", hint)
    return cells.index(columns[0]), cells.index(columns[1])


def _pair(
    path: Path, row: Row, places: tuple[int, int], separator: str, width: int
) -> tuple[Decimal, Decimal]:
    line, cells = row
    if len(cells) > width or len(cells) <= max(places):
        raise SquiggleError(
            f"{path}, line {line}: {counted(len(cells), 'cell')}", f"wanted: {width}"
        )
    numbers = []
    for cell in (cells[place] for place in places):
        number = number_in(cell, separator)
        if number is None or not number.is_finite():
            raise SquiggleError(f"{path}, line {line}: {said(cell)}", "wanted: two numbers")
        if abs(number) > LARGEST:
            raise SquiggleError(
                f"{path}, line {line}: {said(number)}", f"wanted: at most {LARGEST:g} in size"
            )
        numbers.append(number)
    return numbers[0], numbers[1]


def number_in(cell: str, separator: str) -> Decimal | None:
    """The number in a cell, None when there is none.

    >>> number_in("0,5", ";"), number_in("0,5", ",")
    (Decimal('0.5'), None)
    """
    text = cell.replace("\N{MINUS SIGN}", "-")
    if separator != "," and text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    try:
        return None if "_" in text else Decimal(text)
    except InvalidOperation:
        return None
