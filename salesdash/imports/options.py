"""What an import is asked, and what it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

#: columns of ``Preview.totals`` and ``Preview.effect``
TOTALS = ["field", "read", "counted", "known", "rejected"]
EFFECT = ["measure", "before", "after"]
#: columns of ``Preview.plans``
PLANS = ["plan", "before", "after", "give_way", "waits", "moved"]

#: is told the stage (reading, checking, publishing, …) and how much of it is done, 0…1
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Options:
    """How a file is to be imported. ``mapping``: field → column of the file; ``constants``: field → value for every
    row. ``encoding``, ``delimiter``, ``date_format``, ``decimal``: None lets the file decide. ``on_existing``: skip
    or replace orders that exist. ``strict``: no row unless all are good. ``dry_run``: count only. ``into_sample``:
    even while the sample company is loaded. ``rejects_path``: where the rejected rows are written, if anywhere."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    delimiter: str | None = None
    date_format: str | None = None
    decimal: str | None = None
    on_existing: str = "skip"
    strict: bool = False
    dry_run: bool = False
    into_sample: bool = False
    rejects_path: Path | None = None


@dataclass(frozen=True)
class Result:
    """What an import did. ``rows`` = ``accepted`` + ``duplicates`` + ``rejected``; ``accepted`` = ``inserted`` +
    ``updated``. ``batch`` is None where nothing was kept (dry run). ``columns``: field → column of the file.
    ``told``: what only files of this kind have, by code: targets and people, orders of payments that are not here.
    ``warnings``: what may be meant otherwise, each with its ``code``, see ``told.warnings``."""

    batch: int | None
    kind: str
    rows: int
    accepted: int
    inserted: int
    updated: int
    duplicates: int
    rejected: int
    changed_orders: int
    rejects_file: str | None
    columns: dict[str, str]
    dialect: dict[str, str | None]
    seconds: float
    told: dict[str, int] = field(default_factory=dict)
    warnings: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Preview:
    """What an import would do, without its having done anything.

    ``result``: the counts. ``unrecognised``: columns of the file without a field. ``problems``: data frame with line,
    field, value, reason (words), of the first rejected rows; ``reasons``: how often each reason. ``totals``: data
    frame with the columns TOTALS, in units (Decimal): the sums of quantity, net amount (computed
    where the file does not say it) and cost over the rows that could be read, and of these over the rows that would be
    loaded, are here already, cannot be used. ``months``: yyyymm of the rows that would be loaded; ``first_day``,
    ``last_day``: of all rows that can be used, the known ones too. ``new_members``: dimension
    → (how many, the first codes). ``outside_scope``: rows rejected for that. ``effect``: data frame with the
    columns EFFECT: measures before and after, for what of that period the person may see. ``plans``:
    data frame with the columns PLANS, of a file of targets: each plan with its sum before and after as far as the
    person sees it, what gives way, and whether the change waits for approval. ``prepaid``: what the orders
    of a file of payments are paid beyond what they are worth, with it. ``money``: whether all ``totals`` of a file of
    targets are amounts of the company's currency; ``multiples``: what its units multiply by, 1 left out."""

    result: Result
    unrecognised: list[str]
    problems: pd.DataFrame
    reasons: dict[str, int]
    totals: pd.DataFrame
    months: list[int]
    first_day: Any
    last_day: Any
    new_members: dict[str, tuple[int, list[str]]]
    outside_scope: int
    effect: pd.DataFrame
    plans: pd.DataFrame
    prepaid: int = 0
    money: bool = False
    multiples: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class UndoResult:
    """What undoing took back. ``lines`` removed, ``restored``: lines that the import had replaced and that count
    again, ``members_removed``, ``kept``: what could not be taken back, as (code of the reason, what, how many).
    ``told``: what only files of its kind have: ``changes`` of targets that were taken back."""

    batch: int
    lines: int
    restored: int
    members_removed: int
    kept: list[tuple[str, str, int]]
    told: dict[str, int] = field(default_factory=dict)
