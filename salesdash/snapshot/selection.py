"""Which rows a question is about: the one place where row scope and filters enter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from salesdash.access.identity import Scope


@dataclass(frozen=True)
class Selection:
    """The rows that a question is about: what the person may see, and the members asked for (column → ids)."""

    scope: Scope
    members: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def key(self) -> tuple:
        """The selection as a hashable value."""
        return (self.scope, tuple(sorted((column, tuple(sorted(ids))) for column, ids in self.members.items())))


def condition(selection: Selection) -> str:
    """The SQL condition that rows must meet; nothing is seen without it."""
    scope = selection.scope
    if scope.nothing:
        return "false"
    terms = [_among(column, ids) for column, ids in selection.members.items()]
    if not scope.everything:
        seen = [_among(c, ids) for c, ids in (("person", scope.people), ("team", scope.teams)) if ids]
        terms.append(f"({' OR '.join(seen)})")
    if scope.regions is not None:
        terms.append(_among("region", scope.regions))
    return " AND ".join(terms) or "true"


def _among(column: str, ids: Iterable[int]) -> str:
    listed = ", ".join(str(int(i)) for i in sorted(ids))
    return f"{column} IN ({listed})" if listed else "false"
