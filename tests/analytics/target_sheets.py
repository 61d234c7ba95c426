"""What must be true of any sheet of targets, and sheets to try it on."""

import numpy as np

from salesdash.analytics.target_sheet import DIMENSIONS, MONTHS, QUARTERS, Cell, Sheet

ABOVE = {11: 10, 12: 10}


def amounts(sheet: Sheet) -> dict[tuple[int, ...], int]:
    return dict(zip(map(tuple, sheet.coordinates.tolist()), sheet.amounts.tolist(), strict=True))


def values(sheet: Sheet, by: str) -> dict[int, int]:
    table = sheet.table([by])
    return dict(zip(table[by].tolist(), table["amount"].tolist(), strict=True))


def check(sheet: Sheet) -> None:
    """Amounts are whole units, not negative, one per place; every level sums to its parent."""
    assert (sheet.amounts > 0).all()
    assert (sheet.amounts % sheet.unit == 0).all()
    assert len(np.unique(sheet.coordinates, axis=0)) == len(sheet.coordinates)
    for mark in {Cell(), *sheet.marks}:
        whole = sheet.value(mark)
        for i, name in enumerate(DIMENSIONS):
            column = set(sheet.coordinates[sheet.inside(mark), i].tolist())
            if mark[i]:
                continue
            if name == "period":
                parts = [Cell(*mark)._replace(period=p) for p in QUARTERS]
                for quarter, months in QUARTERS.items():
                    exact = exactly(sheet, mark._replace(period=quarter), "period")
                    inside = [sheet.value(mark._replace(period=m)) for m in months]
                    assert exact + sum(inside) == sheet.value(mark._replace(period=quarter))
            elif name == "region":
                parts = [mark._replace(region=r) for r in {ABOVE.get(r, r) for r in column} - {0}]
            else:
                parts = [mark._replace(**{name: member}) for member in column - {0}]
            assert exactly(sheet, mark, name) + sum(map(sheet.value, parts)) == whole


def exactly(sheet: Sheet, cell: Cell, name: str) -> int:
    """What lies in the cell and is not split along a dimension."""
    own = sheet.coordinates[:, DIMENSIONS.index(name)] == getattr(cell, name)
    return int(sheet.amounts[sheet.inside(cell) & own].sum())


def company(unit: int = 100) -> Sheet:
    """100,000.00 by 12 equal months and by two people 60 to 40."""
    from salesdash.analytics.target_sheet import put, split

    sheet = put(Sheet(unit=unit), Cell(), 1_000_000_000)
    sheet = split(sheet, Cell(), "month", dict.fromkeys(MONTHS, 1))
    return split(sheet, Cell(), "rep", {1: 60, 2: 40})
