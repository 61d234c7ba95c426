"""A report as one page that needs nothing else: it opens without a network and prints well on A4."""

from collections.abc import Sequence
from html import escape

from salesdash.locale import formats, language
from salesdash.locale import gettext as _
from salesdash.reports import drawing, looks
from salesdash.reports.answers import Change, Number, Report, Section, Table

#: rows of a table that are printed, of members and of months; the workbook has all
_MOST, _MONTHS = 15, 24
_TAGS = {"en": "en", "zh_Hant": "zh-Hant", "zh_Hans": "zh-Hans"}
_FONT = {
    "en": "",
    "zh_Hant": "'PingFang TC','Microsoft JhengHei','Noto Sans CJK TC',",
    "zh_Hans": "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',",
}
_STYLE = """
@page{size:A4;margin:14mm 13mm}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.5rem;max-width:50rem;color:TEXT;background:#fff;font:15px/1.45 system-ui,'Segoe UI',
Roboto,'Noto Sans',FONT'Microsoft JhengHei','Noto Sans CJK TC',sans-serif;font-variant-numeric:tabular-nums;
-webkit-print-color-adjust:exact;print-color-adjust:exact}
header{border-bottom:3px solid ACCENT;padding-bottom:.7rem;margin-bottom:1rem}
header p{margin:0;color:MUTED}h1{margin:.1rem 0 .5rem;font-size:1.9rem;line-height:1.2}
dl{display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;margin:0;font-size:.85rem}dl div{display:flex;gap:.4rem}
dt{color:MUTED}dd{margin:0}
.short{border-left:4px solid ACCENT;padding:.1rem 0 .1rem .9rem;margin:0 0 1rem}.short h2{margin:0 0 .3rem}
.short ul{margin:0;padding-left:1.1rem}.short li{margin:.15rem 0}.short b{font-weight:600;color:MUTED}
h2{font-size:1.12rem;line-height:1.3;margin:0 0 .2rem}
section{margin:1.5rem 0 0;break-inside:avoid}.q{margin:0 0 .4rem;color:MUTED;font-size:.85rem}
.cards{display:grid;grid-template-columns:repeat(3,1fr);gap:.5rem;margin:.6rem 0}
.card{border:1px solid GRID;border-radius:.5rem;padding:.5rem .7rem;break-inside:avoid}
.card b{display:block;font-size:1.35rem;line-height:1.25}.card span{display:block;color:MUTED;font-size:.8rem}
em{font-style:normal}.better{color:ACCENT;font-weight:600}.worse{color:WARM;font-weight:600}
svg{width:100%;height:auto;display:block}svg text{font-size:12px;fill:MUTED}svg text.v{fill:TEXT;font-weight:600}
.legend{margin:.2rem 0 .1rem;font-size:.8rem;color:MUTED}.legend span{margin-right:1rem}
.legend i{display:inline-block;width:.8rem;height:.6rem;margin-right:.35rem;border-radius:2px}
.legend i.d{height:0;border-top:2px dashed;vertical-align:middle;border-radius:0}
.notes{margin:.4rem 0 0;font-size:.88rem}.notes p{margin:.1rem 0}
table{border-collapse:collapse;width:100%;font-size:.82rem;margin:.5rem 0 0}
th,td{padding:.22rem .4rem;text-align:right;border-bottom:1px solid GRID;vertical-align:top}
thead th{color:MUTED;font-weight:500;vertical-align:bottom}tbody th{font-weight:400}.l{text-align:left}
tr{break-inside:avoid}thead{display:table-header-group}
.out,footer{color:MUTED;font-size:.85rem}footer{margin-top:2rem;border-top:1px solid GRID;padding-top:.5rem}
@media(max-width:640px){.cards{grid-template-columns:1fr 1fr}body{padding:1rem}.wide{overflow-x:auto}}
@media print{body{padding:0;max-width:none;font-size:10.5pt}}
"""


