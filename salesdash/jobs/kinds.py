"""The kinds of work that jobs do, and who may ask for them."""

import json
from collections.abc import Mapping
from typing import Any

from salesdash.errors import BadInput
from salesdash.locale import N_

#: kind → the function that does it (module:name), imported by the process that works only:
#: ``work(running: Running) -> dict``
KINDS: dict[str, str] = {
    "forecast": "salesdash.forecasts.work:work",
    "monitor": "salesdash.monitoring.work:work",
    "tell": "salesdash.alerts.work:work",
}
#: kind → the permissions of which asking takes one
ASKING: dict[str, tuple[str, ...]] = {
    "forecast": ("forecasts.run",),
    "monitor": ("forecasts.run", "signals.manage"),
    "tell": ("settings.manage",),
}
#: who sees and cancels all jobs and changes the schedules
MANAGING = "settings.manage"


def key(kind: str, parameters: Mapping[str, Any]) -> str:
    """What a job is about, so that two who ask for the same thing get the same job."""
    return f"{kind} {json.dumps(parameters, sort_keys=True, separators=(',', ':'))}"[:200]


def permissions(kind: str) -> tuple[str, ...]:
    """The permissions of which asking for the kind takes one. Raises BadInput for an unknown kind."""
    if kind not in KINDS:
        raise BadInput("unknown_job", N_("There is no work of the kind {kind}."), kind=kind)
    return ASKING.get(kind, (MANAGING,))
