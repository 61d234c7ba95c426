"""Targets: amounts for periods, regions, product lines, channels and people that sum up at every level.

A plan is a sheet of one fiscal year, measure and level. Amounts are whole numbers of 1/10,000, counts whole. Writing
functions take ``(session, user, plan, …)`` of a transaction that ``db.writing`` began, do all or nothing, and say
whether the change is in force or waits for approval by somebody else.
"""

from salesdash.targets.approvals import approve, proposals, reject, withdraw
from salesdash.targets.attainment import Attainment, attainment
from salesdash.targets.changing import Change
from salesdash.targets.foreseen import has_forecast
from salesdash.targets.forms import About, about, members
from salesdash.targets.history import difference, undo, versions
from salesdash.targets.plan import LEVELS, Cell, Plan, amount, scale, unit
from salesdash.targets.reading import cells, sheet
from salesdash.targets.setting import set_amount, set_lock, set_many, transfer
from salesdash.targets.splitting import Split, split
from salesdash.targets.weights import KINDS, Weights

__all__ = [
    "KINDS", "LEVELS", "About", "Attainment", "Cell", "Change", "Plan", "Split", "Weights", "about", "amount",
    "approve", "attainment", "cells", "difference", "has_forecast", "members", "proposals", "reject", "scale",
    "set_amount", "set_lock", "set_many", "sheet", "split", "transfer", "undo", "unit", "versions", "withdraw",
]  # fmt: skip
