"""The table of numbers, for networks and data of every size."""

from dataclasses import replace

import numpy as np
import pytest

from squiggle.core import Network, locked
from squiggle.lesson import Lesson, load
from squiggle.table import MOST_NODES, MOST_ROWS, numbers, numbers_as_text

DOSAGE = load()


def told(nodes: int, output: str = "identity", **changes) -> Lesson:
    """The dosage lesson with so many nodes, each with numbers of its own."""
    bends = [(place - 1.5, 0.25 * place, (-1) ** place) for place in range(nodes)]
    network = Network.of_bends(bends, 0.5, output=output)
    decimals = dict.fromkeys(network.parameters, 2)
    return replace(DOSAGE, network=network, decimals=decimals, **changes)


def measured(count: int) -> dict:
    inputs = locked(np.linspace(0, 1, count))
    return {"inputs": inputs, "targets": inputs, "groups": ()}


def table(lesson: Lesson, *at: float) -> tuple[list[str], list[list[str]], list[str]]:
    """The lines of parameters, the rows in cells with their heads, what is said below."""
    parameters, rows, *below = numbers_as_text(lesson, at).split("\n\n")
    return parameters.splitlines(), [row.split() for row in rows.splitlines()[1:]], below


@pytest.mark.parametrize("nodes", [1, 2, 3, 4, 64])
@pytest.mark.parametrize("output", ["identity", "sigmoid"])
@pytest.mark.parametrize("count", [0, 1, 12, 13, 300])
def test_a_row_has_every_step_up_to_the_room_that_there_is(nodes, output, count):
    lesson = told(nodes, output, **measured(count))
    _, (heads, *rows), below = table(lesson)
    steps = ["multiplied", "biased", "bent", "scaled"] * min(nodes, MOST_NODES)
    bends = [] if output == "identity" else ["shifted"]
    ends = ["measured"] if count else []
    assert heads == ["dose", *steps, "sum", *bends, "output", *ends]
    assert {len(row) for row in rows} == {len(heads)}
    followed = count or len(lesson.marks)
    assert len(rows) == min(followed, MOST_ROWS)
    whole = nodes <= MOST_NODES and followed <= MOST_ROWS
    said = f"{nodes} hidden nodes, {followed} inputs: --json shows all of them"
    assert below == ([] if whole else [said])


@pytest.mark.parametrize("output", ["identity", "sigmoid"])
def test_the_cells_are_the_numbers_of_the_trace(output):
    lesson = told(2, output)
    _, (heads, *rows), _ = table(lesson)
    for step, values in (("sum", lesson.measured.sum), ("output", lesson.measured.output)):
        column = [row[heads.index(step)] for row in rows]
        assert column == [lesson.numbers.show_as(step, value) for value in values]


@pytest.mark.parametrize("nodes", [1, 3, 64])
def test_every_parameter_is_told_in_lines_that_have_room(nodes):
    lesson = told(nodes)
    lines, _, _ = table(lesson)
    given = [f"{name} = {lesson.given(name)}" for name in lesson.parameters]
    assert "  ".join(lines) == "  ".join(given)
    assert max(map(len, lines)) <= 140


def test_as_data_every_node_and_input_is_there():
    lesson = told(64, "tanh", **measured(300))
    data = numbers(lesson)
    assert len(data["nodes"]) == 64 and len(data["inputs"]) == len(data["targets"]) == 300
    assert np.array_equal(np.tanh(data["shifted"]), data["output"])
    assert np.array_equal(np.add(data["sum"], 0.5), data["shifted"])


def test_without_data_the_followed_inputs_are_told():
    lesson = told(2, **measured(0))
    data = numbers(lesson)
    assert data["inputs"] == lesson.marks.tolist() and data["targets"] == []


def test_a_table_has_the_decimal_mark_of_its_lesson():
    text = numbers_as_text(replace(DOSAGE, decimal_mark=","))
    assert "w1 = −34,4" in text and "." not in text
