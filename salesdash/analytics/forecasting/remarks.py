"""What is said of a series that has no forecast, or an uncertain one: code → words."""

from collections.abc import Mapping
from typing import Any

from salesdash.locale import N_, gettext

PROBLEMS = {
    "empty": N_("No value can be read."),
    "ended": N_("Its last value lies {periods} periods back: nothing is known to go on from."),
    "one_point": N_("One value alone says nothing of what follows."),
    "contradictory_dates": N_("Dates with several, different values: {dates}. Nobody can say which of them hold."),
}
WARNINGS = {
    "unreadable_dates": N_("Rows left out because their dates cannot be read: {rows}."),
    "not_numbers": N_("Values that are not numbers and count as missing: {rows}."),
    "contradictory_dates": N_("Dates with several, different values that count as missing: {dates}."),
    "repeated_rows": N_("Rows left out because they repeat others: {rows}."),
    "far_from_the_rest": N_("Values left out because they lie far from the rest: {rows}, from {first} to {last}."),
    "future_dates": N_("The history reaches beyond today: its last date is {last}."),
    "holes": N_("Periods without a value: {periods}. They are filled from their neighbours, never with 0."),
    "short": N_("Values known: {values}, a season has {season}. The forecast is a simple one, with wide bounds."),
    "constant": N_("All values are the same; the forecast repeats them."),
}


def said(code: str, details: Mapping[str, Any], *, problem: bool = False) -> str:
    """The remark in the language in force."""
    texts = PROBLEMS if problem else WARNINGS
    return gettext(texts.get(code) or PROBLEMS.get(code) or code).format_map(details)
