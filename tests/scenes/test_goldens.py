"""The structure of the pictures: at the end of each beat, as goldens/NAME.txt has it.

`pytest --update-goldens` writes the files anew; read the difference before you commit it.
"""

import difflib
from pathlib import Path

from squiggle.lesson import load
from squiggle.lesson.pacing import tell

from .dump import dump

GOLDENS = Path(__file__).parent / "goldens"


def difference(before, after):
    """The lines that differ, three around each."""
    old, new = before.splitlines(), after.splitlines()
    rows = difflib.unified_diff(old, new, "golden", "now", lineterm="")
    return "\n".join(rows)


def test_the_stage_is_as_it_was(played, request):
    path, now = GOLDENS / f"{played.plan.name}.txt", dump(played)
    if request.config.getoption("--update-goldens"):
        path.write_text(now, "utf-8")
    golden = path.read_text("utf-8") if path.exists() else ""
    assert now == golden, f"{path.name} (--update-goldens)\n{difference(golden, now)}"


def test_every_golden_has_a_chapter():
    assert {path.stem for path in GOLDENS.glob("*.txt")} == {plan.name for plan in tell(load())}


def test_a_stage_does_not_depend_on_the_frame_rate(played, play_chapter):
    other = dump(play_chapter(played.plan.name, 15))
    assert other == dump(played), difference(dump(played), other)


def test_a_difference_is_shown(play_chapter):
    """The comparison can fail: another colour, another place and another number are seen."""
    text = dump(play_chapter("BottomNode"))
    assert text.count("\n## ") == 3
    for old, new in (("#2DC592", "#2DC593"), (" at 396 690 ", " at 396 691 "), ("“1.29”", "“1.3”")):
        if old in text:
            seen = difference(text, text.replace(old, new, 1))
            assert old in seen and new in seen
