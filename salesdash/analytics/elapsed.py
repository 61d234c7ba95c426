"""How much of a period's amount has come by a day of it, learnt from the periods before, and how sure that is."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

#: periods that the pool of all series weighs as much as, beside a series' own
_POOL = 6.0
#: how much of a share that was never judged is held to be unsure, in parts of what one busy day in eight would make it
_UNJUDGED = 1 / 8


def predicted(
    to_date: Floats, whole: Floats, plain: float, by_days: Floats, *, season: int, seasons: int
) -> tuple[Floats, Floats]:
    """Per series the share to expect, and its standard error.

    ``to_date``, ``whole``: a row per series, a column per past period, the latest first: what came on as many of its
    days, and in all. ``plain``, ``by_days``: the share of working days, in this period and in the past ones.
    ``season``: periods after which the same season comes again; the last ``seasons`` of these are the rule; where there
    is none, working days are. The same rule is held against the periods that it can be judged by; the squared errors
    of a series are moderated towards those of all.
    """
    share = _rule(to_date, whole, plain, first=0, season=season, seasons=seasons)
    off = []
    for at in range(whole.shape[1]):
        expected = _rule(to_date, whole, by_days[at], first=at + 1, season=season, seasons=seasons)
        told = whole[:, at] > 0
        came = np.divide(to_date[:, at], whole[:, at], out=np.zeros(len(whole)), where=told)
        off.append(np.where(told, np.clip(came, -1, 2) - expected, np.nan))
    table = np.array(off).T[:, : max(2 * season, 8)]
    known = np.isfinite(table)
    count = known.sum(axis=1)
    squares = np.where(known, table, 0.0) ** 2
    guess = plain * (1 - plain) * _UNJUDGED
    pool = squares.sum() / known.sum() if known.any() else guess
    own = (squares.sum(axis=1) + _POOL * max(pool, 1e-6)) / (count + _POOL)
    return share, np.sqrt(own)


def _rule(to_date: Floats, whole: Floats, plain: float, *, first: int, season: int, seasons: int) -> Floats:
    """The share of the same season's periods, counted from column ``first`` on, of each series; that of all series
    where one had nothing, and of working days where none had."""
    columns = np.arange(first + season - 1, whole.shape[1], season)[:seasons]
    come, all_of_it = to_date[:, columns].sum(axis=1), whole[:, columns].sum(axis=1)
    together = come.sum() / all_of_it.sum() if all_of_it.sum() > 0 else plain
    return np.clip(np.divide(come, all_of_it, out=np.full(len(whole), together), where=all_of_it > 0), 0.0, 1.0)
