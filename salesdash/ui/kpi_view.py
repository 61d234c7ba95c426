"""From what the reader chose to what is asked: the view, its words, and the answer, which is kept."""

from datetime import timedelta

from salesdash import comparisons
from salesdash.comparisons import COMPARISONS
from salesdash.downloads import Sheet
from salesdash.kpis import View
from salesdash.locale import formats, ngettext
from salesdash.locale import gettext as _
from salesdash.periods import Range
from salesdash.ui.drill import Drill
from salesdash.ui.filter_bar import Choice
from salesdash.ui.kpi_frame import Frame
from salesdash.ui.kpi_tables import Table


def view_of(frame: Frame, choice: Choice, drill: Drill) -> View:
    """What is asked: the elapsed days of the period, and every comparison that applies to it, each range once."""
    ranges: dict[str, Range] = {}
    for name in choice.comparisons:
        days = comparisons.compared_with(frame.calendar, choice.period, name, frame.last)  # type: ignore[arg-type]
        if days is not None and days not in ranges.values():  # of a year, the year before is the period before
            ranges[name] = days
    against = next(iter(ranges), "previous")
    return View(choice.period.cut(frame.last), drill.narrowed(choice.where), ranges, against)


def words(frame: Frame, choice: Choice, drill: Drill, view: View) -> list[str]:
    """The lines under the title: period, filters, how far the data reach; what is compared."""
    shown = choice.period.cut(frame.last)
    period = formats.span(shown.start, shown.end)
    if shown != choice.period:
        elapsed = ngettext("{days} of {all} day so far", "{days} of {all} days so far", choice.period.days)
        period += f" ({elapsed.format(days=shown.days, all=choice.period.days)})"
    filters = [f"{name}: {values}" for name, values in choice.words(frame.known)]
    filters += [drill.name(dimension, code) for dimension, code in drill.path]
    return [" · ".join([period, *(filters or [_("everything you may see")]), as_of(frame)]), _compared(view)]


def _compared(view: View) -> str:
    names = []
    for comparison, days in view.comparisons.items():
        name = _(COMPARISONS[comparison])
        names.append(f"{name[:1].lower()}{name[1:]} ({formats.span(days.start, days.end)})")
    return _("Compared with {periods}").format(periods=formats.listing(names)) if names else ""


def as_of(frame: Frame) -> str:
    """How far the data reach, in words."""
    if frame.last_order is None:
        return _("No orders yet")
    until = _("Data as of {day}").format(day=formats.day(frame.last_order, weekday=True))
    if frame.last_order < frame.last - timedelta(days=1):
        until += " · " + _("nothing since")
    return until


def sheet(frame: Frame, choice: Choice, drill: Drill, table: Table) -> Sheet:
    """A table on its way out, headed by what the page says."""
    shown = choice.period.cut(frame.last)
    filters = [(_("Period"), formats.span(shown.start, shown.end)), *choice.words(frame.known)]
    filters += [(_("Inside"), drill.name(dimension, code)) for dimension, code in drill.path]
    return Sheet(
        title=table.title, columns=table.columns, rows=table.rows, as_of=formats.day(frame.last_order),
        person=frame.user.name, filters=filters, currency=frame.company.currency,
    )  # fmt: skip


def way_out(frame: Frame) -> str:
    """What to do where there is nothing to show."""
    return _("The data reach up to {day}: choose another period, or reset the filters.").format(
        day=formats.day(frame.last_order or frame.last)
    )
