"""The answer of the appraisal page in words and numbers."""

from statistics import median

from pandas import DataFrame

from salesdash.appraisal.results import Appraisal, PartView, Result
from salesdash.appraisal.scorecards import SUBJECTS
from salesdash.locale import formats, ngettext
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.ui import identity
from salesdash.ui.appraisal_frame import Frame
from salesdash.ui.markup import Card


def state(frame: Frame, found: Appraisal) -> str:
    """Whether the period is closed, since when and by whom."""
    if found.frozen:
        return _("Closed on {moment} by {person}: the figures are frozen.").format(
            moment=formats.moment(found.closed_at, frame.company.time_zone), person=identity.called(found.closed_by)
        )
    if found.days.end < frame.today:
        return _("The period is open: figures still move.")
    return _("The period still runs: figures up to now, against the targets of the whole period.")


def sentence(frame: Frame, found: Appraisal, actions: DataFrame) -> str:
    """The answer in one sentence: what was achieved, what was agreed."""
    own = [one for one in found.people if one.of.person == frame.sight.own]
    said = [_agreed(actions)] if len(actions) else []
    if len(found.people) == 1 and own:
        score = formats.percent(own[0].score)
        name = own[0].band.name if own[0].band else _("so far") if own[0].score is not None else _("no score")
        said.insert(0, _("Your score is {score}: {band}.").format(score=score, band=name))
    elif found.people:
        scored = [one.score for one in found.people if one.score is not None]
        reached = sum(one.reached for one in found.people)
        words = ngettext(
            "{reached} of {count} person reached their targets.", "{reached} of {count} people reached their targets.",
            len(scored),
        )  # fmt: skip
        if found.running:
            words = ngettext(
                "{reached} of {count} person has reached the targets of the whole period so far.",
                "{reached} of {count} people have reached the targets of the whole period so far.",
                len(scored),
            )
        said.insert(0, words.format(reached=formats.number(reached), count=formats.number(len(scored))))
    return _("{period}: {answer}").format(
        period=frame.named(found.period), answer=" ".join(said) or _("nobody scored.")
    )


def _agreed(actions: DataFrame) -> str:
    count, late = len(actions), int((actions["state"] == "overdue").sum())
    words = ngettext("{count} action was agreed", "{count} actions were agreed", count)
    done = int((actions["state"] == "done").sum())
    return _("{agreed}: {done} done, {late} overdue.").format(
        agreed=words.format(count=formats.number(count)), done=formats.number(done), late=formats.number(late)
    )


def numbers(found: Appraisal, actions: DataFrame) -> list[Card]:
    """The cards at the top."""
    scored = [one.score for one in found.people if one.score is not None]
    so_far = _("so far") if found.running else ""
    cards = []
    if len(found.people) > 1:
        reached = sum(one.reached for one in found.people)
        of_all = _("{part} of {whole}").format(part=formats.number(reached), whole=formats.number(len(scored)))
        cards.append(_card(_("Reached their targets"), of_all, _("People whose score is 100% or more"), so_far))
    middle = median(scored) if scored else None
    label = _("Score") if len(found.people) <= 1 else _("Middle score")
    cards.append(
        _card(
            label,
            formats.percent(middle),
            _("Attainments weighted by the scorecard; what is missing re-weights the rest"),
            so_far,
        )
    )
    if found.frozen:
        by_hand = sum(one.of.override is not None for one in found.people)
        changed = sum(one.corrected for one in found.people)
        cards.append(_card(_("Set by hand"), formats.number(by_hand), _("Scores that somebody set, with a reason")))
        help_ = _("People whose figures were corrected after the period was closed; their frozen score stands")
        cards.append(_card(_("Changed since closing"), formats.number(changed), help_))
    if len(actions):
        late = int((actions["state"] == "overdue").sum())
        open_ = int((actions["state"] != "done").sum())
        note = _("{count} overdue").format(count=formats.number(late)) if late else ""
        cards.append(_card(_("Open actions"), formats.number(open_), _("Agreed and not done yet"), note))
    return cards


def _card(label: str, value: str, help_: str, note: str = "") -> Card:
    return Card(label=label, value=value, help=help_, note=note)


def aside(one: Result) -> str:
    """What stands below a name in the list."""
    words = [one.team_name] if one.rep is not None and one.team_name else []
    if one.of.override:
        words.append(_("set by hand, figures make {score}").format(score=formats.percent(one.of.score)))
    if one.corrected:
        words.append(_("now {now}").format(now=formats.percent(one.of.now)))
    return " · ".join(words)


def role(one: Result) -> str:
    """The name of the scorecard."""
    return _(SUBJECTS[one.of.role]) if one.of.role in SUBJECTS else one.of.role


def remark(part: PartView, currency: str) -> str:
    """What is to be said of a part: why it counts for nothing, and what changed since the closing."""
    metric = REGISTRY[part.measure]
    words = []
    if part.missing:
        reason = _("no target") if part.missing == "no_target" else _("no data")
        words.append(_("{reason}: the rest weighs more").format(reason=reason))
    for now, frozen, name in (
        (part.now_target, part.target, _("Target")), (part.now_actual, part.actual, _("Actual")),
    ):  # fmt: skip
        if part.frozen and now != frozen:
            words.append(
                _("{name} now {now}, frozen {frozen}").format(
                    name=name, now=metric.show(now, currency), frozen=metric.show(frozen, currency)
                )
            )
    return "; ".join(words)
