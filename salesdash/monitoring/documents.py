"""Signals as the command line's contract has them."""

from typing import Any

from salesdash.forecasts import unit
from salesdash.monitoring.view import SignalView
from salesdash.monitoring.watching import Found


def document(found: Found) -> dict[str, Any]:
    """``{"signals": […], "pace": […]}``: those against the forecast and those against the pace of targets, each
    {"id", "new", "measure", DIM…, "period", "actual", "forecast" (or "target"), "lo95", "hi95", "level",
    "contributors": [{DIM, "deviation"}], …}."""
    return {
        "signals": [_signal(found, one, "forecast") for one in found.signals if one.basis == "forecast"],
        "pace": [_signal(found, one, "target") for one in found.signals if one.basis == "pace"],
    }


def _signal(found: Found, one: SignalView, expected: str) -> dict[str, Any]:
    def show(value: int | None) -> float | int | None:
        return None if value is None else unit(one.measure, value)

    by = found.view.by
    return {
        "id": one.id, "new": one.id in found.new, "measure": one.measure,
        **{name: one.codes.get(name) for name in by}, **{f"{name}_name": one.names.get(name) for name in by},
        "period": one.period, "actual": show(one.actual), expected: show(one.expected), "lo95": show(one.lo95),
        "hi95": show(one.hi95), "level": one.level, "running": one.running, "as_of": one.as_of, "status": one.status,
        "contributors": _contributors(by, one), "sentence": one.sentence,
    }  # fmt: skip


def _contributors(by: tuple[str, ...], one: SignalView) -> list[dict[str, Any]]:
    """The members of the view that moved it, summing to its deviation; of a signal of one member that member."""
    parts = [
        (name, part["code"], part["deviation"])
        for name in by
        if name not in one.codes
        for part in one.contributors
        if part["dimension"] == name and part["against"] == one.basis
    ]
    if by and not parts:
        return [{**{name: one.codes.get(name) for name in by}, "deviation": unit(one.measure, one.deviation)}]
    return [{name: code, "deviation": unit(one.measure, off)} for name, code, off in parts]
