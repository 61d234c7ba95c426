"""Charts: a data frame in, a plotly figure out, as a plain dictionary of what plotly draws.

Dictionaries because building validated figure objects costs ten times as much; the tests validate every one.
Colour means one thing everywhere: accent is "us, now", grey is comparison, warm is "look here".
"""

from salesdash.charts.ageing import ageing
from salesdash.charts.bars import ranked_bars
from salesdash.charts.bridge import waterfall
from salesdash.charts.bullet import target_bars
from salesdash.charts.heat import heat_map
from salesdash.charts.spark import sparkline
from salesdash.charts.style import DARK, LIGHT, Figure, Palette, palette
from salesdash.charts.trend import trend

__all__ = [
    "DARK", "LIGHT", "Figure", "Palette", "ageing", "heat_map", "palette", "ranked_bars", "sparkline", "target_bars",
    "trend", "waterfall",
]  # fmt: skip
