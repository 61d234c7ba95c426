"""``users``: who may sign in, and as what."""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from salesdash.cli import output
from salesdash.cli.frame import Group, Run, pass_run
from salesdash.errors import BadInput
from salesdash.locale import N_
from salesdash.locale import gettext as _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from salesdash.access.identity import User


@click.group("users", cls=Group, help=N_("People who sign in."))
def users_group() -> None:
    """Commands for accounts."""


@users_group.command("add", help=N_("Makes an account; without a password it prints a link with which one is set."))
@click.argument("login")
@click.option("--role", metavar="ROLE", required=True, help=N_("Role, e.g. executive, sales_manager, analyst."))
@click.option("--name", metavar="NAME", help=N_("Name as others read it, by default the login."))
@click.option("--rep", metavar="CODE", help=N_("The representative whom the person is; may be unknown so far."))
@click.option("--team", metavar="CODE", help=N_("The unit that they belong to."))
@click.option(
    "--region", "regions", metavar="CODE", multiple=True, help=N_("Narrows their scope to a region; may be repeated.")
)
@click.option("--password-stdin", is_flag=True, help=N_("Reads the password from the first line of standard input."))
@pass_run
def add(
    run: Run,
    *,
    login: str,
    role: str,
    name: str | None,
    rep: str | None,
    team: str | None,
    regions: tuple[str, ...],
    password_stdin: bool,
) -> None:
    """Makes an account."""
    from salesdash.access import users

    user = run.require("people.manage")
    password = _password() if password_stdin else None
    with run.writing() as session:
        made = users.add(session, user, login, role, name=name, rep=rep, team=team, regions=regions, password=password)
        link = None if password_stdin else _link(session, user, made.login, new=True)
        row = _row(session, user, made.login)
    run.answer(
        row | {"link": link["link"] if link else None, "expires_at": link["expires_at"] if link else None},
        lambda: (
            _("The account {login} was made.").format(login=made.login) + (f"\n{_link_words(link)}" if link else "")
        ),
    )


@users_group.command("list", help=N_("Lists all accounts."))
@pass_run
def list_(run: Run) -> None:
    """Prints all accounts."""
    from salesdash.access import users
    from salesdash.access.permissions import ROLES, SCOPES

    user = run.require("people.manage")
    with run.reading() as session:
        rows = [_public(row) for row in users.table(session, user).to_dict("records")]
    headers = [_("Login"), _("Name"), _("Role"), _("Scope"), _("Representative"), _("Team"), _("Regions"), _("Status")]
    run.answer(
        {"rows": rows},
        lambda: output.table(
            headers,
            [
                [
                    row["login"],
                    row["name"],
                    _(ROLES[row["role"]].name) if row["role"] in ROLES else row["role"],
                    _(SCOPES[row["scope"]]),
                    row["rep"] or "",
                    row["team"] or "",
                    ", ".join(row["regions"]),
                    _("disabled") if row["disabled"] else _("active"),
                ]
                for row in rows
            ],
        ),
    )


@users_group.command("disable", help=N_("Ends a person's sign-ins at once and lets them in no more."))
@click.argument("login")
@pass_run
def disable(run: Run, login: str) -> None:
    """Ends an account."""
    from salesdash.access import users

    user = run.require("people.manage")
    with run.writing() as session:
        users.disable(session, user, login)
        row = _row(session, user, login)
    run.answer(row, lambda: _("The account {login} was disabled.").format(login=row["login"]))


@users_group.command("reset", help=N_("Prints a one-time link with which the person sets a new password."))
@click.argument("login")
@pass_run
def reset(run: Run, login: str) -> None:
    """Makes a one-time link."""
    user = run.require("people.manage")
    with run.writing() as session:
        link = _link(session, user, login)
    run.answer(link, lambda: _link_words(link))


def _password() -> str:
    """The first line of standard input, without its end."""
    line = sys.stdin.buffer.readline()
    try:
        return line.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError as problem:
        raise BadInput("bad_password", N_("The password on standard input is no UTF-8 text.")) from problem


def _link(session: "Session", user: "User", login: str, *, new: bool = False) -> dict[str, Any]:
    from salesdash.access import links, users

    address = users.reset(session, user, login, new=new)
    expires_at = links.look(session, address.partition("token=")[2], "reset").expires_at
    return {"login": users.normal(login), "link": address, "expires_at": expires_at}


def _link_words(link: dict[str, Any]) -> str:
    from salesdash.locale import formats

    text = _("Hand over this link; it works once, until {moment} (UTC), and sets the password:")
    return f"{text.format(moment=formats.moment(link['expires_at']))}\n{link['link']}"


def _row(session: "Session", user: "User", login: str) -> dict[str, Any]:
    """One account as ``users list`` shows it."""
    from salesdash.access import users

    table = users.table(session, user)
    return _public(table[table["login"] == users.normal(login)].to_dict("records")[0])


def _public(row: Mapping[Any, Any]) -> dict[str, Any]:
    keys = ("login", "name", "role", "scope", "rep", "team", "regions", "has_password", "disabled")
    return {key: row[key] for key in keys}
