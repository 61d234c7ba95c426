"""Who is told of signals, how and when: choices per person, e-mail and webhook, digests with pace against target."""

from salesdash.alerts.choices import CADENCES, CHANNELS, LEVELS, SEEING, Choice, choices, choose
from salesdash.alerts.delivering import Told, tell, try_out
from salesdash.alerts.unseen import unseen

__all__ = [
    "CADENCES",
    "CHANNELS",
    "LEVELS",
    "SEEING",
    "Choice",
    "Told",
    "choices",
    "choose",
    "tell",
    "try_out",
    "unseen",
]
