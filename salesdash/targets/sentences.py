"""What attainment says, in a sentence made from its figures."""

from collections.abc import Sequence

from pandas import DataFrame

from salesdash.locale import formats, ngettext
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.targets.attainment import Attainment


def aimed(found: Attainment) -> DataFrame:
    """The rows of one dimension's members that have a target worth following."""
    (by,) = found.by
    rows = found.rows
    return rows[rows["has_target"] & rows[by].notna() & (rows["target"].fillna(0) > 0)]


def behind(rows: DataFrame) -> DataFrame:
    """The rows that lag behind what was to be expected, the largest lack first."""
    late = rows[rows["has_target"] & (rows["pace"].fillna(1.0) < 1)]
    return late.sort_values("lead", kind="stable")


def who_is_behind(found: Attainment, currency: str) -> str:
    """How many members of a dimension are behind, by how much, who most; "" where nobody has a target."""
    (by,) = found.by
    metric, members = REGISTRY[found.plan.measure], aimed(found)
    if members.empty:
        return ""
    late, all_ = behind(members), formats.number(len(members))
    if late.empty:
        return _on_course(by, len(members)).format(people=all_, all=all_)
    lack = -int(late["lead"].sum())
    said = _late(by, len(members)).format(
        late=formats.number(len(late)), people=all_, all=all_,
        lack=metric.show(lack, currency, short=True), who=late[f"{by}_name"].iloc[0],
        most=metric.show(-int(late["lead"].iloc[0]), currency, short=True),
    )  # fmt: skip
    ahead = int(members["lead"].clip(lower=0).sum())
    if not ahead or not metric.additive:
        return said
    made_up = _("Those ahead make up for {amount} of it.") if ahead < lack else _("Those ahead make up for all of it.")
    return f"{said} {made_up.format(amount=metric.show(ahead, currency, short=True))}"


def _on_course(by: str, members: int) -> str:
    if by == "rep":
        return ngettext("The one person with a target is on course.", "All {people} people are on course.", members)
    return ngettext("The only one with a target is on course.", "All {all} are on course.", members)


def _late(by: str, members: int) -> str:
    if by == "rep":
        return ngettext(
            "{late} of {people} person is behind, together by {lack}; most of all {who} ({most}).",
            "{late} of {people} people are behind, together by {lack}; most of all {who} ({most}).",
            members,
        )
    return ngettext(
        "{late} of {all} is behind, together by {lack}; most of all {who} ({most}).",
        "{late} of {all} are behind, together by {lack}; most of all {who} ({most}).",
        members,
    )


def locked_at_nothing(names: Sequence[str]) -> str:
    """That a split locks members which have no amount, so that the others take everything."""
    return ngettext(
        "{members} has no amount yet: locked now, it stays at 0 and the others take everything.",
        "{members} have no amount yet: locked now, they stay at 0 and the others take everything.",
        len(names),
    ).format(members=formats.listing(names))
