"""What must hold for any files: their order does not matter, twice is once, undo restores."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from salesdash import db, imports
from salesdash.access.identity import OPERATOR
from salesdash.models import Base
from tests.imports.helpers import bring, figures, query, write

COLUMNS = ("order_no", "line_no", "ordered_on", "product", "customer", "quantity", "unit_price")

#: lines of a company: orders with numbered lines, of which several may read alike
lines = st.lists(
    st.tuples(
        st.sampled_from(["A1", "A2", "B-7", "10048"]),
        st.sampled_from(["2024-03-01", "2024-03-31", "2024-04-01"]),
        st.sampled_from(["P1", "P2", ""]),
        st.sampled_from(["C1", ""]),
        st.integers(-2, 3).map(str),
        st.sampled_from(["1", "2.5", "0.0001"]),
    ),
    min_size=1,
    max_size=12,
).map(lambda found: [(row[0], str(n), *row[1:]) for n, row in enumerate(sorted(found))])
modest = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


@contextmanager
def company() -> Iterator[tuple[str, Path]]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        url = f"sqlite:///{Path(name) / 'company.sqlite3'}"
        Base.metadata.create_all(db.engine(url))
        try:
            yield url, Path(name)
        finally:
            db.engine(url).dispose()


def file(path: Path, rows: list[tuple[str, ...]], *, numbers: bool) -> Path:
    kept = [n for n, name in enumerate(COLUMNS) if numbers or name != "line_no"]
    return write(path, ",".join(COLUMNS[n] for n in kept), *(",".join(row[n] for n in kept) for row in rows))


@modest
@given(lines, st.data())
def test_files_that_do_not_contradict_each_other_in_any_order(rows, data) -> None:
    """Files of whole orders, each order in several of them, with and without line numbers."""
    orders = sorted({row[0] for row in rows})
    parts = []
    for n in range(3):
        chosen = data.draw(st.sets(st.sampled_from(orders)), label=f"orders of file {n}")
        parts.append(([row for row in rows if row[0] in chosen], data.draw(st.booleans(), label="with numbers")))
    parts.append((rows, data.draw(st.booleans(), label="with numbers")))
    totals = set()
    for order in (parts, data.draw(st.permutations(parts), label="another order")):
        with company() as (url, folder):
            for n, (part, numbers) in enumerate(order):
                bring(url, file(folder / f"{n}.csv", part, numbers=numbers))
            totals.add(figures(url))
    assert totals == {(len(rows), *next(iter(totals))[1:])}


@modest
@given(lines, lines, st.booleans(), st.sampled_from(["skip", "replace"]))
def test_twice_is_once_and_undo_restores(first, second, numbers, on_existing) -> None:
    with company() as (url, folder):
        bring(url, file(folder / "a.csv", first, numbers=True))
        before = figures(url)
        path = file(folder / "b.csv", second, numbers=numbers)
        done = bring(url, path, on_existing=on_existing)
        after = figures(url)
        assert done.rows == done.accepted + done.duplicates + done.rejected
        again = bring(url, path, on_existing=on_existing)
        assert (again.accepted, figures(url)) == (0, after)
        imports.undo(url, OPERATOR, done.batch)
        assert figures(url) == before
        kept = query(url, "SELECT count(*) FROM order_lines WHERE numbered_by IS NOT NULL")
        imports.undo(url, OPERATOR, again.batch)
        assert kept[0][0] <= len(first)
        assert figures(url) == before


@modest
@given(lines, lines, st.booleans())
def test_replacing_gives_what_the_file_says(first, second, numbers) -> None:
    with company() as (url, folder):
        bring(url, file(folder / "a.csv", first, numbers=numbers))
        bring(url, file(folder / "b.csv", second, numbers=numbers), on_existing="replace")
        replaced = figures(url)
    named = {row[0] for row in second}
    with company() as (url, folder):
        bring(url, file(folder / "b.csv", second, numbers=numbers))
        bring(url, file(folder / "a.csv", [row for row in first if row[0] not in named], numbers=numbers))
        assert figures(url) == replaced
