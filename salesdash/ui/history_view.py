"""From what the reader chose to what is asked, and its words."""

from salesdash.downloads import Sheet
from salesdash.history import ANALYSES, View
from salesdash.history.tables import Told
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.periods import Range, plus_months
from salesdash.ui.filter_bar import Choice
from salesdash.ui.history_choice import Chosen
from salesdash.ui.kpi_frame import Frame
from salesdash.ui.kpi_view import as_of

#: analyses that look back from the period's end, and over how many months at least
_LOOK_BACK = {"trend": 60, "years": 60}
#: analyses that speak of months, which the period holds from their first day on
_MONTHLY = ("customers", "patterns")


def view_of(frame: Frame, choice: Choice, chosen: Chosen) -> View:
    """What is asked. A trend needs years, however short the period chosen is: it looks back from its end."""
    period = choice.period.cut(frame.last)
    if chosen.name in _LOOK_BACK:
        period = Range(min(period.start, plus_months(period.end, 1 - _LOOK_BACK[chosen.name])), period.end)
    elif chosen.name in _MONTHLY:
        period = Range(period.start.replace(day=1), period.end)
    return View(period, choice.where, chosen.measure if ANALYSES[chosen.name].measures else None, chosen.by)


def words(frame: Frame, choice: Choice, chosen: Chosen, view: View) -> list[str]:
    """The lines under the title: the question, then period, filters and how far the data reach."""
    filters = [f"{name}: {values}" for name, values in choice.words(frame.known)]
    period = formats.span(view.period.start, view.period.end)
    if chosen.name in _LOOK_BACK:
        period = _("looking back from {day}").format(day=formats.day(view.period.end))
    shown = [period, *(filters or [_("everything you may see")]), as_of(frame)]
    return [_(chosen.analysis.question), " · ".join(shown)]


def sheet(frame: Frame, choice: Choice, view: View, told: Told) -> Sheet:
    """A table on its way out, headed by what the page says."""
    filters = [(_("Period"), formats.span(view.period.start, view.period.end)), *choice.words(frame.known)]
    if view.measure:
        filters.append((_("Measure"), _(REGISTRY[view.measure].name)))
    return Sheet(
        title=told.title, columns=told.columns, rows=told.rows, as_of=formats.day(frame.last_order),
        person=frame.user.name, filters=filters, currency=frame.company.currency,
    )  # fmt: skip
