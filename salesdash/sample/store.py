"""The generated company into the tables: members, people and their places, users, order lines."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from salesdash import company, db
from salesdash.access import audit
from salesdash.access.identity import OPERATOR
from salesdash.imports.keys import order_keys, text_keys
from salesdash.models import Base, CompanySetting, CreditShare, ImportBatch, OrderLine
from salesdash.models.base import now
from salesdash.sample import staff
from salesdash.sample.customers import Customers
from salesdash.sample.draws import Ints
from salesdash.sample.orders import Company, Lines
from salesdash.sample.payments import payments
from salesdash.sample.recipe import Recipe, Row, recipe
from salesdash.sample.stories import UNPLACED_PRODUCTS

#: what the company is called while nobody has named it
COMPANY_NAME = "Jade Mountain Outdoor 玉山戶外"

NAMES = ("name", "name_zh_hant", "name_zh_hans")


def write(session: Session, made: Company) -> ImportBatch:
    """Stores the company as one published import and returns it. The database must be empty."""
    ingredients, as_of = recipe(), made.stories.as_of
    lines = made.lines
    batch = ImportBatch(
        kind="orders", file_name=f"sample-{as_of.isoformat()}", status="published", created_by=OPERATOR.login,
        published_at=now(), rows=len(lines.order), accepted=len(lines.order), inserted=len(lines.order),
    )  # fmt: skip
    session.add(batch)
    session.flush()
    ids = _members(session, ingredients, made, batch.id)
    staff.places(session, ingredients, made.stories, ids, batch.id)
    _lines(session, ingredients, made, ids, batch)
    _payments(session, made, ids, batch)
    session.add(CompanySetting(key="sample", value=as_of.isoformat()))
    if not company.settings(session).name:
        company.change(session, OPERATOR, "name", COMPANY_NAME)
    staff.users(session, ingredients)
    audit.record(session, OPERATOR, "load", "sample", as_of.isoformat(), None, {"lines": len(lines.order)})
    return batch


def _insert(session: Session, table: str, batch: int, rows: Sequence[Row], **more: Sequence[Any]) -> Ints:
    """Inserts members and returns their ids in the order of ``rows``."""
    same = {"active": True, "version": 1, "batch_id": batch}
    columns: dict[str, Sequence[Any]] = {key: [row[key] for row in rows] for key in ("code", *NAMES)}
    columns |= {key: [value] * len(rows) for key, value in same.items()}
    db.insert_columns(session, table, columns | more)
    found = _ids(session, table, "code")
    return np.array([found[row["code"]] for row in rows], dtype=np.int64)


def _ids(session: Session, table: str, key: str) -> dict[str, int]:
    columns = Base.metadata.tables[table].c
    return dict(session.execute(select(columns[key], columns.id)).tuples().all())


def _members(session: Session, ingredients: Recipe, made: Company, batch: int) -> dict[str, Ints]:
    """All members; returns for each table the ids by place."""
    ids: dict[str, Ints] = {}
    for table in ("countries", "channels", "categories"):
        ids[table] = _insert(session, table, batch, getattr(ingredients, table))
    for table in ("regions", "teams"):
        _tree(session, table, batch, getattr(ingredients, table), ids)
    above = [
        ids["categories"][ingredients.place("categories", r["category"])].item() for r in ingredients.product_lines
    ]
    ids["product_lines"] = _insert(session, "product_lines", batch, ingredients.product_lines, category_id=above)
    of_line = [
        None
        if row["code"] in UNPLACED_PRODUCTS
        else ids["product_lines"][ingredients.place("product_lines", row["product_line"])].item()
        for row in ingredients.products
    ]
    placed = [line is not None for line in of_line]
    ids["products"] = _insert(
        session, "products", batch, ingredients.products, product_line_id=of_line, placed=placed
    )  # fmt: skip
    ids["people"] = _insert(session, "people", batch, ingredients.people, **staff.facts(ingredients, made.stories))
    customers = [
        dict(zip(("code", *NAMES), (Customers.code(i), *names), strict=True))
        for i, names in enumerate(made.customers.names)
    ]
    at = ids["countries"][made.customers.country].tolist()
    ids["customers"] = _insert(session, "customers", batch, customers, country_id=at)
    return ids


def _tree(session: Session, table: str, batch: int, rows: list[Row], ids: dict[str, Ints]) -> None:
    """Members of a tree, level by level, those above first."""
    found: dict[str, int] = {}
    while len(found) < len(rows):
        level = [row for row in rows if row["code"] not in found and (not row["parent"] or row["parent"] in found)]
        parents = [found.get(row["parent"]) for row in level]
        made = _insert(session, table, batch, level, parent_id=parents)
        found |= {row["code"]: id_ for row, id_ in zip(level, made.tolist(), strict=True)}
    ids[table] = np.array([found[row["code"]] for row in rows], dtype=np.int64)


def _credits(session: Session, lines: Lines, people: Ints) -> list[int | None]:
    """The credit group of every line, made as needed: one person, or two at 60 to 40."""
    pair = np.where(lines.rep < 0, -1, lines.rep * 1000 + lines.helper + 1)
    distinct, back = np.unique(pair, return_inverse=True)
    groups: list[list[tuple[int, int]]] = []
    for code in distinct[distinct >= 0].tolist():
        rep, helper = divmod(code, 1000)
        shares = [(people[rep].item(), 600_000), (people[helper - 1].item(), 400_000)]
        groups.append(shares if helper else [(shares[0][0], 1_000_000)])
    specs = [";".join(f"{person}:{share}" for person, share in group) for group in groups]
    db.insert_columns(session, "credit_groups", {"spec": specs})
    found = _ids(session, "credit_groups", "spec")
    for spec, group in zip(specs, groups, strict=True):
        for position, (person, share) in enumerate(group):
            session.add(CreditShare(group_id=found[spec], position=position, person_id=person, share=share))
    ids: list[int | None] = [None] * int(distinct[0] < 0)
    ids += [found[spec] for spec in specs]
    return [ids[i] for i in back.tolist()]


def _order_numbers(made: Company) -> np.ndarray:
    """SO-2401-000123 for sales, CN-… for credit notes, by year, month and running number."""
    months = made.calendar.dates.astype("datetime64[M]").astype(str)
    first = np.unique(made.lines.order, return_index=True)[1]
    day, returned = made.lines.day[first].tolist(), made.lines.returned[first].tolist()
    texts = [
        f"{'CN' if back else 'SO'}-{months[d][2:4]}{months[d][5:]}-{number + 1:06d}"
        for number, (d, back) in enumerate(zip(day, returned, strict=True))
    ]
    return np.array(texts, dtype=object)[made.lines.order]


def _lines(session: Session, ingredients: Recipe, made: Company, ids: dict[str, Ints], batch: ImportBatch) -> None:
    lines = made.lines
    count = len(lines.order)
    first = (session.scalar(select(func.max(OrderLine.id))) or 0) + 1
    numbers = _order_numbers(made)
    iso = made.calendar.dates.astype(str).tolist()
    due = (made.calendar.dates + 7).astype(str).tolist()
    # goods that came back are not shipped; what is shipped after the last day is not known yet
    shipped = lines.day + 1 + (lines.order * 7 + lines.customer) % 4
    shipped = np.where(lines.returned | (shipped >= len(iso)), -1, shipped)
    line_of = [
        None
        if row["code"] in UNPLACED_PRODUCTS
        else ids["product_lines"][ingredients.place("product_lines", row["product_line"])].item()
        for row in ingredients.products
    ]
    columns: dict[str, Sequence[Any]] = {
        "id": range(first, first + count),
        "batch_id": [batch.id] * count,
        "place": range(1, count + 1),
        "order_key": order_keys(numbers).tolist(),
        "order_no": numbers.tolist(),
        "line_no": lines.line.astype(str).tolist(),
        "ordered_on": _at(iso, lines.day),
        "customer_id": _named(ids["customers"], lines.customer),
        "product_id": _named(ids["products"], lines.product),
        "product_line_id": _at(line_of, lines.product),
        "region_id": _named(ids["regions"], lines.region),
        "country_id": _named(ids["countries"], lines.country),
        "channel_id": _named(ids["channels"], lines.channel),
        "credit_id": _credits(session, lines, ids["people"]),
        "quantity": (lines.quantity * 10_000).tolist(),
        "unit_price": (lines.price * 100).tolist(),
        "discount": (lines.discount * 10_000).tolist(),
        # whole quantity × 1/100 × per cent: exact in 1/10,000
        "net_amount": (lines.quantity * lines.price * (100 - lines.discount)).tolist(),
        "cost": _known(lines.cost * 100, lines.cost_known),
        "shipped_on": _at(iso, shipped),
        "due_on": _at(due, np.where(lines.returned, -1, lines.day)),
    }
    db.insert_columns(session, "order_lines", columns)
    batch.first_line_id, batch.last_line_id = first, first + count - 1


def _payments(session: Session, made: Company, ids: dict[str, Ints], batch: ImportBatch) -> None:
    paid = payments(made)
    first = np.unique(made.lines.order, return_index=True)[1]
    of_order = _order_numbers(made)[first]
    numbers = np.array([f"RC-{place + 1:06d}" for place in range(len(paid.order))], dtype=object)
    keys = order_keys(of_order)
    columns: dict[str, Sequence[Any]] = {
        "batch_id": [batch.id] * len(numbers),
        "place": range(1, len(numbers) + 1),
        "content_key": text_keys(numbers).tolist(),  # nobody imports these again
        "payment_no": numbers.tolist(),
        "order_no": _at(of_order.tolist(), paid.order),
        "order_key": _at(keys.tolist(), paid.order),
        "customer_id": _named(ids["customers"], paid.customer),
        "paid_on": _at(made.calendar.dates.astype(str).tolist(), paid.day),
        "amount": paid.amount.tolist(),
    }
    db.insert_columns(session, "payments", columns)
    db.touch(session, "payments")


def _named(ids: Ints, places: Ints) -> list[int | None]:
    """The ids at ``places``, None where there is none (−1)."""
    return _at(ids.tolist(), places)


def _at(values: Sequence[Any], places: Ints) -> list[Any]:
    """The ``values`` at ``places``, None at −1."""
    with_none = [*values, None]
    return [with_none[place] for place in places.tolist()]


def _known(values: Ints, known: np.ndarray) -> list[int | None]:
    """The ``values``, None where they are not known."""
    return [value if sure else None for value, sure in zip(values.tolist(), known.tolist(), strict=True)]
