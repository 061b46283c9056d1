"""Two rows of bars as SVG: how long each way takes, and what our time is made of."""

from collections.abc import Mapping

WIDTH, HEIGHT, LEFT, RIGHT = 640, 26, 110, 70  # pixels: the longest bar's and of its sides
COLOURS = ("#6b7280", "#0e7490", "#2457d6", "#b45309", "#c2410c", "#d1d5db")
STYLE = "font: 13px sans-serif; fill: #333"


def bars(title: str, walls: Mapping[str, float], parts: Mapping[str, float]) -> str:
    """A bar of seconds a way; below, one of our processors' seconds, a colour a part."""
    lines = [f'<text style="{STYLE}; font-weight: bold" x="{LEFT}" y="24">{title}</text>']
    top, longest = 40, max(walls.values())
    for name, seconds in walls.items():
        width = WIDTH * seconds / longest
        lines += [
            _text(LEFT - 8, top, name, "end"),
            _bar(LEFT, top, width, COLOURS[2] if name == "ours" else COLOURS[0]),
            _text(LEFT + width + 6, top, f"{seconds:.1f} s"),
        ]
        top += HEIGHT + 6
    top += 30
    whole, left = sum(parts.values()), float(LEFT)
    lines.append(_text(LEFT - 8, top, "our time", "end"))
    for number, (name, seconds) in enumerate(parts.items()):
        width = WIDTH * seconds / whole
        told = f"{name} {100 * seconds / whole:.0f} %"
        below = top + HEIGHT + 2 + 18 * (number % 2)
        lines.append(_bar(left, top, width, COLOURS[number % len(COLOURS)]))
        lines.append(_text(left, below, told))
        left += width
    size = f"0 0 {LEFT + WIDTH + RIGHT} {top + HEIGHT + 50}"
    ground = '<rect width="100%" height="100%" fill="white"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}">{ground}{"".join(lines)}</svg>\n'
    )


def _bar(left: float, top: float, width: float, colour: str) -> str:
    at = f'x="{left:.1f}" y="{top}" width="{width:.1f}" height="{HEIGHT}"'
    return f'<rect {at} fill="{colour}"/>'


def _text(left: float, top: float, told: str, anchor: str = "start") -> str:
    at = f'x="{left:.1f}" y="{top + 18:.0f}" text-anchor="{anchor}"'
    return f'<text style="{STYLE}" {at}>{told}</text>'
