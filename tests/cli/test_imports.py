"""Manim takes a second to import: only what renders pays for it."""

import subprocess

import pytest

from .command import python

TELLS = "import sys; print(sorted({'manim', 'av', 'cairo', 'typst'} & set(sys.modules)))"


@pytest.mark.parametrize(
    "module",
    ["squiggle", "squiggle.core", "squiggle.lesson", "squiggle.cli", "squiggle.table"],
)
def test_importing_numbers_words_and_commands_imports_no_manim(module):
    done = python("-c", f"import {module}; {TELLS}")
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_importing_the_renderer_imports_no_manim():
    done = python("-c", "import squiggle.render, sys; print('manim' in sys.modules)")
    assert (done.stdout, done.stderr) == ("False\n", "")


def modules(done: subprocess.CompletedProcess[str]) -> set[str]:
    """The modules that were imported, as -X importtime lists them."""
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}


@pytest.mark.parametrize(
    "words",
    [
        "list",
        "list --json",
        "show",
        "show --json --at 0.3",
        "show --lesson",
        "schema",
        "new a.toml",
    ],
)
def test_commands_that_render_nothing_import_no_manim(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = python("-X", "importtime", "-m", "squiggle", *words.split())
    assert done.returncode == 0
    assert modules(done) >= {"squiggle.cli", "click"}
    assert not {"manim", "av", "cairo", "typst"} & modules(done)


@pytest.mark.parametrize(
    "words", ["--help", "render --help", "show -h", "batch --help", "--version", "dance"]
)
def test_help_is_there_at_once(words):
    done = python("-X", "importtime", "-m", "squiggle", *words.split())
    assert modules(done) >= {"squiggle.cli", "click"}
    assert not {"numpy", "pydantic", "squiggle.lesson", "squiggle.weights"} & modules(done)


def test_only_reading_a_lesson_imports_pydantic():
    code = "import squiggle.lesson, sys; print({'pydantic', 'squiggle.weights'} & set(sys.modules))"
    assert python("-c", code).stdout == "set()\n"


def test_a_request_that_is_wrong_is_told_before_manim_is_imported(tmp_path):
    (tmp_path / "file").write_text("")
    done = python("-X", "importtime", "-m", "squiggle", "render", "-o", str(tmp_path / "file"))
    assert done.returncode == 2
    assert "squiggle.render.render" in modules(done)
    assert "manim" not in modules(done)
