"""Sentences of a report that no other page has."""

from collections.abc import Mapping

from pandas import DataFrame

from salesdash.analytics.landing import Landing
from salesdash.kpis import Figure
from salesdash.locale import N_, formats
from salesdash.locale import gettext as _
from salesdash.metrics import Metric

#: comparison → what a change is against
AGAINST = {"year": N_("vs last year"), "previous": N_("vs previous period")}
VERDICTS = {"better": N_("better"), "worse": N_("worse"), "same": N_("no change")}
#: from which chance on a target counts as safe, and up to which as out of reach
_LIKELY, _UNLIKELY = 0.8, 0.2
#: comparison → some grew and some lost, all grew or stayed, none grew
_MOVED = {
    "year": (
        N_("{up} of {all} grew against a year before: {most} gained most ({gain}), {least} lost most ({loss})."),
        N_("{up} of {all} grew against a year before, {most} most ({gain}); none lost."),
        N_("None of {all} grew against a year before; {least} lost most ({loss})."),
    ),
    "previous": (
        N_("{up} of {all} grew against the period before: {most} gained most ({gain}), {least} lost most ({loss})."),
        N_("{up} of {all} grew against the period before, {most} most ({gain}); none lost."),
        N_("None of {all} grew against the period before; {least} lost most ({loss})."),
    ),
}


def total(metric: Metric, figure: Figure, currency: str) -> str:
    """What a figure came to, and how it changed."""
    said = _("{metric}: {value}").format(metric=_(metric.name), value=metric.show(figure.value, currency, short=True))
    changes = [
        _("{change} {against}").format(change=metric.show_change(change), against=_(AGAINST[name]))
        for name, change in figure.changes.items()
        if change is not None
    ]
    return _("{said} ({changes}).").format(said=said, changes=formats.listing(changes)) if changes else f"{said}."


def moved(rows: DataFrame, metric: Metric, against: str, currency: str) -> str:
    """Who gained and who lost most against the period compared with; ``rows``: name, now, before, difference."""
    if rows.empty:
        return _("Nothing was sold in this period that could be ranked.")
    known = rows[rows["before"].notna() & (rows["before"].fillna(0) != 0)]
    if known.empty:
        first = rows.iloc[0]
        return _("{name} leads with {value}; there is nothing before to compare with.").format(
            name=first["name"], value=metric.show(first["now"], currency, short=True)
        )
    ordered = known.sort_values("difference", kind="stable")
    least, most = ordered.iloc[0], ordered.iloc[-1]
    both, gained, lost = _MOVED[against]
    text = both if most["difference"] > 0 > least["difference"] else gained if most["difference"] > 0 else lost
    return _(text).format(
        up=formats.number(int((known["difference"] > 0).sum())), all=formats.number(len(known)),
        most=most["name"], gain=metric.show(most["difference"], currency, short=True, signed=True),
        least=least["name"], loss=metric.show(least["difference"], currency, short=True, signed=True),
    )  # fmt: skip


def reached(metric: Metric, goal: Mapping[str, float | int | None], currency: str, *, running: bool) -> str:
    """How much of a target is reached, and whether that is enough by now."""
    words = {
        "attainment": formats.percent(goal["attainment"]),
        "target": metric.show(goal["target"], currency, short=True),
        "gap": metric.show(abs(goal["gap"] or 0), currency, short=True),
        "lead": metric.show(abs(goal["lead"] or 0), currency, short=True),
        "metric": _(metric.name),
    }
    if running and goal["lead"] is not None:
        text = (
            _("{metric}: {attainment} of the target of {target} is reached, {lead} more than expected by now.")
            if goal["lead"] >= 0
            else _("{metric}: {attainment} of the target of {target} is reached, {lead} less than expected by now.")
        )
    elif (goal["gap"] or 0) >= 0:
        text = _("{metric}: the target of {target} is reached ({attainment}), {gap} above it.")
    else:
        text = _("{metric}: {attainment} of the target of {target} was reached, {gap} are missing.")
    return text.format(**words)


def fell(rows: DataFrame, metric: Metric, currency: str) -> str:
    """Which customer fell most, and what all that are listed lost together; ``rows``: name, difference (negative)."""
    first, together = rows.iloc[0], int(rows["difference"].sum())
    if len(rows) == 1:
        return _("{name} bought {loss} less; nobody else fell.").format(
            name=first["name"], loss=metric.show(-first["difference"], currency, short=True)
        )
    return _("{name} bought {loss} less; the {count} that fell most {together} together.").format(
        name=first["name"], loss=metric.show(-first["difference"], currency, short=True),
        count=formats.number(len(rows)), together=metric.show(-together, currency, short=True),
    )  # fmt: skip


def lands(metric: Metric, landed: Landing, period: str, currency: str) -> str:
    """Where a stretch lands, and how sure that is."""
    amounts = {name: metric.show(getattr(landed, name), currency, short=True) for name in ("mean", "lo80", "hi80")}
    return _("{name} lands at about {amount}, four times out of five between {low} and {high}.").format(
        name=period, amount=amounts["mean"], low=amounts["lo80"], high=amounts["hi80"]
    )


def likely(metric: Metric, target: int, probability: float, currency: str) -> str:
    """How likely a target is reached."""
    share = formats.percent(min(max(probability, 0.01), 0.99), 0)
    chance = (
        _("under {share}") if probability < 0.01 else _("over {share}") if probability > 0.99 else _("about {share}")
    )
    if probability >= _LIKELY:
        text = _("The target of {target} is likely to be reached: the chance is {chance}.")
    elif probability <= _UNLIKELY:
        text = _("The target of {target} is out of reach as things stand: the chance is {chance}.")
    else:
        text = _("Whether it reaches the target of {target} is open: the chance is {chance}.")
    return text.format(target=metric.show(target, currency, short=True), chance=chance.format(share=share))
