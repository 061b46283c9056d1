"""Measurements from CSV files, as spreadsheets and people write them."""

import pytest

from squiggle.errors import SquiggleError
from squiggle.lesson.measurements import read_csv

PAIRS = [(0.0, 1.5), (0.5, -2.0), (1.0, 0.25)]

SAME = {
    "commas": b"0,1.5\n0.5,-2\n1,0.25\n",
    "a heading": b"dose,effect\n0,1.5\n0.5,-2\n1,0.25\n",
    "semicolons": b"0;1.5\n0.5;-2\n1;0.25\n",
    "semicolons and decimal commas": b"dose;effect\n0;1,5\n0,5;-2,0\n1;0,25\n",
    "tabs and decimal commas": b"0\t1,5\n0,5\t-2\n1\t0,25\n",
    "a byte order mark": b"\xef\xbb\xbf0,1.5\n0.5,-2\n1,0.25\n",
    "a byte order mark and a heading": b"\xef\xbb\xbfdose;effect\r\n0;1,5\r\n0,5;-2\r\n1;0,25\r\n",
    "Windows' ends of lines": b"0,1.5\r\n0.5,-2\r\n1,0.25\r\n",
    "an old Mac's ends of lines": b"0,1.5\r0.5,-2\r1,0.25\r",
    "no end of the last line": b"0,1.5\n0.5,-2\n1,0.25",
    "blank lines": b"\n0,1.5\n\n0.5,-2\n , \n1,0.25\n\n",
    "spaces": b" 0 , 1.5\n0.5 ,-2 \n1,0.25\n",
    "quotes": b'"dose","the ""effect"""\n"0","1.5"\n"0.5",-2\n1,0.25\n',
    "a line break in a quoted heading": b'"dose\n(mg)",effect\n0,1.5\n0.5,-2\n1,0.25\n',
    "exponents": b"0e0,15e-1\n5E-1,-2.0\n1,0.25\n",
    "true minus signs": "0,1.5\n0.5,−2\n1,0.25\n".encode(),
    "empty cells at the end": b"dose,effect,,\n0,1.5,,\n0.5,-2\n1,0.25,\n",
}


def pairs(path, columns=None):
    inputs, targets = read_csv(path, columns)
    return [(float(x), float(y)) for x, y in zip(inputs, targets, strict=True)]


@pytest.mark.parametrize("content", SAME.values(), ids=SAME)
def test_one_table_in_many_dialects(tmp_path, content):
    path = tmp_path / "measured.csv"
    path.write_bytes(content)
    assert pairs(path) == PAIRS


def test_columns_are_chosen_by_their_headings(tmp_path):
    path = tmp_path / "measured.csv"
    path.write_text("who,effect,dose,remark\nann,1.5,0,\nben,-2,0.5,late\ncy,0.25,1,\n")
    assert pairs(path, ("dose", "effect")) == PAIRS
    path.write_text("2024;2025\n1,5;0\n")
    assert pairs(path) == [(2024.0, 2025.0), (1.5, 0.0)]


def test_ten_thousand_rows_are_read(tmp_path):
    path = tmp_path / "measured.csv"
    path.write_text("x,y\n" + "0.5,1\n" * 10_000)
    assert len(pairs(path)) == 10_000


WANTED = "wanted: a CSV file with a column of inputs and one of targets"
TWO = 'wanted: two, or columns = ["input", "target"] in [data]'
WRONG = {
    b"x,y\n1,2\n3,abc\n": ", line 3: 'abc' - wanted: two numbers",
    b"1,2\n\n\n3,\n": ", line 4: '' - wanted: two numbers",
    b"1,2\n3\n": ", line 2: 1 cell - wanted: 2",
    b"1,2\n3,4,5\n": ", line 2: 3 cells - wanted: 2",
    b"1,2\nnan,4\n": ", line 2: 'nan' - wanted: two numbers",
    b"1,2\n3,inf\n": ", line 2: 'inf' - wanted: two numbers",
    b"1,2\n3,1e300\n": ", line 2: 1e+300 - wanted: at most 1e+12 in size",
    b'1,2\n"1,5",2\n': ", line 2: '1,5' - wanted: two numbers",
    b"1;2\n1.000,5;2\n": ", line 2: '1.000,5' - wanted: two numbers",
    b"1,2\n1_000,2\n": ", line 2: '1_000' - wanted: two numbers",
    b"1,2,3\n": f", line 1: 3 columns - {TWO}",
    b"1\n2\n": f", line 1: 1 column - {TWO}",
    b"x,y\n": f" has a heading but no numbers - {WANTED}",
    b"\n \n": f" has no rows - {WANTED}",
    b"": f" is empty - {WANTED}",
    b'1,2\n"3,4\n': f", line 2: unexpected end of data - {WANTED}",
    b'1,2\n"3"x,4\n': f", line 2: ',' expected after '\"' - {WANTED}",
    b'1\t2\n"3"x\t4\n': f", line 2: a tab expected after '\"' - {WANTED}",
    b"1,2\n\xff,4\n": f", line 2: a byte that is not UTF-8 - {WANTED}, saved as UTF-8",
    b"1,2\n\x00,4\n": f" is no text - {WANTED}",
    b"1,2\n" * 10_001: ", line 10001: one row too many - wanted: 10000 at most",
    b"1,2\n" * 600_000: f" is larger than 2 MB - {WANTED}",
    b"x" * 140_000 + b",y\n1,2\n": f", line 1: field larger than field limit (131072) - {WANTED}",
}


@pytest.mark.parametrize("content", WRONG, ids=lambda content: repr(content[:20]))
def test_a_mistake_names_its_line(tmp_path, content):
    path = tmp_path / "measured.csv"
    path.write_bytes(content)
    with pytest.raises(SquiggleError) as caught:
        read_csv(path)
    assert str(caught.value) == f"{path}{WRONG[content]}"


@pytest.mark.parametrize(
    ("content", "columns", "message"),
    [
        (
            "dose,effect\n1,2\n",
            ("dos", "effect"),
            ", line 1: no column 'dos' - did you mean 'dose'?",
        ),
        ("dose,effect\n1,2\n", ("x", "y"), ", line 1: no column 'x' - known: dose, effect"),
        ("a,a,b\n1,2,3\n", ("a", "b"), ", line 1: 'a' twice - wanted: headings that differ"),
        ("1,2\n3,4\n", ("a", "b"), ", line 1: no heading - wanted: a, b"),
        ("a,b,c\n1,2,3\n1,2\n", ("a", "c"), ", line 3: 2 cells - wanted: 3"),
    ],
)
def test_a_heading_that_is_not_there_is_told(tmp_path, content, columns, message):
    path = tmp_path / "measured.csv"
    path.write_text(content)
    with pytest.raises(SquiggleError) as caught:
        read_csv(path, columns)
    assert str(caught.value) == f"{path}{message}"
