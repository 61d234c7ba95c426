"""What a result tells beside its counts, in words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from salesdash.locale import formats, ngettext
from salesdash.locale import gettext as _


def _targets(told: Mapping[str, int]) -> str:
    count, people = told["targets"], told.get("people", 0)
    if people:
        said = ngettext("{count} target of {people} people", "{count} targets of {people} people", count)
    else:
        said = ngettext("{count} target", "{count} targets", count)
    return said.format(count=formats.number(count), people=formats.number(people))


def _rounded(told: Mapping[str, int]) -> str:
    count = told["rounded_targets"]
    said = ngettext("{count} target was rounded to the cent.", "{count} targets were rounded to the cent.", count)
    return said.format(count=formats.number(count))


def _waiting(told: Mapping[str, int]) -> str:
    count = told["waiting_plans"]
    said = ngettext(
        "{count} change is above your authority and waits for approval by somebody else.",
        "{count} changes are above your authority and wait for approval by somebody else.",
        count,
    )
    return said.format(count=formats.number(count))


def _unknown_orders(told: Mapping[str, int]) -> str:
    count = told["unknown_orders"]
    said = ngettext(
        "{count} order that is paid is not here. The payment is kept and finds it once it comes.",
        "{count} orders that are paid are not here. Their payments are kept and find them once they come.",
        count,
    )
    return said.format(count=formats.number(count))


def _changed_payments(told: Mapping[str, int]) -> str:
    count = told["changed_payments"]
    said = ngettext(
        "{count} payment is here already and reads differently in this file.",
        "{count} payments are here already and read differently in this file.",
        count,
    )
    return said.format(count=formats.number(count))


def _undone(told: Mapping[str, int]) -> str:
    count = told["changes"]
    said = ngettext("{count} change of targets was taken back.", "{count} changes of targets were taken back.", count)
    return said.format(count=formats.number(count))


_WORDS: dict[str, Callable[[Mapping[str, int]], str]] = {
    "targets": _targets, "rounded_targets": _rounded, "waiting_plans": _waiting, "unknown_orders": _unknown_orders,
    "changed_payments": _changed_payments, "changes": _undone,
}  # fmt: skip


def words(told: Mapping[str, int]) -> list[str]:
    """What ``told`` of a result says, a sentence each; nothing of what is 0."""
    return [said(told) for code, said in _WORDS.items() if told.get(code)]


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
