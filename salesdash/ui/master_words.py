"""What the pieces of master data are called."""

from collections.abc import Mapping

from salesdash.access.identity import User
from salesdash.dimensions import dimension_name
from salesdash.locale import N_
from salesdash.locale import gettext as _
from salesdash.masterdata.dimensions import DIMENSIONS
from salesdash.ui.identity import plain

_FIELDS = {
    "code": N_("Code"),
    "name": N_("Name"),
    "name_zh_hant": N_("Name in Traditional Chinese"),
    "name_zh_hans": N_("Name in Simplified Chinese"),
    "title": N_("Position"),
    "hired_on": N_("Hired on"),
    "left_on": N_("Left on"),
    "manager": N_("Manager"),
    "active": N_("Active"),
    "merged_into": N_("Merged into"),
}
_PARENTS = {"region": N_("Region above"), "team": N_("Team above")}


def field_name(field: str, dimension: str = "") -> str:
    """The name of an attribute."""
    if field == "parent":
        return _(_PARENTS[dimension])
    return _(_FIELDS[field]) if field in _FIELDS else dimension_name(field)


def labelled(code: str, name: str | None) -> str:
    """A member as it is shown in lists to choose from."""
    return f"{name} ({code})" if name and name != code else code


def choice(names: Mapping[str, str], code: str | None) -> str:
    """An entry of a list to choose from, in which None means none of them."""
    return labelled(code, names.get(code)) if code else "–"


def bold(code: str, name: str | None) -> str:
    """A member within a sentence."""
    return f"**{plain(labelled(code, name))}**"


def mine(user: User) -> dict[str, str]:
    """The dimensions that the person may look after: key → name."""
    return {
        key: _(dimension.name)
        for key, dimension in DIMENSIONS.items()
        if any(user.may(permission) for permission in dimension.permissions)
    }
