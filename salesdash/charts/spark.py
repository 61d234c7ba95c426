"""Sparklines: the shape of a metric's last months as a picture of a few hundred bytes, without plotly."""

from collections.abc import Sequence
from urllib.parse import quote

_WIDTH, _HEIGHT, _EDGE = 120, 28, 3


def sparkline(values: Sequence[float | None], colour: str) -> str:
    """The values, oldest first, as the address of an SVG picture (``data:image/svg+xml,…``); "" where fewer than two
    are known. What is missing is a gap; the last known value has a dot."""
    known = [v for v in values if v is not None]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    across = (_WIDTH - 2 * _EDGE) / max(len(values) - 1, 1)
    up = (_HEIGHT - 2 * _EDGE) / ((high - low) or 1)
    pieces, piece, last = [], [], ""
    for at, value in enumerate([*values, None]):
        if value is not None:
            piece.append(f"{_EDGE + at * across:.1f} {_HEIGHT - _EDGE - (value - low) * up:.1f}")
            last = piece[-1]
        elif piece:
            pieces.append("M" + "L".join(piece if len(piece) > 1 else piece * 2))
            piece = []
    x, y = last.split()
    picture = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDTH} {_HEIGHT}' width='{_WIDTH}' height='{_HEIGHT}'>"
        f"<path d='{''.join(pieces)}' fill='none' stroke='{colour}' stroke-width='1.8' stroke-linecap='round' "
        f"stroke-linejoin='round'/><circle cx='{x}' cy='{y}' r='2.6' fill='{colour}'/></svg>"
    )
    return "data:image/svg+xml," + quote(picture, safe=" ='/:.,")
