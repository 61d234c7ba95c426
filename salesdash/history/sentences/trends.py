"""Sentences about the trend and the years."""

from salesdash.history.answers import Trend, Years
from salesdash.history.sentences.words import SAME, counted, highest, metric_word, shown, size
from salesdash.locale import NN_, formats, ngettext
from salesdash.locale import gettext as _

#: a season that moves no month by more than this is hardly one
_HARDLY = 0.02


def of_trend(answer: Trend, currency: str) -> dict[str, str]:
    """trend, season, rest."""
    if answer.multiplicative is None:
        return {
            "trend": _range_only(answer, currency),
            "season": _("It takes two whole years, and every calendar month twice, to tell a season."),
            "rest": _("Without trend and season nothing can be said about single months."),
        }
    return {"trend": _level(answer, currency), "season": _season(answer, currency), "rest": _rest(answer, currency)}


def _range_only(answer: Trend, currency: str) -> str:
    told = answer.months[~answer.months["partial"].astype(bool) & answer.months["value"].notna()]
    if len(told) < 2:
        return _("Too little data: fewer than two whole months.")
    low, high = highest(told, -told["value"]), highest(told, told["value"])
    return ngettext(
        "{metric} lay between {low} ({low_month}) and {high} ({high_month}) a month; to tell trend from season it "
        "takes two whole years, and there is {months} whole month.",
        "{metric} lay between {low} ({low_month}) and {high} ({high_month}) a month; to tell trend from season it "
        "takes two whole years, and there are {months} whole months.",
        answer.whole,
    ).format(
        metric=_first_upper(metric_word(answer.measure)),
        low=shown(answer.measure, low["value"], currency),
        low_month=formats.month(low["start"]),
        high=shown(answer.measure, high["value"], currency),
        high_month=formats.month(high["start"]),
        months=formats.number(answer.whole),
    )


def _level(answer: Trend, currency: str) -> str:
    last = answer.months[answer.months["trend"].notna()].iloc[-1]
    if answer.change is None:
        sentence = _("The trend of {metric} stands at {level} a month in {month}.")
    elif abs(answer.change) < SAME:
        sentence = _("The trend of {metric} stands at {level} a month in {month}, where it stood a year before.")
    elif answer.change > 0:
        sentence = _("The trend of {metric} stands at {level} a month in {month}, {change} above a year before.")
    else:
        sentence = _("The trend of {metric} stands at {level} a month in {month}, {change} below a year before.")
    return sentence.format(
        metric=metric_word(answer.measure),
        level=shown(answer.measure, last["trend"], currency),
        month=formats.month(last["start"]),
        change=size(answer.change or 0),
    )


def _season(answer: Trend, currency: str) -> str:
    effects = answer.effects.set_index("month")["effect"]
    level = 1.0 if answer.multiplicative else float(answer.months["trend"].abs().mean()) or 1.0

    def word(effect: float) -> str:
        return size(effect) if answer.multiplicative else shown(answer.measure, abs(effect), currency)

    if float(effects.abs().max()) < _HARDLY * level:
        return _("There is hardly a season: no calendar month lies more than {most} off the trend.").format(
            most=word(float(effects.abs().max()))
        )
    return _("{high_month} usually lies {high} above the trend, {low_month} {low} below it.").format(
        high_month=formats.month_name(int(effects.idxmax())),
        high=word(float(effects.max())),
        low_month=formats.month_name(int(effects.idxmin())),
        low=word(float(effects.min())),
    )


_ABOVE = NN_(
    "{count} month stands out: {month} lies {rest} above what trend and season lead to expect.",
    "{count} months stand out, {month} most: it lies {rest} above what trend and season lead to expect.",
    "count",
)
_BELOW = NN_(
    "{count} month stands out: {month} lies {rest} below what trend and season lead to expect.",
    "{count} months stand out, {month} most: it lies {rest} below what trend and season lead to expect.",
    "count",
)


def _rest(answer: Trend, currency: str) -> str:
    known = answer.months[answer.months["rest"].notna()]
    odd = known[known["odd"].astype(bool)]
    most = highest(known, known["rest"].abs())
    words = {
        "month": formats.month(most["start"]),
        "rest": shown(answer.measure, abs(most["rest"]), currency),
        "count": formats.number(len(odd)),
    }
    if odd.empty:
        return _(
            "No month stands out; {month} is furthest from what trend and season lead to expect: by {rest}."
        ).format(**words)
    return counted(_ABOVE if most["rest"] > 0 else _BELOW, len(odd)).format(**words)


_MORE = NN_(
    "In the {months} whole month that can be compared {year} brought {now}, {change} more than {before_year}.",
    "In the {months} whole months that can be compared {year} brought {now}, {change} more than {before_year}.",
    "months",
)
_LESS = NN_(
    "In the {months} whole month that can be compared {year} brought {now}, {change} less than {before_year}.",
    "In the {months} whole months that can be compared {year} brought {now}, {change} less than {before_year}.",
    "months",
)
_AVERAGE_MORE = NN_(
    "In the {months} whole month that can be compared {year} reached {now} a month on average, {change} more than "
    "{before_year}.",
    "In the {months} whole months that can be compared {year} reached {now} a month on average, {change} more than "
    "{before_year}.",
    "months",
)
_AVERAGE_LESS = NN_(
    "In the {months} whole month that can be compared {year} reached {now} a month on average, {change} less than "
    "{before_year}.",
    "In the {months} whole months that can be compared {year} reached {now} a month on average, {change} less than "
    "{before_year}.",
    "months",
)


def of_years(answer: Years, currency: str) -> dict[str, str]:
    """years, and for measures that add up running."""
    found = {"years": _years(answer, currency)}
    return found | ({"running": _running(answer, currency)} if answer.additive else {})


def _years(answer: Years, currency: str) -> str:
    if answer.change is None or answer.latest is None:
        return _("Too little data: no two years have a whole month in common that could be compared.")
    forms = (_MORE, _LESS) if answer.additive else (_AVERAGE_MORE, _AVERAGE_LESS)
    return counted(forms[answer.change < 0], answer.compared).format(
        months=formats.number(answer.compared),
        year=answer.latest,
        before_year=answer.latest - 1,
        now=shown(answer.measure, answer.now, currency),
        change=size(answer.change),
    )


def _running(answer: Years, currency: str) -> str:
    sums = dict(zip(answer.years["year"], answer.years["value"], strict=True))
    whole = dict(zip(answer.years["year"], answer.years["months"], strict=True))
    before = (answer.latest or 0) - 1
    months = answer.months
    now = months[(months["year"] == answer.latest) & ~months["partial"].astype(bool) & months["running"].notna()]
    if now.empty or whole.get(before) != 12 or sums[before] <= 0:
        return _(
            "Too little data: the year before is not whole, so nothing can be said about how far this one has come."
        )
    last = now.iloc[-1]
    return _("By the end of {month} {year} had reached {now}, {share} of what all of {before_year} brought.").format(
        month=formats.month_name(int(last["month"])),
        year=answer.latest,
        now=shown(answer.measure, last["running"], currency),
        share=formats.percent(int(last["running"]) / int(sums[before])),
        before_year=before,
    )


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
