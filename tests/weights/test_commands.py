"""`squiggle convert` and `squiggle export-sklearn`."""

import re
from pathlib import Path

import click
import numpy as np
import pytest
from click.testing import CliRunner

from squiggle.commands.weights import COMMANDS, RECIPE
from squiggle.errors import SquiggleError
from squiggle.weights import read

from .some import SAMPLES

MANUAL = Path(__file__).parents[2] / "docs" / "weights.md"

main = click.Group(commands=list(COMMANDS))


def run(*words: object) -> click.testing.Result:
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=True)


def test_convert_writes_the_file_and_tells_what_it_took_for_granted(tmp_path):
    done = run("convert", SAMPLES / "float32.safetensors", tmp_path / "a.toml")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.splitlines() == [
        "note: float32.safetensors: PyTorch Sequential, 1 input, 4 hidden nodes, 1 output",
        "note: the file names no activation: assumed relu (choose with --activation NAME)",
    ]
    there = read(SAMPLES / "float32.safetensors").network
    assert read(tmp_path / "a.toml").network.parameters == there.parameters


def test_convert_takes_the_activation_that_is_asked_for(tmp_path):
    source = SAMPLES / "float32.safetensors"
    done = run("convert", source, tmp_path / "a.json", "--activation", "tanh")
    assert done.exit_code == 0 and len(done.stderr.splitlines()) == 1
    assert read(tmp_path / "a.json").network.activation.name == "tanh"


def test_convert_keeps_the_digits_of_a_text(tmp_path):
    (tmp_path / "a.json").write_text('{"activation": "relu", "parameters": [1.50, 2, -0.10, 3.0]}')
    assert run("convert", tmp_path / "a.json", tmp_path / "b.toml").exit_code == 0
    table = (tmp_path / "b.toml").read_text().partition("[parameters]\n")[2]
    assert table == "w1 = 1.50\nb1 = 2\nw2 = -0.10\nb2 = 3.0\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("none.json", "a.toml"), "no such file: none.json"),
        ((SAMPLES / "float32.safetensors", "a.onnx"), "cannot write a.onnx"),
        (
            (SAMPLES / "float32.safetensors", "a.toml", "--activation", "swish"),
            "unknown activation: 'swish'",
        ),
    ],
)
def test_what_goes_wrong_is_for_the_command_line_to_tell(tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    done = run("convert", *words)
    assert isinstance(done.exception, SquiggleError)
    assert str(done.exception).startswith(said)
    assert list(tmp_path.iterdir()) == []


def test_the_recipe_is_printed_and_works(tmp_path, monkeypatch):
    assert run("export-sklearn").stdout == RECIPE
    monkeypatch.chdir(tmp_path)

    class Regressor:  # scikit-learn's own is asked in test_oracles.py
        coefs_ = [np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]])]  # noqa: RUF012
        intercepts_ = [np.array([5.0, 6.0]), np.array([7.0])]  # noqa: RUF012
        activation, out_activation_ = "tanh", "identity"

    exec(RECIPE, {"regressor": Regressor})
    network = read(tmp_path / "regressor.json").network
    assert network.activation.name == "tanh"
    assert list(network.parameters.values()) == [1.0, 5.0, 2.0, 6.0, 3.0, 4.0, 7.0]


def test_the_manual_shows_the_recipe_and_examples_that_are_read(tmp_path):
    blocks = re.findall(r"```(\w+)\n(.*?)```", MANUAL.read_text("utf-8"), re.DOTALL)
    assert [kind for kind, _ in blocks] == ["toml", "json", "python"]
    networks = []
    for kind, text in blocks[:2]:
        path = tmp_path / f"a.{kind}"
        path.write_text(text)
        networks.append(read(path).network)
    assert networks[0].parameters == networks[1].parameters
    assert blocks[2][1] == RECIPE.partition("\n")[2]


def test_every_command_has_a_sentence_of_help():
    for command in COMMANDS:
        assert command.get_short_help_str(200).endswith(".")
