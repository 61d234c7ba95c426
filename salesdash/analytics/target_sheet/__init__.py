"""Targets of one year, measure and level as a sheet that stays exact whatever is edited.

All functions return a new sheet, or raise Impossible and change nothing.
"""

from salesdash.analytics.target_sheet.cells import DIMENSIONS, MONTHS, QUARTERS, Cell, Impossible, months_of, quarter_of
from salesdash.analytics.target_sheet.moving import set_lock, transfer
from salesdash.analytics.target_sheet.putting import GiveWay, put, put_many
from salesdash.analytics.target_sheet.sheet import Sheet
from salesdash.analytics.target_sheet.splitting import split

__all__ = [
    "DIMENSIONS",
    "MONTHS",
    "QUARTERS",
    "Cell",
    "GiveWay",
    "Impossible",
    "Sheet",
    "months_of",
    "put",
    "put_many",
    "quarter_of",
    "set_lock",
    "split",
    "transfer",
]
