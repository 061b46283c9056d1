"""What files call the activations, and which of ours each name means."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from squiggle import core
from squiggle.core import ACTIVATIONS, Activation
from squiggle.errors import SquiggleError
from squiggle.weights.brief import brief

MEANT: Mapping[str, str] = {
    "linear": "identity",  # Keras
    "logistic": "sigmoid",  # scikit-learn
    "none": "identity",
}
"""Other programs' names. Small and capital letters are the same: PyTorch writes ReLU."""

SETTINGS: Mapping[str, str] = {
    "activation": "activation",
    "hidden_activation": "activation",
    "beta": "beta",
    "output_activation": "output_activation",
    "out_activation": "output_activation",
    "out_activation_": "output_activation",  # scikit-learn
    "output_beta": "output_beta",
}
"""The keys under which a file tells its activations, and the key that each stands for."""


@dataclass(frozen=True)
class Bend:
    """An activation as a file names it; `beta` is the sharpness of a softplus."""

    name: str
    beta: float = 1.0

    def activation(self, where: str = "") -> Activation:
        """The activation that is meant; raises `SquiggleError` naming `where` it was found."""
        word = self.name.strip().lower()
        word = MEANT.get(word, word)
        try:
            if word not in ACTIVATIONS:
                raise SquiggleError(
                    f"unknown activation: {brief(self.name)}", f"known: {', '.join(ACTIVATIONS)}"
                )
            return core.activation(word, self.beta)
        except SquiggleError as error:
            said = f"{where}: {error.message}" if where else error.message
            raise SquiggleError(said, error.hint) from None


def bends(name: str, told: Mapping[str, Any]) -> tuple[Bend | None, Bend | None]:
    """The activations of the hidden layer and of the output, None where `told` has no word.

    Keys are those of `SETTINGS`; others are passed over. Raises `SquiggleError` for a value of the
    wrong kind, and when two keys tell the same thing.
    """
    known: dict[str, Any] = {}
    for key, value in told.items():
        if key in SETTINGS:
            if SETTINGS[key] in known:
                raise SquiggleError(f"{name} tells {SETTINGS[key]} twice", "wanted: once")
            known[SETTINGS[key]] = value
    return (
        _told(name, known, "activation", "beta"),
        _told(name, known, "output_activation", "output_beta"),
    )


def _told(name: str, known: Mapping[str, Any], key: str, sharpness: str) -> Bend | None:
    word = known.get(key)
    if word is None:
        if sharpness in known:
            raise SquiggleError(f"{name}: {sharpness} without {key}", f"wanted: {key} = 'softplus'")
        return None
    if not isinstance(word, str):
        raise SquiggleError(f"{name}: {key} is {brief(word)}", "wanted: a name")
    return Bend(word, _beta(name, sharpness, known.get(sharpness, 1.0)))


def _beta(name: str, key: str, value: Any) -> float:
    try:
        if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
            raise ValueError
        beta = float(value)
    except (ValueError, OverflowError):
        raise SquiggleError(f"{name}: {key} is {brief(value)}", "wanted: a number") from None
    return beta
