"""The sample company's customers: who they are, who serves them, how they buy."""

from dataclasses import dataclass
from itertools import product as every_pair

import numpy as np

from salesdash.sample.draws import Draws, Ints
from salesdash.sample.recipe import Recipe, Row
from salesdash.sample.seasons import Days
from salesdash.sample.stories import LOST_CUSTOMER, WON_CUSTOMER, Stories

#: what customers prefer, in per cent of the usual weight of a category; by channel which preferences occur
TASTES: tuple[dict[str, int], ...] = (
    {"CAMP": 260},
    {"HIKE": 240},
    {"BIKE": 300},
    {"WEAR": 230},
    {},
    {"CAMP": 160, "HIKE": 160},
)
TASTES_OF = {"DEALER": (0, 1, 2, 2, 3, 4, 5), "CHAIN": (3, 4, 4, 5), "ONLINE": (0, 1, 2, 3, 4, 5), "CORP": (3, 3, 1, 4)}


@dataclass(frozen=True)
class Customers:
    """One entry per customer. ``rate`` is orders a year in 1/100, ``size`` quantities in per cent, ``first`` and
    ``last`` the days between which the customer buys, ``period`` the days between the orders of one who orders
    at regular intervals (0: at any time), ``discount`` per cent off the list price."""

    names: list[tuple[str, str, str]]
    channel: Ints
    region: Ints
    country: Ints
    rep: Ints
    rate: Ints
    size: Ints
    taste: Ints
    discount: Ints
    first: Ints
    last: Ints
    period: Ints

    @staticmethod
    def code(place: int) -> str:
        """The code of the customer at ``place``."""
        return f"C{place + 1:04d}"


def make(recipe: Recipe, calendar: Days, stories: Stories) -> Customers:
    """All customers, the same for the same dates."""
    draws = Draws(1)
    channels: list[int] = []
    regions: list[int] = []
    for row in (*_story_customers(), *recipe.customers):
        count = int(row["customers"])
        channels += [recipe.place("channels", row["channel"])] * count
        regions += [recipe.place("regions", row["region"])] * count
    channel, region = np.array(channels), np.array(regions)
    size_of = len(channel)
    country, rep, rate, taste, discount = (np.zeros(size_of, dtype=np.int64) for _ in range(5))
    for place, row in enumerate(recipe.channels):
        mine = np.flatnonzero(channel == place)
        spread = draws.one_of(np.array([30, 50, 70, 90, 100, 120, 150, 200]), len(mine))
        rate[mine] = int(row["orders_per_year"]) * spread
        taste[mine] = draws.one_of(np.array(TASTES_OF[row["code"]]), len(mine))
        discount[mine] = draws.one_of(np.array([int(d) for d in row["discounts"].split()]), len(mine))
    for place, row in enumerate(recipe.regions):
        mine = np.flatnonzero(region == place)
        if not len(mine):
            continue
        countries = np.array([recipe.place("countries", code) for code in row["countries"].split()])
        country[mine] = draws.one_of(countries, len(mine))
        rep[mine] = draws.one_of(_representatives(recipe, row), len(mine))
        if row["parent"] == "DOM":
            online = mine[channel[mine] == recipe.place("channels", "ONLINE")]
            rep[online] = draws.one_of(_team(recipe, "WEB"), len(online))
    size = draws.one_of(np.array([60, 70, 80, 90, 100, 110, 130, 160, 220]), size_of)
    first, last, period = _habits(recipe, channel, len(calendar.dates), draws)
    made = Customers(
        names=_names(recipe, channel, country, draws),
        channel=channel, region=region, country=country, rep=rep, rate=rate, size=size, taste=taste,
        discount=discount, first=first, last=last, period=period,
    )  # fmt: skip
    _tell(made, calendar, stories)
    return made


def _story_customers() -> list[Row]:
    return [
        {"channel": "CHAIN", "region": "CENTRAL", "customers": "1"},
        {"channel": "CHAIN", "region": "SEA", "customers": "1"},
    ]


