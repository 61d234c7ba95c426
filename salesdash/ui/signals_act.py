"""Who acts on a signal: owner, state, cause, note, agreed action, the adjustment taken. Undone with one click; of two
people who save at once the second is shown what the first one did."""

from typing import Any

import streamlit as st

from salesdash import db, monitoring
from salesdash.errors import Conflict, SalesDashError
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.monitoring import SignalView
from salesdash.ui import markup, signals_links, signals_words
from salesdash.ui.identity import current_user
from salesdash.ui.kpi_frame import Frame
from salesdash.ui.messages import guarded

#: the last change, for its undo; what somebody else's change kept from being saved
_DONE, _CLASH = "signals.done", "signals.clash"
#: the signal as it was when its form was opened: what others change meanwhile must not slip under what is typed
_OPENED = "signals.opened"
FIELDS = ("owner", "status", "cause", "note", "action", "due", "link")


def show(frame: Frame, one: SignalView) -> None:
    """The form for those who act on signals, the same as plain words for everybody else."""
    st.markdown("**" + _("Who acts?") + "**")
    _done(one)
    held = st.session_state.get(_CLASH)
    if not frame.user.may("signals.manage"):
        _read(frame, one)
    elif held is not None and held["id"] == one.id:
        _clash(frame, one, held["wanted"])
    else:
        _form(frame, one)
    signals_links.way(frame.user, one)


def facts(one: SignalView) -> dict[str, Any]:
    """What a person decided about it so far."""
    return {name: getattr(one, name) for name in FIELDS}


def _form(frame: Frame, now: SignalView) -> None:
    one = st.session_state.get(_OPENED)
    if one is None or one.id != now.id:
        one = st.session_state[_OPENED] = now
    if one.owner is None and one.status in monitoring.LIVING:
        st.button(
            _("I take it"), icon=":material/front_hand:", key=f"signals.take.{one.id}", on_click=_take, args=(one,)
        )  # fmt: skip
    with db.reading() as session:
        owners = monitoring.owners(session, frame.user, one.id)
        causes = monitoring.causes(session, frame.user)
    links = signals_links.offered(frame, one)
    states = list(monitoring.CHOSEN) if one.status in monitoring.CHOSEN else [one.status, *monitoring.CHOSEN]
    key = f"signals.act.{one.id}.{one.version}"  # what was typed goes when something new was saved
    with st.form(key):
        owner = _choice(_("Owner"), {None: _("nobody")} | owners, one.owner, f"{key}.owner")
        status = _choice(_("Status"), {s: _(monitoring.STATUSES[s]) for s in states}, one.status, f"{key}.status")
        cause = _choice(_("Cause"), {None: _("not known yet")} | causes, one.cause, f"{key}.cause")
        note = st.text_area(_("Note"), one.note, max_chars=2000, key=f"{key}.note", height=90)
        action = st.text_input(_("Agreed action"), one.action, max_chars=2000, key=f"{key}.action")
        due = st.date_input(_("By when"), one.due, format="YYYY-MM-DD", key=f"{key}.due")
        link = _choice(_("Adjustment taken"), links, signals_links.code(one.link), f"{key}.link")
        if st.form_submit_button(_("Save"), type="primary", key=f"{key}.save"):
            wanted = {
                "owner": owner, "status": status, "cause": cause, "note": note.strip(), "action": action.strip(),
                "due": due, "link": signals_links.link(link),
            }  # fmt: skip
            _save(one, one.version, wanted, facts(one))


def forget() -> None:
    """The next form shows the signal as it is then."""
    st.session_state.pop(_OPENED, None)
    st.session_state.pop(_CLASH, None)


def _take(one: SignalView) -> None:
    """With one click, for who has no hand free."""
    with guarded():
        user = current_user()
        wanted = {"owner": user.login, "status": "in_progress"}
        with db.writing() as session:
            now = monitoring.act(session, user, one.id, one.version, **wanted)  # type: ignore[arg-type]
        forget()
        st.session_state[_DONE] = {"id": one.id, "version": now, "before": facts(one), "undone": False}


def _choice(label: str, names: dict[Any, str], value: Any, key: str) -> Any:
    held = names if value in names else {value: str(value)} | names  # what is offered no more stays
    return st.selectbox(label, list(held), list(held).index(value), format_func=held.__getitem__, key=key)


def _save(
    one: SignalView, version: int, wanted: dict[str, Any], before: dict[str, Any], *, undoes: bool = False
) -> None:
    try:
        with db.writing() as session:
            now = monitoring.act(session, current_user(), one.id, version, **wanted)
    except Conflict as clash:
        if clash.code != "changed_meanwhile":
            st.error(markup.plain(clash.text()))
            return
        forget()
        st.session_state[_CLASH] = {"id": one.id, "wanted": wanted}
        st.rerun()
    except SalesDashError as refused:
        st.error(markup.plain(refused.text()))
        return
    forget()
    st.session_state[_DONE] = {"id": one.id, "version": now, "before": before, "undone": undoes}
    st.rerun()


def _done(one: SignalView) -> None:
    """What was just saved, and the way back."""
    done = st.session_state.get(_DONE)
    if done is None or done["id"] != one.id or done["version"] != one.version:
        return
    st.success(_("Taken back.") if done["undone"] else _("Saved."))
    if not done["undone"] and st.button(_("Undo"), icon=":material/undo:", key="signals.undo"):
        with guarded():
            _save(one, one.version, done["before"], facts(one), undoes=True)


def _clash(frame: Frame, one: SignalView, wanted: dict[str, Any]) -> None:
    """Both values of what differs, and a button for each."""
    st.warning(_("Somebody else changed this signal while you had it open."), icon=":material/group:")
    now = facts(one)
    rows = [
        [_label(name), _words(frame, one, name, now[name]), _words(frame, one, name, wanted[name])]
        for name in FIELDS
        if now[name] != wanted[name]
    ]
    st.html(signals_words.drawn(markup.table("", ["", _("Now it is"), _("You want")], rows, left=(0, 1, 2))))
    keep, over = st.columns(2)
    keep.button(_("Keep theirs"), key="signals.keep", width="stretch", on_click=forget)
    if over.button(_("Put mine in its place"), key="signals.over", type="primary", width="stretch"):
        forget()
        _save(one, one.version, wanted, now)


def _read(frame: Frame, one: SignalView) -> None:
    rows = [[_label(name), _words(frame, one, name, value)] for name, value in facts(one).items()]
    st.html(signals_words.drawn(markup.table("", ["", ""], rows, left=(0, 1))))
    st.caption(_("Whoever may act on signals can change this."))


def _label(name: str) -> str:
    return {
        "owner": _("Owner"), "status": _("Status"), "cause": _("Cause"), "note": _("Note"),
        "action": _("Agreed action"), "due": _("By when"), "link": _("Adjustment taken"),
    }[name]  # fmt: skip


def _words(frame: Frame, one: SignalView, name: str, value: Any) -> str:
    if value in (None, ""):
        return formats.DASH
    if name == "status":
        return _(monitoring.STATUSES[value])
    if name == "due":
        return formats.day(value)
    if name == "link":
        return signals_links.words(frame, one, value)
    if name == "owner" and value == one.owner:
        return one.owner_name or value
    with db.reading() as session:
        known = monitoring.causes(session, frame.user) if name == "cause" else {}
    return known.get(value, str(value))
