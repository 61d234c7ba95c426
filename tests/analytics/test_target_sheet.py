"""Setting, splitting, locking and moving targets, with figures worked by hand."""

from dataclasses import replace

import pytest

from salesdash.analytics.target_sheet import MONTHS, Cell, Impossible, Sheet, put, put_many, set_lock, split, transfer
from tests.analytics.target_sheets import amounts, check, company, values

YEAR = Cell()


def cents(*parts: float) -> list[int]:
    return [round(part * 10_000) for part in parts]


def test_two_margins_hold_to_the_cent():
    sheet = company()
    assert values(sheet, "period") == dict(zip(MONTHS, cents(*[8_333.34] * 4, *[8_333.33] * 8), strict=True))
    assert values(sheet, "rep") == {1: 600_000_000, 2: 400_000_000}
    # 60 % of 8,333.34 is 5,000.004 and of 8,333.33 is 4,999.998: sums to 60,000.00, so no month rounds otherwise
    assert sheet.value(Cell(period=1, rep=1)) in cents(5_000, 5_000.01)
    check(sheet)


def test_60_to_40_stays_so_when_the_parent_changes():
    sheet = put(company(), YEAR, 2_000_000_100)
    # 60 % of 200,000.01 is 120,000.006
    assert values(sheet, "rep") == {1: 1_200_000_100, 2: 800_000_000}
    # 20,000,001 cents as 833,334 : 833,333: the first four have 1,666,668.08 each, the others 1,666,666.08
    assert values(sheet, "period")[12] == 166_666_600
    assert sum(values(sheet, "period").values()) == 2_000_000_100
    check(sheet)


def test_siblings_give_way_and_months_hold():
    before = company()
    sheet = put(before, Cell(rep=1), 900_000_000)
    assert values(sheet, "rep") == {1: 900_000_000, 2: 100_000_000}
    assert values(sheet, "period") == values(before, "period")


def test_the_parent_gives_way():
    sheet = put(company(), Cell(rep=1), 900_000_000, "parent")
    assert values(sheet, "rep") == {1: 900_000_000, 2: 400_000_000}
    assert sheet.value(YEAR) == 1_300_000_000


def test_what_is_not_split_gives_first():
    sheet = put(Sheet(), YEAR, 1_000)
    sheet = put(sheet, Cell(rep=1), 300)
    assert values(sheet, "rep") == {0: 700, 1: 300}
    sheet = put(sheet, Cell(rep=2), 600)
    assert values(sheet, "rep") == {0: 100, 1: 300, 2: 600}
    # 100 come from what is left, then the others give 300 and 600 : 800, by 1 : 2
    sheet = put(sheet, Cell(rep=3), 400)
    assert values(sheet, "rep") == {1: 200, 2: 400, 3: 400}
    # what a person loses is taken by the others in proportion, as nothing is unsplit any more
    assert values(put(sheet, Cell(rep=3), 100), "rep") == {1: 300, 2: 600, 3: 100}


def test_an_only_child_that_shrinks_leaves_a_rest():
    sheet = split(put(Sheet(), YEAR, 1_000), YEAR, "rep", {1: 1})
    assert values(put(sheet, Cell(rep=1), 400), "rep") == {0: 600, 1: 400}
    with pytest.raises(Impossible) as error:
        put(sheet, Cell(rep=1), 1_400)
    assert error.value.code == "crossing_impossible"


def test_a_new_member_gets_the_months_of_what_is_around():
    sheet = split(put(Sheet(), YEAR, 1_000), YEAR, "month", {1: 3, 2: 7})
    sheet = put(sheet, Cell(rep=1), 100)
    assert amounts(sheet) == {(1, 0, 0, 0, 0): 270, (2, 0, 0, 0, 0): 630, (1, 0, 0, 0, 1): 30, (2, 0, 0, 0, 1): 70}


def test_a_crossing_that_was_set_stays_and_the_rest_gives_way():
    sheet = put(company(), Cell(period=3, rep=1), 10_000_000)
    assert values(sheet, "rep") == {1: 600_000_000, 2: 400_000_000}
    assert values(sheet, "period") == values(company(), "period")
    for amount in (500_000_000, 700_000_000):
        moved = put(sheet, Cell(rep=1), amount)
        assert moved.value(Cell(period=3, rep=1)) == 10_000_000
        assert values(moved, "period") == values(company(), "period")
        check(moved)
    # person 2 has the rest of March, 7,333.34 of 10,000.00 at least
    with pytest.raises(Impossible) as error:
        put(sheet, Cell(rep=2), 70_000_000)
    assert error.value.code == "crossing_impossible"


