"""The one error that people read: a message, a hint, and the exit code that belongs to it."""

from collections.abc import Iterable


class SquiggleError(Exception):
    """A failure in words.

    `message` says what was found and where, `hint` what was wanted. `status` is the exit code of
    the command line: 2 when the request was wrong, 1 when the work itself failed.

    >>> print(SquiggleError("unknown activation: 'swish'", "known: relu, softplus"))
    unknown activation: 'swish' - known: relu, softplus
    """

    def __init__(self, message: str, hint: str = "", *, status: int = 2) -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint
        self.status = status

    def __reduce__(self) -> tuple[object, ...]:
        """Cross process borders whole (the default forgets keyword arguments)."""
        return (_revive, (type(self), self.message, self.hint, self.status))

    def __str__(self) -> str:
        return f"{self.message} - {self.hint}" if self.hint else self.message


def _revive(kind: type[SquiggleError], message: str, hint: str, status: int) -> SquiggleError:
    return kind(message, hint, status=status)


def unknown(noun: str, name: str, known: Iterable[str]) -> SquiggleError:
    """The error for a name that no table holds; it names what the table does hold.

    >>> print(unknown("chapter", "Outro", ["Recap", "TopNode"]))
    unknown chapter: 'Outro' - known: Recap, TopNode
    """
    return SquiggleError(f"unknown {noun}: {name!r}", f"known: {', '.join(known)}")
