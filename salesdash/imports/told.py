"""What a result tells beside its counts, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from salesdash.locale import NN_, formats, ngettext
from salesdash.locale import gettext as _


def _targets(told: Mapping[str, int]) -> str:
    count, people = told["targets"], told.get("people", 0)
    if people:
        said = ngettext("{count} target of {people} people", "{count} targets of {people} people", count)
    else:
        said = ngettext("{count} target", "{count} targets", count)
    return said.format(count=formats.number(count), people=formats.number(people))


#: what is told → its sentence
_SENTENCES = {
    "rounded_targets": NN_(
        "{count} target was rounded to the cent.", "{count} targets were rounded to the cent.", "count"
    ),
    "waiting_plans": NN_(
        "{count} change is above your authority and waits for approval by somebody else.",
        "{count} changes are above your authority and wait for approval by somebody else.",
        "count",
    ),
    "unknown_orders": NN_(
        "{count} order that is paid is not here. The payment is kept and finds it once it comes.",
        "{count} orders that are paid are not here. Their payments are kept and find them once they come.",
        "count",
    ),
    "changed_payments": NN_(
        "{count} payment is here already and reads differently in this file.",
        "{count} payments are here already and read differently in this file.",
        "count",
    ),
    "changes": NN_("{count} change of targets was taken back.", "{count} changes of targets were taken back.", "count"),
}


def words(told: Mapping[str, int]) -> list[str]:
    """What ``told`` of a result says, a sentence each; nothing of what is 0."""
    said = [_targets(told)] if told.get("targets") else []
    for code, (singular, plural, _counted) in _SENTENCES.items():
        if count := told.get(code):
            said.append(ngettext(singular, plural, count).format(count=formats.number(count)))
    return said


def warnings(given: Sequence[Mapping[str, Any]]) -> list[str]:
    """The warnings of a result, a text each."""
    return [
        _(
            "Amounts in this file carry {signs}, and no column says the currency: they are taken as {currency}, the "
            "company's currency. If they are in another one, map the column of the currency or set the currency for "
            "every row (--set currency={perhaps})."
        ).format(
            signs=", ".join(one["signs"]),
            currency=f"{formats.currency_name(one['taken_as'])} ({one['taken_as']})",
            perhaps=one["perhaps"],
        )
        for one in given
    ]
