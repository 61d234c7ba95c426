"""What a file would do, told before anything is saved."""

import time
from pathlib import Path

import pandas as pd

from salesdash import db, kpis
from salesdash.access.identity import User
from salesdash.imports import leftovers
from salesdash.imports.beside import Reader
from salesdash.imports.loader import Loader
from salesdash.imports.master import Master
from salesdash.imports.options import Options, Preview, Progress
from salesdash.imports.orders import Orders
from salesdash.imports.reading import Reject
from salesdash.imports.rejects import Rejects, words
from salesdash.imports.running import allow, inspected, loaded, result
from salesdash.imports.stage import DryStage
from salesdash.imports.tally import Tally

#: codes of new members that are named
NAMED = 20


def preview(  # noqa: PLR0917
    url: str | None, user: User, path: Path, kind: str, options: Options, progress: Progress | None = None
) -> Preview:
    """Reads and checks the whole file and says what importing it would do; nothing is kept.

    Waits for an import that runs. Takes and raises what ``run`` does, but tells rejected rows also with
    ``options.strict``. The effect on the KPIs is told to those who may see them, for the rows they may see.
    """
    started = time.perf_counter()
    tell = progress or (lambda _stage, _share: None)
    allow(url, user, kind, options)
    with Reader(path) as reader, Rejects(kind, options.rejects_path) as rejects:
        plan = inspected(path, kind, options)
        tell("reading", 1.0)
        with db.exclusive(db.engine(url), "import"):
            leftovers.clear_away(url)
            rejects.begin(plan.header)
            with DryStage(url).opened() as stage:
                loader = loaded(url, user, plan, options, stage=stage, reader=reader, rejects=rejects, tell=tell)
            written = rejects.finish()
    tally = (loader.tally if isinstance(loader, Orders) else None) or Tally()
    seconds = time.perf_counter() - started
    return Preview(
        result=result(plan, loader, rejects, batch_id=None, written=written, seconds=seconds),
        unrecognised=list(plan.unrecognised),
        problems=_problems(rejects.shown),
        reasons=dict(rejects.reasons),
        totals=tally.totals(),
        months=sorted(loader.touched.months) if isinstance(loader, Orders) else [],
        first_day=tally.first_day,
        last_day=tally.last_day,
        new_members={name: (len(codes), codes[:NAMED]) for name, codes in _new_members(loader).items() if codes},
        outside_scope=rejects.reasons["outside_scope"],
        effect=_effect(url, user, tally),
    )


def _problems(rejects: list[Reject]) -> pd.DataFrame:
    rows = [(reject.line, reject.field, reject.value, words(reject.reason)) for reject in rejects]
    return pd.DataFrame(rows, columns=["line", "field", "value", "reason"])


def _new_members(loader: Loader) -> dict[str, list[str]]:
    if isinstance(loader, Orders):
        return {name: members.created for name, members in loader.dimensions.members.items()}
    if isinstance(loader, Master):
        return {name: members.created for name, members in loader.all_members.items()}
    return {}


def _effect(url: str | None, user: User, tally: Tally) -> pd.DataFrame:
    rows = []
    if tally.changes and tally.first_day and tally.last_day and user.may("kpis.read"):
        with db.reading(url) as session:
            total = kpis.table(session, user, tally.first_day, tally.last_day).total.iloc[0]
        for measure, gain in (("revenue", tally.revenue), ("orders", tally.orders)):
            before = 0 if pd.isna(total[measure]) else int(total[measure])  # no line in these days yet
            rows.append((measure, before, before + gain))
    return pd.DataFrame(rows, columns=["measure", "before", "after"])
