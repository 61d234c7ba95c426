"""The sections about targets: what is reached, and who is behind."""

import pandas as pd
from pandas import DataFrame

from salesdash import targets
from salesdash.dimensions import dimension_name
from salesdash.downloads import Column, Form
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY, TARGET_MEASURES
from salesdash.reports import words
from salesdash.reports.answers import Chart, Section, Series, Table
from salesdash.reports.asking import Asked
from salesdash.reports.sales import FORMS, unit
from salesdash.targets import Attainment
from salesdash.targets.sentences import aimed, who_is_behind

DIMENSIONS = ("region", "product_line", "channel", "rep")
_FIGURES = ("target", "actual", "attainment", "gap")
#: figures that say more while the period runs
_RUNNING = ("expected_to_date", "pace", "lead")
#: members that are drawn
_MOST = 12


def sections(question: Asked) -> tuple[list[Section], str]:
    """The total of every measure with a target, then who is behind by each dimension; or why there is nothing."""
    if question.grain == "week":
        return [], _("Targets stand for months: a report of a week has none.")
    measures = [key for key in TARGET_MEASURES if question.user.may("kpis.read") or REGISTRY[key].is_quantity]
    totals = {key: _attainment(question, key) for key in measures}
    aims = {key: dict(found.total) for key, found in totals.items() if (found.total["target"] or 0) > 0}
    if not aims:
        return [], _("There are no targets for {period}.").format(period=question.label)
    first = question.measure if question.measure in aims else next(iter(aims))
    found = [_total(question, aims, first)]
    parts = (_members(question, _attainment(question, first, by)) for by in DIMENSIONS)
    return [*found, *(part for part in parts if part is not None)], ""


def _attainment(question: Asked, measure: str, *by: str) -> Attainment:
    return targets.attainment(
        question.session, question.user, year=question.year, measure=measure, by=by, as_of=question.last,
        where={question.grain: [question.label]},
    )  # fmt: skip


def _total(question: Asked, aims: dict[str, dict], first: str) -> Section:
    metrics = [REGISTRY[key] for key in aims]
    rows = DataFrame({key: [one[key] for one in aims.values()] for key in _figures(question)}, dtype=object)
    rows.insert(0, "name", [_(metric.name) for metric in metrics])
    table = Table(_columns(question, _("Metric"), "amount"), rows, [FORMS[metric.unit] for metric in metrics])
    chart = Chart(
        "bars", _("Attainment of the targets of {period}").format(period=question.label), "name",
        [Series("attainment", _("Attainment"), "now")],
    )  # fmt: skip
    said = [words.reached(REGISTRY[key], one, question.currency, running=question.running) for key, one in aims.items()]
    at = list(aims).index(first)
    return Section(
        "attainment", _("Are the targets reached?"), said[at], table, chart, [*said[:at], *said[at + 1 :]]
    )  # fmt: skip


def _members(question: Asked, found: Attainment) -> Section | None:
    (by,) = found.by
    members, metric = aimed(found), REGISTRY[found.plan.measure]
    if members.empty:
        return None
    rows = members.sort_values("lead", kind="stable", na_position="last").reset_index(drop=True)
    rows = rows.assign(name=rows[f"{by}_name"])[["name", *_figures(question)]]
    title = _("{metric} against the target by {dimension}").format(
        metric=_(metric.name), dimension=dimension_name(by).lower()
    )
    # while the period runs it is the season's share of the target that tells who is behind
    aim = ("expected_to_date", _("Expected to date")) if question.running else ("target", _("Target"))
    series = [Series("actual", _("Actual"), "now"), Series(*aim, "before")]
    chart = Chart("bars", title + unit(metric, question.currency), "name", series, _MOST)
    notes = [_untargeted(found, question.currency)]
    if len(rows) > _MOST:
        notes.append(
            _("The chart shows the {shown} of {all} with the largest lack.").format(shown=_MOST, all=len(rows))
        )
    table = Table(_columns(question, dimension_name(by), FORMS[metric.unit]), rows)
    return Section(
        f"attainment_{by}", title, who_is_behind(found, question.currency), table, chart, [n for n in notes if n]
    )  # fmt: skip


def _untargeted(found: Attainment, currency: str) -> str:
    """Sales of members without a target, so that all agrees with the figures of the period."""
    metric = REGISTRY[found.plan.measure]
    rows = found.rows[~found.rows["has_target"] & (found.rows["actual"].fillna(0) != 0)]
    if rows.empty or not metric.additive:
        return ""
    amount = metric.show(int(pd.to_numeric(rows["actual"]).sum()), currency, short=True)
    return _("{amount} more came from {count} without a target.").format(amount=amount, count=formats.number(len(rows)))


def _figures(question: Asked) -> tuple[str, ...]:
    return (*_FIGURES, *_RUNNING) if question.running else _FIGURES


def _columns(question: Asked, first: str, form: Form) -> list[Column]:
    columns = {
        "target": (_("Target"), form), "actual": (_("Actual"), form), "attainment": (_("Attainment"), "ratio"),
        "gap": (_("Gap"), form), "expected_to_date": (_("Expected to date"), form), "pace": (_("Pace"), "ratio"),
        "lead": (_("Lead"), form),
    }  # fmt: skip
    return [Column("name", first), *(Column(key, *columns[key]) for key in _figures(question))]  # type: ignore[arg-type]
