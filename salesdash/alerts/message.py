"""What a person is told: new signals at once, or a digest with what is open, what is theirs to do, and pace."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from salesdash.alerts.news import News
from salesdash.alerts.pace import Pace
from salesdash.config import public_url
from salesdash.locale import N_, formats, ngettext
from salesdash.locale import gettext as _
from salesdash.monitoring import LEVELS

#: lines of one section of a message; the page has all
MOST = 20
#: cadence → how its digest is called
TITLES = {"daily": N_("Daily digest"), "weekly": N_("Weekly digest")}


@dataclass(frozen=True)
class Line:
    """A line of a section: a mark before it ("Alert"), what it says, where it leads; ``calm``: the mark asks for no
    haste."""

    text: str
    mark: str = ""
    url: str = ""
    calm: bool = False


@dataclass(frozen=True)
class Section:
    """A heading and its lines; ``more``: what is not listed, in words."""

    heading: str
    lines: tuple[Line, ...]
    more: str = ""


@dataclass(frozen=True)
class Message:
    """``abouts``: under which it is kept as told; ``tokens``: the signals that it tells for the first time;
    ``document``: for programs."""

    abouts: tuple[str, ...]
    tokens: tuple[str, ...]
    subject: str
    sections: tuple[Section, ...]
    footer: str
    document: dict[str, Any] = field(compare=False)

    @property
    def is_digest(self) -> bool:
        """True for what comes once a day or week, False for what comes at once."""
        return self.document["kind"] in TITLES


def at_once(company: str, fresh: Sequence[News], currency: str) -> Message:
    """What left its path and was not told yet."""
    subject = _counted(fresh)
    return _message(
        abouts=tuple(one.token for one in fresh), tokens=(), kind="signals", company=company, currency=currency,
        subject=f"{subject}: {fresh[0].sentence}" if len(fresh) == 1 else subject,
        sections=[_signals(_("New"), fresh)], listed={"signals": fresh}, paces=[],
    )  # fmt: skip


def digest(
    company: str, cadence: str, about: str, day: date, *, fresh: Sequence[News], known: Sequence[News],
    paces: Sequence[Pace], login: str, currency: str,
) -> Message:  # fmt: skip
    """Pace against target, what the reader owns and promised, what is new, and what is still open."""
    said = _counted(fresh) if fresh else _("nothing new left its path")
    sections = []
    if paces:
        heading = _("Pace against target, up to {day}").format(day=formats.day(paces[0].as_of))
        sections.append(Section(heading, tuple(Line(pace.words(currency)) for pace in paces)))
    if due := [one for one in (*fresh, *known) if one.owner == login and one.due is not None]:
        sections.append(_due(due, day))
    if fresh:
        sections.append(_signals(_("New"), fresh))
    if known:
        sections.append(_signals(_("Still open"), known))
    title = f"{_(TITLES[cadence])}, {formats.day(day)}"
    return _message(
        abouts=(about,), tokens=tuple(one.token for one in fresh), kind=cadence, company=company, currency=currency,
        subject=f"{title}: {said}", sections=sections, listed={"signals": fresh, "open": known}, paces=paces,
    )  # fmt: skip


def trial(company: str, currency: str, at: datetime) -> Message:
    """What shows that the way is open."""
    said = Section(_("This is a test"), (Line(_("Alerts and digests will arrive this way.")),))
    return _message(
        abouts=(f"trial-{at.timestamp():.0f}",), tokens=(), kind="test", company=company, currency=currency,
        subject=_("A test of your alerts"), sections=[said], listed={}, paces=[],
    )  # fmt: skip


def _message(
    *, abouts: tuple[str, ...], tokens: tuple[str, ...], kind: str, company: str, currency: str, subject: str,
    sections: Sequence[Section], listed: dict[str, Sequence[News]], paces: Sequence[Pace],
) -> Message:  # fmt: skip
    footer = _("You chose to be told this way. Change it at {address}").format(address=f"{public_url()}/account")
    subject = f"{company or 'SalesDash'} · {subject}"
    told = {name: [one.document for one in found] for name, found in listed.items()}
    said = "\n".join([subject, *(f"{line.mark} {line.text}".strip() for part in sections for line in part.lines)])
    document = {
        "kind": kind, "company": company, "currency": currency, "subject": subject, "text": said, **told,
        "pace": [pace.document() for pace in paces], "url": f"{public_url()}/signals",
    }  # fmt: skip
    return Message(abouts, tokens, subject, tuple(sections), footer, document)


def _signals(heading: str, found: Sequence[News]) -> Section:
    lines = tuple(Line(one.sentence, _(LEVELS[one.level]), one.url, one.level == "watch") for one in found[:MOST])
    left = len(found) - len(lines)
    more = ngettext("and {count} more", "and {count} more", left).format(count=formats.number(left)) if left else ""
    return Section(heading, lines, more)


def _due(found: Sequence[News], day: date) -> Section:
    def line(one: News) -> Line:
        assert one.due is not None
        mark = _("overdue") if one.due < day else ""
        said = _("{action}, due on {day}").format(action=one.action or one.sentence, day=formats.day(one.due))
        return Line(said, mark, one.url)

    ordered = sorted(found, key=lambda one: (one.due or day, one.id))
    return Section(_("Yours to do"), tuple(line(one) for one in ordered[:MOST]))


def _counted(found: Sequence[News]) -> str:
    """Alerts and watches, counted apart."""
    alerts = sum(one.level == "alert" for one in found)
    watches = len(found) - alerts
    said = [ngettext("{count} new alert", "{count} new alerts", alerts).format(count=alerts)] if alerts else []
    if watches:
        said.append(ngettext("{count} new watch", "{count} new watches", watches).format(count=watches))
    return formats.listing(said)
