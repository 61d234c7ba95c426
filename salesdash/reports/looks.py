"""What the forms of a report share: colours by meaning, and texts that every file takes."""

import unicodedata

from salesdash.charts.style import LIGHT, mixed

#: meaning of a series → colour
COLOURS = {
    "now": LIGHT.accent,
    "before": mixed(LIGHT.compare, LIGHT.background, 0.55),
    "target": LIGHT.text,
    "expected": LIGHT.accent,
    "bound80": mixed(LIGHT.accent, LIGHT.background, 0.32),
    "bound95": mixed(LIGHT.accent, LIGHT.background, 0.16),
}
#: bounds where they are lines, not areas
BOUNDS = {"bound80": mixed(LIGHT.accent, LIGHT.background, 0.6), "bound95": mixed(LIGHT.accent, LIGHT.background, 0.4)}
#: a change for the better, for the worse, and what is compared
GAIN, LOSS, WHOLE = LIGHT.accent, LIGHT.warm, LIGHT.compare
TEXT, MUTED, GRID = LIGHT.text, LIGHT.muted, LIGHT.grid

_ILLEGAL = {"Cc", "Cs", "Cn"}


def clean(text: str) -> str:
    """``text`` without the characters that XML cannot hold, which names from files may bring along."""
    return "".join(c for c in text if c in "\t\n" or unicodedata.category(c) not in _ILLEGAL)


def steps(amounts: list[float]) -> list[tuple[float, float]]:
    """Where the bars of a bridge begin and end: each part where the one before ended, the last, the whole, from 0."""
    places, level = [], 0.0
    for amount in amounts[:-1]:
        places.append((level, level + amount))
        level += amount
    return [*places, (0.0, amounts[-1])] if amounts else []


def stacks(amounts: list[float]) -> dict[str, list[float]]:
    """A bridge as columns that stack, above and below 0 apart: an invisible base, what is gained (more), what is lost
    (less), the whole change; of a part that crosses 0 the piece before 0 stands in more_before or less_before."""
    names = ("base", "more", "less", "more_before", "less_before", "whole")
    found = {name: [0.0] * len(amounts) for name in names}
    for at, (start, end) in enumerate(steps(amounts)):
        name = "more" if end >= start else "less"
        if at == len(amounts) - 1:
            found["whole"][at] = end
        elif start * end < 0:
            found[f"{name}_before"][at], found[name][at] = start, end
        else:
            found["base"][at] = min(start, end, key=abs)
            found[name][at] = max(start, end, key=abs) - found["base"][at]
    return {name: column for name, column in found.items() if name == "base" or any(column)}


#: column of a bridge → colour; the base has none
STACKS = {"more": GAIN, "less": LOSS, "more_before": GAIN, "less_before": LOSS, "whole": WHOLE}


def arrow(change: str) -> str:
    """A change with an arrow in place of its sign."""
    sign = {"+": "▲ ", "-": "▼ ", "\u2212": "▼ "}.get(change[:1], "")
    return sign + change[1:] if sign else change


def text_width(text: str) -> int:
    """How wide a text is, in letters: a Chinese character counts twice."""
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)
