"""A report as slides for PowerPoint: the title says the message, one native chart a slide, the rest in the notes."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from salesdash.locale import gettext as _
from salesdash.reports import looks
from salesdash.reports.answers import Number, Report, Section, Table

if TYPE_CHECKING:
    from pptx.slide import Slide

#: rows of a table on a slide, and cards
_ROWS, _CARDS = 10, 10
#: rows of sentences, and from which length a text is one
_SENTENCES, _LONG = 6, 50
#: points of the summary on one slide
_POINTS = 14


def to_pptx(report: Report) -> bytes:
    """The report as a presentation with native, editable charts."""
    from salesdash.reports.slide_look import Deck

    deck = Deck(report.head)
    deck.cover(report.head.lines())
    points = report.summary()
    slides = -(-len(points) // _POINTS)
    for at in range(slides):
        few = -(-len(points) // slides)
        deck.points(deck.slide(_("In short")), points[at * few : (at + 1) * few])
    for section in report.sections:
        _section(deck, section, report.numbers)
    if report.missing:
        deck.points(deck.slide(_("Not in this report")), [("", why) for why in report.missing])
    out = io.BytesIO()
    deck.presentation.save(out)
    return out.getvalue()


def _section(deck: Any, section: Section, numbers: Sequence[Number]) -> None:
    slide = deck.slide(section.message)
    chart = section.chart
    deck.caption(slide, chart.title if chart else section.title)
    if section.key == "numbers":
        _cards(deck, slide, numbers[:_CARDS])
    elif chart:
        from salesdash.reports.slide_charts import insert

        insert(slide, section, deck.stage(bool(section.notes)))
    else:
        _table(deck, slide, section.table)
    if section.notes and section.key != "numbers":
        deck.remarks(slide, section.notes)
    slide.notes_slide.notes_text_frame.text = looks.clean(
        "\n".join([section.title, section.message, *section.notes, *_told(section.table, deck.head.currency)])
    )


def _told(table: Table, currency: str) -> list[str]:
    """The table as lines for the speaker."""
    headings = [column.heading for column in table.columns]
    return [
        f"{first}: " + ", ".join(f"{name} {cell}" for name, cell in zip(headings[1:], rest, strict=True))
        for first, *rest in table.words(currency, _ROWS)
    ]


def _cards(deck: Any, slide: "Slide", numbers: Sequence[Number]) -> None:
    """Figures in rows of five at most."""
    across = len(numbers) if len(numbers) <= 3 else -(-len(numbers) // 2)
    for at, number in enumerate(numbers):
        lines = [
            (number.label, 13, looks.MUTED, False),
            (number.value, min(28, 200 // looks.text_width(number.value)), looks.TEXT, True),
        ]
        for change in number.changes:
            colour = {"better": looks.GAIN, "worse": looks.LOSS}.get(change.judgement or "", looks.TEXT)
            said = f"{looks.arrow(change.text)} {change.verdict}".rstrip()
            lines += [(said, 13, colour, True), (change.against, 11, looks.MUTED, False)]
        if number.note:
            lines.append((number.note, 12, looks.MUTED, False))
        deck.card(slide, at % across, at // across, across, lines)


def _table(deck: Any, slide: "Slide", table: Table) -> None:
    """The first rows of a table: as many as have room, fewer where they are sentences."""
    most = (
        _SENTENCES
        if any(len(cell) > _LONG for row in table.words(deck.head.currency, _ROWS) for cell in row)
        else _ROWS
    )
    rows = table.words(deck.head.currency, most)
    right = [column.form != "text" for column in table.columns]
    deck.table(slide, [column.heading for column in table.columns], rows, right)
    if len(table.rows) > len(rows):
        words = _("The first {shown} of {all} rows; the workbook has all of them.")
        deck.remarks(slide, [words.format(shown=len(rows), all=len(table.rows))])
