"""Taking the sample company out."""

from typing import Any

from sqlalchemy import ColumnElement, Table, delete, func, or_, select, update
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.access import audit
from salesdash.access.identity import User
from salesdash.models import Account, Base, CompanySetting, DataVersion, ImportBatch
from salesdash.sample.events import CHOSEN
from salesdash.sample.store import COMPANY_NAME

#: the tables of members, those that others point at last
MEMBERS = (
    "products", "customers", "people", "product_lines", "categories", "channels", "countries", "teams", "regions",
)  # fmt: skip
#: what hangs on lines and members, in an order that keeps every reference whole
FACTS = (
    "signals_seen", "alert_deliveries", "signals", "forecast_overrides", "scenarios", "series_marks", "forecast_inputs",
    "forecast_points", "forecast_series", "forecast_runs", "jobs", "company_events",
    "target_cells", "target_marks", "target_versions", "target_proposals", "target_sheets",
    "order_lines", "line_retirements", "spanning_orders", "credit_shares", "credit_groups", "placements",
    "member_merges", "person_places", "person_codes", "payments", "customer_holders", "month_versions",
    "score_overrides", "frozen_parts", "frozen_scores", "appraisal_texts", "agreed_actions", "closed_periods",
)  # fmt: skip


def clear(session: Session, user: User) -> tuple[int, int, int]:
    """Empties the tables in the caller's transaction; returns how many lines, members and accounts went."""
    lines = session.scalar(select(func.count()).select_from(_table("order_lines"))) or 0
    for name in FACTS:
        session.execute(delete(_table(name)))
    session.execute(update(_table("schedules")).values(last_at=None, last_token=""))  # what comes now was never asked
    accounts = _accounts(session)
    rates = _table("exchange_rates")
    session.execute(delete(rates).where(rates.c.batch_id.is_not(None)))
    members = 0
    for name in MEMBERS:
        members += _clear_members(session, name)
    batches = _table("import_batches")
    for table in Base.metadata.sorted_tables:  # what else belongs to an import
        for column in table.columns:
            if table.name not in MEMBERS and any(key.column is batches.c.id for key in column.foreign_keys):
                session.execute(delete(table).where(column.is_not(None)))
    session.execute(delete(ImportBatch))
    as_of = session.scalar(select(CompanySetting.value).where(CompanySetting.key == "sample"))
    session.execute(delete(CompanySetting).where(_made_by_loading()))
    counts = {"lines": lines, "members": members, "accounts": accounts}
    audit.record(session, user, "remove", "sample", as_of or "", counts, None)
    db.touch(session, "facts", "master", "access", "settings", "targets", "appraisals", "jobs")
    db.touch(session, "forecasts", "signals", "events", "jobs")
    # a company that has no payments of its own is one without payments, not one that was paid nothing
    session.execute(delete(DataVersion).where(DataVersion.name.in_(("payments", "holders"))))
    return lines, members, accounts


def _made_by_loading() -> ColumnElement[bool]:
    setting = CompanySetting
    chosen = select(setting.key).where(setting.key == CHOSEN).exists()
    return or_(
        setting.key.in_(("sample", CHOSEN)),
        (setting.key == "name") & (setting.value == COMPANY_NAME),
        # a later version is somebody's own choice
        (setting.key == "holiday_country") & (setting.version == 1) & chosen,
    )


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _accounts(session: Session) -> int:
    """Takes the sample users with all that hangs on them; the other accounts lose their place in the sample."""
    chosen = [a.id for a in session.scalars(select(Account)) if a.preferences.get("sample")]
    accounts = _table("accounts")
    session.execute(delete(_table("account_regions")))
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column is accounts.c.id for key in column.foreign_keys):
                session.execute(delete(table).where(column.in_(chosen)))
    session.execute(delete(accounts).where(accounts.c.id.in_(chosen)))
    session.execute(update(accounts).values(team_id=None))
    people = _table("people")
    ours = select(people.c.id).where(people.c.batch_id.is_not(None))
    session.execute(update(accounts).where(accounts.c.person_id.in_(ours)).values(person_id=None))
    return len(chosen)


def _clear_members(session: Session, name: str) -> int:
    """Empties a table of members; people whom an account names and no import brought stay."""
    table = _table(name)
    free: dict[str, Any] = {"merged_into_id": None}
    if "parent_id" in table.c:
        free["parent_id"] = None
    session.execute(update(table).values(**free))
    gone = delete(table)
    if name == "people":
        accounts = _table("accounts")
        gone = gone.where(table.c.id.not_in(select(accounts.c.person_id).where(accounts.c.person_id.is_not(None))))
    return session.execute(gone).rowcount  # type: ignore[attr-defined, no-any-return]
