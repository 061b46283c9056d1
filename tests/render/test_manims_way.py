"""Each chapter is a plain Manim scene in a file of its own."""

import ast
import subprocess
import sys
from dataclasses import replace

import pytest

from squiggle.core import Network
from squiggle.lesson import Lesson, load
from squiggle.lesson.pacing import tell
from squiggle.lesson.storyboard import NAMES
from squiggle.render.chapters import load_chapter, scenes_folder
from squiggle.stage.chapter import Chapter

from .checkout import ROOT
from .reading import frames

ALLOWED = {"squiggle", "manim", "numpy"}
STANDARD = sys.stdlib_module_names


def of(nodes: int) -> Lesson:
    """The dosage lesson with so many hidden nodes and a bend after the sum."""
    network = Network.of_bends([(2.0, -1.0, 1.5)] * nodes, 0.5, output="tanh")
    return replace(load(), network=network, decimals=dict.fromkeys(network.parameters, 2))


PLANS = {plan.name: plan for nodes in (5, 3, 1, 2) for plan in tell(of(nodes))}


def imported(source: str) -> set[str]:
    """The top-level packages that a file imports; a relative import is named by its dots."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0] if not node.level else "." * node.level)
    return names


@pytest.mark.parametrize("plan", PLANS.values(), ids=lambda plan: plan.name)
def test_a_chapters_file_imports_no_other_chapter(plan):
    source = (scenes_folder() / f"{plan.module}.py").read_text("utf-8")
    assert imported(source) - STANDARD <= ALLOWED


@pytest.mark.parametrize("plan", PLANS.values(), ids=lambda plan: plan.name)
def test_a_chapters_file_holds_one_scene_of_its_name_with_its_beats(plan):
    chapter = load_chapter(plan)
    path = scenes_folder() / f"{plan.module}.py"
    classes = [
        node for node in ast.parse(path.read_text("utf-8")).body if type(node) is ast.ClassDef
    ]
    assert [node.name for node in classes if node.name == plan.scene] == [plan.scene]
    assert issubclass(chapter, Chapter)
    assert chapter.__doc__
    assert all(callable(getattr(chapter, beat.name)) for beat in plan.beats)


def test_the_storyboard_and_the_folder_agree():
    files = {path.stem for path in (ROOT / "scenes").glob("*.py")}
    assert set(PLANS) == set(NAMES)
    assert files == {plan.module for plan in PLANS.values()}


def test_manim_renders_a_chapter_by_itself_in_the_same_frames(tmp_path):
    recap = tell(load())[-1]
    command = [sys.executable, "-m", "manim", "-ql", f"scenes/{recap.module}.py", recap.name]
    done = subprocess.run(
        [*command, "--media_dir", tmp_path, "--progress_bar", "none"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = tmp_path.glob("videos/*/480p15/*.mp4")
    assert made.name == f"{recap.name}.mp4"
    assert sum(1 for _ in frames(made, "gray")) == round(recap.seconds * 15)
