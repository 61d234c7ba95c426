"""Answers about targets, for programs and for people."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from salesdash.cli import output
from salesdash.cli.frame import Run
from salesdash.locale import gettext as _

if TYPE_CHECKING:
    from salesdash.targets import Attainment, Cell, Change, Plan, Split, Weights

_CELL = ("quarter", "month", "region", "product_line", "channel", "rep")


def named(plan: "Plan", cell: "Cell | None" = None) -> dict[str, Any]:
    """The sheet and the cell, as answers name them; a dimension that is not named is null."""
    found: dict[str, Any] = {"year": plan.year, "measure": plan.measure, "level": plan.level}
    return found | ({name: getattr(cell, name) for name in _CELL} if cell else {})


def shown(plan: "Plan", amount: int | None) -> float | int | None:
    """An amount for programs."""
    from salesdash.metrics import REGISTRY

    return REGISTRY[plan.measure].json(amount)


def words_of(plan: "Plan") -> Callable[[Any], str]:
    """How amounts of the sheet read, without the currency, which a heading names once."""
    import pandas as pd

    from salesdash.locale import formats
    from salesdash.metrics import REGISTRY

    metric = REGISTRY[plan.measure]

    def words(value: Any) -> str:
        if value is None or pd.isna(value):
            return formats.DASH
        if metric.unit == "count":  # expectations of counts are fractions
            return formats.number(value, None if float(value).is_integer() else 1)
        return formats.amount(int(value)) if metric.unit == "money" else metric.show(value, "")

    return words


def answer(run: Run, plan: "Plan", document: Mapping[str, Any], change: "Change") -> None:
    """Prints what a change was about and what became of it."""
    run.answer({**document, **became(plan, change)}, lambda: change_words(plan, change))


def became(plan: "Plan", change: "Change") -> dict[str, Any]:
    """What became of a change, for programs."""
    return {
        "status": change.status,
        "version": change.version,
        "proposal": change.proposal,
        "moved": shown(plan, change.moved),
    }


def change_words(plan: "Plan", change: "Change") -> str:
    """What became of a change, for people."""
    if change.status == "proposed":
        return _("{targets}: proposal {proposal} waits for the approval of somebody else.").format(
            targets=plan.title, proposal=change.proposal
        )
    return _("{targets}: version {version} is in force.").format(targets=plan.title, version=change.version)


def split_document(plan: "Plan", weights: "Weights", done: "Split") -> dict[str, Any]:
    """``{"parent", "rows": [{DIM, DIM_name, "weight", "amount", "locked"}]}`` and what became of it."""
    rows = [
        {str(name): value for name, value in row.items() if name != "now"}
        | {"weight": _weight(plan, weights, row["weight"]), "amount": shown(plan, row["amount"])}
        for row in done.rows.to_dict("records")
    ]
    return {"parent": shown(plan, done.parent), "rows": rows} | (became(plan, done.change) if done.change else {})


def _weight(plan: "Plan", weights: "Weights", weight: float) -> float:
    """A weight as it reads: last year's amounts in units."""
    from salesdash.targets import scale

    value = weight / scale(plan.measure) if weights.kind == "last-year" else weight
    return int(value) if float(value).is_integer() else value


def split_words(plan: "Plan", by: str, weights: "Weights", done: "Split") -> str:
    """A split for people: a line per member, what is split below."""
    from salesdash.dimensions import dimension_name
    from salesdash.locale import formats

    amount = words_of(plan)
    headers = [dimension_name(by), _("Name"), _("Weight"), _("Target"), ""]
    rows = [
        [row[by], row[f"{by}_name"], formats.number(_weight(plan, weights, row["weight"]), None),
         amount(row["amount"]), _("locked") if row["locked"] else ""]
        for row in done.rows.to_dict("records")
    ]  # fmt: skip
    rows.append([_("Total"), "", "", amount(done.parent), ""])
    said = change_words(plan, done.change) if done.change else _("Nothing was saved; this is what the split would be.")
    return f"{said}\n\n{output.table(headers, rows, right=(2, 3))}"


def attainment_words(found: "Attainment", currency: str) -> str:
    """Attainment for people: a line per row, the total below."""
    import pandas as pd

    from salesdash.dimensions import dimension_name
    from salesdash.locale import formats

    amount = words_of(found.plan)

    def ratio(value: Any) -> str:
        return formats.percent(None if value is None or pd.isna(value) else float(value))

    figures: list[tuple[str, str, Callable[[Any], str]]] = [
        ("target", _("Target"), amount), ("actual", _("Actual"), amount), ("attainment", _("Attainment"), ratio),
        ("gap", _("Gap"), amount), ("expected_to_date", _("Expected to date"), amount), ("pace", _("Pace"), ratio),
        ("left", _("Left per working day"), amount),
    ]  # fmt: skip
    names = [column for name in found.by for column in (name, f"{name}_name") if column in found.rows]
    headers = [dimension_name(name) if name in found.by else _("Name") for name in names]
    lines = [
        [formats.DASH if row[name] is None else str(row[name]) for name in names]
        + [show(row[key]) for key, _name, show in figures]
        for row in (found.rows.to_dict("records") if found.by else [])
    ]
    labels = [_("Total"), *[""] * (len(names) - 1)] if names else []
    lines.append([*labels, *(show(found.total[key]) for key, _name, show in figures)])
    heading = _("{targets}, actuals up to {day}, amounts in {currency}").format(
        targets=found.plan.title, day=formats.day(found.as_of), currency=currency
    )
    columns = [*headers, *(name for _key, name, _show in figures)]
    return f"{heading}\n\n{output.table(columns, lines, right=range(len(names), len(columns)))}"
