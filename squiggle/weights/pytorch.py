"""PyTorch's .pt and .pth: a zip with a pickle in it, which is looked through before it is loaded.

A pickle is a program. First its opcodes are listed, without running any: they may build tensors and
nothing else. Then `torch.load` reads it, with `weights_only`, from a zip that is written anew.
"""

import io
import pickletools
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np

from squiggle.errors import SquiggleError
from squiggle.extra import extra
from squiggle.weights import names
from squiggle.weights.archive import members
from squiggle.weights.brief import brief
from squiggle.weights.file import size
from squiggle.weights.found import MOST, Array, Found

SAVE = "wanted: what torch.save(model.state_dict(), FILE) writes"
KIND = "what torch.save writes since PyTorch 1.6"
PICKLE = "data.pkl"

CALLED = frozenset(
    {
        "collections OrderedDict",
        "torch._utils _rebuild_parameter",
        "torch._utils _rebuild_tensor_v2",
        *(f"torch {kind}Storage" for kind in ("BFloat16", "Double", "Float", "Half")),
        *(f"torch {kind}Storage" for kind in ("Byte", "Char", "Int", "Long", "Short")),
    }
)
"""All that the pickle of a state dict calls."""

OPCODES = frozenset(
    {
        *("PROTO", "STOP", "MARK", "NONE", "NEWTRUE", "NEWFALSE", "BININT", "BININT1", "BININT2"),
        *("LONG1", "BINFLOAT", "BINUNICODE", "EMPTY_TUPLE", "TUPLE", "TUPLE1", "TUPLE2", "TUPLE3"),
        *("EMPTY_LIST", "APPEND", "APPENDS", "EMPTY_DICT", "SETITEM", "SETITEMS", "BINPUT"),
        *("LONG_BINPUT", "BINGET", "LONG_BINGET", "GLOBAL", "BINPERSID", "REDUCE", "BUILD"),
    }
)
"""All that it is written with, in PyTorch's protocol 2."""

HOLDERS = ("state_dict", "model_state_dict", "model_state", "model")
"""Where checkpoints keep the state dict, beside the optimizer's and other things."""

LARGEST = 2**17  # bytes of a pickle; a thousand tensors' are less
TUPLES = 4000  # each could lie in the one before, and looking into them takes stack


def read_pytorch(name: str, data: bytes) -> Found:
    """The network of a state dict.

    Raises `SquiggleError` for a whole model or anything else that would have to run, when it is
    damaged, and when PyTorch is not installed.
    """
    if not data.startswith(b"PK"):
        raise SquiggleError(f"{name} is no zip archive", f"wanted: {KIND}")
    unpacked = members(name, data, KIND)
    pickles = [member for member in unpacked if member.split("/")[-1] == PICKLE]
    if any("/code/" in member for member in unpacked):
        raise SquiggleError(f"{name} is a TorchScript program", SAVE)
    if len(pickles) != 1 or pickles[0].count("/") != 1:
        raise SquiggleError(f"{name} is not from torch.save", SAVE)
    _look_through(name, unpacked[pickles[0]])
    torch = extra(name, "torch", "torch")
    try:
        state = torch.load(_anew(unpacked, pickles[0]), map_location="cpu", weights_only=True)
    except Exception:  # what a damaged file makes of a parser has no one name
        raise SquiggleError(f"{name} is damaged", SAVE) from None
    return names.recognise(name, _arrays(name, _state(name, state), torch))


def _look_through(name: str, pickle: bytes) -> None:
    """Refuse a pickle that does more than build tensors. Nothing of it is run."""
    if len(pickle) > LARGEST:
        raise SquiggleError(f"{name} holds a pickle of {size(len(pickle))}", SAVE)
    tuples = 0
    try:
        for opcode, argument, _ in pickletools.genops(pickle):
            called = opcode.name == "GLOBAL" and argument not in CALLED
            if called or opcode.name not in OPCODES:
                word = str(argument).replace(" ", ".") if called else opcode.name
                raise SquiggleError(
                    f"{name} wants {brief(word, quoted=False)} to be run, which could do anything",
                    SAVE,
                )
            tuples += opcode.name.startswith("TUPLE")
    except SquiggleError:
        raise
    except Exception:  # what a damaged file makes of a parser has no one name
        raise SquiggleError(f"{name} is damaged: its pickle cannot be followed", SAVE) from None
    if tuples > TUPLES:
        raise SquiggleError(f"{name} holds {tuples} tuples", SAVE)


def _anew(unpacked: Mapping[str, bytes], pickle: str) -> io.BytesIO:
    """The pickle and its numbers in a plain zip, so that two readers of zips cannot disagree."""
    folder = pickle.removesuffix(PICKLE)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for member, content in unpacked.items():
            kept = member.startswith(f"{folder}data/") or member in (pickle, f"{folder}byteorder")
            if kept:
                archive.writestr(f"archive/{member.removeprefix(folder)}", content)
        archive.writestr("archive/version", "3\n")
    written.seek(0)
    return written


def _state(name: str, loaded: Any) -> Mapping[str, Any]:
    if not isinstance(loaded, dict):
        raise SquiggleError(f"{name} holds a {type(loaded).__name__}", SAVE)
    for holder in HOLDERS:
        if isinstance(inner := loaded.get(holder), dict):
            return inner
    return loaded


def _arrays(name: str, state: Mapping[str, Any], torch: Any) -> dict[str, Array]:
    arrays: dict[str, Array] = {}
    if len(state) > names.MOST:
        raise SquiggleError(f"{name} holds {len(state)} tensors", names.PAIRS)
    for key, value in state.items():
        if not isinstance(key, str) or not isinstance(value, torch.Tensor | int | float):
            raise SquiggleError(f"{name}: {brief(key)} is no tensor with a name", SAVE)
        if isinstance(value, torch.Tensor):
            shape = tuple(value.shape)
            if len(shape) > 2 or value.numel() > MOST * MOST or value.is_complex():
                raise SquiggleError(
                    f"{name}: {brief(key)} has the shape {brief(shape)}",
                    f"wanted: the numbers of at most {MOST} hidden nodes",
                )
            value = value.detach().to(torch.float64).numpy()
        plain = key.removeprefix("_orig_mod.").removeprefix("module.")  # compiled, parallel
        arrays[plain] = np.array(value, dtype=np.float64)
    return arrays
