"""Commands about files of weights."""

from pathlib import Path

import click

from squiggle.commands.options import debug

RECIPE = """\
# regressor is the trained MLPRegressor. A pickle would run code; this file only holds numbers.
import json, pathlib

keys = ("coefs_", "intercepts_", "activation", "out_activation_")
told = {key: getattr(regressor, key) for key in keys}
text = json.dumps(told, default=lambda array: array.tolist())
pathlib.Path("regressor.json").write_text(text)
"""
"""What a scikit-learn user runs; docs/weights.md shows it too, and a test runs it."""


@click.command()
@click.argument("source", metavar="IN", type=click.Path(path_type=Path))
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--activation", metavar="NAME", help="Instead of what IN says, or leaves out.")
@debug
def convert(source: Path, target: Path, activation: str | None) -> None:
    """Read the weights in IN and write them to OUT: .toml, .json, .npz or .safetensors.

    Every number is kept to the last bit. A file that is there is replaced, whole or not at all.
    """
    from squiggle.weights import CHOOSE, read, write

    weights = read(source, activation=activation)
    write(weights.network, target, decimals=weights.decimals)
    for note in weights.notes:
        click.echo(f"note: {note.replace(CHOOSE, '--activation NAME')}", err=True)


@click.command("export-sklearn")
@debug
def export_sklearn() -> None:
    """Print the lines that write scikit-learn's MLPRegressor as a file that squiggle reads."""
    click.echo(RECIPE, nl=False)


COMMANDS = (convert, export_sklearn)
