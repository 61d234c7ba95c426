"""What takes the rows of a file, by its kind."""

from typing import Protocol

from sqlalchemy.orm import Session

from salesdash import company
from salesdash.access import scope
from salesdash.access.identity import User
from salesdash.imports.credits import Credits
from salesdash.imports.dimensions import Dimensions
from salesdash.imports.eventfile import EventFile
from salesdash.imports.incomplete import Incomplete
from salesdash.imports.inscope import ScopeCheck
from salesdash.imports.master import Master
from salesdash.imports.members import ImaginedMembers, Members
from salesdash.imports.options import Options
from salesdash.imports.orders import Orders
from salesdash.imports.paymentfile import PaymentFile
from salesdash.imports.paymentscope import PaymentScope
from salesdash.imports.ratefile import RateFile
from salesdash.imports.rates import Rates
from salesdash.imports.reading import Chunk, FilePlan, Reject
from salesdash.imports.record import Counts, Effects
from salesdash.imports.stage import DryStage, Stage
from salesdash.imports.tally import Tally
from salesdash.imports.targetfile import TargetFile
from salesdash.models import Customer, ImportBatch, Person


class Loader(Protocol):
    """Takes a file chunk by chunk. Nothing that it stages counts before ``publish``, which is called once, in the
    transaction that publishes the batch."""

    counts: Counts

    @property
    def changed_orders(self) -> int:
        """Orders that existed and read otherwise from now on; 0 for other kinds."""

    @property
    def told(self) -> dict[str, int]:
        """What the result says beside the counts, see ``Result``."""

    def take(self, chunk: Chunk) -> list[Reject]:
        """Checks and stages rows; gives all rejected ones, in the order of the file."""

    def finish(self) -> None:
        """What can be told only once the whole file is known."""

    def publish(self, session: Session, batch: ImportBatch) -> Effects:
        """What changes in the moment of publication beside the batch itself."""


def make_loader(session: Session, user: User, plan: FilePlan, options: Options, stage: Stage) -> Loader:
    """The loader of the plan's kind."""
    dry = isinstance(stage, DryStage)
    members: type[Members] = ImaginedMembers if dry else Members
    settings = company.settings(session)
    batch_id = None if dry else stage.batch_id
    if plan.kind == "rates":
        return RateFile(stage, settings.currency)
    if plan.kind == "events":
        return EventFile(stage)
    check = ScopeCheck(session, scope.of(session, user, company.today(settings)))
    if plan.kind == "targets":
        return TargetFile.make(session, stage, user, plan, settings)
    replace = options.on_existing == "replace"
    if plan.kind == "payments":
        return PaymentFile(
            stage=stage,
            customers=members(Customer, batch_id),
            rates=Rates(session),
            currency=settings.currency,
            scope=PaymentScope(stage, check, Credits(members(Person, batch_id), batch_id)),
            replace=replace,
        )
    if plan.kind != "orders":
        return Master(plan.kind, stage, members, batch_id=batch_id, today=company.today(settings))
    carried = set(plan.columns) | set(plan.constants)
    return Orders(
        stage=stage,
        dimensions=Dimensions.make(members, batch_id, carried),
        rates=Rates(session),
        currency=settings.currency,
        scope=check,
        incomplete=Incomplete(plan) if replace else None,
        carried=carried,
        tally=Tally() if dry else None,
    )
