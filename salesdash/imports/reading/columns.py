"""Which column holds which field."""

from collections.abc import Mapping, Sequence

from salesdash.errors import BadInput
from salesdash.imports.kinds import Field, Kind
from salesdash.imports.spellings import SPELLINGS, normal, spelled
from salesdash.locale import N_, gettext

#: rows at the top among which the header is looked for: exports like to begin with a title
HEADER_WITHIN = 20


def tiers(kind: Kind, field: str) -> list[frozenset[str]]:
    """The spellings of a field, best first."""
    return [frozenset(tier.split()) for tier in SPELLINGS[kind.key][field]]


def recognised(row: Sequence[str], kind: Kind) -> set[str]:
    """The fields that the cells of a row name, read as a header."""
    names = {spelled(kind.key, cell) for cell in row if len(cell) < 100}
    return {field.key for field in kind.fields if any(tier & names for tier in tiers(kind, field.key))}


def find_header(rows: Sequence[Sequence[str]], kind: Kind, mapping: Mapping[str, str]) -> int | None:
    """The number of the row that is the header, None if no row is one. It is the first row, unless only a later
    one names a field that marks the kind and another one: then titles stand above it."""
    told = [column for column in mapping.values() if column]
    for number, row in enumerate(rows[:HEADER_WITHIN]):
        named = recognised(row, kind)
        by_hand = bool(told) and all(_positions(row, column) for column in told)
        if by_hand or (named & kind.marks and _reads_as_names(row, len(named)) and (number == 0 or len(named) > 1)):
            return number
    return None


def _reads_as_names(row: Sequence[str], named: int) -> bool:
    """False for a row of data in which some cell happens to read like a name of a column."""
    filled = [cell for cell in row if cell.strip()]
    numbers = sum(cell.strip().strip("+-()%").replace(".", "").replace(",", "").isdigit() for cell in filled)
    return numbers <= max(named, len(filled) // 2)


def _positions(header: Sequence[str], column: str) -> list[int]:
    """Where the column stands: by its exact name, else by its name without case, spaces and punctuation."""
    exact = [i for i, name in enumerate(header) if name.strip() == column.strip()]
    return exact or [i for i, name in enumerate(header) if normal(name) == normal(column) != ""]


def _several(field: Field, columns: list[str]) -> BadInput:
    return BadInput(
        "duplicate_column",
        N_("Several columns read as {name}: {columns}. Say which one it is (field {field})."),
        field=field.key,
        name=gettext(field.name),
        columns=", ".join(columns),
        choices=columns,
    )


def match(
    header: Sequence[str], kind: Kind, mapping: Mapping[str, str], constants: Mapping[str, str]
) -> dict[str, tuple[int, ...]]:
    """Field → positions of its columns. What ``mapping`` (field → column) and ``constants`` (field → value) say goes
    before what is recognised; a column name that ``mapping`` gives as "" leaves the field without a column.

    Raises BadInput: unknown_field, unknown_column, duplicate_column.
    """
    for key in (*mapping, *constants):
        if key not in kind.keys:
            raise BadInput(
                "unknown_field",
                N_("There is no field {field}. The fields are: {fields}."),
                field=key,
                fields=", ".join(kind.keys),
            )
    found: dict[str, tuple[int, ...]] = {}
    for key, column in mapping.items():
        here = _positions(header, column) if column else []
        if len(here) > 1:
            raise _several(kind.field(key), [header[i] for i in here])
        if here:
            found[key] = (here[0],)
        elif column:
            raise BadInput(
                "unknown_column",
                N_("There is no column {column}. The columns are: {columns}."),
                column=column,
                columns=", ".join(header),
            )
    names = [spelled(kind.key, name) for name in header]
    taken = {position for positions in found.values() for position in positions}
    for field in kind.fields:
        if field.key in mapping or field.key in constants:
            continue
        for tier in tiers(kind, field.key):
            here = [i for i, name in enumerate(names) if name in tier and i not in taken]
            if len(here) > 1:
                raise _several(field, [header[i] for i in here])
            if here:
                found[field.key] = (here[0],)
                taken.add(here[0])
                break
    return _joined(found, kind)


def _joined(found: dict[str, tuple[int, ...]], kind: Kind) -> dict[str, tuple[int, ...]]:
    """Given and family name become the name, where no column holds it whole."""
    parts = [found.pop(key) for key in ("first_name", "last_name") if key in found]
    if parts and "name" not in found:
        found["name"] = tuple(position for part in parts for position in part)
    return {key: found[key] for key in kind.keys if key in found}


def missing(kind: Kind, found: Mapping[str, object], constants: Mapping[str, str]) -> list[str]:
    """The required fields that have neither column nor constant; of alternatives the first ones."""
    there = set(found) | set(constants)
    lacking = [key for key in kind.keys if key in kind.required and key not in there]
    if kind.either and not any(there.issuperset(group) for group in kind.either):
        lacking.extend(kind.either[0])
    return lacking
