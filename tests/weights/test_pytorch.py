"""PyTorch's files: what is refused is refused before PyTorch is asked, and nothing is run."""

import io
import pickle
import time
import tracemalloc
import zipfile
from collections import OrderedDict

import pytest

from .some import ONE_HIDDEN_LAYER, given, refusal, rezipped, zipped

SAVE = "wanted: what torch.save(model.state_dict(), FILE) writes"
ZIP = "wanted: what torch.save writes since PyTorch 1.6"


def pickled(told: bytes) -> bytes:
    """A file like torch.save's with any pickle."""
    return zipped({"a/data.pkl": told, "a/version": b"3\n"})


class Runs:
    """What a pickle can do to whoever reads it."""

    def __init__(self, word: str):
        self.word = word

    def __reduce__(self):
        return (open, (self.word, "w"))


@pytest.mark.parametrize("protocol", [0, 2, 4])
def test_a_pickle_that_would_run_something_is_refused_and_does_not_run(tmp_path, protocol):
    mark = tmp_path / "mark"
    told = pickle.dumps({"0.weight": Runs(str(mark))}, protocol=protocol)
    said = refusal(tmp_path / "a.pt", pickled(told))
    assert said.endswith(f" to be run, which could do anything - {SAVE}")
    assert not mark.exists()
    (tmp_path / "a.pt").write_bytes(told)
    assert refusal(tmp_path / "a.pt") == f"a.pt is no zip archive - {ZIP}"
    assert not mark.exists()


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (b"", f"a.pt is damaged: its pickle cannot be followed - {SAVE}"),
        (b"\x80\x02}", f"a.pt is damaged: its pickle cannot be followed - {SAVE}"),
        (b"\x80\x02cos\nsystem\n.", "a.pt wants os.system to be run, which could do anything - "
         f"{SAVE}"),
        (b"\x80\x02cbuiltins\nbytearray\n\x8a\x05\0\0\0\0\x10\x85R.",
         f"a.pt wants builtins.bytearray to be run, which could do anything - {SAVE}"),
        (b"\x80\x02" + b"X\x0a\0\0\0__import__(\x85" * 5000, f"a.pt is damaged: its pickle "
         f"cannot be followed - {SAVE}"),
        (b"\x80\x02)" + b"\x85" * 5000 + b".", f"a.pt holds 5000 tuples - {SAVE}"),
        (b"\x80\x02" + b")" * 200_000 + b".", f"a.pt holds a pickle of 195 kB - {SAVE}"),
    ],
)  # fmt: skip
def test_pickles_that_cannot_be_a_state_dict_are_told(tmp_path, told, said):
    assert refusal(tmp_path / "a.pt", pickled(told)) == said


def test_archives_of_other_things_are_told(tmp_path):
    path = tmp_path / "a.pt"
    assert refusal(path, zipped({"a": b"b"})) == f"a.pt is not from torch.save - {SAVE}"
    twice = zipped({"a/data.pkl": b".", "b/data.pkl": b"."})
    assert refusal(path, twice) == f"a.pt is not from torch.save - {SAVE}"
    script = zipped({"a/data.pkl": b".", "a/code/a.py": b""})
    assert refusal(path, script) == f"a.pt is a TorchScript program - {SAVE}"


@pytest.fixture(scope="module")
def torch():
    return pytest.importorskip("torch", reason="PyTorch is an extra")


def saved(torch, told, **settings) -> bytes:
    file = io.BytesIO()
    torch.save(told, file, **settings)
    return file.getvalue()


def test_a_whole_model_is_told_how_to_save_its_numbers(tmp_path, torch):
    said = refusal(tmp_path / "a.pt", saved(torch, torch.nn.Linear(1, 2)))
    assert said == (
        "a.pt wants torch.nn.modules.linear.Linear to be run, which could do anything - " + SAVE
    )


def test_the_format_before_zip_is_told(tmp_path, torch):
    told = saved(torch, {"w1": torch.ones(1)}, _use_new_zipfile_serialization=False)
    assert refusal(tmp_path / "a.pt", told) == f"a.pt is no zip archive - {ZIP}"


def test_what_holds_no_network_is_told(tmp_path, torch):
    wide = torch.zeros(1).expand(10**9)  # four bytes in the file
    for told, said in [
        ([1, 2], f"a.pt holds a list - {SAVE}"),
        ({"0.weight": "text"}, f"a.pt: '0.weight' is no tensor with a name - {SAVE}"),
        ({1: torch.ones(1)}, f"a.pt: 1 is no tensor with a name - {SAVE}"),
        (
            {"0.weight": wide},
            "a.pt: '0.weight' has the shape (1000000000,) - "
            "wanted: the numbers of at most 64 hidden nodes",
        ),
        (
            {"0.weight": torch.ones(2, 2, 2)},
            "a.pt: '0.weight' has the shape (2, 2, 2) - "
            "wanted: the numbers of at most 64 hidden nodes",
        ),
        ({"0.weight": torch.ones(2, 1)}, f"a.pt: 1 layer - {ONE_HIDDEN_LAYER}"),
    ]:
        tracemalloc.start()
        assert refusal(tmp_path / "a.pt", saved(torch, told)) == said
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
        tracemalloc.stop()


def state(torch) -> dict:
    model = torch.nn.Sequential(torch.nn.Linear(1, 2), torch.nn.ReLU(), torch.nn.Linear(2, 1))
    return model.state_dict()


@pytest.mark.parametrize("holder", ["state_dict", "model_state_dict", "model"])
def test_a_checkpoint_is_read_past_its_other_things(tmp_path, torch, holder):
    told = {holder: state(torch), "epoch": 3, "losses": [0.5, 0.25], "name": "mine"}
    assert given(tmp_path / "a.ckpt", saved(torch, told)).network.layers[0].size == 2


def test_parameters_and_other_kinds_of_numbers_are_read(tmp_path, torch):
    told = OrderedDict(w1=torch.nn.Parameter(torch.ones(1)), b1=torch.tensor(2), w2=3.0, b2=4)
    network = given(tmp_path / "a.pt", saved(torch, told)).network
    assert network.parameters == {"w1": 1.0, "b1": 2.0, "w2": 3.0, "b2": 4.0}
    half = {key: value.half() for key, value in state(torch).items()}
    assert given(tmp_path / "a.bin", saved(torch, half)).network.layers[0].size == 2


def test_numbers_that_are_promised_and_not_there_are_told(tmp_path, torch):
    def longer(name: str, content: bytes) -> bytes:
        if not name.endswith("data.pkl"):
            return content
        assert content.count(b"K\x02tq") > 0  # a storage of two numbers
        return content.replace(b"K\x02tq", b"J\x00\x00\x00\x40tq", 1)

    began = time.process_time()
    said = refusal(tmp_path / "a.pt", rezipped(saved(torch, state(torch)), longer))
    assert said == f"a.pt is damaged - {SAVE}"
    assert time.process_time() - began < 1


def test_two_readers_of_zips_cannot_be_told_two_things(tmp_path, torch):
    data = saved(torch, state(torch))
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name), zipfile.ZIP_DEFLATED)
    plain = given(tmp_path / "a.pt", data).network.parameters
    assert given(tmp_path / "a.pt", packed.getvalue()).network.parameters == plain
