"""Sentences about weekdays and months."""

from salesdash.history.answers import Patterns
from salesdash.history.sentences.words import highest, metric_word
from salesdash.locale import formats, ngettext
from salesdash.locale import gettext as _

#: days with sales from which a pattern of weekdays can be told
_DAYS = 28
#: calendar months that must have been seen whole for a pattern of months
_MONTHS = 12


def of_patterns(answer: Patterns, currency: str) -> dict[str, str]:
    """weekdays, months, grid. The currency is not needed: shares are told."""
    return {"weekdays": _weekdays(answer), "months": _months(answer), "grid": _grid(answer)}


def _weekdays(answer: Patterns) -> str:
    known = answer.weekdays[answer.weekdays["share"].notna()]
    if answer.days < _DAYS or len(known) < 2:
        return ngettext(
            "Too little data: {days} day with sales does not tell a pattern of weekdays.",
            "Too little data: {days} days with sales do not tell a pattern of weekdays.",
            answer.days,
        ).format(days=formats.number(answer.days))
    most, least = highest(known, known["share"]), highest(known, -known["share"])
    free = [formats.weekday_name(int(n)) for n in answer.weekdays.loc[answer.weekdays["days"] == 0, "weekday"]]
    sentence = _("{most} brings most, {most_share} of {metric}, {least} least ({least_share}).")
    if free:
        sentence = _("{most} brings most, {most_share} of {metric}, {least} least ({least_share}); none on {free}.")
    return sentence.format(
        most=formats.weekday_name(int(most["weekday"])),
        most_share=formats.percent(float(most["share"])),
        metric=metric_word(answer.measure),
        least=formats.weekday_name(int(least["weekday"])),
        least_share=formats.percent(float(least["share"])),
        free=formats.listing(free),
    )


def _months(answer: Patterns) -> str:
    known = answer.months[answer.months["index"].notna()]
    if len(known) < _MONTHS:
        return ngettext(
            "Too little data: {months} of 12 calendar months was seen whole.",
            "Too little data: {months} of 12 calendar months were seen whole.",
            len(known),
        ).format(months=formats.number(len(known)))
    high, low = highest(known, known["index"]), highest(known, -known["index"])
    return _("{high_month} is the strongest month, {high} of an average one; {low_month} the weakest, {low}.").format(
        high_month=formats.month_name(int(high["month"])),
        high=formats.percent(float(high["index"]), 0),
        low_month=formats.month_name(int(low["month"])),
        low=formats.percent(float(low["index"]), 0),
    )  # fmt: skip


def _grid(answer: Patterns) -> str:
    """The month in which a weekday differs most from what it usually is."""
    usual = answer.weekdays.set_index("weekday")["share"]
    cells = answer.grid[answer.grid["share"].notna()]
    if answer.days < _DAYS or answer.whole < 2 or cells.empty:
        return _("Too little data: fewer than two whole months.")
    cell = highest(cells, (cells["share"] - cells["weekday"].map(usual)).abs())
    return _("Weekdays differ most in {month}: {weekday} brings {share} of it, {usual} over the whole period.").format(
        month=formats.month_name(int(cell["month"])),
        weekday=formats.weekday_name(int(cell["weekday"])),
        share=formats.percent(float(cell["share"])),
        usual=formats.percent(float(usual[cell["weekday"]])),
    )
