"""Loading the sample company and taking it out again, on both databases."""

from datetime import date

import pytest
from sqlalchemy import func, select, text

from salesdash import appraisal, company, db, imports, jobs, kpis, sample, snapshot, targets
from salesdash.access import users
from salesdash.access.identity import OPERATOR, User
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.models import (
    Account,
    AuditEntry,
    Base,
    CompanyEvent,
    Country,
    CreditShare,
    ForecastRun,
    ImportBatch,
    Job,
    MonthVersion,
    OrderLine,
    Payment,
    Person,
    PersonPlace,
    Schedule,
    Team,
)  # fmt: skip
from salesdash.sample.payments import DEPOSIT
from salesdash.sample.stories import JOINER
from salesdash.snapshot.files import wanted

AS_OF = date(2026, 11, 24)


@pytest.fixture
def loaded(database: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(snapshot, "refresh", lambda engine: None)  # made when somebody asks
    sample.load(database, AS_OF)
    return database


def test_the_snapshot_is_there_at_once(sqlite_url: str) -> None:
    sample.load(sqlite_url, AS_OF)
    with db.reading(sqlite_url) as session:
        assert not wanted(session).missing()


def test_targets_add_up_and_payments_are_there(loaded: str) -> None:
    with db.reading() as session:
        for measure in ("revenue", "gross_profit", "orders", "new_customers", "receipts"):
            plan = targets.Plan(2026, measure)
            whole = int(targets.cells(session, OPERATOR, plan)["target"].sum())
            assert whole > 0
            for by in ("month", "rep"):
                rows = targets.cells(session, OPERATOR, plan, by=(by,))
                assert int(rows["target"].sum()) == whole
        plan = targets.Plan(2026)
        for by in ("region", "product_line"):
            assert int(targets.cells(session, OPERATOR, plan, by=(by,))["target"].sum()) == 17_020_000_0000
        joined = targets.cells(session, OPERATOR, plan, by=("month",), where={"rep": [JOINER]})
        assert {row.month for row in joined.itertuples() if row.target} == {f"2026-{m:02d}" for m in range(7, 13)}
        assert int(targets.cells(session, OPERATOR, targets.Plan(2025))["target"].sum()) == 15_690_000_0000

        assert appraisal.closed_months(session, 2026) == {9}
        payments = list(session.scalars(select(Payment).order_by(Payment.id)))
        assert len(payments) == 27_476
        assert max(payment.paid_on for payment in payments) <= AS_OF
        (deposit,) = [payment for payment in payments if payment.order_no is None]
        assert deposit.amount == DEPOSIT
        rows = kpis.table(session, OPERATOR, date(2026, 1, 1), AS_OF, by=("region",))
        assert int(rows.rows["receipts"].sum()) == int(rows.total["receipts"].iloc[0])
        assert int(rows.total["receipts"].iloc[0]) == sum(p.amount for p in payments if p.paid_on.year == 2026)


def test_what_is_loaded(loaded: str) -> None:
    with db.reading() as session:
        assert sample.is_loaded(session) == AS_OF
        batch = session.scalars(select(ImportBatch)).one()
        assert (batch.status, batch.kind, batch.rows) == ("published", "orders", batch.inserted)
        count, first, last = session.execute(select(func.count(), func.min(OrderLine.id), func.max(OrderLine.id))).one()
        assert (count, first, last) == (batch.rows, batch.first_line_id, batch.last_line_id)
        assert session.scalar(select(func.max(OrderLine.ordered_on))) == AS_OF
        assert session.scalar(select(func.count(MonthVersion.month))) == 37
        # the amounts agree with what price, quantity and discount say
        wrong = session.scalar(
            text(
                "SELECT count(*) FROM order_lines WHERE net_amount * 10000000000 <> "
                "quantity * unit_price * (1000000 - discount)"
            )
        )
        assert wrong == 0
        assert company.settings(session).sample
        roles = set(session.scalars(select(Account.role)))
        assert len(roles) == 10
        assert session.scalar(select(func.count(Account.password_hash))) == 0
        waiting = [(job.kind, job.parameters) for job in session.scalars(select(Job).order_by(Job.id))]
        # to the end of the next fiscal year; of the runs by region that of revenue is the latest
        wanted_of = {"measure": "revenue", "by": ["region"], "frequency": "month", "horizon": None}
        assert waiting[4] == ("forecast", wanted_of)
        assert [asked["measure"] for kind, asked in waiting if kind == "forecast"] == [
            "gross_margin", "orders", "gross_profit", "quantity", *["revenue"] * 12,
        ]  # fmt: skip
        assert [kind for kind, _wanted in waiting] == ["forecast"] * 14 + ["monitor"] + ["forecast"] * 2
        assert waiting[9][1]["as_of"] == "2026-09-30"  # October had ended: what was known before it
        assert [asked["by"] for _kind, asked in waiting[4:9]] == [asked["by"] for _kind, asked in waiting[9:14]] == [
            ["region"], [], ["channel"], ["product_line"], ["rep"],
        ]  # fmt: skip
        # what the schedules would ask for has been asked for
        assert not [one.kind for one in session.scalars(select(Schedule)) if one.kind != "tell" and not one.last_at]
        promotions = sorted(session.execute(select(CompanyEvent.name, CompanyEvent.first_on, CompanyEvent.last_on)))
        assert promotions[0] == ("Anniversary promotion 週年慶", date(2024, 6, 1), date(2024, 6, 30))
        assert ("Black Friday 黑色星期五", date(2025, 11, 28), date(2025, 12, 1)) in promotions
        assert promotions[-1][1] == date(2027, 11, 8) and {p[1].year for p in promotions} == {
            2023,
            2024,
            2025,
            2026,
            2027,
        }
        assert company.settings(session).holiday_country == "TW"
        shares = dict(session.execute(select(CreditShare.group_id, func.sum(CreditShare.share)).group_by(
            CreditShare.group_id)).tuples().all())  # fmt: skip
        assert set(shares.values()) == {1_000_000}


def test_both_databases_hold_the_same(sqlite_url: str, postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "refresh", lambda engine: None)
    query = text(
        "SELECT l.order_no, l.line_no, l.ordered_on, c.code, p.code, r.code, l.quantity, l.net_amount, l.cost, g.spec "
        "FROM order_lines l LEFT JOIN customers c ON c.id = l.customer_id LEFT JOIN products p ON p.id = l.product_id "
        "LEFT JOIN regions r ON r.id = l.region_id LEFT JOIN credit_groups g ON g.id = l.credit_id ORDER BY l.id"
    )
    rows = []
    for url in (sqlite_url, postgresql_url):
        sample.load(url, AS_OF)
        with db.reading(url) as session:
            rows.append([tuple(map(str, row)) for row in session.execute(query)])
    assert rows[0] == rows[1]


def test_the_mover_holds_a_new_team_from_a_date(loaded: str) -> None:
    with db.reading() as session:
        held = session.execute(
            select(PersonPlace.valid_from, Team.code)
            .join(Person, Person.id == PersonPlace.person_id).join(Team, Team.id == PersonPlace.team_id)
            .where(Person.code == "E022").order_by(PersonPlace.valid_from)
        ).all()  # fmt: skip
    assert [tuple(row) for row in held] == [(date(1900, 1, 1), "HSZ"), (date(2025, 10, 1), "TPE")]


def test_it_goes_into_an_empty_database_only(loaded: str) -> None:
    with pytest.raises(Conflict):
        sample.load(loaded, AS_OF)


def test_a_database_with_a_member_or_an_account_is_not_empty(database: str) -> None:
    with db.writing() as session:
        session.add(Country(code="DE", name="Germany"))
    with pytest.raises(Conflict):
        sample.load(database, AS_OF)


def test_a_date_out_of_reach(database: str) -> None:
    with pytest.raises(BadInput):
        sample.load(database, date(1900, 1, 1))


def test_remove_leaves_an_empty_database_and_real_accounts(loaded: str) -> None:
    with db.writing() as session:
        users.add(session, OPERATOR, "real.admin", "administrator", name="Real", password="correct horse battery")
        users.add(session, OPERATOR, "own.rep", "sales_representative", rep="OWN-1")
        users.add(session, OPERATOR, "borrowed", "sales_assistant", rep="E012", team="TPE", regions=["NORTH"])
        asked = jobs.ask(session, users.by_login(session, "analyst"), "forecast", "f", {})
        session.add(
            ForecastRun(
                job_id=asked, measure="revenue", frequency="month", horizon=1, as_of=AS_OF, made_by="analyst",
                versions={}, parameters={},
            )
        )  # fmt: skip
        entries = session.scalar(select(func.count(AuditEntry.id)))
        lines = session.scalar(select(func.count(OrderLine.id)))
    with db.reading() as session:
        admin = users.by_login(session, "real.admin")
    removed = sample.remove(loaded, admin)
    assert (removed.lines, removed.users, removed.setup_address) == (lines, 15, None)
    with db.reading() as session:
        assert sample.is_loaded(session) is None
        assert company.settings(session).name == "" and company.settings(session).holiday_country == ""
        assert set(session.scalars(select(Schedule.last_at))) == {None}  # what comes now was never asked for
        assert set(session.scalars(select(Account.login))) == {"real.admin", "own.rep", "borrowed"}
        assert session.scalars(select(Person.code)).all() == ["OWN-1"]
        assert session.scalar(select(Account.person_id).where(Account.login == "borrowed")) is None
        assert session.scalar(select(func.count(AuditEntry.id))) == entries + 1
        kept = {"accounts", "audit_entries", "roles", "role_permissions", "positions", "authority_limits",
                "data_versions", "people", "schedules"}  # fmt: skip
        filled = {name for name, table in Base.metadata.tables.items()
                  if session.scalar(select(func.count()).select_from(table))}  # fmt: skip
        assert filled <= kept
    with pytest.raises(Conflict):
        sample.remove(loaded, admin)


def test_the_samples_own_batch_is_not_undone(loaded: str) -> None:
    with db.reading() as session:
        (batch,) = imports.batches(session, OPERATOR).to_dict("records")
    assert batch["sample"]
    with pytest.raises(Conflict) as refused:
        imports.undo(loaded, OPERATOR, batch["batch"])
    assert refused.value.code == "sample_batch" and "sample remove" in refused.value.text()
    with db.reading() as session:
        assert sample.is_loaded(session) and not imports.batches(session, OPERATOR).iloc[0]["undone"]


def test_remove_takes_the_permission(loaded: str) -> None:
    nobody = User(id=None, login="n", name="n", role="analyst", permissions=frozenset({"kpis.read", "master.manage"}))
    with pytest.raises(NotPermitted):
        sample.remove(loaded, nobody)


def test_a_name_that_somebody_gave_the_company_stays(loaded: str) -> None:
    with db.writing() as session:
        company.change(session, OPERATOR, "name", "Our own")
    sample.remove(loaded, OPERATOR)
    with db.reading() as session:
        assert company.settings(session).name == "Our own"


@pytest.mark.parametrize("chosen", ["TW", "none"])
def test_a_holiday_country_that_somebody_chose_stays(sqlite_url: str, monkeypatch, chosen: str) -> None:
    monkeypatch.setattr(snapshot, "refresh", lambda engine: None)
    with db.writing(sqlite_url) as session:
        company.change(session, OPERATOR, "holiday_country", "DE")
        company.change(session, OPERATOR, "holiday_country", chosen)
    sample.load(sqlite_url, AS_OF)
    with db.reading(sqlite_url) as session:
        before = company.settings(session).holiday_country
    sample.remove(sqlite_url, OPERATOR)
    with db.reading(sqlite_url) as session:
        assert company.settings(session).holiday_country == before == ("" if chosen == "none" else chosen)


def test_a_holiday_country_that_somebody_chose_meanwhile_stays(loaded: str) -> None:
    with db.writing() as session:
        company.change(session, OPERATOR, "holiday_country", "JP")
        company.change(session, OPERATOR, "holiday_country", "TW")
    sample.remove(loaded, OPERATOR)
    with db.reading() as session:
        assert company.settings(session).holiday_country == "TW"


def test_remove_hands_out_a_setup_address_where_nobody_is_left_to_manage(loaded: str) -> None:
    with db.writing() as session:
        users.add(session, OPERATOR, "boss", "executive", password="correct horse battery")
        users.add(session, OPERATOR, "fresh", "administrator")
    assert sample.remove(loaded, OPERATOR).setup_address is not None


def test_it_can_be_loaded_again_after_removal(loaded: str) -> None:
    removed = sample.remove(loaded, OPERATOR)
    assert removed.setup_address is not None and "/setup?token=" in removed.setup_address
    # a start that fills empty databases does not bring it back
    with pytest.raises(Conflict):
        sample.load(loaded, AS_OF, unless_left=True)
    assert sample.load(loaded, AS_OF).lines > 60_000