def to_html(report: Report) -> bytes:
    """The report as one HTML file: texts escaped, charts as SVG with their tables beside them."""
    head = report.head
    about = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in head.lines()
    )  # fmt: skip
    parts = [f"<header><p>{escape(head.company)}</p><h1>{escape(head.title)}</h1><dl>{about}</dl></header>"]
    if report.sections:
        points = "".join(f"<li><b>{escape(name)}</b> {escape(said)}</li>" for name, said in report.summary())
        parts.append(f'<div class="short"><h2>{escape(_("In short"))}</h2><ul>{points}</ul></div>')
    parts += [_section(section, report.numbers, head.currency) for section in report.sections]
    if report.missing:
        left_out = "".join(f"<p>{escape(why)}</p>" for why in report.missing)
        parts.append(f'<section class="out"><h2>{escape(_("Not in this report"))}</h2>{left_out}</section>')
    parts.append(f"<footer>{escape(head.company)} · {escape(head.title)} · {escape(formats.day(head.made))}</footer>")
    title = escape(f"{head.company} · {head.title}")
    document = (
        f'<!doctype html><html lang="{_TAGS[language()]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{_style()}</style></head><body>{''.join(parts)}</body></html>"
    )
    return looks.clean(document).encode("utf-8")


def _style() -> str:
    style = _STYLE.replace("FONT", _FONT[language()])
    colours = {"TEXT": looks.TEXT, "MUTED": looks.MUTED, "GRID": looks.GRID, "ACCENT": looks.GAIN, "WARM": looks.LOSS}
    for name, colour in colours.items():
        style = style.replace(name, colour)
    return style


def _section(section: Section, numbers: Sequence[Number], currency: str) -> str:
    chart = section.chart
    title = chart.title if chart else section.title
    parts = [f"<h2>{escape(section.message)}</h2>", f'<p class="q">{escape(title)}</p>']
    if section.key == "numbers":
        parts.append(f'<div class="cards">{"".join(map(_card, numbers))}</div>')
    if chart:
        alt = f"{title}. {section.message}"
        parts += [drawing.legend(chart), drawing.svg(chart, section.table, alt)]
    if section.notes:
        parts.append(f'<div class="notes">{"".join(f"<p>{escape(note)}</p>" for note in section.notes)}</div>')
    if section.key != "numbers":  # the cards have said it
        months = chart is not None and chart.kind in ("lines", "fan")
        parts.append(_table(section.table, currency, title, _MONTHS if months else _MOST))
    return f"<section>{''.join(parts)}</section>"


def _card(number: Number) -> str:
    note = f"<span>{escape(number.note)}</span>" if number.note else ""
    return (
        f'<div class="card"><span>{escape(number.label)}</span><b>{escape(number.value)}</b>'
        f"{''.join(map(_change, number.changes))}{note}</div>"
    )


def _change(change: Change) -> str:
    said = escape(f"{looks.arrow(change.text)} {change.verdict}".rstrip())
    return f'<span><em class="{change.judgement or "same"}">{said}</em> {escape(change.against)}</span>'


def _table(table: Table, currency: str, caption: str, most: int) -> str:
    left = [' class="l"' if column.form == "text" else "" for column in table.columns]
    heads = "".join(
        f'<th scope="col"{side}>{escape(column.heading)}</th>' for column, side in zip(table.columns, left, strict=True)
    )
    body = "".join(
        f'<tr><th scope="row" class="l">{escape(first)}</th>'
        + "".join(f"<td{side}>{escape(cell)}</td>" for cell, side in zip(rest, left[1:], strict=True))
        + "</tr>"
        for first, *rest in table.words(currency, most)
    )
    more = ""
    if len(table.rows) > most:
        words = _("The first {shown} of {all} rows; the workbook has all of them.")
        more = f'<p class="q">{escape(words.format(shown=most, all=formats.number(len(table.rows))))}</p>'
    return (
        f'<div class="wide"><table aria-label="{escape(caption)}"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>{more}"
    )
