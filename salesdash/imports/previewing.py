"""What a file would do, told before anything is saved."""

import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd

from salesdash import db, kpis
from salesdash.access.identity import User
from salesdash.imports import leftovers
from salesdash.imports.beside import Reader
from salesdash.imports.eventfile import EventFile
from salesdash.imports.loader import Loader
from salesdash.imports.master import Master
from salesdash.imports.options import EFFECT, PLANS, TOTALS, Options, Preview, Progress
from salesdash.imports.orders import Orders
from salesdash.imports.paymentfile import PaymentFile
from salesdash.imports.reading import Reject
from salesdash.imports.rejects import Rejects, words
from salesdash.imports.running import allow, inspected, loaded, result
from salesdash.imports.stage import DryStage
from salesdash.imports.tally import Tally
from salesdash.imports.targetfile import TargetFile
from salesdash.metrics import REGISTRY

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
    outlook = _outlook(url, user, loader)
    seconds = time.perf_counter() - started
    return Preview(
        result=result(plan, loader, rejects, batch_id=None, written=written, seconds=seconds),
        unrecognised=list(plan.unrecognised),
        problems=_problems(rejects.shown),
        reasons=dict(rejects.reasons),
        totals=outlook.totals,
        months=outlook.months,
        first_day=outlook.first_day,
        last_day=outlook.last_day,
        new_members={name: (len(codes), codes[:NAMED]) for name, codes in outlook.created.items() if codes},
        outside_scope=rejects.reasons["outside_scope"],
        effect=outlook.effect,
        plans=_plans(loader),
        prepaid=loader.sums.prepaid if isinstance(loader, PaymentFile) else 0,
        money=isinstance(loader, TargetFile) and {REGISTRY[key].unit for key in loader.measures} == {"money"},
        multiples=sorted(loader.multiples) if isinstance(loader, TargetFile) else [],
    )


@dataclass(frozen=True)
class _Outlook:
    """What the kinds of files tell each in their way, see ``Preview``; ``created``: dimension → codes."""

    totals: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=TOTALS))
    first_day: date | None = None
    last_day: date | None = None
    created: dict[str, list[str]] = field(default_factory=dict)
    effect: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=EFFECT))
    months: list[int] = field(default_factory=list)


def _outlook(url: str | None, user: User, loader: Loader) -> _Outlook:
    if isinstance(loader, Master):
        return _Outlook(created={name: members.created for name, members in loader.all_members.items()})
    if isinstance(loader, PaymentFile):
        sums = loader.sums
        gains = {"receipts": sums.gain} if sums.gain else {}
        effect = _effect(url, user, sums.first_day, sums.last_day, gains)
        created = {"customer": loader.customers.created}
        return _Outlook(sums.totals(), sums.first_day, sums.last_day, created, effect)
    if isinstance(loader, TargetFile):
        return _Outlook(loader.totals(), *loader.days)
    if isinstance(loader, EventFile):
        return _Outlook(first_day=loader.first_day, last_day=loader.last_day)
    if isinstance(loader, Orders):
        tally = loader.tally or Tally()
        gains = {"revenue": tally.revenue, "orders": tally.orders} if tally.changes else {}
        effect = _effect(url, user, tally.first_day, tally.last_day, gains)
        created = {name: members.created for name, members in loader.dimensions.members.items()}
        months = sorted(loader.touched.months)
        return _Outlook(tally.totals(), tally.first_day, tally.last_day, created, effect, months)
    return _Outlook()


def _problems(rejects: list[Reject]) -> pd.DataFrame:
    rows = [(reject.line, reject.field, reject.value, words(reject.reason)) for reject in rejects]
    return pd.DataFrame(rows, columns=["line", "field", "value", "reason"])


def _plans(loader: Loader) -> pd.DataFrame:
    uploaded = loader.uploaded if isinstance(loader, TargetFile) else []
    rows = [
        (one.plan, one.before, one.after, one.give_way, one.change.status == "proposed", one.change.moved)
        for one in uploaded
    ]
    return pd.DataFrame(rows, columns=PLANS)


def _effect(url: str | None, user: User, first: date | None, last: date | None, gains: dict[str, int]) -> pd.DataFrame:
    """The figures of these days without and with the gains, for who may see them."""
    rows = []
    if gains and first and last and user.may("kpis.read"):
        with db.reading(url) as session:
            total = kpis.table(session, user, first, last).total.iloc[0]
        for measure, gain in gains.items():
            before = 0 if pd.isna(total[measure]) else int(total[measure])  # nothing in these days yet
            rows.append((measure, before, before + gain))
    return pd.DataFrame(rows, columns=EFFECT)
