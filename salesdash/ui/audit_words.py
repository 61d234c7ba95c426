"""The audit trail in the reader's words."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from salesdash.access.identity import User
from salesdash.access.permissions import PERMISSIONS, ROLES, SCOPES
from salesdash.access.preferences import THEMES
from salesdash.company import Company
from salesdash.downloads import Column, Sheet, as_csv
from salesdash.locale import N_, formats
from salesdash.locale import gettext as _
from salesdash.models.base import now
from salesdash.rates import SCALE as RATE_SCALE

ACTIONS = {
    "create": N_("made"), "change": N_("changed"), "remove": N_("removed"), "disable": N_("disabled"),
    "enable": N_("opened again"), "reset": N_("made a link for a new password"), "password": N_("set a password"),
    "sign_in": N_("signed in"), "lock_out": N_("locked out after failures"), "import": N_("imported"),
    "undo": N_("took back"), "merge": N_("merged"), "unmerge": N_("took a merge back"), "place": N_("placed"),
    "move": N_("moved"), "load": N_("loaded"), "propose": N_("proposed"), "approve": N_("approved"),
    "reject": N_("rejected"), "withdraw": N_("withdrew"),
    "close": N_("closed"), "write": N_("wrote"), "override": N_("set by hand"), "take_back": N_("took back"),
    "cancel": N_("stopped"), "start": N_("started"),
}  # fmt: skip
ENTITIES = {
    "account": N_("Account"), "role": N_("Role"), "position": N_("Position"), "setting": N_("Setting"),
    "rate": N_("Exchange rate"), "import": N_("Import"), "batch": N_("Import"), "sample": N_("Sample company"),
    "person": N_("Person"), "team": N_("Team"), "region": N_("Region"), "channel": N_("Channel"),
    "country": N_("Country"), "category": N_("Category"), "product_line": N_("Product line"),
    "product": N_("Product"), "customer": N_("Customer"), "rep": N_("Representative"), "placement": N_("Placement"),
    "merge": N_("Merge"), "mapping": N_("Column mapping"), "target": N_("Target"),
    "period": N_("Period"), "score": N_("Score"), "appraisal_note": N_("Note of an appraisal"),
    "appraisal_comment": N_("Comment on an appraisal"), "agreed_action": N_("Agreed action"),
    "appraisal_rule": N_("Bands and scorecards"), "job": N_("Job"), "schedule": N_("Schedule"),
    "forecast": N_("Forecast"), "event": N_("Event"), "scenario": N_("Scenario"),
    "series_mark": N_("Period of a series"),
}  # fmt: skip
FIELDS = {
    "name": N_("name"), "role": N_("role"), "scope": N_("rows"), "rep": N_("representative"), "team": N_("team"),
    "regions": N_("regions"), "language": N_("language"), "theme": N_("theme"), "disabled": N_("disabled"),
    "permissions": N_("permissions"), "duties": N_("duties"), "limits": N_("limits"), "value": N_("value"),
    "rate_e12": N_("rate"), "parent": N_("belongs to"), "manager": N_("manager"), "region": N_("region"),
    "product_line": N_("product line"), "category": N_("category"), "country": N_("country"),
    "active": N_("active"), "since": N_("since"), "lines": N_("lines"), "file": N_("file"), "kind": N_("kind"),
    "plan": N_("plan"), "period": N_("period"), "amount": N_("amount"), "total": N_("total"), "locked": N_("locked"),
    "version": N_("version"), "moved": N_("moved or added"), "reason": N_("reason"), "undoes": N_("takes back version"),
    "proposed_by": N_("proposed by"), "note": N_("note"), "channel": N_("channel"), "first_on": N_("first day"),
    "last_on": N_("last day"), "effect": N_("expected effect"), "assumptions": N_("assumptions"),
    "score": N_("score"), "scores": N_("scores"), "owner": N_("owner"), "due": N_("by when"), "done": N_("done"),
    "enabled": N_("on"), "cadence": N_("when"), "measures": N_("measures"), "by": N_("by"),
    "frequency": N_("periods"), "horizon": N_("periods ahead"), "jobs": N_("jobs"),
    "measure": N_("measure"), "as_of": N_("known up to"),
}  # fmt: skip


def entity(code: str) -> str:
    """The name of a kind of thing; one without a name keeps its code."""
    return _(ENTITIES[code]) if code in ENTITIES else code


def who_did_what(rows: pd.DataFrame, time_zone: str) -> pd.DataFrame:
    """Rows of ``audit.entries`` as people read them, but for what changed."""
    return pd.DataFrame(
        {
            _("When"): [formats.moment(at, time_zone) for at in rows["at"]],
            _("Who"): rows["login"],
            _("Did"): [_(ACTIONS[code]) if code in ACTIONS else code for code in rows["action"]],
            _("What"): [f"{entity(one)} {key}" for one, key in zip(rows["entity"], rows["key"], strict=True)],
        }
    )


def changes(old: Any, new: Any) -> list[str]:
    """What was before → what is after, field by field; of what was made, the fields that were filled."""
    before = old if isinstance(old, Mapping) else {}
    after = new if isinstance(new, Mapping) else {}
    parts = []
    for name in dict.fromkeys([*before, *after]):
        if old is None and after[name] in (None, "", [], {}):
            continue
        sides = [_value(name, side[name]) for side in (before, after) if name in side]
        parts.append(f"{_field(name)}: {' → '.join(sides)}")
    return parts


def _field(name: str) -> str:
    kind, _space, key = name.partition(" ")
    if key and kind in ENTITIES:  # a member that an import changed
        return f"{entity(kind)} {key}"
    return _(FIELDS[name]) if name in FIELDS else name.replace("_", " ")


def _value(name: str, one: Any) -> str:
    if one is None or one in ("", [], {}):
        return "–"
    if isinstance(one, list):
        return ", ".join(_code(str(item)) for item in one)
    if name == "limits":
        return ", ".join(f"{_(subject)}: {formats.amount(amount)}" for subject, amount in one.items())
    if isinstance(one, Mapping):
        return ", ".join(f"{_field(key)}: {_value(key, value)}" for key, value in one.items())
    if name == "rate_e12":
        return formats.number(one / RATE_SCALE, None)
    return (_("yes") if one else _("no")) if isinstance(one, bool) else _code(str(one))


def _code(word: str) -> str:
    """A code of ours (a permission, a scope, a role) by its name; everything else as it is."""
    if word in ROLES:
        return _(ROLES[word].name)
    return _(PERMISSIONS.get(word) or SCOPES.get(word) or THEMES.get(word) or word)


def file(rows: pd.DataFrame, settings: Company, user: User, filters: Mapping[str, Any]) -> bytes:
    """The rows as a CSV file, headed by what was chosen."""
    words = who_did_what(rows, settings.time_zone)
    for heading, side in ((_("Before"), "before"), (_("After"), "after")):
        words[heading] = ["; ".join(changes(value, None)) for value in rows[side]]
    chosen = [
        (_("From"), formats.moment(filters["start"], settings.time_zone) if filters["start"] else _("the beginning")),
        (_("To"), formats.moment(filters["end"], settings.time_zone) if filters["end"] else _("now")),
        (_("Person"), filters["login"] or _("everybody")),
        (_("What"), entity(filters["entity"]) if filters["entity"] else _("everything")),
    ]
    return as_csv(
        Sheet(
            title=_("Audit trail"),
            columns=[Column(name, name) for name in words.columns],
            rows=words,
            as_of=formats.moment(now(), settings.time_zone),
            person=user.name,
            filters=chosen,
            currency=settings.currency,
        )
    )
