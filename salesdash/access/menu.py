"""Which pages a person has, in which section, and which one opens first."""

from dataclasses import dataclass

from salesdash.access.identity import User
from salesdash.locale import N_


@dataclass(frozen=True)
class Entry:
    """A page: the name of its file, its title and section, its icon, and the permissions of which it takes one
    (none: it is everybody's)."""

    name: str
    title: str
    section: str
    icon: str
    permissions: tuple[str, ...] = ()


MENU = (
    Entry("kpis", N_("KPIs"), N_("Sales"), ":material/monitoring:", ("kpis.read", "kpis.quantities")),
    Entry("history", N_("History"), N_("Sales"), ":material/timeline:", ("kpis.read", "kpis.quantities")),
    Entry(
        "targets", N_("Targets"), N_("Sales"), ":material/flag:",
        ("kpis.read", "kpis.quantities", "targets.set", "targets.approve"),
    ),
    Entry("team", N_("Team"), N_("Sales"), ":material/group:", ("kpis.read", "kpis.quantities")),
    Entry("my_targets", N_("My targets"), N_("Sales"), ":material/sports_score:", ("kpis.read",)),
    Entry("receivables", N_("Receivables"), N_("Sales"), ":material/account_balance_wallet:", ("kpis.read",)),
    Entry(
        "appraisal", N_("Appraisal"), N_("Sales"), ":material/grading:",
        ("kpis.read", "appraisals.manage", "periods.close"),
    ),
    Entry("forecast", N_("Forecast"), N_("Outlook"), ":material/auto_graph:", ("kpis.read", "kpis.quantities")),
    Entry("signals", N_("Signals"), N_("Outlook"), ":material/notifications_active:", ("kpis.read", "kpis.quantities")),
    Entry("reports", N_("Reports"), N_("Outlook"), ":material/slideshow:", ("kpis.read", "kpis.quantities")),
    Entry(
        "calendar", N_("Calendar"), N_("Outlook"), ":material/event:",
        ("kpis.read", "kpis.quantities", "calendar.manage"),
    ),
    Entry(
        "uploads", N_("Uploads"), N_("Data"), ":material/upload_file:",
        ("facts.import", "master.manage", "targets.set", "calendar.manage"),
    ),
    Entry("master_data", N_("Master data"), N_("Data"), ":material/account_tree:", ("master.manage",)),
    Entry("dictionary", N_("Metric dictionary"), N_("Data"), ":material/menu_book:"),
    Entry("people", N_("People and duties"), N_("Administration"), ":material/groups:"),
    Entry("settings", N_("Settings"), N_("Administration"), ":material/settings:", ("settings.manage",)),
    Entry("audit", N_("Audit trail"), N_("Administration"), ":material/history:", ("audit.read",)),
    Entry("jobs", N_("Jobs"), N_("Administration"), ":material/work_history:", ("settings.manage",)),
    Entry("account", N_("My account"), N_("Administration"), ":material/account_circle:"),
)  # fmt: skip
#: role → page that opens first; everybody else starts at the KPIs if they may see them, else at the dictionary
FIRST = {
    "analyst": "uploads", "administrator": "people", "sales_manager": "team", "sales_representative": "my_targets",
    "sales_assistant": "my_targets", "production": "forecast",
}  # fmt: skip


def entries(user: User) -> list[Entry]:
    """The pages that the person may open, in the order of the navigation."""
    return [one for one in MENU if not one.permissions or any(user.may(code) for code in one.permissions)]


def first_page(user: User) -> str:
    """The name of the page that opens after signing in."""
    own = [one.name for one in entries(user)]
    return next(name for name in (FIRST.get(user.role), "kpis", "dictionary") if name in own)
