"""Plain series from a file, forecasts into one."""

from pathlib import Path
from typing import Any

from pandas import DataFrame, read_csv
from pandas.errors import EmptyDataError, ParserError

from salesdash.errors import BadInput
from salesdash.locale import N_

COLUMNS = ("unique_id", "ds", "y")
RESULT = ["unique_id", "step", "mean", "lo80", "hi80", "lo95", "hi95", "model"]


def read(path: str | Path) -> DataFrame:
    """unique_id, ds, y as they stand in the file; whatever cannot be read is dealt with per series."""
    try:
        rows = _rows(path, engine="c")
    except EmptyDataError as error:
        raise BadInput("empty_file", N_("{file} is empty."), file=str(path)) from error
    except ParserError:  # a row has too many fields: the quicker reader gives up there
        rows = _rows(path, engine="python", on_bad_lines=_cut)
    except (UnicodeDecodeError, ValueError) as error:
        raise BadInput("not_a_csv", N_("{file} cannot be read as CSV in UTF-8: {reason}"), file=str(path),
                       reason=str(error).strip()) from error  # fmt: skip
    lacking = [name for name in COLUMNS if name not in rows.columns]
    if lacking:
        raise BadInput("missing_columns", N_("The file lacks the columns {columns}."), columns=", ".join(lacking))
    return rows[list(COLUMNS)]


def _rows(path: str | Path, **how: Any) -> DataFrame:
    return read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig", skipinitialspace=True, **how)


def _cut(fields: list[str]) -> list[str]:
    """A row with too many fields: its value becomes one that cannot be read, which its series is told."""
    size = len(COLUMNS)
    return [*fields[: size - 1], ",".join(fields[size - 1 :])]


def written(points: DataFrame, path: str | Path) -> None:
    """The forecasts, one line per series and step."""
    points[RESULT].to_csv(path, index=False, float_format="%.10g", lineterminator="\n")
