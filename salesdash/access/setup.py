"""What a new company starts with: roles, their permissions, positions with duties and limits."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.access.permissions import ROLES
from salesdash.locale import N_
from salesdash.models import AuthorityLimit, Position, Role, RolePermission
from salesdash.units import SCALE

#: the subject of the limit up to which targets may be changed without approval
CHANGE_OF_TARGETS = N_("Change of targets")

#: role → duties of the position of that name, and what it may decide alone up to an amount
POSITIONS: dict[str, tuple[str, dict[str, int]]] = {
    "administrator": (
        N_("Keeps accounts, roles, duties and the company's settings. Reads the audit trail. Approves no business."),
        {},
    ),
    "executive": (
        N_("Sets the direction, approves targets, decides what goes beyond the limits of the managers."),
        {N_("Discount on one order"): 100_000, N_("Credit to one customer"): 500_000},
    ),
    "sales_manager": (
        N_("Leads a team, sets its targets, follows attainment every week, helps where a deal is stuck."),
        {N_("Discount on one order"): 10_000, N_("Credit to one customer"): 50_000, CHANGE_OF_TARGETS: 100_000},
    ),
    "sales_representative": (
        N_("Looks after own customers, makes offers, closes orders, reports what the market says."),
        {N_("Discount on one order"): 1_000},
    ),
    "sales_assistant": (N_("Enters and checks the orders of the unit, keeps its documents, answers customers."), {}),
    "analyst": (N_("Imports orders, keeps master data in order, explains what the figures mean."), {}),
    "finance": (N_("Follows receipts and margins, closes periods, watches budgets."), {}),
    "marketing": (N_("Plans campaigns, observes competitors, measures what a campaign brought."), {}),
    "production": (N_("Plans capacity from the quantities that are sold and expected."), {}),
    "customer_service": (N_("Answers customers, follows their tickets until they are solved."), {}),
}


def install_defaults(session: Session) -> None:
    """Adds the roles with their default permissions and the positions. What exists is left as it is, so that it can
    be called again; a role that is there keeps what an administrator gave it."""
    existing = set(session.scalars(select(Role.code)))
    missing = {code: role for code, role in ROLES.items() if code not in existing}
    for code, role in missing.items():
        session.add(Role(code=code, scope=role.scope))
    session.flush()
    for code, role in missing.items():
        session.add_all(RolePermission(role=code, permission=permission) for permission in sorted(role.permissions))
        duties, limits = POSITIONS[code]
        position = Position(code=code, name=role.name, role=code, duties=duties, place=list(ROLES).index(code))
        session.add(position)
        session.flush()
        for subject, amount in limits.items():
            session.add(AuthorityLimit(position_id=position.id, subject=subject, amount=amount * SCALE))
    if missing:
        db.touch(session, "access")
    session.flush()
