"""The filters of the page Signals, kept in the address: state, measure, dimension, only mine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from salesdash.access.identity import User
from salesdash.dimensions import dimension_name
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.monitoring import LIVING, STATUSES, SignalView

#: the parameter that names the one that is looked into
ONE = "signal"
#: signals about the whole company
_TOTAL = "total"


@dataclass(frozen=True)
class Choice:
    """What is shown; "" means all."""

    status: str
    measure: str
    dimension: str
    mine: bool

    def of(self, found: Sequence[SignalView], user: User) -> list[SignalView]:
        """The signals that are wanted."""
        return [one for one in found if self._wants(one, user)]

    def _wants(self, one: SignalView, user: User) -> bool:
        states = LIVING if self.status == "living" else (self.status,) if self.status != "all" else tuple(STATUSES)
        return (
            one.status in states
            and self.measure in ("", one.measure)
            and self.dimension in ("", *(one.names or {_TOTAL: ""}))
            and (not self.mine or one.owner == user.login)
        )

    def words(self) -> list[tuple[str, str]]:
        """In words, for the head of a download."""
        said = [(_("Status"), states()[self.status])]
        if self.measure:
            said.append((_("Measure"), _(REGISTRY[self.measure].name)))
        if self.dimension:
            said.append((_("Dimension"), dimensions()[self.dimension]))
        return [*said, *([(_("Owner"), _("only mine"))] if self.mine else [])]


def states() -> dict[str, str]:
    """The states that can be chosen."""
    return {"living": _("Open or in progress"), "all": _("All")} | {code: _(name) for code, name in STATUSES.items()}


def dimensions() -> dict[str, str]:
    """What signals can be about."""
    names = {code: dimension_name(code) for code in ("region", "product_line", "channel", "rep")}
    return {"": _("All"), _TOTAL: _("Whole company")} | names


def show(found: Sequence[SignalView]) -> Choice:
    """Draws the bar and returns what is chosen."""
    measures = {"": _("All")} | {one.measure: _(REGISTRY[one.measure].name) for one in found}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="filters"):
        status = _select(_("Status"), "status", states(), 190)
        measure = _select(_("Measure"), "measure", measures, 170)
        dimension = _select(_("Dimension"), "dimension", dimensions(), 170)
        mine = st.toggle(_("Only mine"), _stated("mine") == "1", key="signals.mine", persist_state="session")
        _keep("mine", "1" if mine else "")
    return Choice(status, measure, dimension, mine)


def chosen() -> int | None:
    """The signal that the address names."""
    number = st.query_params.get(ONE, "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 19 else None


def look_into(number: int | None) -> None:
    """Opens a signal, or goes back to all. For callbacks."""
    _keep(ONE, str(number) if number is not None else "")


def _select(label: str, key: str, names: Mapping[str, str], width: int) -> str:
    held = f"signals.{key}"
    default = next(iter(names))
    if st.session_state.get(held) not in names:
        stated = _stated(key)
        st.session_state[held] = stated if stated in names else default
    picked = st.selectbox(
        label, list(names), format_func=names.__getitem__, key=held, filter_mode=None, persist_state="session",
        width=width,
    )  # fmt: skip
    _keep(key, "" if picked == default else str(picked))
    return str(picked)


def _stated(key: str) -> str:
    return str(st.query_params.get(key, ""))


def _keep(key: str, value: str) -> None:
    if value and st.query_params.get(key) != value:
        st.query_params[key] = value
    elif not value and key in st.query_params:
        del st.query_params[key]
