"""Permissions, row scopes and roles: the codes, their names, and what a role has before anybody changes it."""

from dataclasses import dataclass

from salesdash.locale import N_

#: code → name
PERMISSIONS = {
    "people.manage": N_("Manage people, duties and permissions"),
    "settings.manage": N_("Change the company's settings"),
    "audit.read": N_("Read the audit trail"),
    "facts.import": N_("Import orders and payments"),
    "master.manage": N_("Edit and import master data and exchange rates"),
    "kpis.read": N_("See the KPIs"),
    "kpis.quantities": N_("See quantities, not amounts"),
    "targets.set": N_("Set targets"),
    "targets.approve": N_("Approve targets"),
    "appraisals.manage": N_("Appraise people and agree actions with them"),
    "periods.close": N_("Close periods"),
    "calendar.manage": N_("Keep the company's calendar"),
    "forecasts.run": N_("Make forecasts"),
    "forecasts.adjust": N_("Override forecasts and keep scenarios"),
    "signals.manage": N_("Act on signals"),
    "service.read": N_("See customers and tickets"),
}

#: code → name
SCOPES = {
    "own": N_("Own"),
    "own_and_reports": N_("Own and those who report to them"),
    "own_unit": N_("Own unit"),
    "own_unit_and_below": N_("Own unit and those below"),
    "all": N_("All"),
}


@dataclass(frozen=True)
class RoleDefault:
    """What a role starts with; afterwards the tables ``roles`` and ``role_permissions`` decide."""

    name: str
    scope: str
    permissions: frozenset[str]


def _role(name: str, scope: str, *permissions: str) -> RoleDefault:
    return RoleDefault(name, scope, frozenset(permissions))


#: code → defaults, in the order in which roles are offered
ROLES = {
    "administrator": _role(
        N_("Administrator"), "own", "people.manage", "settings.manage", "audit.read", "master.manage"
    ),
    "executive": _role(
        N_("Executive"),
        "all",
        "kpis.read",
        "targets.set",
        "targets.approve",
        "appraisals.manage",
        "periods.close",
        "calendar.manage",
        "forecasts.run",
        "forecasts.adjust",
        "signals.manage",
    ),
    "sales_manager": _role(
        N_("Sales manager"),
        "own_and_reports",
        "kpis.read",
        "targets.set",
        "appraisals.manage",
        "calendar.manage",
        "forecasts.run",
        "forecasts.adjust",
        "signals.manage",
    ),
    "sales_representative": _role(N_("Sales representative"), "own", "kpis.read"),
    "sales_assistant": _role(N_("Sales assistant"), "own_unit", "kpis.read", "facts.import"),
    "analyst": _role(
        N_("Analyst"), "all", "kpis.read", "facts.import", "master.manage", "calendar.manage", "forecasts.run"
    ),
    "finance": _role(N_("Finance"), "all", "kpis.read", "periods.close"),
    "marketing": _role(N_("Marketing"), "all", "kpis.read", "calendar.manage"),
    "production": _role(N_("Production"), "all", "kpis.quantities"),
    "customer_service": _role(N_("Customer service"), "all", "service.read"),
}
