"""Targets of a company split over 10 regions, 1,000 people, 12 months and 12 product lines, exact at every level.

    python -m benchmarks.cascade

144,000 leaves. Each change is made with locks inside (20 months of people, 5 people, a line, a month) and every sum is
checked afterwards; a refused change would end the run. The comparison is the same split worked out in floats and
rounded leaf by leaf: it shows how much the exact sums cost and by how much its own sums are off. Prints one JSON
document; seconds are medians, of the processor, so that other work on the machine does not count.
"""

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable

import numpy as np

from salesdash.analytics.target_sheet import MONTHS, Cell, Sheet, put, put_many, set_lock, split, transfer

YEAR = Cell()
TOTAL = 5_000_000_000_000
REGIONS, LINES, EACH = range(1, 11), range(1, 13), range(100)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--repeat", type=int, default=3)
    repeat = arguments.parse_args().repeat
    seeds = random.Random(7)
    people = by_people_and_months(seeds)
    lines = {line: 1 + seeds.random() for line in LINES}
    full = split(people, YEAR, "product_line", lines)
    locked = with_locks(full, seeds)
    cells = [Cell(period=m, region=r, rep=r * 1000 + i) for r in REGIONS for i in EACH for m in MONTHS]
    some = [(cell, seeds.randint(1, 10**6) * 100) for cell in cells]
    changes: dict[str, tuple[Sheet, Callable[[Sheet], Sheet]]] = {
        "split of all over 12 lines": (people, lambda sheet: split(sheet, YEAR, "product_line", lines)),
        "re-split over regions": (locked, lambda sheet: split(sheet, YEAR, "region", weights(REGIONS), [4])),
        "re-split over lines": (locked, lambda sheet: split(sheet, YEAR, "product_line", weights(LINES), [4])),
        "re-split over months": (locked, lambda sheet: split(sheet, YEAR, "month", weights(MONTHS), [4])),
        "re-split of a region over its 100 people": (
            locked, lambda sheet: split(sheet, Cell(region=2), "rep", weights([2000 + i for i in EACH])),
        ),
        "company + 7 %": (locked, lambda sheet: put(sheet, YEAR, TOTAL * 107 // 100)),
        "a month, other months give way": (locked, lambda sheet: put(sheet, Cell(period=5), TOTAL // 10)),
        "a person, colleagues give way": (
            locked, lambda sheet: put(sheet, Cell(region=3, rep=3099), TOTAL // 500),
        ),
        "half a person's year to another": (locked, lambda sheet: transfer(sheet, 7001, 7002, range(7, 13))),
        "12,000 cells at once": (Sheet(unit=100), lambda sheet: put_many(sheet, some)),
    }  # fmt: skip
    result = {name: seconds(sheet, change, repeat) for name, (sheet, change) in changes.items()}
    print(json.dumps({"leaves": len(full.amounts), "marks": len(locked.marks), "seconds": result,
                      "in floats, not exact": in_floats(people, lines, repeat)}, indent=1))  # fmt: skip


def weights(members: range | list[int] | tuple[int, ...]) -> dict[int, float]:
    seeds = random.Random(len(members))
    return {member: 0.5 + seeds.random() for member in members}


def by_people_and_months(seeds: random.Random) -> Sheet:
    sheet = split(put(Sheet(unit=100), YEAR, TOTAL), YEAR, "region", weights(REGIONS))
    for region in REGIONS:
        sheet = split(sheet, Cell(region=region), "rep", {region * 1000 + i: 0.1 + seeds.random() for i in EACH})
    return split(sheet, YEAR, "month", weights(MONTHS))


def with_locks(sheet: Sheet, seeds: random.Random) -> Sheet:
    for _ in range(20):
        region = seeds.choice(REGIONS)
        person = region * 1000 + seeds.choice(EACH[:90])
        sheet = set_lock(sheet, Cell(period=seeds.choice(MONTHS), region=region, rep=person), True)
    for region in (1, 3, 5, 6, 9):
        sheet = set_lock(sheet, Cell(region=region, rep=region * 1000 + 50), True)
    return set_lock(set_lock(sheet, Cell(product_line=3), True), Cell(period=2), True)


def seconds(sheet: Sheet, change: Callable[[Sheet], Sheet], repeat: int) -> float:
    taken = []
    for _ in range(repeat):
        started = time.process_time()
        changed = change(sheet)
        taken.append(time.process_time() - started)
    assert (changed.amounts > 0).all()
    assert (changed.amounts % changed.unit == 0).all()
    for mark, locked in sheet.marks.items():
        assert not locked or changed.value(mark) == sheet.value(mark)
    return round(statistics.median(taken), 3)


def in_floats(people: Sheet, lines: dict[int, float], repeat: int) -> dict[str, float]:
    """Every leaf times each line's weight, rounded to the cent for itself."""
    parts = np.array(list(lines.values())) / sum(lines.values())
    taken = []
    for _ in range(repeat):
        started = time.process_time()
        leaves = np.round(people.amounts[:, None] / 100 * parts) * 100
        taken.append(time.process_time() - started)
    wrong = leaves.sum(axis=1) != people.amounts
    return {"seconds": round(statistics.median(taken), 4), "people's months that do not sum": int(wrong.sum())}


if __name__ == "__main__":
    main()
