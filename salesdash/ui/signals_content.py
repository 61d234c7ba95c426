"""What the page Signals says of all signals together: numbers, the sentence, the table to take away."""

from collections.abc import Sequence
from datetime import date
from html import escape

import pandas as pd

from salesdash import company
from salesdash.downloads import Column, Form, Sheet
from salesdash.locale import formats, ngettext
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.monitoring import LEVELS, LIVING, STATUSES, SignalView, Story
from salesdash.ui import forecast_words, markup, signals_words
from salesdash.ui.kpi_frame import Frame
from salesdash.ui.markup import Card
from salesdash.ui.signals_bar import Choice


def overdue(one: SignalView, today: date) -> bool:
    """An agreed action whose day has passed."""
    return one.status in LIVING and one.due is not None and one.due < today


def numbers(told: Sequence[Story], today: date) -> str:
    """Alerts, watches, those without an owner, overdue actions: of all that is open, whatever is filtered."""
    alerts = sum(story.is_alert for story in told)
    unowned = sum(all(one.owner is None for one in story.signals) for story in told)
    late = sum(any(overdue(one, today) for one in story.signals) for story in told)
    unseen = sum(story.is_new for story in told)
    cards = [
        Card(_("Alerts"), formats.number(alerts), _("Too far off to be chance, with all series looked at together"),
             note=ngettext("{count} not seen yet", "{count} not seen yet", unseen).format(
                 count=formats.number(unseen))),
        Card(_("Watches"), formats.number(len(told) - alerts), _("Outside their own 80% interval")),
        Card(_("Without an owner"), formats.number(unowned), _("Open signals that nobody has taken yet")),
        Card(_("Overdue actions"), formats.number(late), _("Agreed actions whose day has passed")),
    ]  # fmt: skip
    return signals_words.drawn(markup.cards(cards))


def said(told: Sequence[Story]) -> str:
    """What left its path, in one sentence: the most severe one, and how many stand beside it."""
    if not told:
        return _("Nothing is off its path, or everything that was is closed.")
    sentence, others = told[0].first.sentence, len(told) - 1
    if not others:
        return sentence
    return ngettext(
        "{sentence} {count} more signal is open.", "{sentence} {count} more signals are open.", others
    ).format(sentence=sentence, count=formats.number(others))


def card(story: Story, frame: Frame) -> str:
    """One story in the list: level, what happened, by how much, who looks after it; and what it is off from besides."""
    one = story.first
    asides = [
        forecast_words.period(frame.calendar, one.frequency, one.period_on) + (" …" if one.running else ""),
        _(STATUSES[one.status]), one.owner_name or _("nobody has taken it"),
    ]  # fmt: skip
    if one.due is not None and one.status in LIVING:
        late = overdue(one, company.today(frame.company))
        asides.append((_("overdue since {day}") if late else _("action by {day}")).format(day=formats.day(one.due)))
    new = escape(_("not seen yet"))
    mark = signals_words.level_mark(one.level) + (f" <b>{new}</b>" if story.is_new else "")
    metric = _(REGISTRY[one.measure].name)
    by_how_much = signals_words.difference(one, one.deviation, frame.company.currency)
    sentences = "".join(f'<p style="margin:.2rem 0">{escape(basis.sentence)}</p>' for basis in story.signals)
    return signals_words.drawn(
        f'<p style="margin:0">{mark} · {escape(metric)} <b>{escape(by_how_much)}</b></p>'
        f"{sentences}"
        f'<p class="sd-note" style="margin:0">{escape(" · ".join(asides))}</p>',
    )


def sheet(frame: Frame, choice: Choice, found: Sequence[SignalView]) -> Sheet:
    """The list on its way out."""
    currency = frame.company.currency
    units = {"money": currency, "count": _("orders"), "quantity": _("pieces"), "ratio": _("fraction")}
    rows = [
        {
            "level": _(LEVELS[one.level]), "status": _(STATUSES[one.status]),
            "measure": _(REGISTRY[one.measure].name), "cell": signals_words.cell_name(one), "period": one.period,
            "unit": units.get(REGISTRY[one.measure].unit, ""), "actual": one.actual, "expected": one.expected,
            "deviation": one.deviation, "sentence": one.sentence,
            "owner": one.owner_name or "", "cause": one.cause_name or "", "note": one.note, "action": one.action,
            "due": one.due,
        }
        for one in found
    ]  # fmt: skip
    headings = {
        "level": _("Severity"), "status": _("Status"), "measure": _("Measure"), "cell": _("Part of the business"),
        "period": _("Period"),
        "unit": _("Unit"),
        "actual": _("Actual"), "expected": _("Expected"), "deviation": _("Deviation"), "sentence": _("What happened"),
        "owner": _("Owner"), "cause": _("Cause"), "note": _("Note"), "action": _("Action"), "due": _("By when"),
    }  # fmt: skip
    # figures of every measure come in 1/10,000, as quantities do
    forms: dict[str, Form] = {"due": "date", "actual": "quantity", "expected": "quantity", "deviation": "quantity"}
    columns = [Column(key, heading, forms.get(key, "text")) for key, heading in headings.items()]
    return Sheet(
        title=_("Signals"), columns=columns, rows=pd.DataFrame(rows, columns=list(headings), dtype=object),
        as_of=formats.day(frame.last), person=frame.user.name, filters=choice.words(), currency=currency,
    )  # fmt: skip
