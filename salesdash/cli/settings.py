"""``settings``: what the company decides about itself."""

from typing import TYPE_CHECKING, Any

import click

from salesdash.cli import output
from salesdash.cli.frame import Group, Run, pass_run
from salesdash.locale import N_
from salesdash.locale import gettext as _

if TYPE_CHECKING:
    from salesdash.company import Company


@click.group("settings", cls=Group, help=N_("The company's settings."))
def settings_group() -> None:
    """Commands for the company's settings."""


@settings_group.command("show", help=N_("Shows the settings; what nobody has set has its default."))
@pass_run
def show(run: Run) -> None:
    """Prints all settings."""
    from salesdash import company

    run.user()
    with run.reading() as session:
        _answer(run, company.settings(session))


@settings_group.command("set", help=N_("Sets one setting and shows all."))
@click.argument("key")
@click.argument("value")
@pass_run
def set_(run: Run, key: str, value: str) -> None:
    """Changes one setting."""
    from salesdash import company

    user = run.require("settings.manage")
    with run.writing() as session:
        changed = company.change(session, user, key, value)
    _answer(run, changed)


def _document(settings: "Company") -> dict[str, Any]:
    from salesdash.company import WEEKDAYS

    return {
        "name": settings.name,
        "currency": settings.currency,
        "time_zone": settings.time_zone,
        "fiscal_first_month": settings.fiscal_first_month,
        "week_first_day": WEEKDAYS[settings.week_first_day],
        "close_day": settings.close_day,
        "payment_days": settings.payment_days,
        "holiday_country": settings.holiday_country,
        "peer_ranking": bool(settings.peer_ranking),
    }


def _answer(run: Run, settings: "Company") -> None:
    document = _document(settings)
    run.answer(document, lambda: output.facts((key, str(value) or _("(not set)")) for key, value in document.items()))
