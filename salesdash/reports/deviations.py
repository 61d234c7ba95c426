"""The section about signals: what left its path, why, who acts, and by when."""

from collections.abc import Sequence

import pandas as pd

from salesdash import monitoring
from salesdash.downloads import Column
from salesdash.locale import formats, ngettext
from salesdash.locale import gettext as _
from salesdash.monitoring import LEVELS, LIVING, STATUSES, SignalView
from salesdash.reports.answers import Section, Table
from salesdash.reports.asking import Asked


def section(question: Asked) -> tuple[Section | None, str]:
    """The signals of the period, and those of earlier ones that something is still to be done about; or that there
    are none."""
    told = monitoring.signals(question.session, question.user, until=question.bounds.end)
    found = [one for one in told if one.period_on >= question.bounds.start or one.status in LIVING]
    if not found:
        return None, _("There are no signals of {period} that you may see.").format(period=question.label)
    columns = {
        "sentence": (_("What happened"), [one.sentence for one in found]),
        "level": (_("Level"), [_(LEVELS[one.level]) for one in found]),
        "status": (_("Status"), [_(STATUSES[one.status]) for one in found]),
        "cause": (_("Cause"), [one.cause_name for one in found]),
        "owner": (_("Owner"), [one.owner_name for one in found]),
        "action": (_("Action"), [" ".join(text for text in (one.action, one.note) if text) or None for one in found]),
        "due": (_("Due"), [None if one.due is None else formats.day(one.due) for one in found]),
    }
    rows = pd.DataFrame({key: pd.Series(values, dtype=object) for key, (_name, values) in columns.items()})
    table = Table([Column(key, name) for key, (name, _values) in columns.items()], rows)
    return Section("signals", _("What left its path, and who acts?"), _said(found), table), ""


def _said(found: Sequence[SignalView]) -> str:
    alerts = sum(one.level == "alert" for one in found)
    idle = sum(one.owner is None and one.status in LIVING for one in found)
    if alerts:
        said = ngettext(
            "{count} signal, {alerts} of them an alert.", "{count} signals, {alerts} of them alerts.", len(found)
        )
    else:
        said = ngettext("{count} signal to watch, no alert.", "{count} signals to watch, no alert.", len(found))
    parts = [said.format(count=formats.number(len(found)), alerts=formats.number(alerts))]
    if idle:
        parts.append(
            ngettext("{idle} has no owner yet.", "{idle} have no owner yet.", idle).format(idle=formats.number(idle))
        )
    return " ".join(parts)
