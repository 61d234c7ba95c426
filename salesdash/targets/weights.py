"""What a split goes by: last year's actuals, the season, a forecast, equal parts, or what somebody wrote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from salesdash import company, kpis
from salesdash.access.identity import OPERATOR
from salesdash.analytics.target_sheet import Cell as Coordinates
from salesdash.dimensions import dimension_name
from salesdash.errors import BadInput
from salesdash.kpis.answers import UNASSIGNED
from salesdash.locale import N_
from salesdash.targets import children, coding, foreseen
from salesdash.targets.coding import MEMBERS
from salesdash.targets.plan import Plan
from salesdash.targets.season import first_day, reaches_back

#: kinds of weights with their names; "typed" and "file" bring ``values``
KINDS = {
    "last-year": N_("Last year's actuals"),
    "season": N_("Usual season"),
    "equal": N_("Equal parts"),
    "typed": N_("Typed in"),
    "file": N_("From a file"),
    "forecast": N_("Forecast"),
}
#: years whose season counts
_YEARS = 3


@dataclass(frozen=True)
class Weights:
    """``kind`` (KINDS) and, for "typed" and "file", ``values``: code of the member (label of the period, or its number
    in the calendar) → weight."""

    kind: str
    values: Mapping[str, float] = field(default_factory=dict)


def weigh(session: Session, plan: Plan, cell: Coordinates, by: str, weights: Weights) -> dict[int, float]:
    """Member → weight of a split, in the order in which they are shown; negative weights count 0. Members: those with
    actuals in the cell in the fiscal year before, and the active ones assigned to it; with written weights those whom
    they name, and the active ones. Raises BadInput for unknown kinds and members, and those that cannot be had."""
    if weights.kind not in KINDS:
        raise BadInput(
            "unknown_weights", N_("There are no weights {kind}. There are: {kinds}."), kind=weights.kind,
            kinds=", ".join(KINDS),
        )  # fmt: skip
    time = by in ("quarter", "month")
    if weights.kind == "season" and not time:
        raise BadInput("no_season", N_("The season splits a year or quarter, not members. Choose other weights."))
    if weights.kind == "forecast":
        sold = foreseen.weigh(session, plan, cell, by)
    else:  # written weights say themselves who is meant
        sold = {} if weights.kind in ("typed", "file", "season") else _sold(session, plan, cell, by, plan.year - 1)
    members = children.periods(cell, by) if time else sorted({*sold, *children.assigned(session, plan, cell, by)})
    if weights.kind in ("typed", "file"):
        found = _written(session, plan, cell, by, weights)
        members = sorted({*members, *found})
    elif weights.kind == "equal":
        found = dict.fromkeys(members, 1.0)
    elif weights.kind == "season":
        found = _season(session, plan, cell, by)
    else:
        found = sold
    return {member: max(found.get(member, 0.0), 0.0) for member in children.order(session, plan, by, members)}


def _sold(session: Session, plan: Plan, cell: Coordinates, by: str, year: int) -> dict[int, float]:
    """Actuals of the cell's measure in the same part of another fiscal year, per member of a split. All of them, not
    only those in somebody's scope: whoever may split a cell splits it fairly."""
    fiscal = company.calendar(session)
    days = coding.days_of(fiscal, year, cell.period)
    codes = coding.in_codes(session, plan, [cell])[0]
    where = {name: [code] for name in MEMBERS if (code := codes[name])}
    rows = kpis.table(session, OPERATOR, days.start, days.end, by=(by,), where=where).rows
    rows = rows[rows[plan.measure].notna()]
    amounts = zip(rows[by].tolist(), rows[plan.measure].astype(float).tolist(), strict=True)
    if by in ("quarter", "month"):
        return {_period(session, by, label): amount for label, amount in amounts}
    named = {code: amount for code, amount in amounts if code != UNASSIGNED}
    ids = coding.ids(session, by, named)
    stands = children.standing(session, cell) if by == "region" else {}
    found: dict[int, float] = {}
    for code, amount in named.items():
        member = stands.get(ids[code]) if by == "region" else ids[code]
        if member:
            found[member] = found.get(member, 0.0) + amount
    return found


def _period(session: Session, by: str, label: str) -> int:
    fiscal = company.calendar(session)
    first = fiscal.parse(label)[1].start
    month = coding.fiscal_month(fiscal, first.month)
    return month if by == "month" else coding.QUARTER + (month + 2) // 3


def _season(session: Session, plan: Plan, cell: Coordinates, by: str) -> dict[int, float]:
    """Each period's usual share over the last three fiscal years with data; one in which the data only began tells
    little of the season, and counts only where there is no other."""
    fiscal, began = company.calendar(session), first_day(session) or date.max
    whole_years: list[dict[int, float]] = []
    others: list[dict[int, float]] = []
    for year in range(plan.year - 1, plan.year - 1 - 2 * _YEARS, -1):
        sold = {member: max(amount, 0.0) for member, amount in _sold(session, plan, cell, by, year).items()}
        if (whole := sum(sold.values())) > 0:
            reached = reaches_back(began, coding.days_of(fiscal, year, cell.period))
            kept = whole_years if reached else others
            kept.append({member: amount / whole for member, amount in sold.items()})
        if len(whole_years) == _YEARS:
            break
    shares = whole_years or others
    members = {member for share in shares for member in share}
    return {member: sum(share.get(member, 0.0) for share in shares) / len(shares) for member in members}


def _written(session: Session, plan: Plan, cell: Coordinates, by: str, weights: Weights) -> dict[int, float]:
    values = weights.values
    if wrong := [code for code, weight in values.items() if not abs(weight) < float("inf")]:
        raise BadInput("no_number", N_("{value} is no number."), value=wrong[0])
    if by in ("quarter", "month"):
        allowed = children.periods(cell, by)
        found = {written_period(session, plan, by, code): weight for code, weight in values.items()}
    else:
        ids = coding.ids(session, by, values)
        allowed = children.regions(session, cell) if by == "region" else list(ids.values())
        found = {}
        for code, weight in values.items():
            found[ids[code]] = found.get(ids[code], 0.0) + weight
    if outside := set(found) - set(allowed):
        named = coding.in_words(session, plan, cell._replace(**{_field(by): min(outside)}))
        raise BadInput("not_a_child", N_("{cell} is no part of what is split."), cell=named)
    return found


def _field(by: str) -> str:
    return "period" if by in ("quarter", "month") else by


def written_period(session: Session, plan: Plan, by: str, code: str) -> int:
    """The period of a split that somebody wrote: its label, or its number in the calendar."""
    text = str(code).strip().upper()
    fiscal = company.calendar(session)
    number = text.removeprefix("Q") if by == "quarter" else text
    if number.isdecimal() and len(number) <= 2:
        label = f"{plan.year}-Q{number}" if by == "quarter" else f"{plan.year}-{int(number):02d}"
    else:
        label = text
    grain, days = fiscal.parse(label)
    if grain != by or fiscal.fiscal_year(days.start) != plan.year:
        raise BadInput(
            "unknown_period",
            N_("{period} lies not in {year}, or is no period of this kind: {name}."),
            period=code,
            name=dimension_name(by),
            year=plan.year,
        )
    return _period(session, by, label)


def codes_of(values: Sequence[int], session: Session, plan: Plan, by: str) -> list[str]:
    """Members of a split by their codes, periods by their labels."""
    if by in ("quarter", "month"):
        fiscal = company.calendar(session)
        return [coding.label_of(fiscal, plan.year, value) for value in values]
    known = coding.names(session, by, values)
    return [known[value][0] for value in values]
