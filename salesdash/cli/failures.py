"""The one place where whatever a command raised becomes an exit status and words."""

import logging
import secrets
import traceback
from pathlib import Path

import click
from pydantic import ValidationError
from sqlalchemy.exc import DatabaseError, DBAPIError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from salesdash.cli import output
from salesdash.cli.frame import Run
from salesdash.errors import BadInput, Conflict, SalesDashError
from salesdash.locale import N_

log = logging.getLogger(__name__)

_OURS = Path(__file__).resolve().parent.parent


def report(problem: Exception, run: Run) -> int:
    """Prints what went wrong, as JSON on standard output or in words on standard error; the exit status.

    2 bad input; 3 not permitted; 4 conflict; 1 anything else.
    """
    error = _mendable(problem, run)
    if run.json:
        document = {"error": {"code": error.code, "message": error.text(), "details": dict(error.details)}}
        output.write(output.json_text(document))
    elif isinstance(problem, click.exceptions.NoArgsIsHelpError):
        click.echo(problem.format_message(), err=True)
    elif isinstance(problem, click.UsageError) and problem.ctx:
        click.echo(f"{problem.ctx.get_usage()}\n\n{error.text()}", err=True)
    else:
        click.echo(error.text(), err=True)
    return error.exit_status


def _mendable(problem: Exception, run: Run) -> SalesDashError:
    """The error that a person can read."""
    if isinstance(problem, SalesDashError):
        return problem
    if isinstance(problem, click.ClickException):
        return _usage(problem)
    if isinstance(problem, (click.Abort, OSError, ValidationError)):
        return _surroundings(problem)
    if isinstance(problem, (StaleDataError, IntegrityError)):
        log.warning("two changes met: %s", (str(problem).splitlines() or [""])[0])
        return Conflict("changed_meanwhile", N_("Somebody else has changed this meanwhile. Look at it and try again."))
    if isinstance(problem, DatabaseError) and (error := _database_problem(problem, run)):
        return error
    return _unexpected(problem)


def _surroundings(problem: Exception) -> SalesDashError:
    """Neither the program nor what was asked is at fault: the person stopped it, the system or its settings refuse."""
    if isinstance(problem, ValidationError):
        names = ", ".join(f"SALESDASH_{str(error['loc'][0]).upper()}" for error in problem.errors())
        return SalesDashError("bad_configuration", N_("These environment variables do not fit: {names}."), names=names)
    if isinstance(problem, OSError):
        reason = f"{problem.strerror or problem}: {problem.filename}" if problem.filename else str(problem)
        return SalesDashError("system", N_("The system refused: {reason}"), reason=reason)
    return SalesDashError("interrupted", N_("Stopped before the end."))


def _usage(problem: click.ClickException) -> SalesDashError:
    """What was typed is no command."""
    if isinstance(problem, click.exceptions.NoArgsIsHelpError):
        command = problem.ctx.command if problem.ctx else None
        commands = ", ".join(sorted(command.commands)) if isinstance(command, click.Group) else ""
        return BadInput("usage", N_("Say which command: {commands}"), commands=commands)
    return BadInput("usage", "{problem}", problem=problem.format_message())


def _database_problem(problem: DBAPIError, run: Run) -> SalesDashError | None:
    """Why the database did not answer, if it is a matter of the installation: not there, or of an older version."""
    from salesdash import migrations

    try:
        if migrations.current(run.database) == migrations.newest():
            return None
    except DBAPIError:
        return SalesDashError(
            "database_unreachable", N_("The database cannot be reached: {reason}"), reason=str(problem.orig).strip()
        )
    return SalesDashError(
        "schema_outdated", N_("This database is of another version. Run: python -m salesdash db upgrade")
    )


def _unexpected(problem: Exception) -> SalesDashError:
    """A fault of the program: logged with an id. Where it happened is said in one line, the whole path only if the
    log asks for details."""
    number = secrets.token_hex(4)
    places = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(problem.__traceback__)]
    where = next((place for place in reversed(places) if place.startswith(str(_OURS))), places[-1])
    first_line = (str(problem).splitlines() or [""])[0]
    log.error("error %s: %s: %s (%s)", number, type(problem).__name__, first_line, where)
    log.debug("error %s in full", number, exc_info=problem)
    return SalesDashError("internal", N_("Something went wrong in the program. The log knows it as {id}."), id=number)
