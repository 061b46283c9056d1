"""Keras: .keras (a zip of a table and an HDF5 file) and .h5, read with h5py and never with Keras.

Keras' own loading can run code that a file brings. Here the table is read as words, and of the HDF5
file only plain numbers, stored in the file itself.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from squiggle.errors import SquiggleError
from squiggle.extra import needed
from squiggle.weights import names
from squiggle.weights.archive import members
from squiggle.weights.bend import Bend
from squiggle.weights.brief import brief
from squiggle.weights.found import Array, Found, Sum
from squiggle.weights.hdf5 import RefusedError, hdf5
from squiggle.weights.text import parsed_json

KIND = "what model.save writes"
CONFIG, NUMBERS = "config.json", "model.weights.h5"
CHAIN = "wanted: Dense layers in a chain, with Activation or ReLU between them"
SILENT = ("InputLayer", "Dropout", "GaussianNoise", "Flatten")
"""Layers that a trained network passes through unchanged, one number or many."""


def read_keras(name: str, data: bytes) -> Found:
    """The network of a Keras model or of its weights.

    Raises `SquiggleError` for layers other than Dense and its activations, for numbers outside the
    file, when it is damaged, and when h5py is not installed.
    """
    config: Any = None
    if data.startswith(b"PK"):
        unpacked = members(name, data, KIND)
        if CONFIG not in unpacked or NUMBERS not in unpacked:
            raise SquiggleError(f"{name} without {CONFIG} and {NUMBERS}", f"wanted: {KIND}")
        config, data = _text(name, unpacked[CONFIG]), unpacked[NUMBERS]
    layers = None if config is None else _dense_layers(name, _layers(name, config))
    needed(name, "h5py", "keras")
    told, arrays = _held(name, data)
    if layers is None and told is not None:
        layers = _dense_layers(name, _layers(name, told))
    if layers is None:
        return names.recognise(name, _renamed(arrays))
    sums = [_sum(name, place, *layer, arrays) for place, layer in enumerate(layers)]
    return Found("Keras model", tuple(sums))


def _text(name: str, content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise SquiggleError(f"{name}: {CONFIG} is not UTF-8", f"wanted: {KIND}") from None


def _layers(name: str, config: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Class and settings of each layer, in order; they must be a chain."""
    told = parsed_json(f"{name}'s {CONFIG}", config)
    parts = _at(_at(told, "config"), "layers")
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        kind = brief(_at(told, "class_name"))
        raise SquiggleError(f"{name}: a model of the class {kind} without layers", CHAIN)
    layers: list[tuple[str, Mapping[str, Any]]] = []
    before = None
    for part in parts:
        kind, settings = part.get("class_name"), part.get("config")
        if not isinstance(kind, str) or not isinstance(settings, dict):
            raise SquiggleError(f"{name}: a layer is {brief(part)}", CHAIN)
        sources = list(_sources(part.get("inbound_nodes"))) if part.get("inbound_nodes") else []
        if sources and sources != [before]:
            raise SquiggleError(f"{name}: {brief(kind)} does not follow the layer before", CHAIN)
        before = settings.get("name")
        layers.append((kind, settings))
    return layers


def _sources(told: Any, depth: int = 0) -> Iterator[Any]:
    """The names of the layers that feed one: Keras 3 keeps a history, Keras 2 lists of lists."""
    if depth > 12:
        yield None
    elif isinstance(told, dict):
        for key, value in told.items():
            if key == "keras_history" and isinstance(value, list):
                yield from value[:1]
            else:
                yield from _sources(value, depth + 1)
    elif isinstance(told, list):
        if len(told) > 2 and isinstance(told[0], str) and isinstance(told[1], int):
            yield told[0]
        else:
            for value in told:
                yield from _sources(value, depth + 1)


def _dense_layers(
    name: str, layers: list[tuple[str, Mapping[str, Any]]]
) -> list[tuple[Mapping[str, Any], Bend]]:
    """The Dense layers, each with the activation that it or the layer behind it names."""
    dense: list[tuple[Mapping[str, Any], Bend]] = []
    for kind, settings in layers:
        if kind == "Dense":
            dense.append((settings, _activation(name, settings.get("activation"))))
        elif kind not in SILENT:
            bend = _bent(name, kind, settings)
            if not dense or dense[-1][1].name != "linear":
                raise SquiggleError(f"{name}: {brief(kind)} where none should be", CHAIN)
            dense[-1] = (dense[-1][0], bend)
    if not dense:
        raise SquiggleError(f"{name} without a Dense layer", CHAIN)
    return dense


def _bent(name: str, kind: str, told: Mapping[str, Any]) -> Bend:
    if kind == "Activation":
        return _activation(name, told.get("activation"))
    plain = not told.get("negative_slope") and not told.get("threshold")
    if kind == "ReLU" and plain and told.get("max_value") is None:
        return Bend("relu")
    raise SquiggleError(f"{name}: a layer of the class {brief(kind)}", CHAIN)


def _activation(name: str, told: Any) -> Bend:
    word = _at(told, "config") if isinstance(told, dict) else told
    if word is None:
        return Bend("linear")
    if not isinstance(word, str):
        raise SquiggleError(f"{name}: an activation is {brief(told)}", "wanted: a name")
    bend = Bend(word)
    bend.activation(name)  # known, or told before anything is installed for it
    return bend


def _sum(
    name: str, place: int, settings: Mapping[str, Any], bend: Bend, arrays: Mapping[str, Array]
) -> Sum:
    """Kernel and bias: Keras 3 numbers the layers of a class, Keras 2 knows them by their names."""
    third = f"layers/dense{f'_{place}' if place else ''}/vars/"
    second = f"model_weights/{settings.get('name')}/"
    kernel = bias = None
    for key, array in arrays.items():
        if key == f"{third}0" or (key.startswith(second) and re.search(r"/kernel(:0)?$", key)):
            kernel = array
        elif key == f"{third}1" or (key.startswith(second) and re.search(r"/bias(:0)?$", key)):
            bias = array
        elif key.startswith((third, second)):  # of a quantized layer, whose kernel is none
            raise SquiggleError(f"{name} holds {brief(key)}", "wanted: a kernel and a bias")
    if kernel is None or kernel.ndim != 2 or (bias is None and settings.get("use_bias", True)):
        raise SquiggleError(
            f"{name} without the numbers of the layer {brief(settings.get('name'))}",
            "wanted: a kernel and a bias",
        )
    return Sum(kernel.T, np.zeros(kernel.shape[1]) if bias is None else bias, bend)


def _renamed(arrays: Mapping[str, Array]) -> dict[str, Array]:
    """Keras 3 numbers a layer's arrays: layers/dense/vars/0 is its kernel."""
    words = {"0": "kernel", "1": "bias"}

    def word(key: str) -> str:
        return re.sub(r"/vars/([01])$", lambda end: f"/{words[end[1]]}", key)

    return {word(key): array for key, array in arrays.items()}


def _held(name: str, data: bytes) -> tuple[str | None, dict[str, Array]]:
    """The layers' table, if the HDF5 file has one, and every array by its path."""
    try:
        held = hdf5(data)
        arrays = {
            key: np.array(numbers, dtype=np.float64).reshape(shape)
            for key, (shape, numbers) in held.datasets.items()
        }
    except RefusedError as error:
        found, wanted = error.args
        raise SquiggleError(f"{name} {found}", wanted or f"wanted: {KIND}") from None
    return held.config, arrays


def _at(told: Any, key: str) -> Any:
    return told.get(key) if isinstance(told, dict) else None
