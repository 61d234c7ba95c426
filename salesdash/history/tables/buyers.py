"""Tables of customers."""

from pandas import DataFrame

from salesdash.dimensions import dimension_name
from salesdash.downloads import Column
from salesdash.history.answers import Concentration, Customers
from salesdash.history.tables.told import Told, by_month, of
from salesdash.locale import formats
from salesdash.locale import gettext as _


def of_customers(answer: Customers) -> dict[str, Told]:
    """cohorts, average, frequency."""
    ages = sorted(set(answer.retention["age"])) if len(answer.retention) else []
    wide = answer.cohorts.copy()
    if answer.grain == "month":
        wide["name"] = by_month(wide)["month_name"]
    else:
        part = " (" + _("in part") + ")"
        wide["name"] = [f"{label}{part if p else ''}" for label, p in zip(wide["label"], wide["partial"], strict=True)]
    shares = answer.retention.set_index(["cohort", "age"])["share"].to_dict()
    for age in ages:
        wide[f"age_{age}"] = [shares.get((label, age)) for label in wide["label"]]
    note = ""
    if answer.begins:
        note = _("The data begin on {day}: customers of that time may have bought before.").format(
            day=formats.day(answer.begins)
        )
    cohorts = Told(
        _("Customers by first purchase"),
        [
            Column("name", dimension_name(answer.grain)),
            Column("customers", _("New customers"), "count"),
            *(Column(f"age_{age}", f"+{age}", "ratio") for age in ages if age),
        ],
        wide,
        note,
    )
    average = Told(
        _("Buying again by time since"),
        [
            Column("age", _("Periods since"), "count"),
            Column("share", _("Buy again"), "ratio"),
            Column("customers", _("Customers old enough"), "count"),
        ],
        answer.average,
    )
    frequency = Told(
        _("Customers by days with a purchase"),
        [Column("purchases", _("Days with a purchase")), Column("customers", dimension_name("customer"), "count")],
        answer.frequency,
    )
    return {"cohorts": cohorts, "average": average, "frequency": frequency}


def of_concentration(answer: Concentration) -> dict[str, Told]:
    """curve, top."""
    rows = Told(
        _("The largest customers"),
        [
            Column("code", _("Code")),
            Column("name", dimension_name("customer")),
            of(answer.measure, "value"),
            Column("share", _("Share"), "ratio"),
            Column("cumulative", _("Cumulative share"), "ratio"),
            of(answer.measure, "base", _("A year before")),
            Column("change", _("Change"), "ratio"),
        ],
        answer.rows,
    )
    tops = sorted(answer.spread.tops)
    shares = DataFrame(
        {
            "top": [formats.number(top) for top in tops],
            "share": [answer.spread.tops[top] for top in tops],
            "before": [answer.before.tops.get(top) for top in tops],
        }
    )
    columns = [
        Column("top", _("The largest")),
        Column("share", _("Share"), "ratio"),
        Column("before", _("A year before"), "ratio"),
    ]
    return {"curve": Told(_("Share of the largest customers"), columns, shares), "top": rows}
