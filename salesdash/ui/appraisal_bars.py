"""People and teams as a list: name, bar against the target, score, band. One element, in both themes and on a phone."""

from collections.abc import Callable, Sequence
from html import escape
from urllib.parse import urlencode

from salesdash.appraisal.bands import COLOURS, Band
from salesdash.appraisal.results import Result
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.ui.appraisal_frame import PERIOD, REP, TEAM

#: the bar reaches this far at least
_WIDEST = 1.5
_STYLE = """
.sd .sd-cards{margin-top:.7rem}.sd table{margin-top:.8rem}
.sd .sd-people{list-style:none;margin:0;padding:0}
.sd .sd-people li{display:grid;grid-template-columns:minmax(8rem,1.3fr) 3fr 4.6rem 8.2rem;gap:.2rem .8rem;
align-items:center;padding:.45rem .1rem;border-bottom:1px solid var(--sd-grid);margin:0}
.sd-people .sd-band{justify-self:start}
.sd-people a{color:var(--sd-accent);font-weight:600;text-decoration:none;overflow-wrap:anywhere}
.sd-people a:hover,.sd-people a:focus-visible{text-decoration:underline}
.sd-people small{display:block;color:var(--sd-muted);font-size:.76rem}
.sd-people b{text-align:right;font-weight:650}
.sd-bullet{position:relative;height:.8rem;background:var(--sd-grid);border-radius:.2rem}
.sd-bullet i{position:absolute;left:0;top:.15rem;bottom:.15rem;border-radius:.2rem;min-width:2px}
.sd-bullet u{position:absolute;top:-.25rem;bottom:-.25rem;width:2px;background:var(--sd-text)}
.sd-score b{font-size:1.6rem;font-weight:650;margin-right:.5rem}.sd-score{margin:0 0 .4rem}
.sd-band{display:inline-block;padding:.1rem .5rem;border-radius:.9rem;font-size:.8rem;font-weight:600;
text-align:center}
@media(max-width:640px){.sd .sd-people li{grid-template-columns:1fr auto auto}.sd-people .sd-bullet{grid-column:1/-1;
grid-row:2}}
"""


def looks() -> str:
    """The looks of these pieces."""
    return f"<style>{_STYLE}</style>"


def badge(band: Band | None, *, so_far: bool = False) -> str:
    """A band as its word on its colour; ``so_far``: there is a score, and no verdict on it yet."""
    if so_far:
        return f'<span class="sd-note">{escape(_("so far"))}</span>'
    if band is None:
        return f'<span class="sd-note">{escape(_("no score"))}</span>'
    ground, text = COLOURS[band.colour]
    return f'<span class="sd-band" style="background:{ground};color:{text}">{escape(band.name)}</span>'


def bullet(score: float | None, band: Band | None, widest: float = _WIDEST) -> str:
    """A bar from 0 with a mark at the target, 100 %; grey without a band."""
    words = _("{score} of the target").format(score=formats.percent(score)) if score is not None else _("no score")
    fill = ""
    if score is not None:
        part = max(0.0, min(1.0, score / widest)) * 100
        ground = COLOURS[band.colour][0] if band else "var(--sd-compare)"
        fill = f'<i style="width:{part:.2f}%;background:{ground}"></i>'
    mark = f'<u style="left:calc({100 / widest:.2f}% - 1px)"></u>'
    return f'<div class="sd-bullet" role="img" aria-label="{escape(words)}">{fill}{mark}</div>'


def headline(one: Result) -> str:
    """Score and band of one person or team, large, with the bar below."""
    score = escape(formats.percent(one.score))
    return f'<p class="sd-score"><b>{score}</b> {_badge(one)}</p>{bullet(one.score, one.band)}'


def lines(texts: Sequence[str]) -> str:
    """A few lines of plain text."""
    return "".join(f'<p class="sd-sub">{escape(text)}</p>' for text in texts)


def listing(results: Sequence[Result], period: str, note: Callable[[Result], str]) -> str:
    """The list; a name leads to the person or the team. ``note``: what stands below a name."""
    widest = max([_WIDEST, *(one.score for one in results if one.score is not None)])
    rows = "".join(_row(one, period, note(one), widest) for one in results)
    return f'<ul class="sd-people">{rows}</ul>'


def _row(one: Result, period: str, note: str, widest: float) -> str:
    whom = {REP: one.rep} if one.rep is not None else {TEAM: one.team or ""}
    address = "?" + urlencode({PERIOD: period, **whom})
    below = f"<small>{escape(note)}</small>" if note else ""
    return (
        f'<li><span><a href="{escape(address)}">{escape(one.name)}</a>{below}</span>'
        f"{bullet(one.score, one.band, widest)}<b>{escape(formats.percent(one.score))}</b>{_badge(one)}</li>"
    )


def _badge(one: Result) -> str:
    return badge(one.band, so_far=one.running and one.score is not None)
