"""A batch that is wrong is refused, before anything is rendered, in one line that says where."""

import json

import pytest

from .command import run

BOTH = "name,w1\na,-20\nb,-21\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The current folder, which is empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(capsys, folder, text, *words, file="rows.csv", pattern="out/{name}") -> str:
    """The one line of a batch that was refused; nothing was made."""
    (folder / file).write_text(text, "utf-8")
    before = sorted(folder.rglob("*"))
    done = run(capsys, "batch", file, "-q", "l", "-o", pattern, *words)
    assert (done.status, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1
    assert sorted(folder.rglob("*")) == before
    return done.err.removeprefix("squiggle: ").strip()


@pytest.mark.parametrize(
    "text, told",
    [
        ("name,titel\na,b\n", "rows.csv, line 1: unknown column 'titel' - did you mean 'title'?"),
        ("w1,w1\n1,2\n", "rows.csv, line 1: 'w1' twice - wanted: columns that differ"),
        ("lang,language\nen,pl\n", "rows.csv, line 1: 'language' twice - "),
        ("name,w1\na,-20\n\nb,much\n", "rows.csv, line 4, w1: 'much' - wanted: a number"),
        ("name,w9\na,1\n", "rows.csv, line 2, w9: unknown parameter - "),
        ("name;w1\na;-20;7\n", "rows.csv, line 2: 3 cells - wanted: 2"),
        ("name,theme\na,pink\n", "rows.csv, line 2, theme: "),
        ("name,captions\na,maybe\n", "rows.csv, line 2, captions: 'maybe' - wanted: true or false"),
        ("name,title\na,漢\n", "rows.csv, line 2"),
        ("name,data\na,no.csv\n", "rows.csv, line 2: no such file: no.csv - "),
        ("name,chapters\na,Outro\n", "rows.csv, line 2, chapters"),
        ('name,w1\na,"1\n', "rows.csv, line 2: "),
        ("name,w1\n", "rows.csv has no rows - "),
        ("name\n" + "".join(f"a{n}\n" for n in range(1001)), "rows.csv, line 1002: one row too"),
    ],
)
def test_a_wrong_table_names_its_line(capsys, folder, text, told):
    assert refused(capsys, folder, text).startswith(told)


def test_all_rows_are_looked_at_and_the_first_wrong_one_is_told(capsys, folder):
    line = refused(capsys, folder, "name,w1\na,1\nb,x\nc,y\nd,z\n")
    assert line == "rows.csv, line 3, w1: 'x' - wanted: a number (2 more rows wrong)"


@pytest.mark.parametrize(
    "text, told",
    [
        ('{"w1": 1}\n{"w1": 1\n', "rows.jsonl, line 2: "),
        ('{"w1": 1}\n\n[1]\n', "rows.jsonl, line 3: "),
        ('{"w1": 1, "w1": 2}\n', "rows.jsonl, line 1: 'w1' twice"),
        ('{"w1": {"a": 1}}\n', "rows.jsonl, line 1, w1: an object - wanted: a text, a number"),
        ('{"w1": NaN}\n', "rows.jsonl, line 1, w1: "),
        ('{"name": "a\\u001b[2J"}\n', "rows.jsonl, line 1, name: 'a"),
        ('{"title": "a\\ud800"}\n', "rows.jsonl, line 1, title: 'a"),
        ('{"data": "a\\u0000"}\n', "rows.jsonl, line 1, data: 'a"),
        ('{"wieght": 1}\n', "rows.jsonl, line 1: unknown column 'wieght' - "),
        ("[" * 100_000, "rows.jsonl, line 1"),
        (
            '{"question": 0.5, "name": "a"}\n{"question": 1e99, "name": "b"}',
            "rows.jsonl, line 2, q",
        ),
    ],
)
def test_json_lines_name_their_line(capsys, folder, text, told):
    assert refused(capsys, folder, text, file="rows.jsonl").startswith(told)


@pytest.mark.parametrize(
    "text, told",
    [
        ('[\n {"w1": 1},\n {"w1": "x"}\n]', "rows.json, line 3, w1: 'x' - wanted: a number"),
        ('[\n {"w1": 1},\n {"w1": ]', "rows.json, line 3: expecting value"),
        ('{"w1": 1}', "rows.json is no list - "),
        ("[[1]]", "rows.json, line 1: "),
        ("[]", "rows.json has no rows"),
    ],
)
def test_a_json_list_names_the_line_of_its_object(capsys, folder, text, told):
    assert refused(capsys, folder, text, file="rows.json").startswith(told)


def test_an_ending_says_what_a_table_is(capsys, folder):
    line = refused(capsys, folder, BOTH, file="rows.txt")
    assert line == "rows.txt is no table by its name - wanted: .csv, .json, .jsonl"


@pytest.mark.parametrize(
    "text",
    ["name\nlow\nmid\nlow\n", "name\nlow\nmid\nLOW\n", "name\ncafé\nmid\ncafe\u0301\n"],
    ids=["same", "case", "composed"],
)
def test_two_rows_of_one_folder_are_both_named(capsys, folder, text):
    line = refused(capsys, folder, text)
    assert line.startswith("rows.csv, line 2 and rows.csv, line 4 both go to out/")


def test_a_pattern_without_a_column_has_room_for_one(capsys, folder):
    assert "both go to out/film" in refused(capsys, folder, BOTH, pattern="out/film")


@pytest.mark.parametrize(
    "name",
    ["..", ".", "../up", "/abs", "a/b", "a\\b", ".hidden", "batch.json", "Lesson.mp4"],
)
def test_a_name_that_leads_elsewhere_is_refused(capsys, folder, name):
    line = refused(capsys, folder, f"name\n{name}\n")
    assert line.startswith("rows.csv, line 2: ") and "is no folder for a film" in line


def test_so_is_one_too_long(capsys, folder):
    assert "is no folder for a film" in refused(capsys, folder, f"name\n{'a' * 201}\n")


def test_a_link_is_not_followed(capsys, folder):
    (folder / "elsewhere").mkdir()
    (folder / "out").mkdir()
    (folder / "out" / "b").symlink_to(folder / "elsewhere")
    line = refused(capsys, folder, BOTH)
    assert line == "rows.csv, line 3: out/b is a link - remove it, or change -o"


def test_nor_is_one_on_the_way(capsys, folder):
    (folder / "elsewhere").mkdir()
    (folder / "out").mkdir()
    (folder / "out" / "-20").symlink_to(folder / "elsewhere")
    line = refused(capsys, folder, BOTH, pattern="out/{w1}/{name}")
    assert line.startswith("rows.csv, line 2: out/-20 is a link")


@pytest.mark.parametrize(
    "pattern, told",
    [
        ("out/{nam}", "-o out/{nam}: unknown column 'nam' - did you mean 'name'?"),
        ("out/{name", "-o out/{name: a brace without its other - "),
        ("out/{name!r}", "-o out/{name!r}: '{name}' is no column"),
        ("out/{name.x}", "-o out/{name.x}: '{name.x}' is no column"),
        ("out/{}", "-o out/{}: '{}' is no column"),
        ("out/{name}/..", "rows.csv, line 2: '..' is no folder for a film"),
        ("out/{title}", "rows.csv, line 2: no title for -o out/{title} - fill that cell"),
        ("", "-o  names no folder"),
    ],
)
def test_a_pattern_that_says_nothing_is_refused(capsys, folder, pattern, told):
    assert refused(capsys, folder, BOTH, pattern=pattern).startswith(told)


def test_a_file_of_that_name_that_is_not_ours_is_left_alone(capsys, folder):
    (folder / "out").mkdir()
    (folder / "out" / "batch.json").write_text('{"jobs": []}')
    line = refused(capsys, folder, BOTH)
    assert line.startswith("out/batch.json is not the state of a batch - ")
    assert json.loads((folder / "out" / "batch.json").read_text()) == {"jobs": []}


def test_the_lesson_and_the_request_are_checked_too(capsys, folder):
    assert "unknown chapter: 'Outro'" in refused(capsys, folder, BOTH, "--only", "Outro")
    assert refused(capsys, folder, BOTH, "--workers", "0").startswith("--workers 0")
    assert refused(capsys, folder, BOTH, "no.toml").startswith("no such file: no.toml")
