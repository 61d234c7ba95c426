"""What the sample company's customers paid: by channel sooner or later, some in two parts, some not at all."""

from dataclasses import dataclass

import numpy as np

from salesdash.sample.draws import Draws, Ints
from salesdash.sample.orders import Company
from salesdash.sample.recipe import recipe
from salesdash.sample.stories import LOST_CUSTOMER, SLUMP_REGION, WON_CUSTOMER

#: channel → days after the order on which it is usually paid, and by how many days that differs
HABITS = {"ONLINE": (0, 2), "DEALER": (18, 14), "CHAIN": (24, 18), "CORP": (20, 12)}
#: of 1,000 orders on account: those paid in two parts, those that a dispute keeps open
IN_PARTS, DISPUTED = 45, 9
#: of 100 customers on account: those who pay a month late as a rule
LATE = 6
#: days by which customers of the region that falls behind pay later, from then on
SLOWER = 16
#: days after which the online store refunds what came back
REFUND_DAYS = 3
#: what the customer who was won paid ahead, in 1/10,000
DEPOSIT = 400_000_000


@dataclass(frozen=True)
class Payments:
    """One entry per payment, by day: ``order`` is the place of the order (−1: of the customer alone), ``customer`` a
    place in the customers (−1: the order names none), ``day`` in the calendar, amounts in 1/10,000."""

    order: Ints
    customer: Ints
    day: Ints
    amount: Ints


def payments(made: Company) -> Payments:
    """The payments up to the last day. What comes back to the online store is refunded; others settle it with their
    next orders."""
    draws, lines = Draws(7), made.lines
    orders = int(lines.order[-1]) + 1
    total = np.zeros(orders, dtype=np.int64)
    np.add.at(total, lines.order, lines.quantity * lines.price * (100 - lines.discount))
    first = np.unique(lines.order, return_index=True)[1]
    customer, channel, day = lines.customer[first], lines.channel[first], lines.day[first]
    online = channel == recipe().place("channels", "ONLINE")
    back = np.flatnonzero(lines.returned[first] & online)
    refund, returned_by, refunded = total[back], customer[back], day[back] + REFUND_DAYS
    kept = np.flatnonzero((total > 0) & ~lines.returned[first])
    total, customer, day, account = total[kept], customer[kept], day[kept], ~online[kept]
    paid = day + _patience(made, customer, channel[kept], day, draws)
    owed = account & (draws.below(1000, len(kept)) < DISPUTED)
    lost = (customer == _place(LOST_CUSTOMER)) & (day >= made.calendar.place(made.stories.lost) - 60)
    half = np.where(account & (draws.below(1000, len(kept)) < IN_PARTS), total * 6 // 10 // 100 * 100, total)
    open_ = owed | lost
    order = np.concatenate([kept, kept, back, [-1]])
    who = np.concatenate([customer, customer, returned_by, [_place(WON_CUSTOMER)]])
    when = np.concatenate([paid, paid + 30, refunded, [len(made.calendar.dates) - 20]])
    amount = np.concatenate([np.where(open_, 0, half), np.where(open_, 0, total - half), refund, [DEPOSIT]])
    there = np.flatnonzero((amount != 0) & (when < len(made.calendar.dates)))
    turn = there[np.argsort(when[there], kind="stable")]
    return Payments(order[turn], who[turn], when[turn], amount[turn])


def _patience(made: Company, customer: Ints, channel: Ints, day: Ints, draws: Draws) -> Ints:
    """Days from each order to its payment."""
    habits = [HABITS[row["code"]] for row in recipe().channels]
    usual, spread = (np.array([habit[i] for habit in habits])[channel] for i in (0, 1))
    days = usual + draws.below(spread, len(customer))
    late = (draws.below(100, len(made.customers.names)) < LATE)[customer] & (usual > 0)
    slump = recipe().place("regions", SLUMP_REGION)
    slower = (made.customers.region[customer] == slump) & (day >= made.calendar.place(made.stories.slump)) & (usual > 0)
    return days + np.where(late, 30, 0) + np.where(slower, SLOWER, 0)


def _place(code: str) -> int:
    return int(code[1:]) - 1
