"""What a job of the kind "tell" does."""

from dataclasses import asdict
from typing import Any

from salesdash.alerts.delivering import tell


def work(running: Any) -> dict[str, Any]:
    """Tells everybody whose choice has the cadence of the job's parameters ("at_once" unless said), and says how it
    went. A problem of one person's address is theirs: the round goes on."""
    told = tell(running.url, running.parameters.get("cadence", "at_once"), report=running.report)
    return asdict(told)
