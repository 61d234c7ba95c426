"""Work that goes on while its page is rerun, left or closed: an import is not to die of a click elsewhere."""

import contextvars
import threading
from collections.abc import Callable
from typing import Any

import streamlit as st

from salesdash.imports.options import Progress
from salesdash.locale import N_
from salesdash.locale import gettext as _

#: what the services call their stages → words, and the part of the whole that the stage takes, roughly
STAGES = {
    "reading": (N_("Reading the file …"), 0.0, 0.15),
    "checking": (N_("Checking the rows …"), 0.15, 0.9),
    "publishing": (N_("Renewing the figures …"), 0.9, 1.0),
    "undoing": (N_("Taking the import back …"), 0.0, 1.0),
    "removing": (N_("Removing the rows …"), 0.0, 1.0),
}
_LOOK_SECONDS = 0.2


class CancelledError(Exception):
    """Nobody waits for this work any more."""


class Job:
    """One call of a service in a thread of its own. ``work`` gets the progress callback; what it returns or raises
    is kept until ``outcome`` is asked. It takes along the language of the run that started it."""

    def __init__(self, work: Callable[[Progress], Any], *, stage: str = "reading") -> None:
        self.stage, self.share = stage, 0.0
        self._done, self._cancelled = threading.Event(), False
        self._answer: Any = None
        self._problem: BaseException | None = None
        context = contextvars.copy_context()
        threading.Thread(target=context.run, args=(self._run, work), name="upload", daemon=True).start()

    @property
    def done(self) -> bool:
        """True once the call has ended, well or not."""
        return self._done.is_set()

    def outcome(self) -> Any:
        """Waits for the end; what the service returned. Raises what it raised."""
        self._done.wait()
        if self._problem is not None:
            raise self._problem
        return self._answer

    def cancel(self) -> None:
        """Ends the work at its next report of progress. For work that only looks: an import goes on to its end."""
        self._cancelled = True

    def watch(self) -> None:
        """Shows a progress bar until the work is done. A rerun of the page may end this at any time; the next run
        calls it again."""
        bar = st.progress(*self._state())
        while not self._done.wait(_LOOK_SECONDS):
            bar.progress(*self._state())

    def _run(self, work: Callable[[Progress], Any]) -> None:
        try:
            self._answer = work(self._report)
        except BaseException as problem:
            self._problem = problem
        finally:
            self._done.set()

    def _report(self, stage: str, share: float) -> None:
        if self._cancelled:
            raise CancelledError
        self.stage, self.share = stage, share

    def _state(self) -> tuple[float, str]:
        words, start, end = STAGES.get(self.stage, STAGES["checking"])
        return min(max(start + (end - start) * self.share, 0.0), 1.0), _(words)
