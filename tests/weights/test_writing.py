"""What is written is read back to the last bit, here and by the formats' own programs."""

import json
import os
import stat
import tomllib

import numpy as np
import pytest
from hypothesis import given, settings

from squiggle.core import LARGEST, Layer, Network, activation
from squiggle.errors import SquiggleError
from squiggle.weights import WRITERS, read, write

from .some import networks, random_network


def same(one: Network, other: Network) -> bool:
    """To the last bit, the sign of a zero too."""
    numbers = [np.array(list(network.parameters.values())) for network in (one, other)]
    return (
        numbers[0].tobytes() == numbers[1].tobytes()
        and one.activation == other.activation
        and one.output_activation == other.output_activation
    )


@pytest.mark.parametrize("ending", WRITERS)
@settings(max_examples=60, deadline=None)
@given(network=networks)
def test_there_and_back_again(tmp_path_factory, ending, network):
    path = tmp_path_factory.getbasetemp() / f"there{ending}"
    write(network, path)
    weights = read(path)
    assert same(weights.network, network)
    assert not any("assumed" in note for note in weights.notes)


HARD = [5e-324, -5e-324, LARGEST, -LARGEST, -0.0, 0.1 + 0.2, 1e-300, 2**-1074, 1 / 3, 123456.789]


@pytest.mark.parametrize("ending", WRITERS)
def test_numbers_that_are_hard_to_write(tmp_path, ending):
    network = Network.of_bends([tuple(HARD[:3]), tuple(HARD[3:6]), tuple(HARD[6:9])], HARD[9])
    write(network, tmp_path / f"a{ending}")
    assert same(read(tmp_path / f"a{ending}").network, network)


@pytest.mark.parametrize("ending", WRITERS)
def test_through_every_format_in_turn(tmp_path, ending):
    network = random_network(64, "tanh", output="sigmoid")
    before = tmp_path / f"a{ending}"
    write(network, before)
    for following in WRITERS:
        after = tmp_path / f"b{following}"
        write(read(before).network, after)
        before = after
    assert same(read(before).network, network)


@pytest.mark.parametrize("ending", WRITERS)
def test_one_network_is_one_file(tmp_path, ending):
    network = random_network(3, "relu")
    for name in "ab":
        write(network, tmp_path / f"{name}{ending}")
    assert (tmp_path / f"a{ending}").read_bytes() == (tmp_path / f"b{ending}").read_bytes()


def test_other_programs_read_them(tmp_path):
    network = Network.of_bends(
        [(1.0, 2.0, 3.0), (4.0, 5.0, 6.0)], 7.0, activation=activation("softplus", 2.0)
    )
    for ending in WRITERS:
        write(network, tmp_path / f"a{ending}")
    told = {"activation": "softplus", "beta": 2.0, "parameters": network.parameters}
    assert json.loads((tmp_path / "a.json").read_text()) == told
    assert tomllib.loads((tmp_path / "a.toml").read_text()) == told
    with np.load(tmp_path / "a.npz", allow_pickle=False) as arrays:
        assert arrays["hidden.weight"].tolist() == [[1.0], [4.0]]
        assert arrays["activation"] == "softplus" and arrays["beta"] == 2.0
    safetensors = pytest.importorskip("safetensors", reason="safetensors reads the file")
    with safetensors.safe_open(tmp_path / "a.safetensors", "numpy") as file:
        assert file.metadata() == {"activation": "softplus", "beta": "2.0"}
        assert file.get_tensor("output.weight").tolist() == [[3.0, 6.0]]


def test_a_text_shows_numbers_as_they_were_written(tmp_path):
    text = 'activation = "softplus"\n\n[parameters]\nw1 = -34.40\nb1 = 2\nw2 = 1e-7\nb2 = -0.0\n'
    (tmp_path / "a.toml").write_text(text)
    weights = read(tmp_path / "a.toml")
    write(weights.network, tmp_path / "b.toml", decimals=weights.decimals)
    assert (tmp_path / "b.toml").read_text() == text.replace("1e-7", "0.0000001")
    write(weights.network.changed(w1=1 / 3), tmp_path / "b.toml", decimals=weights.decimals)
    assert "w1 = 0.3333333333333333\n" in (tmp_path / "b.toml").read_text()


def refused(network: Network, path) -> str:
    with pytest.raises(SquiggleError) as caught:
        write(network, path)
    assert caught.value.status == 2 and str(caught.value).isprintable()
    return str(caught.value)


def test_what_cannot_be_written_is_told_and_nothing_is_left(tmp_path):
    network = random_network(2, "relu")
    known = "known endings: .toml .json .npz .safetensors"
    assert refused(network, tmp_path / "a.onnx") == f"cannot write {tmp_path}/a.onnx - {known}"
    assert refused(network, tmp_path / "a") == f"cannot write {tmp_path}/a - {known}"
    missing = tmp_path / "none" / "a.json"
    assert refused(network, missing) == f"cannot write {missing}: no such file or directory"
    (tmp_path / "folder.json").mkdir()
    said = refused(network, tmp_path / "folder.json")
    assert said == f"cannot write {tmp_path}/folder.json: a folder has that name"
    assert "cannot write" in refused(network, tmp_path / ("a" * 300 + ".json"))
    assert os.listdir(tmp_path) == ["folder.json"]


def test_a_network_that_is_not_told_is_not_written(tmp_path):
    wide = random_network(65, "relu")
    relu = activation("relu")
    deep = Network([Layer([[1.0]], [0.0], relu)] * 3)
    wanted = "wanted: 1 input, one hidden layer of 1 to 64 nodes, 1 output"
    for network in (wide, deep):
        assert refused(network, tmp_path / "a.json") == f"cannot write {network!r} - {wanted}"
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("ending", WRITERS)
def test_a_file_that_is_there_is_replaced_whole(tmp_path, ending):
    path = tmp_path / f"a{ending}"
    path.write_text("before")
    write(random_network(2, "relu"), path)
    assert read(path).network.layers[0].size == 2
    assert os.listdir(tmp_path) == [path.name]
    now = os.umask(0o022)
    os.umask(now)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~now
