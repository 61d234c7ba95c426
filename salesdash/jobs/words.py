"""Jobs and schedules in the reader's words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from salesdash.dimensions import dimension_name
from salesdash.jobs.planning import Plan
from salesdash.jobs.schedules import CADENCES
from salesdash.jobs.states import ALIVE
from salesdash.locale import N_, formats, ngettext
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY

#: kind → name
KINDS = {"forecast": N_("Forecast"), "monitor": N_("Look for deviations"), "tell": N_("Alerts and digests")}
#: status → name
STATUSES = {
    "waiting": N_("waiting"), "running": N_("running"), "done": N_("done"), "failed": N_("failed"),
    "cancelled": N_("cancelled"),
}  # fmt: skip
#: what the services call their stages → words
STAGES = {
    "history": N_("Reading the history …"),
    "checking": N_("Checking the series …"),
    "forecasting": N_("Forecasting …"),
    "reconciling": N_("Making the sums agree …"),
    "judging": N_("Judging by the past …"),
    "storing": N_("Storing …"),
    "monitoring": N_("Comparing with the forecast …"),
    "telling": N_("Telling people …"),
}
#: frequency → what is forecast
FREQUENCIES = {"week": N_("weeks"), "month": N_("months"), "quarter": N_("quarters")}
#: how alerts are told → words
TOLD = {"at_once": N_("at once"), "daily": N_("daily"), "weekly": N_("weekly"), "again": N_("tried again")}
#: what kept people from being told, without whom it was about
TROUBLES = {
    "no_server": N_("no mail server is set up"),
    "settings": N_("the settings of the mail server are not right"),
    "unreachable": N_("a server does not answer"),
    "sign_in": N_("the mail server did not accept our sign-in"),
    "no_tls": N_("the mail server offers no TLS"),
    "address": N_("the mail server does not accept an address"),
    "refused": N_("a server refused what was sent"),
    "inner_address": N_("a webhook leads into a network that may not be called"),
    "answered": N_("a webhook answered with an error"),
}


def kind(code: str) -> str:
    """The name of a kind; one without a name keeps its code."""
    return _(KINDS[code]) if code in KINDS else code


def stage(code: str) -> str:
    """What is being done; what has no words keeps its code."""
    return _(STAGES[code]) if code in STAGES else code


def about(code: str, parameters: Mapping[str, Any]) -> str:
    """What a job is about, after its kind: "Revenue by Region, 12 months ahead"."""
    if code == "tell":
        told = str(parameters.get("cadence", ""))
        return _(TOLD[told]) if told in TOLD else told
    measures = [str(one) for one in parameters.get("measures") or [parameters.get("measure")] if one]
    if not measures:
        return ""
    names = ", ".join(_(REGISTRY[one].name) if one in REGISTRY else one for one in measures)
    dimensions = ", ".join(way(str(one)) for one in parameters.get("by") or ())
    what = _("{measures} by {dimensions}").format(measures=names, dimensions=dimensions) if dimensions else names
    frequency = str(parameters.get("frequency", "month"))
    if code != "forecast" or "horizon" not in parameters or frequency not in FREQUENCIES:
        return what
    ahead, periods = parameters["horizon"], _(FREQUENCIES[frequency])
    if ahead is None:
        what = _("{what}, {periods} to the end of the next fiscal year").format(what=what, periods=periods)
    else:
        what = _("{what}, {count} {periods} ahead").format(what=what, count=ahead, periods=periods)
    return _as_of(what, parameters.get("as_of"))


def _as_of(what: str, day: Any) -> str:
    """The same with the day up to which it knows anything, where that is told."""
    if not day:
        return what
    return _("{what}, as of {day}").format(what=what, day=formats.day(date.fromisoformat(str(day))))


def way(dimension: str) -> str:
    """What a forecast is split by; "": by nothing."""
    return dimension_name(dimension) if dimension else _("Total alone")


def title(code: str, parameters: Mapping[str, Any]) -> str:
    """Kind and subject."""
    return " · ".join(part for part in (kind(code), about(code, parameters)) if part)


def cadence(code: str) -> str:
    """When a schedule is due."""
    return _(CADENCES[code])


def next_due(plan: Plan) -> str:
    """When a schedule is due next."""
    if not plan.enabled:
        return _("next due: never, it is off")
    if plan.due:
        return _("due now")
    if plan.next_on is None:
        return _("next due: after the next import")
    return _("next due: {day}").format(day=formats.day(plan.next_on))


def standing(statuses: Sequence[str]) -> str:
    """How many jobs wait or run, and how many of those that have ended failed; "" where there is neither."""
    alive, failed = sum(one in ALIVE for one in statuses), sum(one == "failed" for one in statuses)
    said, ended = [], len(statuses) - alive
    if alive:
        words = ngettext("{count} job waits or runs.", "{count} jobs wait or run.", alive)
        said.append(words.format(count=formats.number(alive)))
    if ended:
        words = ngettext("Of the last one, {failed} failed.", "Of the last {count}, {failed} failed.", ended)
        said.append(words.format(count=formats.number(ended), failed=formats.number(failed)))
    return " ".join(said)


def state(row: Mapping[Any, Any]) -> str:
    """How a job stands: its status, and what the status does not say."""
    if row["cancelling"]:
        return _("being stopped")
    if row["silent"]:
        return _("no sign of life; it will be begun again")
    status = row["status"]
    return _(STATUSES[status])


def brought(result: Mapping[str, Any]) -> str:
    """What a job that is done brought."""
    if "run" in result:
        return _as_of(_("Forecast {number}").format(number=result["run"]), result.get("as_of"))
    if "views" in result:
        new = ngettext("{count} new signal", "{count} new signals", result["new"]).format(count=result["new"])
        return _("{new}, {open} open").format(new=new, open=result["open"])
    if "sent" in result:
        return _told(result)
    return ", ".join(f"{name}: {value}" for name, value in result.items() if isinstance(value, int | str)) or "–"


def _told(result: Mapping[str, Any]) -> str:
    """How many messages went out, how many did not, and why."""
    said = [ngettext("{count} message sent", "{count} messages sent", result["sent"]).format(count=result["sent"])]
    if result["waiting"]:
        said.append(_("{count} to be tried again").format(count=result["waiting"]))
    if result["failed"]:
        said.append(_("{count} given up").format(count=result["failed"]))
    why = [_(TROUBLES[code]) for code in result["problems"] if code in TROUBLES]
    return ", ".join(said) + (f" ({'; '.join(why)})" if why else "")
