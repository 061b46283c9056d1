"""Tables of three kinds say the same, and what a row says is what the lesson becomes."""

from pathlib import Path

import pytest

from squiggle.batch.plan import Order, plan_rows
from squiggle.batch.rows import read_rows
from squiggle.batch.targets import Pattern
from squiggle.lesson import Overrides, open_lesson
from squiggle.render.preset import preset

TABLES = {
    "comma.csv": "name, w3, question, captions, title\na,-1.30,0.5,true,\n\nb, ,0.25,,One; two\n",
    "semicolon.csv": "\ufeffname;w3;question;captions;title\na;-1,30;0,5;true\nb;;0,25;;One; two\n",
    "tab.csv": "name\tw3\tquestion\tcaptions\ttitle\na\t−1,30\t0.5\ttrue\nb\t\t0,25\t\tOne; two\n",
    "list.json": """[
        {"name": "a", "w3": -1.30, "question": 0.5, "captions": true, "title": null},
        {"name": "b", "question": "0.25", "title": "One; two"}
    ]""",
    "lines.jsonl": '{"name": "a", "w3": -1.30, "question": 0.5, "captions": true}\r\n\r\n'
    '{"name": "b", "question": 0.25, "title": "One; two", "w3": ""}',
}
TABLES["semicolon.csv"] = TABLES["semicolon.csv"].replace("One; two", '"One; two"')


def order(path: Path, pattern: str = "out/{name}", base: Overrides | None = None) -> Order:
    base = base or Overrides()

    def read(changes: Overrides):
        return open_lesson("dosage", changes)

    rows = read_rows(path)
    return Order(rows, Pattern.parse(pattern), read, preset("l"), base, path.parent)


@pytest.mark.parametrize("name", TABLES)
def test_each_kind_of_table_says_the_same(tmp_path, name):
    (tmp_path / name).write_bytes(TABLES[name].encode())
    first, second = read_rows(tmp_path / name)
    assert first.cells == {"name": "a", "w3": "-1.30", "question": "0.5", "captions": "true"}
    assert second.cells == {"name": "b", "question": "0.25", "title": "One; two"}
    assert (first.number, second.number) == (1, 2)


def test_a_row_goes_before_the_options_and_these_before_the_lesson(tmp_path):
    table = tmp_path / "rows.csv"
    table.write_text("name,w3,lang,captions\na,-1.40,pl,true\nb,,,\n")
    base = Overrides(settings={"w3": "-1.5", "w1": "-20"}, language="en", captions=False)
    first, second = (film.lesson for film in plan_rows(order(table, base=base)))
    assert (first.parameters["w3"], first.parameters["w1"], first.language) == (-1.4, -20, "pl")
    assert (second.parameters["w3"], second.language) == (-1.5, "en")
    assert (first.captions, second.captions) == (True, False)
    assert first.decimals["w3"] == 2


def test_paths_start_from_the_table(tmp_path):
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "points.csv").write_text("0,0\n0.5,1\n1,0\n")
    (folder / "rows.csv").write_text("data\npoints.csv\n")
    (film,) = plan_rows(order(folder / "rows.csv"))
    assert film.lesson.inputs.tolist() == [0, 0.5, 1]


def test_folders_are_named_by_columns_numbers_and_names(tmp_path):
    table = tmp_path / "rows.csv"
    table.write_text("w3,lang\n-1.30,en\n-1.40,pl\n")
    films = plan_rows(order(table, "a{{b}}/c/{lang}/{row} of {w3} {name}"))
    told = ["a{b}/c/en/1 of -1.30 1", "a{b}/c/pl/2 of -1.40 2"]
    assert [str(film.folder) for film in films] == told


def test_what_decides_a_film_decides_its_key(tmp_path):
    table = tmp_path / "rows.csv"
    table.write_text("name,w3,title\na,-1.30,\nb,-1.3,\nc,-1.30,\nd,-1.30,Another\n")
    a, b, c, d = (film.key for film in plan_rows(order(table)))
    assert a == c
    assert len({a, b, d}) == 3
