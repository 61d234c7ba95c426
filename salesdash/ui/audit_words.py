"""The audit trail in the reader's words."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from salesdash.access.identity import User
from salesdash.company import Company
from salesdash.downloads import Column, Sheet, as_csv
from salesdash.locale import N_, formats
from salesdash.locale import gettext as _
from salesdash.models.base import now

ACTIONS = {
    "create": N_("made"), "change": N_("changed"), "remove": N_("removed"), "disable": N_("disabled"),
    "enable": N_("opened again"), "reset": N_("made a link for a new password"), "password": N_("set a password"),
    "sign_in": N_("signed in"), "lock_out": N_("locked out after failures"), "import": N_("imported"),
    "undo": N_("took back"), "merge": N_("merged"), "unmerge": N_("took a merge back"), "place": N_("placed"),
    "move": N_("moved"), "load": N_("loaded"),
}  # fmt: skip
ENTITIES = {
    "account": N_("Account"), "role": N_("Role"), "position": N_("Position"), "setting": N_("Setting"),
    "rate": N_("Exchange rate"), "import": N_("Import"), "batch": N_("Import"), "sample": N_("Sample company"),
    "person": N_("Person"), "team": N_("Team"), "region": N_("Region"), "channel": N_("Channel"),
    "country": N_("Country"), "category": N_("Category"), "product_line": N_("Product line"),
    "product": N_("Product"), "customer": N_("Customer"), "rep": N_("Representative"), "placement": N_("Placement"),
    "merge": N_("Merge"), "mapping": N_("Column mapping"),
}  # fmt: skip


def entity(code: str) -> str:
    """The name of a kind of thing; one without a name keeps its code."""
    return _(ENTITIES[code]) if code in ENTITIES else code


def table(rows: pd.DataFrame, time_zone: str) -> pd.DataFrame:
    """Rows of ``audit.entries`` as people read them."""
    return pd.DataFrame(
        {
            _("When"): [formats.moment(at, time_zone) for at in rows["at"]],
            _("Who"): rows["login"],
            _("Did"): [_(ACTIONS[code]) if code in ACTIONS else code for code in rows["action"]],
            _("What"): [f"{entity(one)} {key}" for one, key in zip(rows["entity"], rows["key"], strict=True)],
            _("Before"): [_facts(value) for value in rows["before"]],
            _("After"): [_facts(value) for value in rows["after"]],
        }
    )


def _facts(value: Any) -> str:
    if not isinstance(value, Mapping):
        return ""
    return "; ".join(f"{name}: {_value(one)}" for name, one in value.items())


def _value(one: Any) -> str:
    if one is None:
        return "–"
    if isinstance(one, list):
        return ", ".join(map(str, one)) or "–"
    if isinstance(one, Mapping):
        return ", ".join(f"{name} {value}" for name, value in one.items()) or "–"
    return str(one)


def file(rows: pd.DataFrame, settings: Company, user: User, filters: Mapping[str, Any]) -> bytes:
    """The rows as a CSV file, headed by what was chosen."""
    words = table(rows, settings.time_zone)
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
