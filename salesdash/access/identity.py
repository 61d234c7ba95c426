"""Who asks, and which rows they may see. Plain values: how they come about is in the rest of this package."""

from dataclasses import dataclass, field

from salesdash.errors import NotPermitted
from salesdash.locale import N_


@dataclass(frozen=True)
class User:
    """The person behind a request. ``permissions`` are codes of ``salesdash.access.permissions``."""

    id: int | None
    login: str
    name: str
    role: str
    permissions: frozenset[str]
    person_id: int | None = None
    language: str | None = None
    #: the operator of the machine, on the command line: may do all, sees all, is no account
    operator: bool = False

    def may(self, permission: str) -> bool:
        """True if the permission was given."""
        return self.operator or permission in self.permissions

    def require(self, *permissions: str) -> None:
        """Raises NotPermitted unless one of the permissions was given. Every service begins with this."""
        if not any(self.may(p) for p in permissions):
            raise NotPermitted(
                "not_permitted",
                N_("You may not do this. It takes the permission: {permission}."),
                permission=permissions[0],
            )


OPERATOR = User(id=None, login="operator", name="operator", role="operator", permissions=frozenset(), operator=True)


@dataclass(frozen=True)
class Scope:
    """The rows a person may see: a row counts if its person is in ``people`` or its team (the one that the person
    held on the row's date) is in ``teams``, and its region is in ``regions`` where those are given.
    The default sees nothing."""

    everything: bool = False
    people: frozenset[int] = field(default_factory=frozenset)
    teams: frozenset[int] = field(default_factory=frozenset)
    #: ids of the regions (with all below them) that narrow the scope; None: not narrowed
    regions: frozenset[int] | None = None

    @property
    def nothing(self) -> bool:
        """True if no row can be in this scope."""
        return not self.everything and not self.people and not self.teams


EVERYTHING = Scope(everything=True)
