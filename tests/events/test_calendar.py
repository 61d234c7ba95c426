"""The company's calendar by hand and from files, on both databases: one company for all tests."""

import secrets
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import create_engine, text

from salesdash import company, db, events, imports
from salesdash.access import audit, users
from salesdash.access.identity import OPERATOR, User
from salesdash.access.permissions import ROLES
from salesdash.access.setup import install_defaults
from salesdash.config import config
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.imports.options import Options
from salesdash.models import Base, Region
from tests.imports.helpers import bring, query, rejected, write

SALE = {"name": "Sale", "kind": "promotion", "first_on": date(2026, 3, 1), "last_on": date(2026, 3, 10)}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def firm(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Regions N with N1 below and S, a line Tents, a channel web; URL."""
    folder = tmp_path_factory.mktemp("events")
    admin, name = None, f"test_{secrets.token_hex(8)}"
    if request.param == "sqlite":
        url = f"sqlite:///{folder / 'company.sqlite3'}"
        Base.metadata.create_all(db.engine(url))
    else:
        server = request.getfixturevalue("postgres")
        admin = create_engine(server, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            template = request.getfixturevalue("postgres_template")
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        url = create_engine(server).url.set(database=name).render_as_string(hide_password=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SALESDASH_DATABASE_URL", url)
        patch.setenv("SALESDASH_CACHE_DIR", str(folder / "snapshot"))
        config.cache_clear()
        with db.writing() as session:
            install_defaults(session)
        bring(url, write(folder / "r.csv", "region,name,parent", "N,North,", "N1,Far north,N", "S,South,"), "regions")
        bring(url, write(folder / "o.csv", "order_no,ordered_on,region,product_line,channel,net_amount",
                         "1,2026-01-02,N1,Tents,web,5"))  # fmt: skip
        yield url
    config.cache_clear()
    db.engine(url).dispose()
    if admin is not None:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


@pytest.fixture(autouse=True)
def empty(firm: str) -> Iterator[None]:
    """Every test begins with an empty calendar."""
    yield
    with db.writing() as session:
        session.execute(text("DELETE FROM company_events"))


def put(**values) -> int:
    with db.writing() as session:
        return events.add(session, OPERATOR, **(SALE | values))


def listed(start: date | None = None, end: date | None = None) -> pd.DataFrame:
    with db.reading() as session:
        return events.events(session, OPERATOR, start, end)


def known(frequency: str, *periods: date, cells: pd.DataFrame | None = None) -> pd.DataFrame:
    with db.reading() as session:
        return events.regressors(session, periods, frequency, cells)


def test_added_changed_removed_and_brought_back() -> None:
    event = put(region="N", effect=0.2, note="big")
    row = listed().iloc[0].to_dict()
    assert row == SALE | {
        "id": event, "region": "N", "region_name": "North", "product_line": None, "product_line_name": None,
        "channel": None, "channel_name": None, "effect": 0.2, "note": "big", "version": 1,
    }  # fmt: skip
    with db.writing() as session:
        assert events.change(session, OPERATOR, event, 1, effect=None, last_on=None, channel="web", region=None) == 2
    with db.writing() as session, pytest.raises(Conflict) as stale:
        events.change(session, OPERATOR, event, 1, name="Other")
    assert stale.value.code == "changed_meanwhile"
    with db.writing() as session:
        removed = events.remove(session, OPERATOR, event, 2)
    assert listed().empty
    with db.writing() as session:
        events.bring_back(session, OPERATOR, removed)
    again = listed().iloc[0]
    assert (again["last_on"], again["region"], again["channel"], again["effect"]) == (
        date(2026, 3, 1),
        None,
        "web",
        None,
    )
    with db.reading() as session:
        trail = audit.entries(session, OPERATOR, entity="event", limit=4)
    assert trail["action"].tolist() == ["create", "remove", "change", "create"]
    assert trail["after"][2] == {"effect": None, "last_on": "2026-03-01", "channel": "web", "region": None}


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("no_name", {"name": "  "}),
        ("bad_text", {"name": "x" * 201}),
        ("bad_text", {"note": "two\nlines"}),
        ("unknown_event_kind", {"kind": "party"}),
        ("bad_date", {"first_on": None, "last_on": None}),
        ("bad_date", {"last_on": date(2200, 1, 1)}),
        ("dates_reversed", {"last_on": date(2026, 2, 28)}),
        ("bad_effect", {"effect": -1.01}),
        ("bad_effect", {"effect": float("nan")}),
        ("unknown_code", {"region": "X"}),
    ],
)
def test_what_is_no_event(code: str, values: dict) -> None:
    with pytest.raises(BadInput) as wrong:
        put(**values)
    assert wrong.value.code == code and listed().empty


def test_one_event_stands_once_and_lists_have_bounds() -> None:
    put()
    with pytest.raises(Conflict) as twice:
        put(last_on=date(2026, 4, 1))
    assert twice.value.code == "event_there"
    put(region="S")  # elsewhere it is another one
    assert len(listed(date(2026, 3, 10), date(2026, 3, 31))) == 2
    assert listed(date(2026, 3, 11)).empty and listed(end=date(2026, 2, 28)).empty


def test_who_may() -> None:
    keepers = {"executive", "sales_manager", "analyst", "marketing"}
    for role in ROLES:
        with db.writing() as session:
            user = users.add(session, OPERATOR, f"{role}-{secrets.token_hex(3)}", role)
            if role in ("administrator", "customer_service"):
                with pytest.raises(NotPermitted):
                    events.events(session, user)
            else:
                events.events(session, user)
            if role in keepers:
                made = events.add(session, user, **(SALE | {"name": role}))
                events.remove(session, user, made, 1)
                continue
            for way in (lambda u=user: events.add(session, u, **SALE), lambda u=user: events.remove(session, u, 1, 1),
                        lambda u=user: events.change(session, u, 1, 1, name="x")):  # fmt: skip
                with pytest.raises(NotPermitted):
                    way()


def test_numbers_of_periods_and_of_series() -> None:
    months = [date(2025, 1, 1), date(2025, 2, 1), date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
    everywhere = known("month", *months)
    # 23, 20, 22, 20, 22 weekdays; New Year week: 4 + 3 days in 2025, 16 to 22 February 2026
    assert list(everywhere.columns) == ["ds", "working_days", "lunar_new_year"]
    assert everywhere["working_days"].tolist() == [23, 20, 22, 20, 22]
    assert everywhere["lunar_new_year"].tolist() == pytest.approx([4 / 7, 3 / 7, 0, 1, 0])
    put(region="N")
    put(name="Fair", kind="event", last_on=date(2026, 3, 2), effect=0.31)
    assert list(known("month", *months).columns) == ["ds", "working_days", "lunar_new_year"]
    with db.reading() as session:
        ids = dict(query(db.engine().url.render_as_string(hide_password=False), "SELECT code, id FROM regions"))
        cells = pd.DataFrame({"unique_id": ["all", "N1", "S"], "region": [0, ids["N1"], ids["S"]]})
        per_series = events.regressors(session, months, "month", cells)
        factors = events.factors(session, months, "month", cells)
    assert per_series.groupby("unique_id")["promotion"].sum().to_dict() == {"all": 0, "N1": 10, "S": 0}
    assert len(per_series) == 15 and per_series["ds"].dtype.kind == "M"
    assert factors["factor"].tolist() == pytest.approx([1, 1, 1, 1, 1 + 0.31 * 2 / 31])
    with db.reading() as session:
        assert events.factors(session, months[:2], "month").empty
        assert list(events.regressors(session, [], "month").columns) == ["ds"]


def test_a_country_and_the_company_s_weeks() -> None:
    with db.writing() as session:
        company.change(session, OPERATOR, "holiday_country", "DE")
    try:
        weeks = known("week", date(2026, 4, 27), date(2026, 5, 4))  # the first of May is a Friday
        assert weeks["working_days"].tolist() == [4, 5] and weeks["holidays"].tolist() == [1, 0]
        assert "lunar_new_year" not in known("month", date(2026, 1, 1), date(2026, 2, 1))
    finally:
        with db.writing() as session:
            company.change(session, OPERATOR, "holiday_country", "none")


def test_a_merged_region_counts_as_the_one_that_stands_for_it() -> None:
    put(region="S")
    with db.writing() as session:
        ids = {code: member for member, code in session.query(Region.id, Region.code)}
        session.get_one(Region, ids["S"]).merged_into_id = ids["N1"]
    try:
        cells = pd.DataFrame({"unique_id": ["N1"], "region": [ids["N1"]]})
        assert known("month", date(2026, 2, 1), date(2026, 3, 1), cells=cells)["promotion"].tolist() == [0, 10]
    finally:
        with db.writing() as session:
            session.get_one(Region, ids["S"]).merged_into_id = None


HEADER = "活動名稱,類型,開始日期,結束日期,區域,產品線,通路,預期效果,備註"


def test_a_file_comes_in_once_changes_and_is_taken_back(firm: str, tmp_path: Path) -> None:
    path = write(
        tmp_path / "e.csv", HEADER,
        "中秋特賣,促銷,2026/9/12,2026/9/25,North,Tents,web,15%,禮盒",
        "盤點,盘点,2026/12/31,,,,,,", "盤點,盘点,2026/12/31,,,,,,",
    )  # fmt: skip
    told = imports.preview(firm, OPERATOR, path, "events", Options())
    assert (told.first_day, told.last_day, told.result.inserted) == (date(2026, 9, 12), date(2026, 12, 31), 2)
    assert listed().empty
    result = bring(firm, path, "events")
    assert (result.rows, result.inserted, result.duplicates, result.rejected) == (3, 2, 1, 0)
    rows = (
        listed()[["name", "kind", "last_on", "region", "product_line", "channel", "effect", "note"]].to_numpy().tolist()
    )
    assert rows == [
        ["中秋特賣", "promotion", date(2026, 9, 25), "N", "Tents", "web", 0.15, "禮盒"],
        ["盤點", "closure", date(2026, 12, 31), None, None, None, None, ""],
    ]
    assert bring(firm, path, "events").duplicates == 3
    later = write(tmp_path / "later.csv", "Event,From,To,Uplift", "盤點,2026-12-31,2027-01-02,-90")
    changed = bring(firm, later, "events")
    assert (changed.inserted, changed.updated) == (0, 1)
    row = listed().iloc[1]
    assert (row["kind"], row["last_on"], row["effect"]) == ("closure", date(2027, 1, 2), -0.9)
    assert imports.undo(firm, OPERATOR, changed.batch or 0).kept == []
    assert listed().iloc[1]["last_on"] == date(2026, 12, 31)
    with db.writing() as session:
        events.change(session, OPERATOR, int(listed().iloc[0]["id"]), 1, note="other")
    undone = imports.undo(firm, OPERATOR, result.batch or 0)
    assert {code for code, _table, _count in undone.kept} == {"events_changed_since"}
    assert listed()["note"].tolist()[0] == "other"


def test_rows_that_are_no_events(firm: str, tmp_path: Path) -> None:
    path = write(
        tmp_path / "e.csv", "name,kind,first_on,last_on,region,effect",
        "A,party,2026-01-01,,,", "B,,2026-01-05,2026-01-04,,", "C,,2026-02-30,,,", "D,,2026-01-01,,Nowhere,",
        "E,,2026-01-01,,,much", "F,,2026-01-01,,,-120%", ",,2026-01-01,,,", f"{'x' * 201},,2026-01-01,,,",
        "G,,2026-01-01,,,0.1", "G,sale,2026-01-01,,,0.1", "H,event,2026-01-01,,N,\"0,5\"",
    )  # fmt: skip
    result = bring(firm, path, "events", rejects_path=tmp_path / "out.csv")
    assert (result.inserted, result.rejected) == (2, 9)
    assert [(row["line"], row["field"], row["value"]) for row in rejected(tmp_path / "out.csv")] == [
        ("2", "kind", "party"), ("3", "last_on", "2026-01-04"), ("4", "first_on", "2026-02-30"),
        ("5", "region", "Nowhere"), ("6", "effect", "much"), ("7", "effect", "-120%"), ("8", "name", ""),
        ("9", "name", "x" * 200), ("11", "name", "G"),
    ]  # fmt: skip
    assert dict(zip(listed()["name"], listed()["effect"], strict=True)) == {"G": 0.1, "H": 0.5}
    with pytest.raises(NotPermitted):
        bring(firm, path, "events", user=User(id=None, login="n", name="N", role="finance", permissions=frozenset()))
