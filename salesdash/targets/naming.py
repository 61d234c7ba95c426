"""Rows of ids as rows of codes and names."""

import pandas as pd
from sqlalchemy.orm import Session

from salesdash import company
from salesdash.kpis.names import members as names
from salesdash.locale import gettext as _
from salesdash.targets import coding
from salesdash.targets.plan import Plan

#: dimension → the one whose table holds its members, where that has another name
_TABLE = {"region_parent": "region"}


def named(session: Session, plan: Plan, frame: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with codes of members in place of their ids and ``{dimension}_name`` beside, and labels of periods in
    place of their codes; 0 becomes None, named "(not split)"."""
    columns: dict[str, list] = {}
    for name in frame.columns:
        values = frame[name].tolist()
        if name in ("period", "year", "quarter", "month"):
            columns[name] = periods(session, plan, name, values)
            continue
        known = names(session, name, {value for value in values if value})
        columns[name] = [known[value][0] if value else None for value in values]
        columns[f"{name}_name"] = [known[value][1] if value else _("(not split)") for value in values]
    return pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in columns.items()})


def periods(session: Session, plan: Plan, grain: str, values: list[int]) -> list[str | None]:
    """Labels of periods; of a grain "quarter" or "month", 0 is None: not split into these."""
    fiscal = company.calendar(session)
    labels = {value: coding.label_of(fiscal, plan.year, value) for value in set(values)}
    whole = ("period", "year")
    return [labels[value] if value or grain in whole else None for value in values]
