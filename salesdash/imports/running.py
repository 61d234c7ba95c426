"""An import from file to published batch."""

import time
from pathlib import Path

from salesdash import company, db, jobs
from salesdash.access.identity import User
from salesdash.errors import BadInput, Conflict
from salesdash.imports import leftovers, reading, record, signs
from salesdash.imports.beside import Reader
from salesdash.imports.eventfile import EventFile
from salesdash.imports.kinds import KINDS
from salesdash.imports.loader import Loader, make_loader
from salesdash.imports.options import Options, Progress, Result
from salesdash.imports.orders import Orders
from salesdash.imports.paymentfile import PaymentFile
from salesdash.imports.reading import FilePlan
from salesdash.imports.refreshing import refresh
from salesdash.imports.rejects import Rejects
from salesdash.imports.stage import DryStage, Stage
from salesdash.imports.targetfile import TargetFile
from salesdash.locale import N_, NN_
from salesdash.models import ImportBatch

#: rows that are read, checked and staged together
CHUNK_ROWS = 10_000
#: about which share of the time goes into looking the file through before orders are replaced
_LOOKING = 0.2


def run(
    url: str | None,
    user: User,
    path: Path,
    kind: str,
    options: Options,
    *,
    file_name: str | None = None,
    progress: Progress | None = None,
) -> Result:
    """Imports a file. Opens its own short transactions; waits for another import that runs.

    Takes the permission of the kind. Raises NotPermitted before the file is read,
    Conflict while the sample company is loaded (unless ``options.into_sample``), BadInput for a file that cannot be
    used as a whole and, if ``options.strict``, for a rejected row; in each of these cases nothing is kept.
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
            if options.dry_run:
                batch_id = None
                with DryStage(url).opened() as stage:
                    loader = loaded(url, user, plan, options, stage=stage, reader=reader, rejects=rejects, tell=tell)
                _refuse_rejected(options, rejects)
            else:
                batch_id, loader = _published(
                    url,
                    user,
                    plan,
                    options,
                    reader=reader,
                    rejects=rejects,
                    file_name=file_name or path.name,
                    tell=tell,
                )
            written = rejects.finish()
    if batch_id is not None:
        tell("publishing", 1.0)
        refresh(url)
        with db.writing(url) as session:
            jobs.after_import(session)
    seconds = time.perf_counter() - started
    return result(plan, loader, rejects, batch_id=batch_id, written=written, seconds=seconds)


def allow(url: str | None, user: User, kind: str, options: Options) -> None:
    """Raises NotPermitted, BadInput for an unknown kind or way to treat existing orders, Conflict while the sample
    company is loaded. Reads nothing of the file."""
    if kind not in KINDS:
        raise BadInput(
            "unknown_kind", N_("There is no kind {kind}. There are: {kinds}."), kind=kind, kinds=", ".join(KINDS)
        )
    user.require(KINDS[kind].permission)
    if options.on_existing not in ("skip", "replace"):
        raise BadInput("bad_choice", N_("Existing orders can be skipped or replaced."), given=options.on_existing)
    with db.reading(url) as session:
        if company.settings(session).sample and not options.into_sample:
            raise Conflict(
                "sample_loaded",
                N_(
                    "The sample company is loaded, and your own data would be mixed with it. Start with your own data "
                    "first (sample remove), or import into the sample on purpose (--into-sample)."
                ),
            )


def inspected(path: Path, kind: str, options: Options) -> FilePlan:
    """How the file is to be read."""
    return reading.inspect(
        path,
        kind,
        encoding=options.encoding,
        delimiter=options.delimiter,
        date_format=options.date_format,
        decimal=options.decimal,
        mapping=options.mapping,
        constants=options.constants,
    )


def loaded(
    url: str | None,
    user: User,
    plan: FilePlan,
    options: Options,
    *,
    stage: Stage,
    reader: Reader,
    rejects: Rejects,
    tell: Progress,
) -> Loader:
    """The file read, checked and staged; not published."""
    with db.reading(url) as session:
        loader = make_loader(session, user, plan, options, stage)
    looked = 0.0
    if isinstance(loader, TargetFile | EventFile) or (isinstance(loader, Orders) and loader.replace):
        looked = _LOOKING
        for chunk in reader.read(plan, CHUNK_ROWS):
            loader.look(chunk)
            tell("checking", chunk.done * looked)
    for chunk in reader.read(plan, CHUNK_ROWS):
        rejects.add(loader.take(chunk))
        tell("checking", looked + chunk.done * (1 - looked))
    loader.finish()
    return loader


def _published(
    url: str | None,
    user: User,
    plan: FilePlan,
    options: Options,
    *,
    reader: Reader,
    rejects: Rejects,
    file_name: str,
    tell: Progress,
) -> tuple[int, Loader]:
    batch_id = record.begin(url, user, plan, file_name, options.on_existing)
    try:
        loader = loaded(url, user, plan, options, stage=Stage(url, batch_id), reader=reader, rejects=rejects, tell=tell)
        _refuse_rejected(options, rejects)
        with db.writing(url) as session:
            batch = session.get_one(ImportBatch, batch_id)
            effects = loader.publish(session, batch)
            record.publish(session, user, batch, counts=loader.counts, rejected=rejects.count, effects=effects)
    except BaseException:
        leftovers.remove_rows(url, batch_id)
        raise
    return batch_id, loader


def _refuse_rejected(options: Options, rejects: Rejects) -> None:
    if options.strict and rejects.count:
        raise BadInput(
            "rejected_rows",
            NN_(
                "{rejected} row was rejected, so nothing was imported.",
                "{rejected} rows were rejected, so nothing was imported.",
                "rejected",
            ),
            rejected=rejects.count,
            rejects_file=rejects.finish(),
        )


def result(
    plan: FilePlan, loader: Loader, rejects: Rejects, *, batch_id: int | None, written: str | None, seconds: float
) -> Result:
    """The counts as they are told."""
    counts = loader.counts
    return Result(
        batch=batch_id,
        kind=plan.kind,
        rows=counts.rows,
        accepted=counts.inserted + counts.updated,
        inserted=counts.inserted,
        updated=counts.updated,
        duplicates=counts.duplicates,
        rejected=rejects.count,
        changed_orders=loader.changed_orders,
        rejects_file=written,
        columns=dict(plan.columns),
        dialect=plan.dialect,
        seconds=round(seconds, 3),
        told=loader.told,
        warnings=signs.warnings(plan, loader.currency if isinstance(loader, (Orders, PaymentFile)) else None),
    )
