"""Pieces of HTML that pages send as one element: the head of a page, cards of numbers, tables.

They are cheap to send and to draw, read well with a screen reader and a keyboard, and look alike in both themes. Every
text is escaped here. Nothing in this module knows Streamlit.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from salesdash.charts.style import Palette

_STYLE = """
.stMain .stMainBlockContainer{padding:2.6rem 2rem 3rem}
.st-key-head{flex-wrap:nowrap!important}
.sd{font-variant-numeric:tabular-nums;line-height:1.35}
.sd h1{font-size:1.75rem;line-height:1.2;margin:0;padding:0;font-weight:700}
.sd-sub{color:var(--sd-muted);margin:.25rem 0 0;font-size:.95rem}
.sd-sub b{color:var(--sd-text);font-weight:600}
.sd-cards{display:grid;gap:.5rem;max-width:calc(var(--sd-cards)*20rem);
--sd-one-row:calc(var(--sd-cards)*9.1rem - .5rem);--sd-two-rows:calc((100% + .5rem)/var(--sd-half) - .55rem);
grid-template-columns:repeat(auto-fit,
minmax(max(8.6rem,min(var(--sd-two-rows),(var(--sd-one-row) - 100%)*999)),1fr))}
.sd-card{border:1px solid var(--sd-grid);border-radius:.6rem;padding:.55rem .6rem .5rem;min-width:0;position:relative;
container-type:inline-size;display:flex;flex-direction:column}
.sd-label{color:var(--sd-muted);font-size:min(.77rem,9cqi);overflow-wrap:anywhere}
.sd-value{color:var(--sd-text);font-size:min(1.45rem,14.6cqi);font-weight:650;line-height:1.3;white-space:nowrap;
display:flex;justify-content:space-between;align-items:center;gap:.3rem}
.sd-card img{width:100%;height:28px;display:block;object-fit:contain;object-position:left;margin:.1rem 0 .3rem}
.sd-gap{height:28px;margin:.1rem 0 .3rem}
.sd-change{font-size:.8rem;white-space:nowrap;color:var(--sd-text)}
.sd-change small{display:block;color:var(--sd-muted);font-size:.76rem;margin-bottom:.15rem;overflow:hidden;
text-overflow:ellipsis}
.sd-better{color:var(--sd-accent);font-weight:600}.sd-worse{color:var(--sd-warm);font-weight:600}
.sd-note{color:var(--sd-muted);font-size:.76rem;margin-top:auto}
.sd-help{flex:none;width:1.05rem;height:1.05rem;border:1px solid var(--sd-compare);border-radius:50%;font-size:.7rem;
line-height:1rem;text-align:center;cursor:help;color:var(--sd-muted);font-weight:400}
.sd-tip{display:none;position:absolute;left:0;right:-2rem;top:3.2rem;z-index:20;background:var(--sd-background);
color:var(--sd-text);border:1px solid var(--sd-compare);border-radius:.5rem;padding:.5rem .6rem;font-size:.8rem;
text-align:left;white-space:normal;line-height:1.35}
.sd-card:nth-last-child(-n+2) .sd-tip{left:-2rem;right:0}
.sd-help:hover .sd-tip,.sd-help:focus .sd-tip{display:block}
.sd-help:focus-visible{outline:2px solid var(--sd-accent);outline-offset:2px}
.sd-columns{display:grid;gap:1.2rem 1.6rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr))}
.sd-columns>div{min-width:0}
.sd-scroll{overflow-x:auto}
.sd-scroll:focus-visible{outline:2px solid var(--sd-accent)}
.sd table{border-collapse:collapse;width:100%;font-size:.88rem;margin:0}
.sd caption{caption-side:top;text-align:left;font-weight:600;color:var(--sd-text);font-size:.95rem;padding:0 0 .35rem}
.sd th{color:var(--sd-muted);font-weight:500;text-align:right;border:0;border-bottom:1px solid var(--sd-grid);
padding:.3rem .5rem;vertical-align:bottom}
.sd td,.sd tbody th{border:0;border-bottom:1px solid var(--sd-grid);padding:.3rem .5rem;text-align:right;
white-space:nowrap;color:var(--sd-text);font-weight:400}
.sd th.l,.sd td.l,.sd tbody th{text-align:left;white-space:normal;min-width:6rem}
.sd-unseen{position:absolute!important;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);padding:0!important}
.sd table.sd-words th,.sd table.sd-words td{text-align:left;white-space:normal;vertical-align:top;padding:.5rem;
min-width:5.3em}
.sd table.sd-words tbody th{font-weight:600;min-width:8rem;width:auto}
.sd table.sd-words td:nth-child(3){min-width:13rem}
.sd table.sd-words td:nth-child(8){min-width:9.5rem}
@media(max-width:1400px){.sd table.sd-words th,.sd table.sd-words td{padding:.5rem .3rem}
.sd table.sd-words tbody th{min-width:6rem}.sd table.sd-words td:nth-child(3){min-width:11rem}
.sd table.sd-words td:nth-child(8){min-width:8rem}}
@media(max-width:640px){.sd table.sd-words td:nth-child(n){min-width:0}.sd table.sd-words thead{display:none}
.sd table.sd-words tr{display:block;border:1px solid var(--sd-grid);border-radius:.6rem;margin-bottom:.6rem;
padding:.4rem}
.sd table.sd-words th,.sd table.sd-words td{display:block;border:0;padding:.2rem .4rem}
.sd table.sd-words td::before{content:attr(data-label) ": ";color:var(--sd-muted)}}
@media(max-width:640px){.stMain .stMainBlockContainer{padding:5.4rem 1rem 3rem}.sd-sub{font-size:.85rem}
.st-key-filters{display:grid!important;grid-template-columns:1fr 1fr;gap:.6rem .7rem!important}
.st-key-filters>*{width:100%!important;min-width:0!important}.st-key-filters>*>*{width:100%!important}
.sd-cards{grid-template-columns:1fr 1fr;max-width:none}.sd-card:first-child:nth-last-child(odd){grid-column:span 2}
.st-key-head{flex-wrap:wrap!important}.st-key-head>:first-child{flex:1 1 100%!important;width:100%!important}
.sd-value{font-size:1.35rem}.sd-tip{right:0}.sd-card:nth-last-child(-n+2) .sd-tip{left:0}}
"""


@dataclass(frozen=True)
class Change:
    """A change in words, what it is against, and whether it is better, worse, same or neither (None)."""

    text: str
    against: str
    judgement: str | None
    verdict: str


@dataclass(frozen=True)
class Card:
    """One number: label, value in words, formula as help, sparkline (address of a picture; "": its place stays free,
    None: these cards have none), changes, a note."""

    label: str
    value: str
    help: str
    spark: str | None = None
    spark_words: str = ""
    changes: Sequence[Change] = ()
    note: str = ""


def looks() -> str:
    """The looks of all pieces; a page sends them first, so that nothing moves when the pieces come."""
    return f"<style>{_STYLE}</style>"


def wrapped(colours: Palette, inner: str, *, styled: bool = False) -> str:
    """``inner`` with the colours of the theme; ``styled``: it brings the looks, for a page that has no need to send
    them earlier."""
    names = ("text", "muted", "grid", "accent", "compare", "warm", "background")
    variables = ";".join(f"--sd-{name}:{getattr(colours, name)}" for name in names)
    return f'{looks() if styled else ""}<div class="sd" style="{variables}">{inner}</div>'


def head(title: str, lines: Iterable[str]) -> str:
    """The top of a page: its title and, below, what it shows in words."""
    return f"<h1>{escape(title)}</h1>" + "".join(f'<p class="sd-sub">{escape(line)}</p>' for line in lines if line)


def cards(numbers: Iterable[Card]) -> str:
    """Cards of equal height, see ``row``."""
    return row([_card(card) for card in numbers])


def row(pieces: Sequence[str]) -> str:
    """Cards in one row of limited width, where they do not fit in two rows of which the second lacks one at most; on
    a phone two side by side, the first one wide."""
    count = f"--sd-cards:{len(pieces)};--sd-half:{-(-len(pieces) // 2)}"
    return f'<div class="sd-cards" style="{count}">{"".join(pieces)}</div>'


def _card(card: Card) -> str:
    tip = (
        f'<span class="sd-help" tabindex="0" role="note" aria-label="{escape(card.help)}">?'
        f'<span class="sd-tip" aria-hidden="true">{escape(card.help)}</span></span>'
    )
    gap = "" if card.spark is None else '<div class="sd-gap"></div>'
    spark = f'<img src="{card.spark}" alt="{escape(card.spark_words)}">' if card.spark else gap
    note = f'<div class="sd-note">{escape(card.note)}</div>' if card.note else ""
    return (
        f'<div class="sd-card"><div class="sd-label">{escape(card.label)}</div>'
        f'<div class="sd-value"><span>{escape(card.value)}</span>{tip}</div>{spark}'
        f"{''.join(map(_change, card.changes))}{note}</div>"
    )


def _change(change: Change) -> str:
    # the arrow is the sign: both would say it twice
    arrow = "▲ " if change.text.startswith("+") else "▼ " if change.text.startswith(("-", "\u2212")) else ""
    amount = change.text[1:] if arrow else change.text
    words = escape(f"{arrow}{amount} {change.verdict}".rstrip())
    return (
        f'<div class="sd-change"><span class="sd-{change.judgement or "same"}">{words}</span>'
        f"<small>{escape(change.against)}</small></div>"
    )


def columns(pieces: Iterable[str]) -> str:
    """Pieces side by side where there is room, else below each other."""
    return f'<div class="sd-columns">{"".join(f"<div>{piece}</div>" for piece in pieces)}</div>'


def table(
    caption: str, headings: Sequence[str], rows: Iterable[Sequence[str]], left: Container[int] = (0,), note: str = ""
) -> str:
    """A table whose first column names the row; columns whose number is not in ``left`` hold figures, aligned at the
    right. It scrolls inside itself where the screen is narrow; ``note`` stands below."""
    classes = [" class=l" if at in left else "" for at in range(len(headings))]
    head_cells = "".join(
        f'<th scope="col"{side}>{escape(heading)}</th>' for side, heading in zip(classes, headings, strict=True)
    )
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td{side}>{escape(cell)}</td>" for side, cell in zip(classes[1:], rest, strict=True))
        + "</tr>"
        for first, *rest in rows
    )
    name = f"<caption>{escape(caption)}</caption>" if caption else ""
    return (
        f'<div class="sd-scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table>{name}'
        f"<thead><tr>{head_cells}</tr></thead><tbody>{body}</tbody></table></div>"
        + (f'<p class="sd-note">{escape(note)}</p>' if note else "")
    )


def words(caption: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of texts, aligned at the left, that wraps; on a phone every row becomes a card."""
    head_cells = "".join(f'<th scope="col">{escape(h)}</th>' for h in headings)
    body = "".join(
        "<tr>"
        + f'<th scope="row">{escape(row[0])}</th>'
        + "".join(
            f'<td data-label="{escape(h)}">{_breakable(c)}</td>' for h, c in zip(headings[1:], row[1:], strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return (
        f'<table class="sd-words"><caption class="sd-unseen">{escape(caption)}</caption>'
        f"<thead><tr>{head_cells}</tr></thead><tbody>{body}</tbody></table>"
    )


def _breakable(text: str) -> str:
    """Escaped; a long key may go on in the next line after its underscores."""
    return escape(text).replace("_", "_<wbr>")


def plain(text: str) -> str:
    """``text`` as it is, where Streamlit would read Markdown in it."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]()#+-.!|~:<>$" else c for c in text)
