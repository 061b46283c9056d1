"""The network of a lesson file: by its parameters, by its layers, or from a file of weights."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from squiggle.core import Activation, Network, activation
from squiggle.errors import SquiggleError
from squiggle.lesson.file import MOST_NODES, LayerTable, NetworkTable
from squiggle.lesson.refusal import Place
from squiggle.lesson.said import closest, counted, said

PARAMETERS = "network.parameters"
DECIMALS = "network.decimals"
MOST_DECIMALS = 4
"""A number with more decimals than this comes from training: nobody wrote it down."""


@dataclass(frozen=True)
class Told:
    """A network, the decimals of each parameter in reading order, and what was assumed."""

    network: Network
    decimals: Mapping[str, int]
    notes: tuple[str, ...] = ()


def network_of(table: NetworkTable, place: Place) -> Told:
    """The network that a `[network]` table tells.

    Raises `SquiggleError` naming the key: for more than one network or none, for parameters that
    are missing or left over, for layers whose shapes disagree, for a file that cannot be read.
    """
    if table.weights is not None and table.layers is not None:
        raise place.refuse("network", "weights and layers", "one of them")
    if table.weights is not None:
        base = _from_file(table, place)
    elif table.layers is not None:
        base = _from_numbers(_of_layers(table.layers, place))
    elif table.parameters:
        _check_names(table.parameters, place)
        base = _from_numbers(_whole(table.parameters, place))
    else:
        raise place.refuse("network", "no numbers", "parameters, layers or weights")
    return _dressed(_changed(base, table, place), table, place)


def shown_decimals(value: float, written: int | None = None) -> int:
    """How many decimals a parameter is shown with.

    As many as it was written with; a number with more than `MOST_DECIMALS`, or none known, comes
    from training and gets two to four: three digits of it are seen, if they can be.

    >>> shown_decimals(-1.3, written=2), shown_decimals(0.0123456), shown_decimals(12.345678)
    (2, 4, 2)
    """
    if written is not None and written <= MOST_DECIMALS:
        return written
    size = abs(value)
    if not size:
        return 0
    if size >= 1000:
        return 0
    return min(MOST_DECIMALS, max(2, 2 - math.floor(math.log10(size))))


def written_decimals(number: Decimal) -> int:
    """How many decimals a number was written with.

    >>> written_decimals(Decimal("-1.30")), written_decimals(Decimal("1e3"))
    (2, 0)
    """
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _from_numbers(numbers: Mapping[str, Decimal]) -> Told:
    """A network of numbers as they were written."""
    network = Network.of_parameters({name: float(number) for name, number in numbers.items()})
    decimals = {
        name: shown_decimals(value, written_decimals(numbers[name]))
        for name, value in network.parameters.items()
    }
    return Told(network, decimals)


def _from_file(table: NetworkTable, place: Place) -> Told:
    from squiggle.weights import read  # seven formats: only who has a file of them pays for them

    key = "network.weights"
    assert table.weights is not None
    file = place.path(key, table.weights)
    try:
        weights = read(file, activation=table.activation)
    except SquiggleError as error:
        raise place.blame(key, error) from None
    written = weights.decimals or {}
    decimals = {
        name: shown_decimals(value, written.get(name))
        for name, value in weights.network.parameters.items()
    }
    return Told(weights.network, decimals, tuple(weights.notes))


def _check_names(parameters: Mapping[str, Decimal], place: Place) -> None:
    """Every name is a w or a b with a number."""
    nodes = (len(parameters) + 1) // 3
    known = _names(max(1, min(nodes, MOST_NODES)))
    for name in parameters:
        if not (name[:1] in ("w", "b") and name[1:].isascii() and name[1:].isdigit()):
            raise _unknown(name, known, place)
    if nodes > MOST_NODES:
        raise place.refuse(
            PARAMETERS, f"{len(parameters)} numbers", f"at most {MOST_NODES} hidden nodes"
        )


def _whole(parameters: Mapping[str, Decimal], place: Place) -> Mapping[str, Decimal]:
    """The parameters, if they are those of a network."""
    nodes = max(1, (len(parameters) + 1) // 3)
    known = _names(nodes)
    missing = [name for name in known if name not in parameters]
    for name in parameters:
        if name not in known and (len(parameters) == 3 * nodes + 1 or not missing):
            raise _unknown(name, known, place)
    if missing:
        raise place.refuse(PARAMETERS, f"no {_brief(missing)}", _brief(known))
    return {name: parameters[name] for name in known}


def _names(nodes: int) -> list[str]:
    into = [name for place in range(1, nodes + 1) for name in (f"w{place}", f"b{place}")]
    return [*into, *(f"w{place}" for place in range(nodes + 1, 2 * nodes + 1)), f"b{nodes + 1}"]


def _brief(names: list[str]) -> str:
    return ", ".join(names if len(names) <= 13 else [*names[:6], "...", *names[-3:]])


def _unknown(name: str, known: list[str], place: Place, table: str = PARAMETERS) -> SquiggleError:
    key = f"{table}.{name}"
    if key in place.typed:
        return SquiggleError(f"{place.typed[key]}: unknown parameter", _hint(name, known))
    return SquiggleError(f"{place.key(table)}: unknown parameter {said(name)}", _hint(name, known))


def _hint(name: str, known: list[str]) -> str:
    hint = closest(name, known)
    return hint if hint.startswith("did") else f"known: {_brief(known)}"


def _of_layers(layers: tuple[LayerTable, ...], place: Place) -> Mapping[str, Decimal]:
    key = "network.layers"
    if len(layers) != 2:
        raise place.refuse(key, f"{len(layers)} of them", "two, the hidden layer and the output")
    hidden, output = layers
    nodes = len(hidden.biases)
    shape = [[len(row) for row in layer.weights] for layer in layers]
    if not nodes or shape[0] != [1] * nodes:
        raise place.refuse(
            f"{key}, number 1", _shape(hidden), "a row of one weight and a bias for each node"
        )
    if shape[1] != [nodes] or len(output.biases) != 1:
        raise place.refuse(
            f"{key}, number 2", _shape(output), f"one row of {nodes} weights and one bias"
        )
    numbers: dict[str, Decimal] = {}
    for at, (row, bias) in enumerate(zip(hidden.weights, hidden.biases, strict=True), start=1):
        numbers |= {f"w{at}": row[0], f"b{at}": bias}
    numbers |= {f"w{nodes + at}": weight for at, weight in enumerate(output.weights[0], start=1)}
    return numbers | {f"b{nodes + 1}": output.biases[0]}


def _shape(layer: LayerTable) -> str:
    sizes = sorted({len(row) for row in layer.weights})
    rows = f"{counted(len(layer.weights), 'row')} of {' or '.join(map(str, sizes)) or 'no'} weights"
    return f"{rows}, {counted(len(layer.biases), 'bias', 'biases')}"


def _changed(base: Told, table: NetworkTable, place: Place) -> Told:
    """The network with the parameters and decimals replaced that the table names beside it."""
    known = list(base.network.parameters)
    for key, names in ((PARAMETERS, table.parameters), (DECIMALS, table.decimals)):
        for name in names:
            if name not in known:
                raise _unknown(name, known, place, key)
    changes = table.parameters if table.weights is not None or table.layers is not None else {}
    network = base.network.changed(**{name: float(new) for name, new in changes.items()})
    decimals = dict(base.decimals) | {
        name: shown_decimals(float(new), written_decimals(new)) for name, new in changes.items()
    }
    in_file = [name for name in changes if f"network.parameters.{name}" not in place.typed]
    note = f"{place.file} replaces {_brief(in_file)} of its weights"
    return Told(network, decimals | dict(table.decimals), (*base.notes, *([note] * bool(in_file))))


def _dressed(base: Told, table: NetworkTable, place: Place) -> Told:
    """The network with the activations that the table names."""
    before = base.network
    network = Network.of_parameters(
        before.parameters,
        activation=_bend(before.activation, table.activation, table.beta, "beta", place),
        output=_bend(
            before.output_activation,
            table.output_activation,
            table.output_beta,
            "output_beta",
            place,
        ),
    )
    return Told(network, base.decimals, base.notes)


def _bend(
    before: Activation, name: str | None, beta: Decimal | None, key: str, place: Place
) -> Activation:
    """What bends: with weights from a file, a name that agrees keeps the file's sharpness."""
    name = name or before.name
    sharpness = before.beta if name == before.name else 1.0
    try:
        return activation(name, sharpness if beta is None else float(beta))
    except SquiggleError as error:
        raise place.blame(f"network.{key}", error) from None
