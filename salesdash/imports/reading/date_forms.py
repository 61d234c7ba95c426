"""The form of a column of dates: what people call it, how it is decided, how it is shown."""

import re
from collections import Counter
from functools import cache

from salesdash.errors import BadInput
from salesdash.imports.reading.dates import DMY, FORMS, MDY, ROC, SERIAL, YMD, Writing, bare, parse_as, writing_of
from salesdash.imports.reading.missing import MISSING, Bad
from salesdash.locale import N_


@cache
def form_of(wanted: str) -> str:
    """The form that a person wrote down: %d/%m/%Y, D/M/Y, dd.mm.yyyy, DMY, Y-M-D, ROC. Raises BadInput
    unknown_date_format."""
    if re.search("roc|民國|民国", wanted, re.I):
        return ROC
    letters = re.sub(r"%[BbhH]", lambda m: "%m" if m[0] in ("%B", "%b", "%h") else "", wanted)
    letters = re.sub(r"[ T,]*(%[HIMSfpzZ]|[Hh]{1,2}:).*$", "", letters)
    order = re.sub(r"(.)\1+", r"\1", re.sub(r"[^dmy]", "", letters.replace("年", "y").lower()))
    order = {"iso": "ymd"}.get(wanted.strip().lower(), order)
    found = {"dmy": DMY, "mdy": MDY, "ymd": YMD}.get(order)
    if found is None:
        raise BadInput(
            "unknown_date_format",
            N_("There is no form of dates {form}. Examples: {examples}."),
            form=wanted,
            examples=", ".join(FORMS),
        )
    return found


def decide(counts: Counter[str], column: str, *, serial: bool, others: frozenset[str] = frozenset()) -> str | None:
    """The form of a column from its values and how often each stands there; None where every value says it itself.

    ``serial``: the file is a spreadsheet, whose days may stand as numbers. ``others``: forms that other columns of
    the file were read in. Raises BadInput ambiguous_dates, naming the forms in ``choices``.
    """
    certain = republic = numbers = 0
    unsure: Counter[str] = Counter()
    for value, count in counts.items():
        text = bare(value)
        if text.casefold() in MISSING:
            continue
        writing = writing_of(text)
        if writing is Writing.UNSURE:
            unsure[text] += count
        elif writing is Writing.NUMBER:
            numbers += count
        elif writing is not None:
            certain += count
            republic += count if writing is Writing.REPUBLIC else 0
    if serial and numbers > certain + unsure.total():
        return SERIAL
    fits = {form: _fit(unsure, form) for form in (FORMS if republic else FORMS[:3])}
    most = max(fits.values())
    best = [form for form, fit in fits.items() if fit == most]
    if republic and ROC in best:
        best = [ROC]
    if len(best) > 1:
        best = [form for form in best if form in others] or best
    if most == 0 or (len(best) > 1 and unsure.total() * 20 < certain):
        return None  # nothing to read so, or a few that go another way than the column: they are rejected
    telling = [text for text in unsure if len({parse_as(text, form) for form in best}) > 1]
    if telling:
        raise _ambiguous(column, best, min(telling))
    return best[0]


def _fit(values: Counter[str], form: str) -> int:
    fits = 0
    for text, count in values.items():
        days = parse_as(text, form)
        if days is not None and days > Bad.LIMIT:
            fits += count
    return fits


def _ambiguous(column: str, forms: list[str], example: str) -> BadInput:
    return BadInput(
        "ambiguous_dates",
        N_("The dates in {column}, such as {example}, can be read as {forms}. Say which it is (date format)."),
        column=column,
        example=example,
        forms=" / ".join(forms),
        choices=forms,
    )


def shown(counts: Counter[str], form: str | None) -> str:
    """How the column's dates are written, for people: the form with the separator that most values have."""
    written: Counter[str] = Counter()
    for value, count in counts.most_common(200):
        text = bare(value)
        if text.casefold() in MISSING:
            continue
        writing = writing_of(text)
        if writing is Writing.EIGHT_DIGITS:
            written["YMD"] += count
        elif writing is Writing.YEAR_FIRST:
            written["Y年M月D日" if "年" in text else "Y{0}M{0}D".format(text[4].strip() or " ")] += count
        elif writing is Writing.REPUBLIC:
            written[ROC] += count
        elif writing is Writing.WITH_NAME:
            written["D-MON-Y"] += count
        elif writing is Writing.UNSURE and form and form != SERIAL and (m := re.search(r"[-/.]", text)):
            written[form.replace("/", m[0])] += count
    return written.most_common(1)[0][0] if written else form or "Y-M-D"
