"""The appraisal as a table to take away."""

from typing import Any

import pandas as pd

from salesdash.appraisal.results import Appraisal, Result
from salesdash.dimensions import dimension_name
from salesdash.downloads import Column, Form, Sheet
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY, TARGET_MEASURES
from salesdash.ui import appraisal_words
from salesdash.ui.appraisal_frame import Frame


def sheet(frame: Frame, found: Appraisal) -> Sheet:
    """A row per person and then per team, with target, actual and attainment of every measure that counts."""
    results = [*found.people, *found.teams]
    used = {part.measure for one in results for part in one.parts}
    measures = [measure for measure in TARGET_MEASURES if measure in used]
    columns = [
        Column("rep", _("Code")), Column("name", _("Name")), Column("team", dimension_name("team")),
        Column("role", _("Scorecard")), Column("score", _("Score"), "ratio"), Column("band", _("Band")),
        Column("computed", _("Computed score"), "ratio"), Column("reason", _("Reason")),
        *([Column("now", _("By today’s figures"), "ratio")] if found.frozen else []),
    ]  # fmt: skip
    for measure in measures:
        name, form = _(REGISTRY[measure].name), _form(measure)
        columns += [
            Column(f"{measure}_target", f"{name}: {_('Target')}", form),
            Column(f"{measure}_actual", f"{name}: {_('Actual')}", form),
            Column(f"{measure}_attainment", f"{name}: {_('Attainment')}", "ratio"),
        ]
    rows = pd.DataFrame([_row(one) for one in results], columns=[column.key for column in columns], dtype=object)
    filters = [(_("Period"), f"{frame.named(found.period)}, {formats.span(found.days.start, found.days.end)}")]
    return Sheet(
        _("Appraisal"), columns, rows, appraisal_words.state(frame, found), frame.user.name, filters, frame.currency
    )


def _row(one: Result) -> dict[str, Any]:
    kept = one.of.override
    row: dict[str, Any] = {
        "rep": one.rep, "name": one.name, "team": one.team_name, "role": appraisal_words.role(one), "score": one.score,
        "band": one.band.name if one.band else None, "computed": one.of.score, "reason": kept.reason if kept else None,
        "now": one.of.now,
    }  # fmt: skip
    for part in one.parts:
        row[f"{part.measure}_target"], row[f"{part.measure}_actual"] = part.target, part.actual
        row[f"{part.measure}_attainment"] = part.attainment
    return row


def _form(measure: str) -> Form:
    forms: dict[str, Form] = {"money": "amount", "quantity": "quantity", "count": "count", "ratio": "ratio"}
    return forms[REGISTRY[measure].unit]
