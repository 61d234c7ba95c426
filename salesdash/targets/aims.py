"""The targets of a sheet per row of a question: leaves narrowed, coordinates turned into the members asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from pandas import DataFrame
from sqlalchemy.orm import Session

from salesdash.kpis.filters import categories, region_parents
from salesdash.targets.asked import WHOLE_YEAR, Asked
from salesdash.targets.coding import MEMBERS, QUARTER, months_of
from salesdash.targets.scoping import teams_of

if TYPE_CHECKING:
    from salesdash.analytics.target_sheet import Sheet

COORDINATES = ("period", *MEMBERS)
#: the id of "not split in this dimension"; 0 is "(unassigned)", as in the snapshot
NOT_SPLIT = -1
#: dimension of a question → coordinate of a leaf that it goes by
_COORDINATE = {
    "year": "period", "quarter": "period", "month": "period", "region": "region", "region_parent": "region",
    "product_line": "product_line", "category": "product_line", "channel": "channel", "rep": "rep", "team": "rep",
}  # fmt: skip
#: column of the snapshot that sales are narrowed by → coordinate
_NARROWED = {"region": "region", "product_line": "product_line", "channel": "channel", "person": "rep", "team": "rep"}
Ids = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Aims:
    """``rows``: ids of the members of each dimension asked for (periods as in a sheet) and ``target``; ``total``: the
    sum of all, None where no target was set; ``under``: region → the region whose target it counts for, where a
    region has a target that was not split over all that lie below it; ``rests``: those of these whose target is what
    was left when others below got theirs."""

    rows: DataFrame
    total: int | None
    under: Mapping[int, int] | None
    rests: frozenset[int]


def aims(session: Session, sheet: "Sheet", asked: Asked) -> Aims:
    """The targets that a question is about."""
    marks = sheet.mark_places
    leaves = np.concatenate([sheet.coordinates, marks])  # what was set to 0 has no leaf, and is a target
    amounts = np.concatenate([sheet.amounts, np.zeros(len(marks), dtype=np.int64)])
    teams = teams_of(session, asked.as_of) if "team" in (*asked.by, *asked.where) else {}
    kept = _kept(leaves, asked, teams)
    leaves, amounts = leaves[kept], amounts[kept]
    parents = region_parents(session) if {"region", "region_parent"} & {*asked.by} else {}
    own, rests = _own_regions(leaves, amounts, parents) if "region" in asked.by else (frozenset(), frozenset())
    levels = {"team": teams, "region_parent": _level_above(parents)}
    if "category" in asked.by:
        levels["category"] = categories(session)
    keys = {name: _members(leaves, name, levels.get(name)) for name in asked.by}
    rows = DataFrame({**keys, "target": amounts})
    if asked.by:
        rows = rows.groupby(list(asked.by), sort=False)[["target"]].sum().reset_index()
        split = (rows[list(asked.by)] != NOT_SPLIT).all(axis=1)
        if "region" in asked.by:
            split &= rows["region"].isin(own)
        rows = rows[split | (rows["target"] != 0)].reset_index(drop=True)
    return Aims(rows, int(amounts.sum()) if len(amounts) else None, _under(own, parents), rests)


def _kept(leaves: Ids, asked: Asked, teams: Mapping[int, int]) -> npt.NDArray[np.bool_]:
    """The leaves inside the periods and members of the question."""
    kept = np.ones(len(leaves), dtype=bool)
    if asked.months != WHOLE_YEAR:
        quarters = [QUARTER + q for q in range(1, 5) if {*months_of(QUARTER + q)} <= {*asked.months}]
        kept &= np.isin(leaves[:, 0], [*asked.months, *quarters])
    for column, ids in asked.chosen.members.items():
        at = COORDINATES.index(_NARROWED[column])
        wanted = {person for person, team in teams.items() if team in ids} if column == "team" else ids
        kept &= np.isin(leaves[:, at], sorted(wanted - {0}))
    return kept


def _members(leaves: Ids, name: str, levels: Mapping[int, int] | None) -> Ids:
    ids = leaves[:, COORDINATES.index(_COORDINATE[name])]
    if name == "year":
        return np.zeros_like(ids)
    if name == "month":
        return np.where((ids >= 1) & (ids <= 12), ids, NOT_SPLIT)
    if name == "quarter":
        return np.where(ids > QUARTER, ids, np.where(ids > 0, QUARTER + 1 + (ids - 1) // 3, NOT_SPLIT))
    if levels is not None:
        known, place = np.unique(ids, return_inverse=True)
        above = np.array([levels.get(int(i), 0) for i in known], dtype=np.int64)
        return np.where(ids > 0, above[place] if len(known) else ids, NOT_SPLIT)
    return np.where(ids > 0, ids, NOT_SPLIT)


def _level_above(parents: Mapping[int, int]) -> dict[int, int]:
    """Region → the level above the regions that lines carry: what has regions below it stands for itself."""
    with_children = {above for member, above in parents.items() if above != member}
    return {member: member if member in with_children else above for member, above in parents.items()}


def _own_regions(
    leaves: Ids, amounts: Ids, parents: Mapping[int, int]
) -> tuple[frozenset[int], frozenset[int]]:  # fmt: skip
    """Regions that have a target of their own: an amount that is not split below them, or one that was set to 0; and
    those of them that have others below."""
    at = leaves[:, COORDINATES.index("region")]
    held = {int(i) for i in np.unique(at[amounts != 0]) if i > 0}
    above_held: set[int] = set()
    for region in held:
        while (up := parents.get(region, region)) != region and up not in above_held:
            above_held.add(region := up)
    own = held | ({int(i) for i in np.unique(at) if i > 0} - above_held)
    return frozenset(own), frozenset(held & above_held)


def _under(own: frozenset[int], parents: Mapping[int, int]) -> dict[int, int] | None:
    found = {0: 0}
    for region in parents:
        up, seen = region, set()
        while up not in own and up not in seen and parents[up] != up:
            seen.add(up)
            up = parents.get(up, up)
        found[region] = up if up in own else region
    return found if any(member != above for member, above in found.items()) else None
