"""A network written as a file that `read` reads back to the last bit, whole or not at all."""

import io
import json
import os
import secrets
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import numpy as np

from squiggle.core import Activation, Network
from squiggle.errors import SquiggleError
from squiggle.weights.found import MOST, WANTED

Decimals = Mapping[str, int]
BEGINNING_OF_TIME = (1980, 1, 1, 0, 0, 0)  # one network, one file, whenever it is written


def write(network: Network, path: Path, *, decimals: Decimals | None = None) -> None:
    """Write the network in the format of the path's ending; a file that is there is replaced.

    A text shows a parameter with its number of `decimals` where that says the same number. Raises
    `SquiggleError` for an ending that is not in `WRITERS`, for a network that is no curve or has
    more than 64 nodes, and where nothing can be written.
    """
    ending = path.suffix.lower()
    if ending not in WRITERS:
        raise SquiggleError(f"cannot write {path}", f"known endings: {' '.join(WRITERS)}")
    if not network.is_curve or network.layers[0].size > MOST:
        raise SquiggleError(f"cannot write {network!r}", WANTED)
    _whole(path, WRITERS[ending](network, decimals or {}))


def as_toml(network: Network, decimals: Decimals) -> bytes:
    """The activations, then every parameter by name."""
    lines = [f"{key} = {json.dumps(value)}" for key, value in _settings(network).items()]
    lines += ["", "[parameters]"]
    lines += [f"{key} = {text}" for key, text in _written(network, decimals).items()]
    return ("\n".join(lines) + "\n").encode()


def as_json(network: Network, decimals: Decimals) -> bytes:
    """The same as one table."""
    lines = [
        f"  {json.dumps(key)}: {json.dumps(told)}," for key, told in _settings(network).items()
    ]
    numbers = [f'    "{key}": {text}' for key, text in _written(network, decimals).items()]
    body = ",\n".join(numbers)
    return ("{\n" + "\n".join(lines) + '\n  "parameters": {\n' + body + "\n  }\n}\n").encode()


def as_npz(network: Network, _: Decimals) -> bytes:
    """Arrays named as PyTorch names them, and the activations as texts beside them."""
    arrays = {**_arrays(network), **{key: np.array(v) for key, v in _settings(network).items()}}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for key, array in arrays.items():
            member = io.BytesIO()
            np.save(member, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{key}.npy", BEGINNING_OF_TIME), member.getvalue())
    return file.getvalue()


def as_safetensors(network: Network, _: Decimals) -> bytes:
    """The same arrays as F64, and the activations among the metadata."""
    settings = {key: str(value) for key, value in _settings(network).items()}
    header: dict[str, object] = {"__metadata__": settings}
    numbers = b""
    for key, array in _arrays(network).items():
        begin, numbers = len(numbers), numbers + array.astype("<f8").tobytes()
        place = [begin, len(numbers)]
        header[key] = {"dtype": "F64", "shape": list(array.shape), "data_offsets": place}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # the format wants its numbers at a multiple of 8
    return len(text).to_bytes(8, "little") + text + numbers


WRITERS: Mapping[str, Callable[[Network, Decimals], bytes]] = {
    ".toml": as_toml,
    ".json": as_json,
    ".npz": as_npz,
    ".safetensors": as_safetensors,
}


def _settings(network: Network) -> dict[str, str | float]:
    """The activations: only what a reader would not take for granted."""
    settings = _setting("activation", "beta", network.activation)
    if not network.output_activation.is_plain:
        settings |= _setting("output_activation", "output_beta", network.output_activation)
    return settings


def _setting(key: str, sharpness: str, bend: Activation) -> dict[str, str | float]:
    return {key: bend.name} | ({} if bend.beta == 1.0 else {sharpness: float(bend.beta)})


def _arrays(network: Network) -> dict[str, np.ndarray]:
    hidden, output = network.layers
    return {
        "hidden.weight": np.array(hidden.weights),
        "hidden.bias": np.array(hidden.biases),
        "output.weight": np.array(output.weights),
        "output.bias": np.array(output.biases),
    }


def _written(network: Network, decimals: Decimals) -> dict[str, str]:
    return {key: _text(value, decimals.get(key)) for key, value in network.parameters.items()}


def _text(value: float, places: int | None) -> str:
    """The number with so many decimals, or with all that it takes.

    >>> _text(-1.3, 2), _text(0.1234, 2), _text(2.0, 0), _text(1e-300, None)
    ('-1.30', '0.1234', '2', '1e-300')
    """
    if places is not None:
        text = f"{value:.{places}f}"
        if float(text) == value and not (value == 0 and text.startswith("-") and not places):
            return text
    return repr(value)


def _whole(path: Path, data: bytes) -> None:
    """Write beside the place and rename: at every moment there is the old file or the new one."""
    beside = path.parent / f".squiggle-{secrets.token_hex(8)}"
    try:
        if path.is_dir():
            raise IsADirectoryError(None, "a folder has that name")
        with open(beside, "xb") as file:
            file.write(data)
        os.replace(beside, path)
    except (OSError, ValueError) as error:  # a null character in the name is a ValueError
        reason = getattr(error, "strerror", None) or str(error)
        raise SquiggleError(f"cannot write {path}: {reason.lower()}") from None
    finally:
        with suppress(OSError):  # never made, or it has taken its place
            os.unlink(beside)
