"""Where it lands, how sure that is, against what: the answer of the page Forecast in a sentence or three. Knows no
Streamlit."""

from collections.abc import Mapping

from salesdash.analytics.landing import chance
from salesdash.locale import N_, formats
from salesdash.locale import gettext as _
from salesdash.ui import forecast_words
from salesdash.ui.forecast_frame import Looked
from salesdash.ui.forecast_landing import Stretch

#: from which chance on a target counts as safe, and up to which as out of reach
_LIKELY, _UNLIKELY = 0.8, 0.2
_TARGETS = {
    "likely": N_("The target of {target} is likely to be reached: the chance is {chance}."),
    "open": N_("Whether it reaches the target of {target} is open: the chance is {chance}."),
    "unlikely": N_("The target of {target} is out of reach as things stand: the chance is {chance}."),
}


def said(looked: Looked, first: Stretch, targets: Mapping[str, int]) -> str:
    """The answer in a sentence or three: where it lands, how sure that is, against last year and the target."""
    landed = first.landing
    words = {
        "name": first.name, "amount": looked.show(landed.mean, short=True),
        "low": looked.show(landed.lo80, short=True), "high": looked.show(landed.hi80, short=True),
    }  # fmt: skip
    parts = [_("{name} lands at about {amount}, four times out of five between {low} and {high}.").format(**words)]
    change = forecast_words.change(looked.metric, landed.mean, first.before)
    if change is not None:
        text = (
            N_("That is {change} above a year before.") if change >= 0 else N_("That is {change} below a year before.")
        )
        size = looked.metric.show_change(abs(change)).lstrip("+")
        parts.append(_(text).format(change=size))
    if (target := targets.get(first.key)) is not None:
        probability = chance(landed, target)
        which = "likely" if probability >= _LIKELY else "unlikely" if probability <= _UNLIKELY else "open"
        parts.append(_(_TARGETS[which]).format(target=looked.show(target, short=True), chance=in_chances(probability)))
    return " ".join(parts)


def in_chances(probability: float) -> str:
    """A probability as people say it: never surer than the method can be."""
    if probability < 0.01:
        return _("under {share}").format(share=formats.percent(0.01, 0))
    if probability > 0.99:
        return _("over {share}").format(share=formats.percent(0.99, 0))
    return _("about {share}").format(share=formats.percent(probability, 0))
