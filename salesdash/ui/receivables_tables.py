"""The tables of the page Receivables."""

from pandas import DataFrame

from salesdash.dimensions import dimension_name
from salesdash.downloads import Column
from salesdash.locale import gettext as _
from salesdash.metrics import RECEIVABLES
from salesdash.receivables import BUCKETS
from salesdash.ui.kpi_tables import Table

#: what a table on the page shows besides the member, without its buckets
SHORT = ("name", "total", "overdue", "prepaid")


def by_member(dimension: str, rows: DataFrame) -> Table:
    """What each member owes, by how long it is overdue."""
    owed, overdue, prepaid = (_(RECEIVABLES[key].name) for key in ("receivables", "overdue", "prepaid"))
    columns = [
        Column("code", _("Code")),
        Column("name", dimension_name(dimension)),
        Column("total", owed, "amount"),
        *(Column(bucket, _(name), "amount") for bucket, (name, _last) in BUCKETS.items()),
        Column("overdue", overdue, "amount"),
        Column("prepaid", prepaid, "amount"),
    ]
    title = _("Receivables by {dimension}").format(dimension=dimension_name(dimension).lower())
    return Table(title, columns, rows)


def of_orders(rows: DataFrame, *, overdue: bool) -> Table:
    """The orders that are overdue, or all that are open."""
    columns = [
        Column("order_no", _("Order number")),
        Column("customer_name", dimension_name("customer")),
        Column("rep_name", dimension_name("rep")),
        Column("ordered_on", _("Order date"), "date"),
        Column("due_on", _("Due since") if overdue else _("Due on"), "date"),
        Column("days", _("Days overdue"), "count"),
        Column("amount", _("Amount"), "amount"),
    ]
    return Table(_("Overdue orders") if overdue else _("Open orders"), columns, rows)
