"""Targets from files, long and wide: what they read as, what is rejected, previews, undo, real files."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import select

from salesdash import company, db, imports, targets
from salesdash.access import users
from salesdash.access.identity import OPERATOR, User
from salesdash.appraisal import closing
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.imports.options import Options
from salesdash.models import ClosedPeriod, Person, PersonCode
from salesdash.targets import Cell, Plan
from tests.imports.helpers import bring, query, rejected, write

PLAN = Plan(2026)


@pytest.fixture
def staff(company: str, tmp_path: Path) -> str:
    """Two people with national ids in two regions, a product line, a channel."""
    bring(
        company, write(tmp_path / "reps.csv", "rep,name,region,NationalID", "r1,Ann,N,900001", "r2,Bo,S,900002"), "reps"
    )
    bring(
        company,
        write(tmp_path / "o.csv", "order_no,ordered_on,product_line,channel,net_amount", "A,2025-01-01,Tents,web,1"),
    )
    return company


def amounts(
    url: str, plan: Plan = PLAN, by: tuple[str, ...] = ("month", "rep"), user: User = OPERATOR
) -> dict[object, int]:
    """What is in force: codes → amount in 1/10,000."""
    with db.reading(url) as session:
        rows = targets.cells(session, user, plan, by=by)
    keys = rows[list(by)].astype(object).where(rows[list(by)].notna(), None).itertuples(index=False, name=None)
    return dict(zip(keys, rows["target"].tolist(), strict=True))


def test_a_wide_file(staff: str, tmp_path: Path) -> None:
    path = write(
        tmp_path / "t.csv", "Year;Employee ID;Jan;2月(千元);M03;十二月", "2026;900001;1,200.50;2;-;", "2026;r2;;0.1;;0"
    )
    dry = bring(staff, path, "targets", dry_run=True)
    assert (dry.inserted, dry.duplicates, dry.told["targets"]) == (2, 0, 4)
    assert amounts(staff) == {} and query(staff, "SELECT count(*) FROM import_batches WHERE kind = 'targets'") == [(0,)]
    result = bring(staff, path, "targets")
    assert list(result.columns) == ["year", "rep", "m01", "m02", "m03", "m12"]
    assert (result.rows, result.accepted, result.rejected) == (2, 2, 0)
    assert result.told == {"targets": 4, "people": 2, "rounded_targets": 0, "waiting_plans": 0}
    expected = {("2026-01", "r1"): 12_005_000, ("2026-02", "r1"): 20_000_000, ("2026-02", "r2"): 1_000_000}
    assert amounts(staff) == expected
    again = bring(staff, path, "targets")
    assert (again.accepted, again.duplicates) == (0, 2)
    with db.reading(staff) as session:
        assert targets.versions(session, OPERATOR, PLAN)[["version", "batch", "reason"]].to_numpy().tolist() == [
            [1, result.batch, "t.csv"]
        ]
    undone = imports.undo(staff, OPERATOR, result.batch or 0)
    assert undone.kept == [] and amounts(staff) == {}


def test_a_long_file_for_every_kind_of_cell(staff: str, tmp_path: Path) -> None:
    path = write(
        tmp_path / "t.csv",
        "年度,期間,業務員,區域,產品線,通路,指標,級別,目標金額,單位",
        "2026,,r1,,,,,,12,萬元",
        "2026,Q2,,N,,,,,500,1",
        ",2026-03,Bo,,Tents,web,業績,目標,70.005,",
        "2027,7月,r2,,,,新客戶,挑戰,3,",
        ",2027-02-15,r2,,,,數量,保底,5,",
    )
    result = bring(staff, path, "targets")
    assert (result.inserted, result.rejected, result.told["rounded_targets"]) == (5, 0, 1)
    year = {(None, "r1", None, None): 1_200_000_000, (None, None, "N", None): 5_000_000}
    assert amounts(staff, by=("month", "rep", "region", "channel")) == year | {("2026-03", "r2", None, "web"): 700_000}
    assert amounts(staff, Plan(2027, "new_customers", "stretch")) == {("2027-07", "r2"): 3}
    assert amounts(staff, Plan(2027, "quantity", "base")) == {("2027-02", "r2"): 50_000}


def test_months_are_of_the_calendar_in_the_company_s_year(staff: str, tmp_path: Path) -> None:
    with db.writing(staff) as session:
        company.change(session, OPERATOR, "fiscal_first_month", "7")
    bring(staff, write(tmp_path / "a.csv", "rep,2026-07,2026-01,Q2", "r1,1,2,30"), "targets")
    bring(staff, write(tmp_path / "b.csv", "rep,date,target", "r2,2025-07-31,4"), "targets")
    assert amounts(staff, by=("quarter", "month", "rep")) == {
        ("2026-Q1", "2026-07", "r1"): 10_000, ("2026-Q3", "2026-01", "r1"): 20_000, ("2026-Q2", None, "r1"): 300_000,
        ("2026-Q1", "2026-07", "r2"): 40_000,
    }  # fmt: skip
    told = imports.preview(staff, OPERATOR, tmp_path / "a.csv", "targets", Options())
    assert (told.first_day, told.last_day) == (date(2025, 7, 1), date(2026, 1, 31))


def test_rows_that_are_no_targets(staff: str, tmp_path: Path) -> None:
    with db.writing(staff) as session:
        session.add(ClosedPeriod(year=2026, period=1, closed_by="x"))
        session.add_all([Person(code=code, name="Cy") for code in ("c1", "c2")])
        targets.set_amount(session, OPERATOR, PLAN, Cell(2026, month=6, rep="r1"), 10_000)
        targets.set_lock(session, OPERATOR, PLAN, Cell(2026, month=6, rep="r1"), True)
    path = write(
        tmp_path / "t.csv",
        "rep,region,product_line,channel,year,quarter,month,measure,level,unit,target",
        "r1,,,,2026,,2,,,,100",
        "nobody,,,,2026,,2,,,,1",
        "Cy,,,,2026,,2,,,,1",
        ",X,,,2026,,2,,,,1",
        ",,X,,2026,,2,,,,1",
        ",,,X,2026,,2,,,,1",
        "r2,,,,2026,,2,,,,-1",
        "r2,,,,2026,,2,,,,one",
        "r2,,,,2026,,1,,,,1",
        "r2,,,,2026,,13,,,,1",
        "r2,,,,2026,5,,,,,1",
        "r2,,,,2026,2,3,,,,1",
        "r2,,,,twenty,,2,,,,1",
        "r2,,,,,,2,,,,1",
        "r2,,,,2026,,2,margin %,,,1",
        "r2,,,,2026,,2,,best,,1",
        "r2,,,,2026,,2,,,dozen,1",
        "r2,,,,2026,,2,orders,,,1.5",
        "r1,,,,2026,,2,,,,101",
        "r1,,,,2026,,6,,,,2",
        "r2,,,,2026,,3,,,,",
        "r2,,,,2026,,3,,,,-",
        "r2,,,,2026,,3,,,1000000,100000000",
    )
    result = bring(staff, path, "targets", rejects_path=tmp_path / "out.csv")
    assert (result.rows, result.inserted, result.duplicates, result.rejected) == (23, 1, 1, 21)
    found = [(int(row["line"]), row["field"], row["value"]) for row in rejected(tmp_path / "out.csv")]
    assert found == [
        (3, "rep", "nobody"), (4, "rep", "Cy"), (5, "region", "X"), (6, "product_line", "X"), (7, "channel", "X"),
        (8, "amount", "-1"), (9, "amount", "one"), (10, "amount", "1"), (11, "month", "13"), (12, "quarter", "5"),
        (13, "month", "3"), (14, "year", "twenty"), (15, "year", ""), (16, "measure", "margin %"),
        (17, "level", "best"), (18, "unit", "dozen"), (19, "amount", "1.5"), (20, "amount", "101"),
        (21, "amount", "2"), (22, "amount", ""), (24, "amount", "100000000"),
    ]  # fmt: skip
    assert all(row["reason"][0].isupper() for row in rejected(tmp_path / "out.csv"))
    assert amounts(staff) == {("2026-02", "r1"): 1_000_000, ("2026-06", "r1"): 10_000}


def test_a_wide_row_is_taken_whole_or_not_at_all(staff: str, tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", "rep,year,Jan,Feb,Mar,Q1,Q2,Target", "r1,2026,1,2,3,6,4,10", "r2,2026,1,x,3,,,",
                 "r2,2026,1,2,-4,,,", "r2,2026,1,2,3,7,,", "r2,2026,1,,,,,2", "r2,2026,-,,,,,5")  # fmt: skip
    result = bring(staff, path, "targets", rejects_path=tmp_path / "out.csv")
    found = [(row["line"], row["field"], row["value"]) for row in rejected(tmp_path / "out.csv")]
    assert found == [("3", "m02", "x"), ("4", "m03", "-4"), ("5", "q1", "7"), ("6", "amount", "2")]
    assert result.told["targets"] == 5
    assert amounts(staff, by=("quarter", "rep")) == {
        ("2026-Q1", "r1"): 60_000, ("2026-Q2", "r1"): 40_000, (None, "r2"): 50_000
    }  # fmt: skip


def test_headers_that_are_refused(staff: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as twice:
        bring(staff, write(tmp_path / "a.csv", "rep,year,Jan,M01", "r1,2026,1,2"), "targets")
    assert (twice.value.code, twice.value.details["choices"]) == ("duplicate_column", ["Jan", "M01"])
    with pytest.raises(BadInput) as years:
        bring(staff, write(tmp_path / "b.csv", "rep,2026-01,2027-01", "r1,1,2"), "targets")
    assert years.value.code == "duplicate_column"
    with pytest.raises(BadInput) as none:
        bring(staff, write(tmp_path / "c.csv", "alpha,beta", "r1,1"), "targets")
    assert none.value.code == "no_header"
    one = bring(staff, tmp_path / "b.csv", "targets", mapping={"m01": "2027-01"})
    assert one.inserted == 1 and amounts(staff, Plan(2027)) == {("2027-01", "r1"): 20_000}
    assert bring(staff, write(tmp_path / "d.csv", "rep,Jan", "r1,1"), "targets").rejected == 1
    assert bring(staff, tmp_path / "d.csv", "targets", constants={"year": "2026", "unit": "千元"}).inserted == 1
    assert amounts(staff) == {("2026-01", "r1"): 10_000_000}


def test_a_workbook_with_dates_as_its_header(staff: str, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "t.xlsx", {"default_date_format": "mmm yy"})
    sheet = book.add_worksheet()
    months = [date(2026, month, 1) for month in (1, 2, 12)]
    rows = (["Plan of the department"], ["Sales Rep", *months], ["Ann", 100, "-", 1_200_000.5], ["Bo", None, 7, None])
    for place, row in enumerate(rows):
        sheet.write_row(place, 0, row)
    book.close()
    result = bring(staff, tmp_path / "t.xlsx", "targets")
    assert (result.inserted, result.rejected, result.told["targets"]) == (2, 0, 3)
    assert amounts(staff) == {
        ("2026-01", "r1"): 1_000_000, ("2026-12", "r1"): 12_000_005_000, ("2026-02", "r2"): 70_000
    }  # fmt: skip


def test_3_of_10_000_rows_are_wrong(staff: str, tmp_path: Path) -> None:
    with db.writing(staff) as session:
        session.add_all([Person(code=f"p{n}", name=f"p{n}") for n in range(834)])
    rows = [f"p{n},2026,{month},{n + month}" for n in range(834) for month in range(1, 13)][:10_000]
    rows[17], rows[5_000], rows[9_999] = "p1,2026,6,-1", "q9,2026,1,1", "p833,2026,0,1"
    path = write(tmp_path / "t.csv", "rep,year,month,target", *rows)
    with pytest.raises(BadInput) as strict:
        bring(staff, path, "targets", strict=True)
    assert strict.value.code == "rejected_rows" and amounts(staff) == {}
    result = bring(staff, path, "targets", rejects_path=tmp_path / "out.csv")
    assert (result.rows, result.inserted, result.rejected) == (10_000, 9_997, 3)
    found = [(int(row["line"]), row["field"]) for row in rejected(tmp_path / "out.csv")]
    assert found == [(19, "amount"), (5_002, "rep"), (10_001, "month")]
    assert sum(amounts(staff).values()) == 10_000 * sum(int(row.split(",")[3]) for row in rows if row[0] == "p")


def test_what_stands_above_gives_or_follows(staff: str, tmp_path: Path) -> None:
    with db.writing(staff) as session:
        targets.set_amount(session, OPERATOR, PLAN, Cell(2026), 1_000_000)
    half = write(tmp_path / "a.csv", "rep,year,target", "r1,2026,60")
    told = imports.preview(staff, OPERATOR, half, "targets", Options())
    assert told.plans[["before", "after", "give_way"]].to_numpy().tolist() == [[1_000_000, 1_000_000, "siblings"]]
    bring(staff, half, "targets")
    assert amounts(staff, by=("rep",)) == {("r1",): 600_000, (None,): 400_000}
    more = write(tmp_path / "b.csv", "rep,year,target", "r2,2026,50")
    told = imports.preview(staff, OPERATOR, more, "targets", Options())
    assert told.plans[["before", "after", "give_way"]].to_numpy().tolist() == [[1_000_000, 1_500_000, "parent"]]
    assert told.totals.to_numpy().tolist() == [["amount", *map(Decimal, (50, 50, 0, 0))]]
    bring(staff, more, "targets")
    assert sum(amounts(staff).values()) == 1_500_000


def test_a_locked_sum_above_refuses_the_file(staff: str, tmp_path: Path) -> None:
    with db.writing(staff) as session:
        targets.set_amount(session, OPERATOR, PLAN, Cell(2026, rep="r1"), 1_000_000)
        targets.set_lock(session, OPERATOR, PLAN, Cell(2026, rep="r1"), True)
    path = write(tmp_path / "a.csv", "rep,year,M01,M02", "r1,2026,60,50")
    for way in (imports.preview, imports.run):
        with pytest.raises(Conflict):
            way(staff, OPERATOR, path, "targets", Options())
    assert query(staff, "SELECT count(*) FROM import_batches WHERE kind = 'targets'") == [(0,)]
    assert sum(amounts(staff).values()) == 1_000_000


def test_scope_and_authority(staff: str, tmp_path: Path) -> None:
    with db.writing(staff) as session:
        users.add(session, OPERATOR, "ann", role="sales_manager", rep="r1", password="river stone lamp")
        users.add(session, OPERATOR, "eve", role="executive", password="river stone lamp")
    with db.reading(staff) as session:
        ann, eve = users.by_login(session, "ann"), users.by_login(session, "eve")
    path = write(tmp_path / "a.csv", "rep,year,M01", "ann,2026,60", "r2,2026,50", ",2026,70")
    result = bring(staff, path, "targets", user=ann, rejects_path=tmp_path / "out.csv")
    assert (result.inserted, result.rejected, result.told["waiting_plans"]) == (1, 2, 0)
    assert {row["reason"] for row in rejected(tmp_path / "out.csv")} == {"outside your scope"}
    large = write(tmp_path / "b.csv", "rep,year,M02", "r1,2026,100001")
    assert imports.preview(staff, ann, large, "targets", Options()).plans["waits"].tolist() == [True]
    waiting = bring(staff, large, "targets", user=ann)
    assert waiting.told["waiting_plans"] == 1 and amounts(staff) == {("2026-01", "r1"): 600_000}
    with db.writing(staff) as session:
        (proposal,) = targets.proposals(session, eve)["id"]
        targets.approve(session, eve, int(proposal))
    assert amounts(staff)["2026-02", "r1"] == 1_000_010_000
    undone = imports.undo(staff, ann, waiting.batch or 0)
    assert [code for code, _, _ in undone.kept] == ["approval"]
    clerk = User(id=None, login="x", name="x", role="sales_assistant", permissions=frozenset({"facts.import"}))
    with pytest.raises(NotPermitted):
        bring(staff, path, "targets", user=clerk)


def test_undoing_what_waits_and_what_was_changed_since(staff: str, tmp_path: Path) -> None:
    with db.writing(staff) as session:
        users.add(session, OPERATOR, "ann", role="sales_manager", rep="r1", password="river stone lamp")
    with db.reading(staff) as session:
        ann = users.by_login(session, "ann")
    waiting = bring(staff, write(tmp_path / "b.csv", "rep,year,M02", "r1,2026,100001"), "targets", user=ann)
    imports.undo(staff, OPERATOR, waiting.batch or 0)
    with db.reading(staff) as session:
        assert targets.proposals(session, ann)["status"].tolist() == ["withdrawn"]
    result = bring(staff, write(tmp_path / "c.csv", "rep,year,M02", "r1,2026,5", "r1,2027,6"), "targets")
    with db.writing(staff) as session:
        targets.set_amount(session, OPERATOR, PLAN, Cell(2026, month=2, rep="r1"), 70_000)
    undone = imports.undo(staff, OPERATOR, result.batch or 0)
    assert undone.kept == [("targets_changed_since", "target_versions", 1)]
    assert amounts(staff) == {("2026-02", "r1"): 70_000} and amounts(staff, Plan(2027)) == {}


def test_codes_are_what_the_column_says(staff: str, tmp_path: Path) -> None:
    """Numbers of the ERP that are codes of other people here: the whole column decides."""
    with db.writing(staff) as session:
        session.add_all([Person(code=code, name=f"No. {code}") for code in ("1", "2", "4")])
        session.flush()
        ids = dict(session.execute(select(Person.code, Person.id)).tuples().all())
        others = {"2": "1", "3": "2", "5": "4"}  # the ERP's number → person
        session.add_all([PersonCode(person_id=ids[person], code=code) for code, person in others.items()])
    bring(staff, write(tmp_path / "a.csv", "rep,year,target", "2,2026,1", "3,2026,2", "5,2026,3"), "targets")
    assert amounts(staff, by=("rep",)) == {("1",): 10_000, ("2",): 20_000, ("4",): 30_000}


def test_the_real_monthly_targets(company: str, shared_data: Path) -> None:
    folder = shared_data / "adventureworks"
    bring(company, folder / "employees.csv", "reps")
    path = folder / "monthly_targets_utf16.csv"
    result = bring(company, path, "targets")
    assert (result.rows, result.inserted, result.rejected) == (81, 81, 0)
    assert (result.told["targets"], result.told["people"], result.dialect["encoding"]) == (809, 18, "utf-16-le")
    with path.open(encoding="utf-16") as source:
        rows = list(csv.DictReader(source))
    with (folder / "employees.csv").open() as source:
        code = {row["EmployeeNationalIDAlternateKey"]: row["EmployeeKey"] for row in csv.DictReader(source)}
    expected = {
        (f"{row['Year']}-{name[1:]}", code[row["EmployeeID"]]): int(value) * 10_000
        for row in rows for name, value in row.items() if name[0] == "M" and value != "-"
    }  # fmt: skip
    found: dict[object, int] = {}
    for year in range(2017, 2022):
        found |= amounts(company, Plan(year))
    assert len(expected) == 809 and found == expected


def test_the_real_quotas_of_one_quarter_a_row(company: str, tmp_path: Path, shared_data: Path) -> None:
    folder = shared_data / "adventureworks"
    bring(company, folder / "employees.csv", "reps")
    with (folder / "sales_quota.csv").open() as source:
        rows = list(csv.DictReader(source))
    quarters = sorted({row["DateKey"] for row in rows})
    path = tmp_path / "quota.csv"
    with path.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["Year", "Quarter", "EmployeeKey", "SalesAmountQuota"])
        for row in rows:
            k = quarters.index(row["DateKey"]) + 2  # the first is the third quarter of 2017
            writer.writerow([2017 + k // 4, k % 4 + 1, row["EmployeeKey"], row["SalesAmountQuota"]])
    result = bring(company, path, "targets")
    assert (result.inserted, result.rejected, result.told["targets"], result.told["people"]) == (163, 0, 163, 17)
    total = sum(sum(amounts(company, Plan(year), by=("quarter", "rep")).values()) for year in range(2017, 2021))
    assert total == sum(round(float(row["SalesAmountQuota"]) * 10_000) for row in rows)


def test_a_target_that_a_file_names_again(staff: str, tmp_path: Path) -> None:
    header = "rep,year,month,target"
    held = write(tmp_path / "held.csv", header, "r1,2026,1,7", "r1,2026,2,100", "r2,2026,2,50", "r1,2026,3,30")
    bring(staff, held, "targets")
    with db.writing(staff) as session:
        closing.close(session, OPERATOR, "2026-01")
    file = [
        "r1,2026,2,0", "r1,2026,2,0",  # 0 twice takes the target away once
        "r2,2026,2,50", "r2,2026,2,50",  # what is in force twice
        "r1,2026,3,40", "r1,2026,3,40",  # another amount twice
        "r1,2026,1,7", "r1,2026,1,7",  # what is in force in a closed month twice
    ]  # fmt: skip
    again = write(tmp_path / "again.csv", header, *file)
    first = bring(staff, again, "targets")
    assert (first.accepted, first.duplicates, first.rejected) == (2, 6, 0)
    expected = {("2026-01", "r1"): 70_000, ("2026-02", "r2"): 500_000, ("2026-03", "r1"): 400_000}
    assert amounts(staff) == expected
    second = bring(staff, again, "targets")
    assert (second.accepted, second.duplicates, second.rejected) == (0, 8, 0)
    closed = write(tmp_path / "closed.csv", header, "r1,2026,1,8", "r1,2026,1,8", "r1,2026,1,7")
    refused = bring(staff, closed, "targets")
    assert (refused.accepted, refused.duplicates, refused.rejected) == (0, 1, 2) and amounts(staff) == expected


def test_less_than_a_closed_month_holds_is_refused_each_time(staff: str, tmp_path: Path) -> None:
    bring(staff, write(tmp_path / "held.csv", "rep,year,month,target", "r1,2026,1,7", "r1,2026,2,5"), "targets")
    with db.writing(staff) as session:
        closing.close(session, OPERATOR, "2026-01")
    less = write(tmp_path / "less.csv", "rep,year,quarter,target", "r1,2026,1,6", "r1,2026,1,6")
    result = bring(staff, less, "targets")
    assert (result.accepted, result.rejected) == (0, 2)
