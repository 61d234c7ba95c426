"""Sentences about customers: whether they come back, and how much hangs on a few of them."""

from salesdash.history.answers import Concentration, Customers
from salesdash.history.sentences.words import counted, highest, metric_word
from salesdash.locale import NN_, formats
from salesdash.locale import gettext as _

#: the age that a sentence names beside the first, where cohorts are old enough
_LATER = {"month": 6, "quarter": 4, "year": 3}
_AGAIN = {
    "month": NN_(
        "{first} of new customers buy again in the month after their first purchase, {later} after {count} month.",
        "{first} of new customers buy again in the month after their first purchase, {later} after {count} months.",
        "count",
    ),
    "quarter": NN_(
        "{first} of new customers buy again in the quarter after their first purchase, {later} after {count} quarter.",
        "{first} of new customers buy again in the quarter after their first purchase, {later} after {count} quarters.",
        "count",
    ),
    "year": NN_(
        "{first} of new customers buy again in the year after their first purchase, {later} after {count} year.",
        "{first} of new customers buy again in the year after their first purchase, {later} after {count} years.",
        "count",
    ),
}
_NEW = NN_(
    "{count} customer bought for the first time; the largest group, {group}, began in {period}.",
    "{count} customers bought for the first time; the largest group, {group}, began in {period}.",
    "count",
)
_REPEATED = NN_(
    "{rate} of {count} customer bought on two days or more.",
    "{rate} of {count} customers bought on two days or more.",
    "count",
)


def of_customers(answer: Customers, currency: str) -> dict[str, str]:
    """average, frequency, cohorts. The currency is not needed."""
    return {"average": _average(answer), "frequency": _frequency(answer), "cohorts": _cohorts(answer)}


def _cohorts(answer: Customers) -> str:
    if answer.cohorts.empty:
        return _("Nobody bought for the first time in this period.")
    largest = highest(answer.cohorts, answer.cohorts["customers"])
    everybody = int(answer.cohorts["customers"].sum())
    return counted(_NEW, everybody).format(
        count=formats.number(everybody),
        group=formats.number(int(largest["customers"])),
        period=formats.month(largest["start"]) if answer.grain == "month" else largest["label"],
    )


def _average(answer: Customers) -> str:
    shares = answer.average["share"].tolist()
    if len(shares) < 3:
        return _("Too little data: no group of customers is two whole periods old.")
    later = min(_LATER[answer.grain], len(shares) - 1)
    return counted(_AGAIN[answer.grain], later).format(
        first=formats.percent(shares[1]), later=formats.percent(shares[later]), count=formats.number(later)
    )


def _frequency(answer: Customers) -> str:
    if answer.repeat_rate is None:
        return _("No customer bought in this period.")
    return counted(_REPEATED, answer.buyers).format(
        rate=formats.percent(answer.repeat_rate), count=formats.number(answer.buyers)
    )


def of_concentration(answer: Concentration, currency: str) -> dict[str, str]:
    """curve, top. The currency is not needed."""
    if answer.spread.members < 2 or answer.spread.herfindahl is None:
        return dict.fromkeys(("curve", "top"), _("Too little data: fewer than two customers brought anything."))
    return {"curve": _curve(answer), "top": _top(answer)}


def _curve(answer: Concentration) -> str:
    spread = answer.spread
    few = max((top for top in spread.tops if top <= 10), default=1)
    sentence = NN_(
        "The largest of {members} customers brings {share} of {metric}: as concentrated as with {equal} of equal size "
        "(Herfindahl {herfindahl}).",
        "The largest {few} of {members} customers bring {share} of {metric}: as concentrated as with {equal} of equal "
        "size (Herfindahl {herfindahl}).",
        "few",
    )
    return counted(sentence, few).format(
        few=formats.number(few),
        members=formats.number(spread.members),
        share=formats.percent(spread.tops[few]),
        metric=metric_word(answer.measure),
        equal=formats.number(round(spread.equal or 0, 1), None),
        herfindahl=formats.number(round(spread.herfindahl or 0, 4), None),
    )


def _top(answer: Concentration) -> str:
    spread, before = answer.spread, answer.before
    few = max((top for top in spread.tops if 1 < top <= 10 and top in before.tops), default=None)
    first = answer.rows.iloc[0]
    words = {"name": first["name"], "share": formats.percent(float(first["share"]))}
    if few is None:
        return _("{name} alone brings {share}; there is no year before with customers enough to compare with.").format(
            **words
        )
    return _("{name} alone brings {share}; the largest {few} bring {now}, a year before it was {then}.").format(
        **words,
        few=formats.number(few),
        now=formats.percent(spread.tops[few]),
        then=formats.percent(before.tops[few]),
    )  # fmt: skip
