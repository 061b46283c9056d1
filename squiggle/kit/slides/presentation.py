"""slides/NAME.json: the presentation that `manim-slides present NAME` shows in a window.

The file is the one that manim-slides itself writes after rendering (its `PresentationConfig`);
paths in it start from the folder above its own. Nothing of manim-slides is needed to write it.
"""

import json
from pathlib import Path

from squiggle.kit.material import STEPS, Material
from squiggle.stage.theme import theme

FOLDER = "slides"  # where manim-slides looks


def write(material: Material, folder: Path) -> None:
    """Write the presentation into a folder; raises `OSError`.

    manim-slides wants a second file for playing backwards. It is the clip itself: the key V
    goes to the slide before and plays it, forwards.
    """
    film = material.film
    size = film.manifest["film"]
    shown = [
        {
            "file": f"{STEPS}/{step.stem}.mp4",
            "rev_file": f"{STEPS}/{step.stem}.mp4",
            "notes": "\n".join(step.words),
        }
        for step in film.steps
    ]
    told = {
        "slides": shown,
        "resolution": [size["width"], size["height"]],
        "background_color": theme(material.lesson.theme).background,
    }
    folder.mkdir()
    path = folder / f"{material.lesson.name}.json"
    path.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", "utf-8")
