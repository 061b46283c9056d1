"""Files that cannot be read at all: each is told in one line, at once, without waiting."""

import os
import pickle
import socket
import subprocess
import sys
import time

import pytest

from squiggle.errors import SquiggleError
from squiggle.weights import FORMATS, read

from .some import SAMPLES, given, npz, refusal, safetensors, zipped

WANTED = "wanted: a file of weights"
ENDINGS = [end for form in FORMATS.values() for end in form.endings]


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_not_there_or_not_a_file_is_told(tmp_path, ending):
    path = tmp_path / f"a{ending}"
    assert refusal(path) == f"no such file: {path} - {WANTED}"
    path.mkdir()
    assert refusal(path) == f"{path} is a folder - {WANTED}"


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_of_nothing_and_a_file_of_too_much_are_told(tmp_path, ending):
    path = tmp_path / f"a{ending}"
    assert refusal(path, b"") == f"{path} is empty - {WANTED}"
    with open(path, "wb") as file:
        file.truncate(2**40)  # a hole: no disk is filled
    began = time.process_time()
    said = f"{path} is larger than 1 MB - wanted: the weights of a small network"
    assert refusal(path) == said
    assert time.process_time() - began < 1


def test_a_pipe_a_socket_and_a_device_are_never_opened(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # a socket's name may have a hundred letters
    os.mkfifo("a.json")
    assert refusal(tmp_path / "a.json") == f"{tmp_path}/a.json is a pipe - {WANTED}"
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("b.json")
        assert refusal(tmp_path / "b.json") == f"{tmp_path}/b.json is a socket - {WANTED}"
    (tmp_path / "zero.json").symlink_to("/dev/zero")
    assert refusal(tmp_path / "zero.json") == f"{tmp_path}/zero.json is a device - {WANTED}"


def test_links_are_followed_to_files_and_not_in_circles(tmp_path):
    (tmp_path / "a.json").write_text("[1, 2, 3, 4]")
    (tmp_path / "b.json").symlink_to("a.json")
    assert read(tmp_path / "b.json").network.parameters["b2"] == 4.0
    (tmp_path / "c.json").symlink_to("c.json")
    assert refusal(tmp_path / "c.json").startswith(
        f"cannot read {tmp_path}/c.json: too many levels"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_file_that_is_closed_to_us_is_told(tmp_path):
    (tmp_path / "a.json").touch(0o000)
    assert refusal(tmp_path / "a.json") == f"cannot read {tmp_path}/a.json: permission denied"


@pytest.mark.parametrize(
    ("name", "said"), [("a\0.json", "embedded null byte"), ("a" * 300, "file name too long")]
)
def test_a_name_that_cannot_be_is_told(tmp_path, name, said):
    with pytest.raises(SquiggleError, match=said):
        read(tmp_path / name)


def test_an_unknown_ending_is_told_with_the_known_ones(tmp_path):
    said = refusal(tmp_path / "a.csv", "1,2,3")
    assert said == f"{tmp_path}/a.csv is of no known format - known: {' '.join(ENDINGS)}"


@pytest.mark.parametrize("ending", [".pkl", ".pickle", ".joblib"])
def test_a_pickle_is_never_read(tmp_path, ending):
    path = tmp_path / f"a{ending}"
    said = refusal(path, pickle.dumps([1, 2, 3, 4]))
    assert said == (
        f"{path} is a pickle, and reading one runs what it says - "
        "wanted: the recipe of `squiggle export-sklearn`"
    )


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"[1, 2, 3, 4]", "json"),
        (npz(w1=1, b1=2, w2=3, b2=4), "npz"),
        ((SAMPLES / "float32.safetensors").read_bytes(), "safetensors"),
    ],
)
def test_without_a_known_ending_the_first_bytes_tell(tmp_path, data, form):
    assert given(tmp_path / "weights", data).format == form
    assert given(tmp_path / "weights.v2", data).format == form


@pytest.mark.parametrize("data", [b"PK\x03\x04", zipped({"a": b"b"}), b"\x80\x02.", b"\0" * 64])
def test_first_bytes_that_tell_nothing_are_told(tmp_path, data):
    assert " is of no known format - " in refusal(tmp_path / "weights", data)


def test_capital_letters_are_the_same(tmp_path):
    assert given(tmp_path / "A.JSON", "[1, 2, 3, 4]").format == "json"


def test_a_long_name_is_cut(tmp_path):
    path = tmp_path / ("a" * 200 + ".json")
    path.write_text("[1, 2, 3]")
    with pytest.raises(SquiggleError) as caught:
        read(path)
    assert len(str(caught.value)) < 200


def test_nothing_but_numpy_is_imported_until_it_is_needed():
    code = "import sys, squiggle.weights, squiggle.commands.weights; print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    heavy = {"manim", "torch", "onnx", "h5py", "sklearn", "safetensors", "keras", "tensorflow"}
    assert "squiggle.weights.formats" in done.stdout and done.stderr == ""
    assert not {f"'{name}'" for name in heavy} & set(done.stdout.strip("[]\n").split(", "))


def test_a_header_that_promises_more_than_memory_holds_is_refused_at_once(tmp_path):
    began = time.process_time()
    for promised in (2**63, 2**40, 10**6):
        data = promised.to_bytes(8, "little") + safetensors({})[8:]
        assert "promises a header of" in refusal(tmp_path / "a.safetensors", data)
    assert time.process_time() - began < 1
