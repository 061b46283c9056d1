"""ONNX: a chain of operations from one input to one output, read as sums and activations.

Operations are those of https://onnx.ai/onnx/operators. Only what the file itself holds is read:
numbers in other files are refused.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from squiggle.errors import SquiggleError
from squiggle.extra import extra
from squiggle.weights.bend import Bend
from squiggle.weights.brief import brief
from squiggle.weights.found import MOST, Array, Found, Sum

BENDS: Mapping[str, str] = {
    "Relu": "relu",
    "Sigmoid": "sigmoid",
    "Softplus": "softplus",
    "Tanh": "tanh",
}
CONSTANTS: Mapping[str, tuple[int, ...]] = {
    "Gemm": (1, 2),
    "MatMul": (1,),
    "Add": (1,),
    "Mul": (1,),
    "Div": (1,),
    **dict.fromkeys(BENDS, (0,)),
    "Cast": (0,),
    "Flatten": (0,),
    "Identity": (0,),
    "Reshape": (1,),
    "Squeeze": (0, 1),
    "Unsqueeze": (0, 1),
}
"""Every operation that is known, and how many constants it takes beside what flows through."""

PLAIN = ("Cast", "Flatten", "Identity", "Reshape", "Squeeze", "Unsqueeze")
"""Operations that leave numbers as they are; those that could reorder, only where there is one."""

WANTED = f"wanted: Gemm, MatMul, Add and {', '.join(BENDS)} in a chain, as one hidden layer needs"
CHAIN = 32  # operations; a hidden layer and an output need ten at most


@dataclass(frozen=True)
class Step:
    """An operation on what the one before gave: its constants in place, its attributes."""

    operation: str
    constants: tuple[Array, ...]
    attributes: Mapping[str, float]


def read_onnx(name: str, data: bytes) -> Found:
    """The network of an ONNX model.

    Raises `SquiggleError` for a graph that is no chain of the known operations, for numbers kept in
    other files, when it is damaged, and when `onnx` is not installed.
    """
    onnx = extra(name, "onnx", "onnx")
    try:
        graph = onnx.load_model_from_string(data).graph
    except Exception:  # protobuf's own, or a recursion
        raise SquiggleError(
            f"{name} is damaged, or no ONNX model", "wanted: an .onnx file"
        ) from None
    if not graph.node:
        raise SquiggleError(f"{name} is no ONNX model, or an empty one", WANTED)
    steps = _chain(name, graph, onnx)
    return Found("ONNX graph", tuple(_sums(name, steps)))


def _chain(name: str, graph: Any, onnx: Any) -> list[Step]:
    """The operations in order, each fed by the one before and by constants."""
    if graph.sparse_initializer:
        raise SquiggleError(f"{name} holds sparse tensors", "wanted: plain ones")
    constants = {tensor.name: tensor for tensor in graph.initializer}
    given = [value.name for value in graph.input if value.name not in constants]
    if len(given) != 1 or len(graph.output) != 1:
        raise SquiggleError(f"{name}: {len(given)} inputs, {len(graph.output)} outputs", WANTED)
    current, steps = given[0], list[Step]()
    for node in graph.node:
        if node.op_type == "Constant" and len(node.output) == 1:
            constants[node.output[0]] = _constant(name, node)
            continue
        known = node.op_type in CONSTANTS and node.domain in ("", "ai.onnx")
        if not known or len(steps) >= CHAIN:
            raise SquiggleError(f"{name}: operation {brief(node.op_type)}", WANTED)
        inputs = [part for part in node.input if part]
        if inputs[:1] != [current] and not (node.op_type in ("Add", "Mul") and current in inputs):
            raise SquiggleError(
                f"{name}: {brief(node.op_type)} does not follow the operation before", WANTED
            )
        others = [part for part in inputs if part != current]
        if len(others) != len(inputs) - 1 or not all(part in constants for part in others):
            raise SquiggleError(f"{name}: {brief(node.op_type)} joins two branches", WANTED)
        if len(node.output) != 1 or len(others) not in CONSTANTS[node.op_type]:
            raise SquiggleError(f"{name}: {node.op_type} of another kind", WANTED)
        arrays = tuple(_array(name, constants[part], onnx) for part in others)
        steps.append(Step(node.op_type, arrays, _attributes(node, onnx)))
        current = node.output[0]
    if current != graph.output[0].name:
        raise SquiggleError(f"{name}: the output is not the last operation's", WANTED)
    return steps


def _attributes(node: Any, onnx: Any) -> dict[str, float]:
    """Those that are one number; no other is of interest."""
    kinds = onnx.AttributeProto
    return {
        told.name: told.f if told.type == kinds.FLOAT else told.i
        for told in node.attribute
        if told.type in (kinds.FLOAT, kinds.INT)
    }


def _constant(name: str, node: Any) -> Any:
    for told in node.attribute:
        if told.name == "value":
            return told.t
    raise SquiggleError(f"{name}: a Constant without a tensor", WANTED)


def _array(name: str, tensor: Any, onnx: Any) -> Array:
    """The numbers of a tensor, if the file itself holds them."""
    kinds = onnx.TensorProto
    said = f"{name}: {brief(tensor.name)}"
    if tensor.data_location == kinds.EXTERNAL or tensor.external_data:
        raise SquiggleError(f"{said} lies in another file", "wanted: a model in one file")
    known = (kinds.FLOAT, kinds.DOUBLE, kinds.FLOAT16, kinds.BFLOAT16, kinds.INT32, kinds.INT64)
    if tensor.data_type not in known:
        raise SquiggleError(f"{said} is of the type {tensor.data_type}", "wanted: numbers")
    sides = list(tensor.dims)
    if len(sides) > 2 or not all(0 <= side <= MOST * MOST for side in sides):
        raise SquiggleError(f"{said} has the shape {brief(sides)}", "wanted: a matrix or a row")
    try:
        return np.asarray(onnx.numpy_helper.to_array(tensor)).astype(np.float64)
    except Exception:
        raise SquiggleError(f"{said} is damaged", "wanted: as many numbers as its shape") from None


def _sums(name: str, steps: list[Step]) -> Iterator[Sum]:
    """The chain as layers: matrix, perhaps biases, perhaps an activation, and again."""
    rest, width = list(steps), 1
    while rest := _bare(name, rest, width):
        if rest[0].operation not in ("Gemm", "MatMul"):
            raise SquiggleError(f"{name}: {brief(rest[0].operation)} where a sum should be", WANTED)
        weights, biases = _matrix(name, rest.pop(0))
        width = len(weights)
        rest = _bare(name, rest, width)
        if rest and rest[0].operation == "Add":
            biases = biases + _row(name, rest.pop(0).constants[0], width)
            rest = _bare(name, rest, width)
        bend, rest = _bend(name, rest, width)
        yield Sum(weights, biases, bend)


def _bare(name: str, steps: list[Step], width: int) -> list[Step]:
    """The steps from the next one on that does something."""
    while steps and steps[0].operation in PLAIN:
        step = steps[0]
        exact = step.operation != "Cast" or step.attributes.get("to") in (1, 11)  # float, double
        if not exact or (width != 1 and step.operation not in ("Cast", "Identity")):
            raise SquiggleError(f"{name}: {step.operation} changes the numbers", WANTED)
        steps = steps[1:]
    return steps


def _matrix(name: str, step: Step) -> tuple[Array, Array]:
    """The weights, (out, in), and biases, (out,), of a Gemm or a MatMul."""
    if step.constants[0].ndim != 2:
        raise SquiggleError(f"{name}: {step.operation} without a matrix", WANTED)
    told = step.attributes
    if told.get("transA", 0):
        raise SquiggleError(f"{name}: {step.operation} turns its input", "wanted: a row a sample")
    matrix = step.constants[0] if told.get("transB", 0) else step.constants[0].T
    biases = np.zeros(len(matrix))
    if len(step.constants) > 1:
        biases = told.get("beta", 1.0) * _row(name, step.constants[1], len(matrix))
    return told.get("alpha", 1.0) * matrix, biases


def _row(name: str, constant: Array, width: int) -> Array:
    """One number a node, of a constant that may have fewer sides or be one number for all."""
    if constant.size not in (1, width) or (constant.size > 1 and constant.shape[-1] != width):
        raise SquiggleError(
            f"{name}: biases of the shape {constant.shape} for {width} nodes", "wanted: one a node"
        )
    return np.broadcast_to(constant.ravel(), (width,)).copy()


def _bend(name: str, steps: list[Step], width: int) -> tuple[Bend, list[Step]]:
    """The activation that comes next: one operation, or PyTorch's three for a sharp softplus."""
    if steps and steps[0].operation in BENDS:
        return Bend(BENDS[steps[0].operation]), steps[1:]
    if [step.operation for step in steps[:3]] == ["Mul", "Softplus", "Div"]:
        times, _, over = steps[:3]
        beta, again = (_row(name, step.constants[0], 1) for step in (times, over))
        if beta[0] == again[0]:
            return Bend("softplus", float(beta[0])), steps[3:]
    return Bend("identity"), steps
