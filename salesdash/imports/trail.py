"""What an import changed, for the audit trail: members and rates that were there before, from what to what."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from salesdash.models import Base

#: changed members that stand in the trail one by one; of more than these only their number does
SHOWN = 200
#: table → what the trail calls its rows, and the columns that name one
_NAMED = {
    "customers": ("customer", ["code"]), "products": ("product", ["code"]), "product_lines": ("product_line", ["code"]),
    "categories": ("category", ["code"]), "regions": ("region", ["code"]), "countries": ("country", ["code"]),
    "channels": ("channel", ["code"]), "teams": ("team", ["code"]), "people": ("rep", ["code"]),
    "payments": ("payment", ["payment_no", "order_no"]),
    "person_places": ("rep", ["person_id", "valid_from"]), "exchange_rates": ("rate", ["currency", "on_date"]),
    "company_events": ("event", ["name", "first_on"]),
}  # fmt: skip


def changes(session: Session, restores: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of the first SHOWN of ``restores`` (see ``changing.change``) what they were and what they are, by the kind and
    code of the member, e.g. ``product P7`` → column → value; members that they name are given by their codes. The
    second also counts all of them (``changed``) if there are any."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    names = _names(session, restores[:SHOWN])
    for entry in restores[:SHOWN]:
        name = names[entry["table"], entry["id"]]
        for side, kept in (("before", before), ("after", after)):
            kept.setdefault(name, {}).update(_told(session, Base.metadata.tables[entry["table"]], entry[side]))
    return before, after | ({"changed": len(restores)} if restores else {})


def _names(session: Session, restores: Sequence[dict[str, Any]]) -> dict[tuple[str, int], str]:
    ids: dict[str, list[int]] = defaultdict(list)
    for entry in restores:
        ids[entry["table"]].append(entry["id"])
    names = {}
    for name, wanted in ids.items():
        table = Base.metadata.tables[name]
        kind, columns = _NAMED[name]
        for row_id, *values in session.execute(
            select(table.c.id, *(table.c[column] for column in columns)).where(table.c.id.in_(wanted))
        ):
            told = _told(session, table, dict(zip(columns, values, strict=True)))
            names[name, row_id] = " ".join([kind, *map(str, told.values())])
    return names


def _told(session: Session, table: Table, values: dict[str, Any]) -> dict[str, Any]:
    """The values, with the codes of members in place of their ids."""
    told = {}
    for column, value in values.items():
        target = next((key.column.table for key in table.c[column].foreign_keys), None)
        if target is not None and "code" in target.c and value is not None:
            code = session.scalar(select(target.c.code).where(target.c.id == value))
            told[column.removesuffix("_id")] = code
        else:
            told[column.removesuffix("_id")] = value
    return told
