"""Where a package is missing, the line that brings it is told; everything else works without."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import squiggle

from .some import SAMPLES, zipped

HERE = Path(squiggle.__file__).parents[1]
TELL = (
    "import sys; from pathlib import Path; from squiggle.weights import read\n"
    "from squiggle.errors import SquiggleError\n"
    "try: print(read(Path(sys.argv[1])).notes[0])\n"
    "except SquiggleError as error: print(error)"
)
EXTRAS = {"a.pt": ("torch", "torch"), "a.onnx": ("onnx", "onnx"), "a.h5": ("h5py", "keras")}


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of packages that holds NumPy and squiggle and nothing else."""
    folder = tmp_path_factory.mktemp("packages")
    packages = Path(np.__file__).parents[1]
    for name in ("numpy", "numpy.libs"):
        if (packages / name).exists():
            (folder / name).symlink_to(packages / name)
    (folder / "squiggle").symlink_to(HERE / "squiggle")
    return folder


def told(bare: Path, path: Path) -> str:
    words = [sys.executable, "-S", "-P", "-c", TELL, str(path)]
    environment = os.environ | {"PYTHONPATH": str(bare)}
    done = subprocess.run(words, capture_output=True, text=True, env=environment)
    assert done.stderr == ""
    return done.stdout.rstrip("\n")


@pytest.mark.parametrize("name", EXTRAS)
def test_a_missing_package_is_told_with_the_line_that_brings_it(tmp_path, bare, name):
    package, extra = EXTRAS[name]
    data = zipped({"a/data.pkl": b"\x80\x02}."}) if name == "a.pt" else b"\x89HDF\r\n\x1a\n"
    (tmp_path / name).write_bytes(data)
    assert told(bare, tmp_path / name) == (
        f"{name} needs {package}, which is not installed - try: pip install 'squiggle[{extra}]'"
    )


def test_the_other_formats_need_numpy_alone(bare):
    for name in ("float16.safetensors", "regressor.json"):
        assert told(bare, SAMPLES / name).startswith(f"{name}: ")
