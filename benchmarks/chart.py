"""Small charts as SVG: a panel a table, a line a column, both axes logarithmic."""

from collections.abc import Mapping
from math import log10

PANEL, MARGIN, APART = (300, 200), 50, 100  # pixels; APART from a panel to the next
COLUMNS = 3  # panels side by side
COLOURS = ("#2457d6", "#c2410c")
STYLE = "font: 12px sans-serif; fill: #333"


def chart(tables: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    """A panel for each table; these have rows named by numbers and columns of numbers > 0."""
    lines = -(-len(tables) // COLUMNS)
    width, height = (PANEL[0] + APART) * COLUMNS, (PANEL[1] + 2 * MARGIN) * lines
    panels = []
    for place, (name, rows) in enumerate(tables.items()):
        down, across = divmod(place, COLUMNS)
        corner = MARGIN + across * (PANEL[0] + APART), MARGIN + down * (PANEL[1] + 2 * MARGIN)
        panels.append(f'<g transform="translate{corner}">{_panel(name, rows)}</g>')
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    ground = f'<rect width="{width}" height="{height}" fill="white"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{ground}{"".join(panels)}</svg>\n'


def _panel(name: str, rows: Mapping[str, Mapping[str, float]]) -> str:
    across = [float(row) for row in rows]
    columns = list(next(iter(rows.values())))
    values = [cost[column] for cost in rows.values() for column in columns]
    left, right, low, high = min(across), max(across), min(values), max(values)

    def at(x: float, y: float) -> tuple[float, float]:
        share = _share(x, left, right), _share(y, low, high)
        return share[0] * (PANEL[0] - 30), (1 - share[1]) * PANEL[1]

    parts = [f'<text style="{STYLE}; font-weight: bold" y="-14">{name}</text>']
    parts.append(f'<path d="M0 0V{PANEL[1]}H{PANEL[0] - 30}" fill="none" stroke="#999"/>')
    for row, x in zip(rows, across, strict=True):
        place = at(x, low)[0]
        parts.append(f'<text style="{STYLE}" x="{place:.0f}" y="{PANEL[1] + 16}">{row}</text>')
    for value, y in ((low, PANEL[1]), (high, 8)):
        style = f"{STYLE}; text-anchor: end"
        parts.append(f'<text style="{style}" x="-6" y="{y}">{value:g}</text>')
    for number, column in enumerate(columns):
        points = [at(x, cost[column]) for x, cost in zip(across, rows.values(), strict=True)]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        colour = COLOURS[number % len(COLOURS)]
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        x, y = points[-1]
        told = f"{column} {list(rows.values())[-1][column]:g}"
        parts.append(
            f'<text style="{STYLE}; fill: {colour}" x="{x + 4:.0f}" y="{y:.0f}">{told}</text>'
        )
    return "".join(parts)


def _share(value: float, low: float, high: float) -> float:
    """How far between two numbers a third lies, by its logarithm."""
    return log10(value / low) / log10(high / low) if high > low else 0.5
