"""What the dimensions are called."""

from salesdash.locale import N_
from salesdash.locale import gettext as _

_NAMES = {
    "region": N_("Region"),
    "region_parent": N_("Greater region"),
    "country": N_("Country"),
    "channel": N_("Channel"),
    "product_line": N_("Product line"),
    "category": N_("Category"),
    "product": N_("Product"),
    "rep": N_("Representative"),
    "team": N_("Team"),
    "customer": N_("Customer"),
    "day": N_("Day"),
    "week": N_("Week"),
    "month": N_("Month"),
    "quarter": N_("Quarter"),
    "year": N_("Year"),
}


def dimension_name(dimension: str) -> str:
    """The name of a dimension in the language in force."""
    return _(_NAMES[dimension])
