"""``jobs``: what ran and what waits; and what a scheduler calls."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from salesdash.cli import output
from salesdash.cli.frame import Group, Run, pass_run
from salesdash.locale import N_
from salesdash.locale import gettext as _

if TYPE_CHECKING:
    from pandas import DataFrame


@click.group("jobs", cls=Group, help=N_("Work that goes on apart from pages: forecasts, monitoring, alerts."))
def jobs_group() -> None:
    """Commands for jobs."""


@jobs_group.command("list", help=N_("Lists the jobs: those that wait or run, then the latest, and the schedules."))
@pass_run
def list_(run: Run) -> None:
    """Prints the jobs and the schedules."""
    user = run.require("settings.manage", "forecasts.run", "signals.manage")
    from salesdash import company, jobs
    from salesdash.jobs import planning

    with run.reading() as session:
        found = jobs.listing(session, user)
        plans = planning.plans(session, user) if user.may("settings.manage") else []
        zone = company.settings(session).time_zone
    document = {"rows": _rows(found), "schedules": [plan.document() for plan in plans]}
    run.answer(document, lambda: _words(found, zone))


@jobs_group.command("run", help=N_("Asks for what the schedules have due, then works off all that waits."))
@pass_run
def run_(run: Run) -> None:
    """What a scheduler calls."""
    user = run.require("settings.manage")
    from salesdash import company, jobs

    worked = jobs.run_due(run.database, _progress())
    with run.reading() as session:
        found = jobs.listing(session, user)
        zone = company.settings(session).time_zone
    mine = found[found["id"].isin(list(worked.ended))].sort_values("id")
    failed = sum(status == "failed" for status in worked.ended.values())
    document = {"asked": worked.asked, "rows": _rows(mine), "failed": failed, "busy": worked.busy}

    def words() -> str:
        if worked.ended:
            return _words(mine, zone)
        return _("Another process works on what waits.") if worked.busy else _("Nothing was due, nothing waits.")

    run.answer(document, words)


def _rows(found: "DataFrame") -> list[dict[str, Any]]:
    return [_row(one) for one in found.to_dict("records")]


def _row(one: Mapping[Any, Any]) -> dict[str, Any]:
    from salesdash.jobs.states import told

    failure = one["failure"]
    error = {"code": failure["code"], "message": told(failure), "details": failure["details"]} if failure else None
    plain = (
        "kind",
        "parameters",
        "status",
        "asked_by",
        "asked_at",
        "started_at",
        "ended_at",
        "stage",
        "share",
        "result",
    )
    return {"job": one["id"]} | {name: one[name] for name in plain} | {"error": error}


def _words(found: "DataFrame", zone: str) -> str:
    from salesdash.jobs import words
    from salesdash.jobs.states import told
    from salesdash.locale import formats

    if found.empty:
        return _("No jobs yet.")
    rows = []
    for one in found.to_dict("records"):
        said = told(one["failure"]) if one["failure"] else ""
        if one["status"] == "running":
            said = f"{words.stage(one['stage'])} {formats.percent(one['share'], 0)}".strip()
        rows.append(
            [
                str(one["id"]),
                words.title(one["kind"], one["parameters"]),
                words.state(one),
                one["asked_by"] or _("schedule"),
                formats.moment(one["asked_at"], zone),
                said,
            ]
        )
    return output.table([_("Job"), _("What"), _("State"), _("Asked by"), _("Asked"), ""], rows, right=(0,))


def _progress() -> Any:
    """Says on standard error which job is at what."""
    from salesdash.jobs import words

    last: tuple[int, str] = (0, "")

    def show(job: int, stage: str, share: float) -> None:
        nonlocal last
        if (job, stage) != last:
            click.echo(_("Job {job}: {stage}").format(job=job, stage=words.stage(stage)), err=True)
        last = (job, stage)

    return show
