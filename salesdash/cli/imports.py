"""``import``: files in, a list of what came in, and the way back."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from salesdash.cli import output
from salesdash.cli.frame import Group, Run, existing_file, pass_run
from salesdash.errors import BadInput
from salesdash.locale import N_
from salesdash.locale import gettext as _

FILE = "FILE"


class ImportGroup(Group):
    """``import list`` and ``import undo BATCH`` are commands; anything else is the file of the command ``import``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        first = next((word for word in args if word != "--json"), None)
        if first is not None and first not in (*self.commands, "--help"):
            args = [FILE, *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        return ("" if name == FILE else name), command, rest

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "FILE --kind KIND [OPTIONS] | list | undo BATCH")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.commands[FILE].format_options(ctx, formatter)
        self.format_commands(ctx, formatter)


@click.group("import", cls=ImportGroup, help=N_("Reads a file in; lists and undoes what came in."))
def import_group() -> None:
    """Commands for imports."""


@import_group.command(FILE, hidden=True, help=N_("Reads a file in."))
@click.argument("file")
@click.option(
    "--kind",
    metavar="KIND",
    required=True,
    help=N_("orders, payments, targets, events, products, customers, reps, regions or rates."),
)
@click.option("--map", "mapping", metavar="FIELD=COLUMN", multiple=True, help=N_("Takes the field from this column."))
@click.option("--set", "constants", metavar="FIELD=VALUE", multiple=True, help=N_("The same value for every row."))
@click.option("--encoding", metavar="ENCODING", help=N_("Instead of the encoding that was found."))
@click.option(
    "--delimiter", metavar="CHARACTER", help=N_("Instead of the delimiter that was found; tab for a tabulator.")
)
@click.option("--date-format", metavar="FORMAT", help=N_("Where the dates leave it open, e.g. D/M/Y."))
@click.option("--decimal", type=click.Choice([".", ","]), help=N_("Where the numbers leave it open."))
@click.option(
    "--on-existing",
    type=click.Choice(["skip", "replace"]),
    default="skip",
    help=N_("skip adds what is not there yet; replace makes every order in the file what the file says."),
)
@click.option("--strict", is_flag=True, help=N_("Saves nothing if a row is rejected."))
@click.option("--dry-run", is_flag=True, help=N_("Says what the import would do and saves nothing."))
@click.option("--into-sample", is_flag=True, help=N_("Imports although the sample company is loaded."))
@click.option("--rejects", metavar="PATH", help=N_("Where the rejected rows are written, as CSV."))
@pass_run
def import_file(
    run: Run,
    *,
    file: str,
    kind: str,
    mapping: tuple[str, ...],
    constants: tuple[str, ...],
    rejects: str | None,
    **choices: Any,
) -> None:
    """Reads a file in."""
    from salesdash import imports
    from salesdash.cli import import_words
    from salesdash.imports import told
    from salesdash.imports.kinds import KINDS

    permissions = [KINDS[kind].permission] if kind in KINDS else sorted({k.permission for k in KINDS.values()})
    user = run.require(*permissions)
    if kind not in KINDS:
        raise BadInput(
            "unknown_kind", N_("There is no kind {kind}. There are: {kinds}."), kind=kind, kinds=", ".join(KINDS)
        )
    options = imports.Options(
        mapping=_pairs(mapping, "--map"),
        constants=_pairs(constants, "--set"),
        rejects_path=_writable(rejects) if rejects else None,
        **choices,
    )
    path = existing_file(file)
    result = imports.run(run.database, user, path, kind, options, progress=output.progress())
    document = asdict(result)
    document |= document.pop("told")
    if not result.warnings:
        del document["warnings"]
    for said in told.warnings(result.warnings):
        click.echo(said, err=True)
    run.answer(document, lambda: import_words.imported(result, options.dry_run))


@import_group.command("list", help=N_("Lists what came in, newest first."))
@pass_run
def list_(run: Run) -> None:
    """Prints the published batches."""
    from salesdash import company, imports
    from salesdash.imports.kinds import KINDS, PERMISSIONS
    from salesdash.locale import formats

    user = run.require(*PERMISSIONS)
    with run.reading() as session:
        batches = imports.batches(session, user).to_dict("records")
        zone = company.settings(session).time_zone
    keys = ("batch", "file", "kind", "at", "by", "rows", "accepted", "undone")
    headers = [_("Batch"), _("File"), _("Kind"), _("At"), _("By"), _("Rows"), _("Accepted"), ""]
    run.answer(
        {"batches": [{key: row[key] for key in keys} for row in batches]},
        lambda: output.table(
            headers,
            [
                [
                    str(row["batch"]),
                    row["file"],
                    _(KINDS[row["kind"]].name),
                    formats.moment(row["at"], zone),
                    row["by"],
                    formats.number(row["rows"]),
                    formats.number(row["accepted"]),
                    _("undone") if row["undone"] else "",
                ]
                for row in batches
            ],
            right=(0, 5, 6),
        ),
    )


@import_group.command("undo", help=N_("Takes back what one batch brought."))
@click.argument("batch", type=int)
@pass_run
def undo(run: Run, batch: int) -> None:
    """Undoes one batch."""
    from salesdash import imports
    from salesdash.cli import import_words
    from salesdash.imports.kinds import PERMISSIONS

    user = run.require(*PERMISSIONS)
    undone = imports.undo(run.database, user, batch, progress=output.progress())
    run.answer(import_words.undo_document(undone), lambda: import_words.undone(undone))


def _pairs(texts: Iterable[str], option: str) -> dict[str, str]:
    """``FIELD=…`` as given. Raises BadInput for what has no equals sign and for a field named twice."""
    pairs: dict[str, str] = {}
    for text in texts:
        field, equals, value = text.partition("=")
        field = field.strip()
        if not equals or not field or field in pairs:
            raise BadInput(
                "bad_pair",
                N_("{option} {value} does not fit. Write FIELD=…, each field once."),
                option=option,
                value=text,
            )
        pairs[field] = value
    return pairs


def _writable(name: str) -> Path:
    """The path for the rejects, if a file can be written there."""
    path = Path(name)
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise BadInput("bad_rejects_path", N_("The rejected rows cannot be written to {path}."), path=name)
    return path
