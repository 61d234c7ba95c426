"""The report that the page Reports shows: gathered once per state of the data, person and language."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from salesdash import charts, db, downloads, reports
from salesdash.kpis.remembered import Remembered
from salesdash.locale import formats, language, use
from salesdash.locale import gettext as _
from salesdash.reports import Report
from salesdash.reports.offering import OFFERED, Offer, usual
from salesdash.ui import markup, messages
from salesdash.ui.choice import Choices
from salesdash.ui.kpi_frame import Frame, theme
from salesdash.ui.markup import Card, Change

#: the period in the address; the filter bar of other pages holds the name "period"
_OF = "of"
_GRAIN = "reports.grain"
_TYPES = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html",
}
_kept: Remembered[Report] = Remembered(64)


def head(lines: Sequence[str]) -> str:
    """The top of the page."""
    return drawn(markup.head(_("Reports"), lines))


def drawn(inner: str) -> str:
    """A piece in the colours of the theme."""
    return markup.wrapped(charts.palette(theme()), inner)


def choose(offers: Sequence[Offer]) -> Offer:
    """The bar: which kind of period, and which one; the address names it, so that a link opens the same."""
    stated = next((offer for offer in offers if offer.label == st.query_params.get(_OF)), usual(offers))
    names = {"month": _("Month"), "quarter": _("Quarter"), "year": _("Year"), "week": _("Week")}
    choices = Choices("reports")
    if _GRAIN not in st.session_state or choices.outside(_OF) == stated.label:  # a link may lead to another kind
        st.session_state[_GRAIN] = stated.grain
    grains = [grain for grain in OFFERED if any(offer.grain == grain for offer in offers)]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="reports_period"):
        grain = st.segmented_control(
            _("Kind of period"), grains, required=True, format_func=names.__getitem__, key=_GRAIN
        )  # fmt: skip
        of = {offer.label: offer for offer in offers if offer.grain == grain}
        ended = [label for label, offer in of.items() if not offer.running]
        first = stated.label if stated.label in of else next(iter(ended or of))
        words = {label: _option(offer) for label, offer in of.items()}
        label = choices.selectbox(
            _OF, _("Period"), words, default=first, key=f"reports.period.{grain}", width=320
        )  # fmt: skip
    messages.ignored(choices.ignored)
    return of[label]


def _option(offer: Offer) -> str:
    return f"{offer.words()} · {_('running')}" if offer.running else offer.words()


def gathered(frame: Frame, offer: Offer) -> Report:
    """The report; while it is made for the first time the page says how far it is."""
    place = st.empty()

    def progress(stage: str, share: float) -> None:
        place.progress(share, text=_(reports.STAGES[stage]))

    def make() -> Report:
        with db.reading() as session:
            return reports.gather(session, frame.user, offer.label, progress)

    found = _kept.get((frame.stamp, frame.user.login, offer.label, language()), make)
    place.empty()
    return found


def words(report: Report) -> str:
    """What the report is of, under the title."""
    head = report.head
    days = f"{head.days} ({head.running})" if head.running else head.days
    as_of = _("Data as of {day}").format(day=formats.day(head.as_of, weekday=True))
    return " · ".join([f"{head.label}: {days}", head.rows, as_of])


def numbers(report: Report) -> str:
    """The figures as cards."""
    cards = [
        Card(
            one.label, one.value, one.help, note=one.note,
            changes=[Change(change.text, change.against, change.judgement, change.verdict) for change in one.changes],
        )
        for one in report.numbers
    ]  # fmt: skip
    return drawn(markup.cards(cards))


def buttons(report: Report) -> None:
    """The three forms; a file is made when somebody asks for it."""
    labels = {
        "pptx": (_("PowerPoint"), ":material/slideshow:"), "xlsx": (_("Excel"), ":material/table_view:"),
        "html": (_("Page to print"), ":material/print:"),
    }  # fmt: skip
    with st.container(horizontal=True, gap="small", key="reports_files"):
        for form, (label, icon) in labels.items():
            name = downloads.file_name(f"{report.head.company} {report.head.title}", form, report.head.made)
            st.download_button(
                label, partial(_bytes, report, form, language()), name, _TYPES[form], key=f"reports.{form}", icon=icon,
                on_click="ignore", type="primary" if form == "pptx" else "secondary",
                help=_("Make the file and download it: {file}").format(file=name),
            )  # fmt: skip


def _bytes(report: Report, form: str, spoken: str) -> bytes:
    use(spoken)  # the file is made in another thread, which does not know the reader
    return reports.WRITERS[form](report)


def contents(report: Report) -> str:
    """What will be in it: every question with its answer in a sentence."""
    rows = [[name.rstrip(":："), said] for name, said in report.summary()]
    return drawn(markup.words(_("What is in it"), [_("Question"), _("Answer")], rows))
