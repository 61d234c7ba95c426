"""One number of an analysis as a card. Knows no Streamlit."""

from salesdash.locale import gettext as _
from salesdash.metrics import Metric
from salesdash.ui.markup import Card, Change


def card(label: str, value: str, help_: str, note: str = "", change: Change | None = None) -> Card:
    """A card without a sparkline."""
    return Card(label, value, help_, spark=None, spark_words="", changes=[change] if change else [], note=note)


def year_before(metric: Metric, change: float | None, against: str = "") -> Change | None:
    """A change against a year before, and whether that is welcome."""
    if change is None:
        return None
    judgement = metric.judgement(change)
    verdicts = {"better": _("better"), "worse": _("worse"), "same": _("no change")}
    words = verdicts[judgement] if judgement else ""
    return Change(metric.show_change(change), against or _("vs a year before"), judgement, words)
