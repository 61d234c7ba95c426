"""Positions: shown to everybody, edited by who manages people."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import pandas as pd
import streamlit as st

from salesdash import db
from salesdash.access import duties
from salesdash.access.duties import PositionView
from salesdash.access.identity import User
from salesdash.access.permissions import PERMISSIONS, ROLES
from salesdash.errors import BadInput
from salesdash.locale import N_, formats
from salesdash.locale import gettext as _
from salesdash.ui import identity
from salesdash.ui.messages import guarded
from salesdash.units import SCALE

#: code and version of the position that is being edited, as they were when the editing began
_EDITING = "people_editing"


def show(user: User, positions: list[PositionView], roles: pd.DataFrame, currency: str) -> None:
    """A card for each position."""
    given = {str(role["role"]): {str(k): v for k, v in role.items()} for role in roles.to_dict("records")}
    columns = [column for _pair in positions[::2] for column in st.columns(2)]  # pairs: a phone keeps the order
    for position, column in zip(positions, columns, strict=False):
        with column.container(border=True):
            if user.may("people.manage") and st.session_state.get(_EDITING, ("", 0))[0] == position.code:
                _edit(user, position, st.session_state[_EDITING][1], currency)
                continue
            _card(position, given[position.role], currency)
            if user.may("people.manage"):
                st.button(
                    _("Edit"), key=f"edit_{position.code}", icon=":material/edit:",
                    on_click=_start, args=(position.code, position.version),
                )  # fmt: skip


def _start(code: str, version: int) -> None:
    st.session_state[_EDITING] = (code, version)


def _stop() -> None:
    st.session_state.pop(_EDITING, None)
    st.rerun()


def _card(position: PositionView, role: Mapping[str, Any], currency: str) -> None:
    plain = identity.plain
    permissions = [_(name) for code, name in PERMISSIONS.items() if role[code]]
    limits = [
        "- " + plain(_("{subject}: up to {amount}").format(subject=subject, amount=formats.money(amount, currency)))
        for subject, amount in position.limits.items()
    ]
    lines = [f"#### {plain(position.name)}", plain(position.duties)]
    if limits:
        lines += ["**" + _("Decides alone") + "**", "\n".join(limits)]
    rights = [*permissions, _("Rows: {scope}").format(scope=duties.scope_name(role["scope"]))]
    lines += ["**" + _("May") + "**", "\n".join(f"- {plain(right)}" for right in rights)]
    holders = plain(_(", ").join(position.holders)) if position.holders else _("nobody at present")
    lines.append("**" + _("Held by") + f"** {holders}")
    st.markdown("\n\n".join(lines))


def _edit(user: User, position: PositionView, version: int, currency: str) -> None:
    with st.form(f"position_{position.code}", border=False):
        name = st.text_input(_("Name"), position.name, max_chars=200)
        text = st.text_area(_("Duties"), position.duties, max_chars=4000, height=120)
        st.write(_("Decides alone, up to an amount in {currency}").format(currency=currency))
        edited = st.data_editor(
            pd.DataFrame(
                {
                    "subject": list(position.limits),
                    "amount": [float(Decimal(amount) / SCALE) for amount in position.limits.values()],
                }
            ).astype({"subject": "str", "amount": "float"}),
            num_rows="dynamic",
            hide_index=True,
            width="stretch",
            column_config={
                "subject": st.column_config.TextColumn(_("Subject"), required=True, max_chars=200),
                "amount": st.column_config.NumberColumn(_("Up to"), required=True, min_value=0),
            },
            key="limits",
        )
        if st.form_submit_button(_("Save"), type="primary"):
            with guarded():
                limits = _limits(edited)
                with db.writing() as session:
                    duties.change_position(session, user, position.code, version, name=name, duties=text, limits=limits)
                _stop()
        if st.form_submit_button(_("Cancel")):
            _stop()
    st.caption(_("Permissions come with the role {role}.").format(role=_(ROLES[position.role].name)))


def _limits(edited: pd.DataFrame) -> dict[str, int]:
    limits = {}
    for subject, amount in edited[["subject", "amount"]].itertuples(index=False):
        try:
            limits[str(subject or "")] = int((Decimal(str(amount)) * SCALE).to_integral_value())
        except (InvalidOperation, ValueError) as wrong:
            raise BadInput(
                "bad_limit", N_("A limit needs a subject and an amount of 0 or more: {subject}."), subject=subject
            ) from wrong
    return limits
