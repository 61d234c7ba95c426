"""A report in the making: all its sections, from the services, with the permissions and rows of whoever asks."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from salesdash.access.identity import User
from salesdash.locale import N_
from salesdash.locale import gettext as _
from salesdash.reports import aims, deviations, outlook, sales
from salesdash.reports.answers import Report, Section
from salesdash.reports.asking import asked, head

Progress = Callable[[str, float], None]
#: stages that a report goes through → words
STAGES = {
    "figures": N_("Counting the figures …"),
    "targets": N_("Comparing with the targets …"),
    "outlook": N_("Reading forecast and signals …"),
    "writing": N_("Writing the file …"),
}


def _silent(_stage: str, _share: float) -> None:
    return None


def gather(session: Session, user: User, period: str, report: Progress = _silent) -> Report:
    """The report of a period (2026-W41, 2026-10, 2026-Q3, 2026) as ``user`` may see it, in the language in force.

    Takes kpis.read, or kpis.quantities, which sees quantities only. Raises BadInput for a label that names no week,
    month, quarter or year and for a period that has not begun. ``report`` is told stages of STAGES.
    """
    question = asked(session, user, period)
    top = head(question)
    report("figures", 0.0)
    found = sales.overview(question)
    if found.totals[question.measure].value is None:
        return Report(top, [], [], [_("There are no sales in {period} that you may see.").format(period=top.label)])
    cards, figures = sales.numbers(question, found)
    parts: list[Section | None] = [figures, sales.bridge(question, found), sales.trend(question, found)]
    parts += [sales.members(question, found, dimension) for dimension in sales.DIMENSIONS]
    if user.may("kpis.read"):
        parts.append(sales.fallen(question, found))
    report("targets", 0.5)
    targets, no_targets = aims.sections(question)
    report("outlook", 0.7)
    forecast, no_forecast = outlook.section(question)
    signals, no_signals = deviations.section(question)
    parts += [*targets, forecast, signals]
    missing = [no_targets, no_forecast, no_signals]
    return Report(top, cards, [part for part in parts if part is not None], [why for why in missing if why])
