"""What all commands share: who asks, ``--json`` at any place, help in the reader's language, how a command ends."""

import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from salesdash.cli import output
from salesdash.errors import BadInput
from salesdash.locale import N_, best_language, gettext, use

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from salesdash.access.identity import User


PROGRAM_NAME = "python -m salesdash"


@dataclass
class Run:
    """One run of the program: the database, who asks and in which form they want the answer."""

    database: str | None = None
    login: str | None = None
    json: bool = False

    def user(self) -> "User":
        """Who asks: the person named by --as, else the operator of the machine. From here on their language holds.

        Raises NotPermitted for a login that is unknown or disabled, SalesDashError where the schema is missing.
        """
        from salesdash.access.identity import OPERATOR
        from salesdash.cli.schema import require_schema

        require_schema(self.database)
        if self.login is None:
            return OPERATOR
        from salesdash.access import users

        with self.reading() as session:
            user = users.by_login(session, self.login)
        if user.language:
            use(user.language)
        return user

    def require(self, *permissions: str) -> "User":
        """Who asks, if they were given one of the permissions: asked before any input is read."""
        user = self.user()
        user.require(*permissions)
        return user

    @contextmanager
    def reading(self) -> Iterator["Session"]:
        """A session that only reads the chosen database."""
        from salesdash import db

        with db.reading(self.database) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator["Session"]:
        """One transaction on the chosen database."""
        from salesdash import db

        with db.writing(self.database) as session:
            yield session

    def answer(self, document: Mapping[str, Any], words: Callable[[], str]) -> None:
        """Prints the one JSON document, or the words for people."""
        output.write(output.json_text(document) if self.json else words())


#: words of click's own that help texts show
_WORDS_OF_CLICK = (N_("Show this message and exit."),)

pass_run = click.make_pass_decorator(Run, ensure=True)


def _asked_for_json(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        context.ensure_object(Run).json = True


def _json_option() -> click.Option:
    return click.Option(
        ["--json"],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=_asked_for_json,
        help=N_("Prints exactly one JSON document on standard output."),
    )


class _Translated(click.Command):
    """A command that takes --json and shows its help in the language in force."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(_json_option())

    def get_short_help_str(self, limit: int = 45) -> str:
        return gettext(self.help or "").split(". ")[0].removesuffix(".")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(gettext(self.help or ""))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = []
        for option in (copy(p) for p in self.get_params(ctx) if isinstance(p, click.Option)):
            option.help = gettext(option.help or "")
            records.append(option.get_help_record(ctx))
        with formatter.section(gettext("Options")):
            formatter.write_dl([record for record in records if record])
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)


class Command(_Translated):
    """One command."""


class Group(_Translated, click.Group):
    """A group of commands; its commands are of the classes here too."""

    command_class = Command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(gettext("Commands")):
            formatter.write_dl([(n, c.get_short_help_str()) for n, c in sorted(self.commands.items()) if not c.hidden])


class Program(Group):
    """The root group: sets the language, turns whatever is raised into an exit status and a message."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        arguments = list(sys.argv[1:] if args is None else args)
        use(terminal_language(os.environ))
        start_log()
        run = Run(json="--json" in arguments)
        try:
            super().main(arguments, PROGRAM_NAME, complete_var, standalone_mode=False, obj=run, **extra)
            status = 0
        except Exception as problem:  # the one place that knows what to make of anything
            from salesdash.cli.failures import report

            status = report(problem, run)
        sys.exit(status)


class _StandardError(logging.Handler):
    """Writes to the standard error of the moment, which tests and shells exchange."""

    def emit(self, record: logging.LogRecord) -> None:
        click.echo(self.format(record), err=True)


def start_log() -> None:
    """Log lines of SalesDash go to standard error, from the configured level on."""
    log = logging.getLogger("salesdash")
    wanted = os.environ.get("SALESDASH_LOG_LEVEL", "").upper()
    log.setLevel(logging.getLevelNamesMapping().get(wanted, logging.INFO))
    if not any(isinstance(handler, _StandardError) for handler in log.handlers):
        handler = _StandardError()
        handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
        log.addHandler(handler)


def terminal_language(environment: Mapping[str, str]) -> str:
    """The language that the terminal asks for (LC_ALL, LC_MESSAGES, LANG, in this order), a key of LANGUAGES."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return best_language(value.partition(".")[0].partition("@")[0])
    return best_language(None)


def existing_file(name: str) -> Path:
    """The file of this name. Raises BadInput unless it is there and can be read."""
    path = Path(name)
    if not path.is_file():
        raise BadInput("no_file", N_("There is no file {file}."), file=name)
    if not os.access(path, os.R_OK):
        raise BadInput("unreadable_file", N_("The file {file} may not be read."), file=name)
    return path
