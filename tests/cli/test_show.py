"""squiggle show: every number of the network, for people and for programs."""

import json
import math

import numpy as np
import pytest

from squiggle.core import Trace
from squiggle.lesson import load
from squiggle.lesson.words import Words

from .command import run

STEPS = ("multiplied", "biased", "bent", "scaled")
TOTALS = ("sum", "shifted", "output")


def shown(capsys, *words):
    done = run(capsys, "show", *words)
    assert (done.status, done.err) == (0, ""), done.err
    return done.out


def test_json_has_exactly_the_promised_keys_in_order(capsys):
    told = json.loads(shown(capsys, "--json"))
    assert list(told) == ["lesson", "parameters", "inputs", "targets", "nodes", *TOTALS]
    assert list(told["parameters"]) == ["w1", "b1", "w2", "b2", "w3", "w4", "b3"]
    assert [list(node) for node in told["nodes"]] == [["name", *STEPS]] * 2
    assert [node["name"] for node in told["nodes"]] == ["top", "bottom"]
    assert told["lesson"] == "dosage"


def test_json_is_the_trace_to_the_last_bit(capsys):
    told, lesson = json.loads(shown(capsys, "dosage", "--json")), load()
    assert told["parameters"] == lesson.parameters
    assert told["targets"] == lesson.targets.tolist()
    agree(told, lesson.trace)


def agree(told: dict, trace: Trace) -> None:
    """What was printed is the trace's numbers, bit for bit."""
    pairs = [(told[key], getattr(trace, key)) for key in ("inputs", *TOTALS)]
    for node, known in zip(told["nodes"], trace.nodes, strict=True):
        pairs += [(node[step], getattr(known, step)) for step in STEPS]
    for printed, exact in pairs:
        assert np.array(printed).tobytes() == exact.tobytes()


def test_other_inputs_may_be_any_numbers_in_any_order(capsys):
    wanted = [-0.5, 0.1, 1e-9, 3.0, 0.30000000000000004, -0.0]
    words = [word for x in wanted for word in ("--at", repr(x))]
    told = json.loads(shown(capsys, *words, "--json"))
    assert told["inputs"] == wanted
    assert math.copysign(1, told["inputs"][-1]) == -1
    assert told["targets"] == []
    agree(told, load().trace_at(wanted))


def test_the_output_is_the_formula(capsys):
    told = json.loads(shown(capsys, "--at", "0.37", "--at=-0.2", "--json"))
    w = told["parameters"]
    for x, printed in zip(told["inputs"], told["output"], strict=True):
        top, bottom = (math.log1p(math.exp(w[f"w{n}"] * x + w[f"b{n}"])) for n in (1, 2))
        assert printed == pytest.approx(w["w3"] * top + w["w4"] * bottom + w["b3"], rel=1e-12)


def test_the_table_has_a_row_for_each_input_and_a_column_for_each_step(capsys):
    parameters, blank, nodes, heads, *rows = shown(capsys).splitlines()
    assert parameters.startswith("w1 = −34.4  b1 = 2.14") and blank == ""
    assert nodes.split() == ["top", "bottom"]
    assert heads.split() == ["dose", *STEPS, *STEPS, "sum", "output", "measured"]
    assert len(rows) == load().inputs.size
    assert rows[2].split() == [
        *("0.4", "−13.76", "−11.62", "0.000", "0.00"),
        *("−1.01", "0.28", "0.844", "1.92", "1.92", "1.34", "1"),
    ]
    assert len({len(line) for line in (heads, *rows)}) == 1


def test_the_table_of_other_inputs_has_no_measurements(capsys):
    *_, heads, row = shown(capsys, "--at", "-0.5").splitlines()
    assert "measured" not in heads
    assert row.split()[0] == "−0.5"


@pytest.mark.parametrize("count", [1, 2, 3, 4, 12])
def test_nodes_are_called_what_the_film_calls_them(capsys, tmp_path, count):
    path, row = tmp_path / "mine.toml", ", ".join(["1.5"] * count)
    layers = [f"weights = [{', '.join(['[1.5]'] * count)}]\nbiases = [{row}]"]
    layers.append(f"weights = [[{row}]]\nbiases = [0]")
    text = "".join(f"[[network.layers]]\n{layer}\n" for layer in layers)
    path.write_text(text + "[input]\nrange = [0, 1]\n")
    told = json.loads(shown(capsys, str(path), "--json"))
    words = Words(load(path))
    names = [node["name"] for node in told["nodes"]]
    assert names == [words.slot("node", place) for place in range(count)]
