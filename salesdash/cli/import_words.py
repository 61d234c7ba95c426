"""Imports and what undoes them in words, for the terminal."""

from dataclasses import asdict
from typing import Any

from salesdash.cli import output
from salesdash.imports import told
from salesdash.imports.kinds import KINDS
from salesdash.imports.options import Result, UndoResult
from salesdash.imports.undoing import KEPT
from salesdash.locale import formats
from salesdash.locale import gettext as _


def imported(result: Result, dry_run: bool) -> str:
    """What an import did, or would do."""
    kind = KINDS[result.kind]
    counts = [
        (_("Rows"), result.rows),
        (_("New"), result.inserted),
        (_("Changed"), result.updated),
        (_("Already there"), result.duplicates),
        (_("Rejected"), result.rejected),
        (_("Orders changed"), result.changed_orders),
    ]
    lines = [
        _("Nothing was saved; this is what the import would do.")
        if dry_run
        else _("{kind}: batch {batch}").format(kind=_(kind.name), batch=result.batch),
        "",
        output.facts((name, formats.number(count)) for name, count in counts),
        "",
        output.facts((_(kind.field(field).name), column) for field, column in result.columns.items()),
    ]
    if said := told.words(result.told):
        lines += ["", *said]
    if result.rejects_file:
        lines += ["", _("The rejected rows are in {path}.").format(path=result.rejects_file)]
    return "\n".join(lines)


def undo_document(undone: UndoResult) -> dict[str, Any]:
    """What undoing did, for programs."""
    kept = [{"reason": reason, "what": what, "count": count} for reason, what, count in undone.kept]
    document = asdict(undone) | {"kept": kept}
    return document | document.pop("told")


def undone(result: UndoResult) -> str:
    """What undoing did."""
    counts = [
        (_("Lines removed"), result.lines),
        (_("Lines restored"), result.restored),
        (_("Names removed"), result.members_removed),
    ]
    lines = [
        _("Batch {batch} was undone.").format(batch=result.batch),
        "",
        output.facts((name, formats.number(count)) for name, count in counts),
    ]
    if said := told.words(result.told):
        lines += ["", *said]
    if result.kept:
        rows = [(_(KEPT[reason]), formats.number(count)) for reason, _what, count in result.kept]
        lines += ["", _("What could not be taken back:"), output.facts(rows)]
    return "\n".join(lines)
