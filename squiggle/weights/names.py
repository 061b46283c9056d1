"""What arrays are called by the programs that made them, and which layer each belongs to.

Every scheme is a function of all arrays by name. It answers None when they are not its own, and
raises `SquiggleError` when they are but do not fit.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from squiggle.errors import SquiggleError
from squiggle.weights.bend import Bend
from squiggle.weights.brief import brief
from squiggle.weights.found import Array, Found, Sum

Arrays = Mapping[str, Array]
Scheme = Callable[[str, Arrays], Found | None]

PAIRS = (
    "wanted: weights and biases of one hidden layer and one output, named as docs/weights.md has"
)
MOST = 1000  # arrays; nobody tells a network of more


def recognise(name: str, arrays: Arrays) -> Found:
    """The layers that the arrays of the file called `name` are.

    Raises `SquiggleError` when no scheme of `SCHEMES` knows the names, or when they do not fit.
    """
    if not arrays:
        raise SquiggleError(f"{name} holds no arrays", PAIRS)
    if len(arrays) > MOST:
        raise SquiggleError(f"{name} holds {len(arrays)} arrays", PAIRS)
    for scheme in SCHEMES:
        if (found := scheme(name, arrays)) is not None:
            return found
    raise SquiggleError(f"{name} holds {_listed(arrays)}", PAIRS)


def numbers(name: str, values: Mapping[str, Any], kind: str) -> Found:
    """A network of its parameters by name: w1 b1 w2 b2 … scales … last bias, in any order."""
    nodes = max(1, (len(values) + 1) // 3)
    into = [key for place in range(1, nodes + 1) for key in (f"w{place}", f"b{place}")]
    scales = [f"w{place}" for place in range(nodes + 1, 2 * nodes + 1)]
    order = [*into, *scales, f"b{nodes + 1}"]
    wanted = f"wanted: {_few(order)}"
    for key in order:
        if key not in values:
            raise SquiggleError(f"{name} without {key}", wanted)
    for key in values:
        if key not in order:
            raise SquiggleError(f"{name}: unknown parameter: {brief(key)}", wanted)
    return in_order(name, [values[key] for key in order], kind)


def in_order(name: str, values: list[Any], kind: str) -> Found:
    """A network of 3 N + 1 numbers in the order of `Network.parameters`."""
    nodes, left = divmod(len(values) - 1, 3)
    if left or nodes < 1:
        raise SquiggleError(
            f"{name}: {len(values)} numbers",
            "wanted: 3 for each hidden node and 1 more, as w1 b1 w2 b2 w3 w4 b3",
        )
    into, scales, last = values[: 2 * nodes], values[2 * nodes : -1], values[-1:]
    hidden = Sum(_array([[weight] for weight in into[::2]]), _array(into[1::2]))
    return Found(kind, (hidden, Sum(_array([scales]), _array(last))), assumed="softplus")


def _array(values: list[Any]) -> Array:
    exact = any(not isinstance(value, float | np.floating) for value in np.ravel(values))
    return np.array(values, dtype=object if exact else np.float64)


def _parameters(name: str, arrays: Arrays) -> Found | None:
    if not all(re.fullmatch(r"[wb][1-9]\d{0,3}", key) for key in arrays):
        return None
    return numbers(name, _scalars(name, arrays), f"the parameters {_few(list(arrays))}")


def _statquest(name: str, arrays: Arrays) -> Found | None:
    """StatQuest's tutorials: input · w00 + b00, relu, · w01, the same for w10 b10 w11, their sum.

    Their `forward` ends in another relu.
    """
    if "final_bias" not in arrays:
        return None
    nodes = (len(arrays) - 1) // 3
    order = [(f"w{node}0", f"b{node}0", f"w{node}1") for node in range(nodes)]
    expected = {"final_bias"}.union(*order)
    if expected != set(arrays):
        raise SquiggleError(
            f"{name} holds {_listed(arrays)}", "wanted: w00 b00 w01 w10 b10 w11 … final_bias"
        )
    value = _scalars(name, arrays)
    into = [value[key] for weight, bias, _ in order for key in (weight, bias)]
    scales = [value[scale] for *_, scale in order]
    found = in_order(name, [*into, *scales, value["final_bias"]], "StatQuest's parameters")
    hidden, output = found.sums
    note = "StatQuest's networks end in a relu: assumed here too"
    last = Sum(output.weights, output.biases, Bend("relu"))
    return Found(found.kind, (hidden, last), (note,), "relu")


def _scikit_learn(name: str, arrays: Arrays) -> Found | None:
    """MLPRegressor's `coefs_` of shape (in, out) and `intercepts_`, numbered from 0."""
    if not all(re.fullmatch(r"(coefs|intercepts)_+\d{1,3}", key) for key in arrays):
        return None
    parts = [(int(re.split("_+", key)[1]), key[0], array) for key, array in arrays.items()]
    layers = len(parts) // 2
    table = {(place, kind): array for place, kind, array in parts}
    if set(table) != {(place, kind) for place in range(layers) for kind in "ci"}:
        raise SquiggleError(
            f"{name} holds {_listed(arrays)}",
            "wanted: coefs_0, intercepts_0, coefs_1, intercepts_1",
        )
    sums = tuple(Sum(table[n, "c"].T, table[n, "i"]) for n in range(layers))
    return Found("scikit-learn's MLPRegressor", sums)


