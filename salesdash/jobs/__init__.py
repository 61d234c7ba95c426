"""Jobs: work that goes on apart from pages, asked for by people and by schedules."""

from salesdash.jobs.asking import ask, busy, cancel, listing, look
from salesdash.jobs.kinds import ASKING, KINDS, key
from salesdash.jobs.pulse import Cancelled
from salesdash.jobs.running import Running
from salesdash.jobs.schedules import after_import
from salesdash.jobs.states import ALIVE, JobState
from salesdash.jobs.waking import look_after, wake
from salesdash.jobs.working import Worked, run_due

__all__ = [
    "ALIVE", "ASKING", "KINDS", "Cancelled", "JobState", "Running", "Worked", "after_import", "ask", "busy", "cancel",
    "key", "listing", "look", "look_after", "run_due", "wake",
]  # fmt: skip
