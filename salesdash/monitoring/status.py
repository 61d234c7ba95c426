"""What a signal can be, and what is done about it."""

from salesdash.locale import N_

#: code → name; ``over`` is said by figures, the others by people
STATUSES = {
    "open": N_("Not begun"),
    "in_progress": N_("In progress"),
    "closed": N_("Closed"),
    "over": N_("Back on its path"),
}
#: those that something is still to be done about
LIVING = ("open", "in_progress")
#: what a person may make of a signal
CHOSEN = ("open", "in_progress", "closed")
LEVELS = {"watch": N_("Watch"), "alert": N_("Alert")}
BASES = {"forecast": N_("Forecast"), "pace": N_("Pace of the target")}
#: what a signal may be linked to
LINKS = {"target": N_("Change of targets"), "event": N_("Promotion or event"), "budget": N_("Budget")}