def _keras(name: str, arrays: Arrays) -> Found | None:
    """Dense layers: LAYER/kernel of shape (in, out) and LAYER/bias, perhaps with :0 behind."""
    plain = {key.removesuffix(":0"): array for key, array in arrays.items()}
    if len(plain) < len(arrays) or not any(_last(key) == "kernel" for key in plain):
        return None
    return _pairs(name, "Keras' Dense layers", plain, "kernel", turned=True)


def _pytorch(name: str, arrays: Arrays) -> Found | None:
    """Linear layers: PREFIX.weight of shape (out, in) and PREFIX.bias."""
    if not any(_last(key) == "weight" for key in arrays):
        return None
    numbered = all(re.search(r"(^|\.)\d{1,4}\.\w+$", key) for key in arrays)
    kind = "PyTorch Sequential" if numbered else "PyTorch Linear layers"
    return _pairs(name, kind, arrays, "weight", turned=False)


SCHEMES: tuple[Scheme, ...] = (_parameters, _statquest, _scikit_learn, _keras, _pytorch)
"""Tried in this order."""


def _pairs(name: str, kind: str, arrays: Arrays, matrix: str, *, turned: bool) -> Found:
    """Layers of a matrix and a bias each, in the order of their numbers or of their shapes."""
    for key, array in arrays.items():
        if _last(key) not in (matrix, "bias"):
            raise SquiggleError(f"{name} holds {brief(key)}", f"wanted: {matrix} and bias only")
        if np.ndim(array) != (2 if _last(key) == matrix else 1):
            raise SquiggleError(
                f"{name}: {brief(key)} has the shape {np.shape(array)}",
                f"wanted: a matrix for each {matrix}, a row of numbers for each bias",
            )
    stems = list(dict.fromkeys(key[: -len(_last(key))] for key in arrays))
    sums, notes = {}, []
    for stem in stems:
        if stem + matrix not in arrays:
            raise SquiggleError(f"{name} holds {brief(stem + 'bias')}", f"but no {matrix} for it")
        weights = arrays[stem + matrix].T if turned else arrays[stem + matrix]
        if stem + "bias" not in arrays:
            notes.append(f"no {brief(stem + 'bias', quoted=False)}: taken as 0")
        biases = arrays.get(stem + "bias", np.zeros(len(weights), dtype=weights.dtype))
        sums[stem] = Sum(weights, biases)
    order, note = _ordered(sums)
    return Found(kind, tuple(sums[stem] for stem in order), (*note, *notes))


def _ordered(sums: Mapping[str, Sum]) -> tuple[list[str], tuple[str, ...]]:
    """The names of the layers from input to output, and what had to be assumed for it.

    Numbered layers go by their numbers. Two others go by their shapes, since not every format keeps
    an order: (N, 1) comes before (1, N).
    """
    parts = {stem: re.fullmatch(r"(.*?)(\d{0,4})[./]", stem, re.DOTALL) for stem in sums}
    numbers = {stem: int(f"0{part[2]}") for stem, part in parts.items() if part}
    before = {part[1].rstrip("_") for part in parts.values() if part}
    if len(numbers) == len(sums) and len(before) == 1:
        return sorted(sums, key=lambda stem: numbers[stem]), ()
    stems = list(sums)
    if len(stems) != 2:
        return stems, ()
    first, last = (brief(stem[:-1], quoted=False) for stem in stems)
    shapes = [sums[stem].weights.shape for stem in stems]
    if shapes == [(1, 1), (1, 1)]:
        return stems, (f"two layers of one shape: took {first} as the hidden one",)
    if shapes[0][0] == 1 and shapes[1][1] == 1:
        return stems[::-1], (f"by their shapes {last} comes before {first}",)
    return stems, ()


def _scalars(name: str, arrays: Arrays) -> dict[str, Any]:
    for key, array in arrays.items():
        if np.size(array) != 1:
            raise SquiggleError(
                f"{name}: {brief(key)} has the shape {np.shape(array)}", "wanted: one number"
            )
    return {key: np.ravel(array)[0] for key, array in arrays.items()}


def _last(key: str) -> str:
    return re.split(r"[./]", key)[-1]


def _listed(names: Mapping[str, Any]) -> str:
    more = ", …" if len(names) > 4 else ""
    return ", ".join(brief(key) for key in list(names)[:4]) + more


def _few(words: list[str]) -> str:
    """The first and the last words of a list that may be long.

    >>> _few(["w1", "b1", "w2", "b2"])
    'w1 b1 w2 b2'
    """
    return " ".join(words if len(words) <= 7 else [*words[:4], "…", *words[-2:]])