def test_a_person_whose_months_are_all_set_is_rescaled_with_them():
    sheet = put(Sheet(), YEAR, 2_400)
    sheet = split(sheet, YEAR, "rep", {1: 1, 2: 1})
    sheet = split(sheet, Cell(rep=1), "month", {1: 1, 2: 3})
    sheet = put(sheet, Cell(rep=1), 800, "parent")
    assert sheet.value(Cell(period=1, rep=1)) == 200
    assert sheet.value(Cell(period=2, rep=1)) == 600


def test_locked_cells_stay_and_the_others_share():
    sheet = split(put(Sheet(), YEAR, 1_000), YEAR, "rep", {1: 2, 2: 3, 3: 5})
    sheet = set_lock(sheet, Cell(rep=1), True)
    # 1,000 of 1,800 are left: 1,600 by 3 : 5
    assert values(put(sheet, YEAR, 1_800), "rep") == {1: 200, 2: 600, 3: 1_000}
    assert values(split(sheet, YEAR, "rep", {1: 1, 2: 1, 3: 1}), "rep") == {1: 200, 2: 400, 3: 400}
    assert values(split(sheet, YEAR, "rep", {2: 1, 3: 3}, locked=[1]), "rep") == {1: 200, 2: 200, 3: 600}
    assert refused(put, sheet, YEAR, 199) == ("locked_too_much", YEAR)
    assert refused(put, sheet, Cell(rep=1), 300) == ("locked_above", Cell(rep=1))
    assert refused(put, sheet, Cell(period=1, rep=1), 300, "parent") == ("locked_above", Cell(rep=1))
    assert refused(put, set_lock(sheet, YEAR, True), Cell(rep=2), 400, "parent") == ("locked_above", YEAR)


def test_closed_months_never_change():
    sheet = split(put(Sheet(), YEAR, 1_200), YEAR, "month", dict.fromkeys(MONTHS, 1))
    sheet = replace(sheet, closed=frozenset({1, 2, 3}))
    assert values(put(sheet, YEAR, 2_100), "period") == {m: 100 if m < 4 else 200 for m in MONTHS}
    assert values(split(sheet, YEAR, "month", {4: 1, 5: 2}), "period") == {1: 100, 2: 100, 3: 100, 4: 300, 5: 600}
    assert refused(put, sheet, Cell(period=2), 50) == ("closed", Cell(period=2))
    assert refused(put, sheet, Cell(period=101), 50) == ("closed", Cell(period=101))
    assert refused(put, sheet, YEAR, 299)[0] == "closed"
    assert refused(transfer, sheet, 1, 2, [3, 4])[0] == "closed"


def test_only_people_in_reach_change():
    sheet = split(put(Sheet(), YEAR, 900), YEAR, "rep", {1: 1, 2: 1, 3: 1})
    sheet = replace(sheet, people=frozenset({1, 2}))
    assert values(put(sheet, Cell(rep=1), 500), "rep") == {1: 500, 2: 100, 3: 300}
    assert values(put(sheet, YEAR, 1_100), "rep") == {1: 400, 2: 400, 3: 300}
    assert refused(put, sheet, Cell(rep=3), 500)[0] == "no_members"
    assert refused(transfer, sheet, 1, 3, [1])[0] == "no_members"


def test_regions_below_regions():
    above = {11: 10, 12: 10}
    sheet = split(put(Sheet(above=above), YEAR, 1_000), YEAR, "region", {10: 3, 20: 2})
    sheet = split(sheet, Cell(region=10), "region", {11: 1, 12: 2})
    assert sheet.value(Cell(region=10)) == 600
    sheet = put(sheet, Cell(region=12), 500)
    assert values(sheet, "region") == {11: 100, 12: 500, 20: 400}
    assert values(put(sheet, Cell(region=10), 300), "region") == {11: 50, 12: 250, 20: 700}
    assert refused(split, sheet, YEAR, "region", {10: 1, 11: 1})[0] == "not_a_child"


def test_a_split_of_quarters_then_months():
    sheet = split(put(Sheet(), YEAR, 1_000), YEAR, "quarter", {101: 1, 102: 1, 103: 1, 104: 1})
    sheet = split(sheet, Cell(period=101), "month", {1: 1, 2: 1, 3: 3})
    assert values(sheet, "period") == {1: 50, 2: 50, 3: 150, 102: 250, 103: 250, 104: 250}
    assert values(put(sheet, Cell(period=101), 100), "period") == {1: 20, 2: 20, 3: 60, 102: 300, 103: 300, 104: 300}
    assert refused(split, sheet, Cell(period=101), "month", {4: 1})[0] == "not_a_child"