def _tell(customers: Customers, calendar: Days, stories: Stories) -> None:
    """The two customers that stories are about."""
    lost, won = (next(i for i in range(2) if Customers.code(i) == code) for code in (LOST_CUSTOMER, WON_CUSTOMER))
    customers.rate[lost], customers.size[lost], customers.period[lost] = 9_000, 240, 0
    customers.first[lost], customers.last[lost] = -1, calendar.place(stories.lost) - 1
    customers.rate[won], customers.size[won], customers.period[won] = 6_000, 220, 0
    customers.first[won], customers.last[won] = calendar.place(stories.won), len(calendar.dates)
    customers.names[lost] = ("Great Wall Hypermarkets", "長城大賣場", "长城大卖场")
    customers.names[won] = ("Rainbow Sport World", "彩虹運動世界", "彩虹运动世界")


def _team(recipe: Recipe, team: str) -> Ints:
    """Places of a team's representatives."""
    return np.array(
        [i for i, row in enumerate(recipe.people) if row["team"] == team and "representative" in row["title"]]
    )


def _representatives(recipe: Recipe, region: Row) -> Ints:
    """Places of those who serve the region's shops and companies; who joins later takes over from somebody."""
    serving = [
        i
        for i, row in enumerate(recipe.people)
        if row["region"] == region["code"] and "representative" in row["title"] and row["code"] != "E035"
    ]
    return np.array(serving)


def _habits(recipe: Recipe, channel: Ints, days: int, draws: Draws) -> tuple[Ints, Ints, Ints]:
    """First and last day, and the period of those who order regularly."""
    count = len(channel)
    online = channel == recipe.place("channels", "ONLINE")
    # most shops were customers before; private ones come in growing numbers, the later of two days favouring late ones
    joins = draws.below(100, count) < np.where(online, 70, 16)
    start = np.maximum(draws.below(days, count), draws.below(days, count))
    first = np.where(joins, start, -1)
    kind = draws.below(100, count)
    stay = draws.below(days, count)
    leaves = kind < np.where(online, 45, 12)
    last = np.where(leaves, np.minimum(np.maximum(first, 0) + 20 + stay // 3, days), days)
    regular = (kind >= 60) & ~online
    period = np.where(regular, draws.one_of(np.array([7, 14, 14, 28, 28, 30]), count), 0)
    return first.astype(np.int64), last.astype(np.int64), period.astype(np.int64)


def _names(recipe: Recipe, channel: Ints, country: Ints, draws: Draws) -> list[tuple[str, str, str]]:
    """A name of its own for everybody, in the three languages."""
    words: dict[str, list[Row]] = {}
    for row in recipe.words:
        words.setdefault(row["kind"], []).append(row)
    japan = recipe.place("countries", "JP")
    west = {recipe.place("countries", code) for code in ("US", "CA")}
    bags: dict[str, list[tuple[str, str, str]]] = {}
    for kind in ("dealer", "chain", "corp"):
        bags[kind] = [_joined(a, b, "{a} {b}", "") for a, b in every_pair(words["first"], words[kind])]
    for kind, gap in (("zh", ""), ("ja", ""), ("en", "·")):
        pairs = every_pair(words[f"surname_{kind}"], words[f"given_{kind}"])
        bags[kind] = [_joined(*((b, a) if gap else (a, b)), "{a} {b}" if gap else "{b} {a}", gap) for a, b in pairs]
    for bag in bags.values():
        order = np.argsort(draws.below(2**31, len(bag)), kind="stable")
        bag[:] = [bag[i] for i in order]
    kinds = [row["code"].lower() for row in recipe.channels]
    named = []
    for of_channel, of_country in zip(channel.tolist(), country.tolist(), strict=True):
        kind = kinds[of_channel]
        if kind == "online":
            kind = "ja" if of_country == japan else "en" if of_country in west else "zh"
        named.append(bags[kind].pop())
    return named


def _joined(a: Row, b: Row, english: str, gap: str) -> tuple[str, str, str]:
    """One name of two words in the three languages; ``gap`` stands between them in Chinese."""
    hant, hans = (gap.join((a[key], b[key])) for key in ("name_zh_hant", "name_zh_hans"))
    return english.format(a=a["name"], b=b["name"]), hant, hans
