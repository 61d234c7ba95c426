"""What happened to the sample company, and when. ``data/README.md`` tells it to readers."""

from dataclasses import dataclass
from datetime import date, timedelta

from salesdash.sample.recipe import latest, months_before

#: who and what the stories are about, by the codes of the recipe
SLUMP_REGION = "SOUTH"
LOST_CUSTOMER, WON_CUSTOMER = "C0001", "C0002"
PRICE_LINE, LAUNCHED_LINE, FAULTY_LINE, COST_LINE = "COOK", "EBIKE", "POLE", "JACK"
LEAVER, JOINER = "E033", "E035"
MOVER, MOVER_FROM, MOVER_TO = "E022", "HSZ", "TPE"
DISCOUNTER = "E014"
#: new products: code → months since which they are sold
NEW_PRODUCTS = {"ACCS-11": 3, "PART-12": 2, "EBIKE-09": 4, "JACK-11": 3}
#: of these, those that nobody has given a line yet, and those whose cost is not known yet
UNPLACED_PRODUCTS = ("ACCS-11", "PART-12")
UNKNOWN_COST = ("EBIKE-09", "JACK-11")


@dataclass(frozen=True)
class Stories:
    """The dates of the stories for a sample company that ends on ``as_of``."""

    as_of: date

    @property
    def start(self) -> date:
        """The first of the three years' days."""
        day_after = self.as_of + timedelta(days=1)
        if (day_after.month, day_after.day) == (2, 29):
            return date(day_after.year - 3, 3, 1)
        return day_after.replace(year=day_after.year - 3)

    @property
    def slump(self) -> date:
        """Since this spring the south falls behind."""
        return latest(4, self.as_of, 100)

    @property
    def joined(self) -> date:
        """One representative joined in this mid-year and took over the customers of one who left the day before."""
        return latest(7, self.as_of, 75)

    @property
    def lost(self) -> date:
        """The largest customer of the central region stopped buying."""
        return months_before(self.as_of, 5)

    @property
    def won(self) -> date:
        """A chain in Southeast Asia began to buy."""
        return months_before(self.as_of, 10)

    @property
    def price_rise(self) -> date:
        """Stoves and cookware became dearer by 13 %; less of them is sold."""
        return months_before(self.as_of, 8)

    @property
    def cost_rise(self) -> date:
        """Jackets cost 9 % more to buy while their prices stayed."""
        return months_before(self.as_of, 6)

    @property
    def launched(self) -> date:
        """E-bikes were launched."""
        return months_before(self.as_of, 15)

    @property
    def moved(self) -> date:
        """A representative went from one team to another and took the customers along."""
        return months_before(self.as_of, 13)

    @property
    def faulty(self) -> tuple[date, date]:
        """From and up to (not included): poles and lights of a faulty batch come back."""
        return months_before(self.as_of, 11), months_before(self.as_of, 9)
