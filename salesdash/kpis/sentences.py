"""What figures say, in a sentence made from them."""

from collections.abc import Mapping
from typing import Any

from salesdash.kpis.answers import Figure
from salesdash.locale import N_, formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY

_PARTS = {
    "volume": N_("volume"),
    "mix": N_("mix"),
    "price": N_("price"),
    "new": N_("new products"),
    "gone": N_("products that are gone"),
    "other": N_("everything else"),
}
#: (revenue rose, something worked against it) → sentence
_WHY = {
    (True, False): N_("Revenue is {amount} ({change}) above {period}, mostly through {driver} ({driven})."),
    (False, False): N_("Revenue is {amount} ({change}) below {period}, mostly through {driver} ({driven})."),
    (True, True): N_(
        "Revenue is {amount} ({change}) above {period}, mostly through {driver} ({driven}); "
        "{brake} worked against it ({braked})."
    ),
    (False, True): N_(
        "Revenue is {amount} ({change}) below {period}, mostly through {driver} ({driven}); "
        "{brake} worked against it ({braked})."
    ),
}


def why(parts: Mapping[str, Any], figure: Figure, against: str, period: str, currency: str) -> str:
    """One sentence on why revenue changed: by how much, what drove it most, what worked against it."""
    change = sum(parts.values())
    if not change:
        return _("Revenue is what it was in {period}.").format(period=period)
    rose = change > 0
    driver = max(parts, key=lambda part: parts[part] if rose else -parts[part])
    brake = min(parts, key=lambda part: parts[part] if rose else -parts[part])
    braked = parts[brake] * change < 0
    return _(_WHY[rose, braked]).format(
        amount=formats.money(abs(change), currency, short=True),
        change=REGISTRY["revenue"].show_change(figure.changes.get(against)),
        period=period,
        driver=_(_PARTS[driver]),
        driven=formats.money(parts[driver], currency, short=True, signed=True),
        brake=_(_PARTS[brake]),
        braked=formats.money(parts[brake], currency, short=True, signed=True),
    )
