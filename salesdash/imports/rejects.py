"""Rejected rows: counted, kept for the preview, and written to a file, all of them, without holding them in memory."""

import csv
import re
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import TextIO

from salesdash.downloads import neutral
from salesdash.imports.kinds import KINDS
from salesdash.imports.reading import REASONS as READING_REASONS
from salesdash.imports.reading import Reject
from salesdash.locale import N_, gettext

#: reasons of the checks that need the database → their words
REASONS: dict[str, str] = {
    "outside_scope": N_("outside your scope"),
    "order_incomplete": N_("Another row of this order was rejected, so the order stays as it is"),
    "shares": N_("The shares do not sum to 100 %"),
    "no_rate": N_("There is no exchange rate of this currency on the date or within 31 days before it"),
    "amount_out_of_range": N_("The amount is too large"),
    "repeated": N_("The file has this member before, with other values"),
    "repeated_payment": N_("The file has this payment number before, with other values"),
    "unknown_measure": N_("No targets can be set for this measure"),
    "unknown_level": N_("There is no such level: base, target or stretch"),
    "not_a_unit": N_("This is not a unit, such as 1000 or thousand"),
    "not_a_period": N_("This is not a period, such as 2026-Q1 or 2026-03"),
    "not_a_year": N_("This is not a year"),
    "not_a_quarter": N_("This is not a quarter"),
    "not_a_month": N_("This is not a month"),
    "no_year": N_("The row does not say its year"),
    "other_year": N_("The row names two years"),
    "other_quarter": N_("The month is not in this quarter"),
    "sum_differs": N_("This is not the sum of its parts in the row"),
    "unknown_member": N_("Nobody and nothing is known by this code"),
    "several_members": N_("Several are known by this code"),
    "negative": N_("A target cannot be negative"),
    "not_whole": N_("What is counted has whole targets"),
    "repeated_target": N_("The file has this target before, with another amount"),
    "closed": N_("The period is closed, its targets stay as they are"),
    "locked": N_("This target is locked"),
    "circle": N_("The row would put this under itself"),
    "unknown_event_kind": N_("This is no kind of event: holiday, promotion, closure or event"),
    "ends_before": N_("The last day lies before the first one"),
    "effect_out_of_range": N_("The expected effect lies between -100 % and +1000 %"),
    "repeated_event": N_("The file has this event before, with other values"),
    "not_positive": N_("The rate is not above 0"),
    "company_currency": N_("This is the company's own currency"),
    "not_a_currency": N_("This is not the code of a currency, such as USD"),
}

_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*%?", re.ASCII)

#: rejected rows that a preview shows
SHOWN = 200


def words(reason: str) -> str:
    """A reason in the language in force."""
    return gettext(REASONS.get(reason) or READING_REASONS.get(reason, reason))


class Rejects:
    """Takes the rejected rows of one import. The file is written while the import reads, under a temporary name,
    and gets its own name at the end; nothing is left if the import fails."""

    def __init__(self, kind: str, path: Path | None) -> None:
        self.count = 0
        self.reasons: Counter[str] = Counter()
        self.shown: list[Reject] = []
        self._kind = KINDS[kind]
        self._path = path
        self._part = path.with_name(f".{path.name}.part") if path else None
        self._file: TextIO | None = None

    def __enter__(self) -> "Rejects":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._file is not None:
            self._file.close()
        if self._part is not None:
            self._part.unlink(missing_ok=True)

    def begin(self, header: list[str]) -> None:
        """Starts the file with its header: line, field, value, reason, then the columns of the file."""
        if self._part is None:
            return
        self._file = self._part.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(["line", "field", "value", "reason", *map(harmless, header)])

    def add(self, rejects: list[Reject]) -> None:
        """Takes rejected rows, in the order of the file."""
        self.count += len(rejects)
        for reject in rejects:
            self.reasons[reject.reason] += 1
            if len(self.shown) < SHOWN:
                self.shown.append(reject)
            if self._file is not None:
                row = [reject.line, reject.field, reject.value, words(reject.reason), *reject.row]
                self._writer.writerow([harmless(str(value)) for value in row])

    def finish(self) -> str | None:
        """Puts the file in its place; gives its name, None where there is no reject or no file was asked for."""
        if self._file is None or self._part is None or self._path is None:
            return None
        self._file.close()
        if not self.count:
            self._path.unlink(missing_ok=True)
            return None
        self._part.replace(self._path)
        return str(self._path)


def harmless(value: str) -> str:
    """The text so that no spreadsheet takes it for a formula; plain numbers stay as they are."""
    return value if _NUMBER.fullmatch(value) else neutral(value)
