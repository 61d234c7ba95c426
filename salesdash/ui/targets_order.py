"""In which order members stand where targets are set: as everywhere by name, who plays no part last or not at all."""

from dataclasses import replace

from salesdash import db, kpis
from salesdash.targets import looking
from salesdash.ui.targets_frame import Frame
from salesdash.ui.targets_table import Table


def ordered(frame: Frame, shown: Table) -> Table:
    """People with a target or with sales of this year or the one before first; then the others (managers, assistants,
    who has just come), without those who left before the year. Other dimensions stay as they are."""
    if shown.choice.of != "rep":
        return shown
    calendar, year = frame.calendar, shown.choice.plan.year
    start, end = calendar.year_bounds(year - 1).start, calendar.year_bounds(year).end
    sold: set[str] = set()
    with db.reading() as session:
        gone = looking.gone(session, frame.user, calendar.year_bounds(year).start)
        if frame.user.may("kpis.read"):
            rows = kpis.table(session, frame.user, start, end, by=("rep",), metrics=("revenue",)).rows
            sold = set(rows["rep"].dropna())
    aimed = {code for code in shown.codes if shown.totals.get(code)}
    here = [code for code in shown.codes if code in aimed or code not in gone]
    first = [code for code in here if code in aimed | sold]
    return replace(shown, codes=(*first, *(code for code in here if code not in {*first})))
