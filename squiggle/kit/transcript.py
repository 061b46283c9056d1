"""The piece `transcript`."""

from pathlib import Path

from squiggle.kit.material import Material


def make(material: Material, work: Path) -> None:
    """Write transcript.md."""
    (work / "transcript.md").write_text("x")