def test_months_served():
    sheet = split(put(Sheet(), YEAR, 1_200), YEAR, "month", dict.fromkeys(MONTHS, 1))
    shared = split(sheet, YEAR, "rep", {1: 1, 2: 1}, months_served={2: range(7, 13)})
    # six months of 100 alone, six months of 50
    assert values(shared, "rep") == {1: 900, 2: 300}
    assert values(shared, "period") == values(sheet, "period")
    assert shared.value(Cell(period=6, rep=2)) == 0
    # not split by months: half a year counts half
    whole = split(put(Sheet(), YEAR, 1_200), YEAR, "rep", {1: 1, 2: 1}, months_served={2: range(7, 13)})
    assert values(whole, "rep") == {1: 800, 2: 400}


def test_transfer_in_mid_year_keeps_every_other_sum():
    sheet = company()
    moved = transfer(sheet, 1, 3, range(7, 13))
    assert moved.value(Cell(rep=1)) == sum(sheet.value(Cell(period=m, rep=1)) for m in range(1, 7))
    assert values(moved, "period") == values(sheet, "period")
    assert values(moved, "rep")[2] == 400_000_000
    assert moved.marks[Cell(rep=3)] is False
    half = transfer(split(put(Sheet(), YEAR, 101), YEAR, "rep", {1: 1}), 1, 2, range(7, 13))
    assert values(half, "rep") == {1: 50, 2: 51}
    assert refused(transfer, set_lock(sheet, Cell(rep=1), True), 1, 3, [7])[0] == "locked_too_much"


def test_many_cells_together():
    sheet = put_many(Sheet(), [(Cell(rep=1), 100), (Cell(period=1, rep=1), 30), (Cell(rep=2), 50)])
    assert amounts(sheet) == {(0, 0, 0, 0, 1): 70, (1, 0, 0, 0, 1): 30, (0, 0, 0, 0, 2): 50}
    sheet = put_many(company(), [(Cell(rep=1), 500_000_000), (Cell(period=1), 90_000_000), (YEAR, 1_000_000_000)])
    assert sheet.value(Cell(rep=2)) == 500_000_000
    assert sheet.value(Cell(period=1)) == 90_000_000
    check(sheet)
    assert (
        refused(put_many, company(), [(YEAR, 100), *((Cell(rep=r), 5_000) for r in (1, 2))])[0] == "crossing_impossible"
    )


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("negative", lambda sheet: put(sheet, Cell(rep=1), -100)),
        ("not_a_multiple", lambda sheet: put(sheet, Cell(rep=1), 101)),
        ("too_large", lambda sheet: put(sheet, Cell(rep=1), 10**18)),
        ("no_members", lambda sheet: split(sheet, YEAR, "rep", {})),
        ("nothing_to_weigh", lambda sheet: split(sheet, YEAR, "rep", {1: 0, 2: -3})),
        ("nothing_to_weigh", lambda sheet: split(sheet, YEAR, "rep", {1: float("nan")})),
        ("not_a_child", lambda sheet: split(sheet, Cell(rep=1), "rep", {2: 1})),
        ("not_a_child", lambda sheet: split(sheet, YEAR, "month", {13: 1})),
        ("nothing_to_weigh", lambda sheet: transfer(sheet, 9, 1, [1])),
        ("no_members", lambda sheet: transfer(sheet, 1, 1, [1])),
    ],
)
def test_what_is_impossible_is_refused_and_changes_nothing(code, change):
    sheet = company()
    before = amounts(sheet), dict(sheet.marks)
    with pytest.raises(Impossible) as error:
        change(sheet)
    assert error.value.code == code
    assert (amounts(sheet), dict(sheet.marks)) == before


def refused(change, *arguments: object) -> tuple[str, Cell | None]:
    with pytest.raises(Impossible) as error:
        change(*arguments)
    return error.value.code, error.value.cell


def test_a_cell_that_is_asked_for_again_has_its_amount():
    sheet = company()
    assert sheet.values([Cell(rep=1), Cell(rep=2), Cell(rep=1)]) == {Cell(rep=1): 600_000_000, Cell(rep=2): 400_000_000}
