"""Monitoring: what left its path, which part of the business it is, who acts."""

from salesdash.monitoring.acting import act, owners
from salesdash.monitoring.causes import Cause, cause_list, causes, install_causes, keep_cause
from salesdash.monitoring.documents import document
from salesdash.monitoring.drilling import drill
from salesdash.monitoring.signals import seen, signal, signals
from salesdash.monitoring.status import BASES, CHOSEN, LEVELS, LINKS, LIVING, STATUSES
from salesdash.monitoring.stories import Story, stories
from salesdash.monitoring.view import SignalView
from salesdash.monitoring.watching import Found, monitor

__all__ = [
    "BASES", "CHOSEN", "LEVELS", "LINKS", "LIVING", "STATUSES", "Cause", "Found", "SignalView", "Story", "act",
    "cause_list", "causes", "document", "drill", "install_causes", "keep_cause", "monitor", "owners", "seen", "signal",
    "signals", "stories",
]  # fmt: skip
