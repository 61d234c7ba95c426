"""The numbers at the top of the page Forecast. Knows no Streamlit."""

from collections.abc import Mapping, Sequence

from salesdash.analytics.landing import chance
from salesdash.locale import formats, ngettext
from salesdash.locale import gettext as _
from salesdash.ui import forecast_words
from salesdash.ui.forecast_frame import Looked
from salesdash.ui.forecast_landing import Stretch
from salesdash.ui.forecast_said import in_chances
from salesdash.ui.markup import Card, Change


def cards(looked: Looked, stretches: Sequence[Stretch], targets: Mapping[str, int]) -> list[Card]:
    """One card per stretch: where it lands, between what, against a year before and the target."""
    return [_card(looked, stretch, targets.get(stretch.key)) for stretch in stretches]


def _card(looked: Looked, stretch: Stretch, target: int | None) -> Card:
    landed = stretch.landing
    changes = [
        Change(_between(looked, landed.lo80, landed.hi80), _("80 % range"), None, ""),
        _against(looked, landed.mean, stretch.before, _("vs a year before")),
    ]
    if target is not None:
        changes.append(_against(looked, landed.mean, target, _("vs target")))
    return Card(
        label=stretch.name, value=looked.show(landed.mean, short=True), help=_help(looked, stretch, target),
        changes=[change for change in changes if change is not None], note=_note(looked, stretch),
    )  # fmt: skip


def _between(looked: Looked, low: int, high: int) -> str:
    return f"{looked.show(low, short=True)} – {looked.show(high, short=True)}"


def _against(looked: Looked, now: int, base: int | None, words: str) -> Change | None:
    change = forecast_words.change(looked.metric, now, base)
    if change is None:
        return None
    judgement = looked.metric.judgement(change)
    verdicts = {"better": _("better"), "worse": _("worse"), "same": _("no change")}
    return Change(looked.metric.show_change(change), words, judgement, verdicts[judgement] if judgement else "")


def _note(looked: Looked, stretch: Stretch) -> str:
    """What is known of it already."""
    if stretch.so_far:
        runs = stretch.so_far
        text = ngettext("{amount} in {elapsed} of {days} day", "{amount} in {elapsed} of {days} days", runs.days)
        return text.format(
            amount=looked.show(runs.so_far, short=True), elapsed=formats.number(runs.days_elapsed),
            days=formats.number(runs.days),
        )  # fmt: skip
    if stretch.holes:
        text = ngettext(
            "without {count} period that is missing", "without {count} periods that are missing", stretch.holes
        )
        return text.format(count=formats.number(stretch.holes))
    if stretch.landing.known:
        return _("{amount} of it is sold").format(amount=looked.show(stretch.landing.known, short=True))
    return ""


def _help(looked: Looked, stretch: Stretch, target: int | None) -> str:
    known = stretch.landing.known or stretch.so_far
    what = _("What is sold already and the forecast of the rest.") if known else _("The forecast.")
    lines = [
        what + " " + _("Four times out of five it lands within the 80 % range."),
        _("95 % range: {range}").format(range=_between(looked, stretch.landing.lo95, stretch.landing.hi95)),
    ]
    if stretch.before is not None:
        lines.append(_("A year before: {amount}").format(amount=looked.show(stretch.before)))
    if target is not None:
        reached = in_chances(chance(stretch.landing, target))
        lines.append(_("Target: {target}; chance to reach it: {chance}").format(
            target=looked.show(target), chance=reached
        ))  # fmt: skip
    return "\n".join(lines)
