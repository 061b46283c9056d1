"""What a reader has found in a file, and how it becomes a network that can be told."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from squiggle.core import LARGEST, Activation, Network
from squiggle.errors import SquiggleError
from squiggle.weights.bend import Bend
from squiggle.weights.brief import brief, counted

MOST = 64
WANTED = f"wanted: 1 input, one hidden layer of 1 to {MOST} nodes, 1 output"
CHOOSE = "--set activation=…"
FINEST = 17  # decimals beyond which a double has nothing to show

Array = NDArray[Any]
"""Numbers as a file has them: floats, or Decimals and ints as objects where a text tells more."""


@dataclass(frozen=True)
class Sum:
    """What the nodes of one layer add up: `weights` of shape (out, in), `biases` of shape (out,).

    `bend` is the activation after it, None where the file does not say.
    """

    weights: Array
    biases: Array
    bend: Bend | None = None


@dataclass(frozen=True)
class Found:
    """The layers of a file in order; `kind` says whose file it is, `notes` what was assumed.

    `assumed` is the activation of a hidden layer that names none.
    """

    kind: str
    sums: tuple[Sum, ...]
    notes: tuple[str, ...] = ()
    assumed: str = "relu"

    def bent(self, hidden: Bend | None, output: Bend | None) -> "Found":
        """The same layers with the activations that the file names beside them."""
        if len(self.sums) != 2:
            return self
        first, last = self.sums
        first = replace(first, bend=hidden or first.bend)
        return replace(self, sums=(first, replace(last, bend=output or last.bend)))


@dataclass(frozen=True)
class Weights:
    """A network read from a file.

    `format` is the name of the file's format and `notes` are lines for people: what was recognised,
    and every assumption. `decimals` tells for a text how many decimals each parameter was written
    with; None where a file has only binary numbers.
    """

    network: Network
    format: str
    notes: tuple[str, ...]
    decimals: Mapping[str, int] | None


def settle(name: str, form: str, found: Found, activation: str | None) -> Weights:
    """The network of the file called `name`; `activation` goes before what the file says.

    Raises `SquiggleError` for another shape than one hidden layer between 1 input and 1 output, and
    for numbers that no curve can be drawn with.
    """
    hidden, output = _shaped(name, found)
    written = _in_reading_order(hidden, output)
    numbers = {key: _number(name, key, value) for key, value in written.items()}
    bend, notes = _bend(name, found, activation)
    after = Bend("identity") if output.bend is None else output.bend
    network = Network.of_parameters(numbers, activation=bend, output=after.activation(name))
    nodes = counted(len(hidden.biases), "hidden node")
    title = f"{name}: {found.kind}, 1 input, {nodes}, 1 output"
    if not network.output_activation.is_plain:
        notes = (*notes, f"{network.output_activation.name} after the output's sum")
    return Weights(network, form, (title, *found.notes, *notes), _decimals(written))


def _shaped(name: str, found: Found) -> tuple[Sum, Sum]:
    for place, part in enumerate(found.sums, start=1):
        weights, biases = np.shape(part.weights), np.shape(part.biases)
        if len(weights) != 2 or len(biases) != 1 or weights[0] != biases[0]:
            raise SquiggleError(
                f"{name}: layer {place} has weights of shape {weights}, biases of shape {biases}",
                "wanted: a row of weights and one bias for each node",
            )
    if len(found.sums) != 2:
        raise SquiggleError(f"{name}: {counted(len(found.sums), 'layer')}", WANTED)
    hidden, output = found.sums
    (nodes, inputs), (outputs, taken) = hidden.weights.shape, output.weights.shape
    if nodes != taken:
        raise SquiggleError(
            f"{name}: the hidden layer gives {counted(nodes, 'number')} "
            f"but the output takes {taken}",
            "the shapes must agree",
        )
    if inputs != 1 or outputs != 1 or not 1 <= nodes <= MOST:
        shape = (counted(inputs, "input"), counted(nodes, "hidden node"))
        raise SquiggleError(f"{name}: {', '.join(shape)}, {counted(outputs, 'output')}", WANTED)
    return hidden, output


def _in_reading_order(hidden: Sum, output: Sum) -> dict[str, Any]:
    nodes = len(hidden.biases)
    named: dict[str, Any] = {}
    for place in range(nodes):
        named[f"w{place + 1}"] = hidden.weights[place, 0]
        named[f"b{place + 1}"] = hidden.biases[place]
    named |= {f"w{nodes + place + 1}": output.weights[0, place] for place in range(nodes)}
    return named | {f"b{nodes + 1}": output.biases[0]}


def _number(name: str, key: str, value: Any) -> float:
    try:
        number = float(value)
    except OverflowError:  # an int of more than 308 digits
        number = np.inf
    if np.isnan(number):
        raise SquiggleError(f"{name}: {key} is NaN", "wanted: an ordinary number")
    if abs(number) > LARGEST:
        if np.isinf(number) and not isinstance(value, int | Decimal):
            said = "infinite"
        else:  # a text may write what no float holds
            said = f"{number:g}" if np.isfinite(number) else brief(str(value), quoted=False)
        raise SquiggleError(f"{name}: {key} is {said}", f"wanted: at most {LARGEST:g} in size")
    return number


def _bend(name: str, found: Found, activation: str | None) -> tuple[Activation, tuple[str, ...]]:
    told = found.sums[0].bend
    if activation is not None:
        asked = Bend(activation).activation()
        if told is None:
            return asked, ()
        meant = told.activation(name)
        if meant.name == asked.name:
            return meant, ()
        return asked, (f"the file says {meant.name}: read as {asked.name}, as set",)
    if told is not None:
        return told.activation(name), ()
    note = f"the file names no activation: assumed {found.assumed} (choose with {CHOOSE})"
    return Bend(found.assumed).activation(name), (note,)


def _decimals(written: Mapping[str, Any]) -> dict[str, int] | None:
    if not all(isinstance(value, int | Decimal) for value in written.values()):
        return None
    return {key: _places(value) for key, value in written.items()}


def _places(number: Decimal | int) -> int:
    exponent = Decimal(number).as_tuple().exponent
    return min(max(0, -exponent), FINEST) if isinstance(exponent, int) else 0
