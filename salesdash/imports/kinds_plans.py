"""The kinds of files beside sales and master data: payments, targets and events."""

from itertools import pairwise

from salesdash.imports.fields import Field, Kind
from salesdash.locale import N_

PAYMENTS = Kind(
    "payments",
    N_("Payments"),
    "facts.import",
    (
        Field("payment_no", "code", N_("Payment number")),
        Field("order_no", "code", N_("Order number")),
        Field("customer", "code", N_("Customer")),
        Field("paid_on", "date", N_("Payment date"), required=True),
        Field("amount", "number", N_("Amount paid"), required=True),
        Field("currency", "code", N_("Currency")),
        Field("note", "text", N_("Note")),
    ),
    either=(("order_no",), ("customer",)),
    lacking="no_payer",
)

MONTHS = {
    "m01": N_("January"), "m02": N_("February"), "m03": N_("March"), "m04": N_("April"), "m05": N_("May"),
    "m06": N_("June"), "m07": N_("July"), "m08": N_("August"), "m09": N_("September"), "m10": N_("October"),
    "m11": N_("November"), "m12": N_("December"),
}  # fmt: skip
QUARTERS = {"q1": N_("Quarter 1"), "q2": N_("Quarter 2"), "q3": N_("Quarter 3"), "q4": N_("Quarter 4")}
#: the columns of a wide file, each with the amounts of one month or quarter
WIDE = (*MONTHS, *QUARTERS)

TARGETS = Kind(
    "targets",
    N_("Targets"),
    "targets.set",
    (
        Field("year", "code", N_("Year")),
        Field("quarter", "code", N_("Quarter")),
        Field("month", "code", N_("Month")),
        Field("period", "code", N_("Period")),  # what the columns before say, as one text, or a date
        Field("region", "code", N_("Region")),
        Field("product_line", "code", N_("Product line")),
        Field("channel", "code", N_("Channel")),
        Field("rep", "code", N_("Representative")),
        Field("measure", "code", N_("Measure")),
        Field("level", "code", N_("Level")),
        Field("unit", "code", N_("Unit of the amounts")),  # 1000, thousand, 萬元
        Field("amount", "number", N_("Target")),
        *(Field(key, "number", name) for key, name in (MONTHS | QUARTERS).items()),
    ),
    either=(("amount",), *((key,) for key in WIDE)),
    lacking="",
    signs=(
        *(("amount", key) for key in ("year", "period", "month", "quarter", "rep")),
        *(("year", key) for key in WIDE), *pairwise(MONTHS), *pairwise(QUARTERS),
    ),
)  # fmt: skip

EVENTS = Kind(
    "events",
    N_("Calendar"),
    "calendar.manage",
    (
        Field("name", "text", N_("Name"), required=True),
        Field("kind", "code", N_("Kind")),
        Field("first_on", "date", N_("First day"), required=True),
        Field("last_on", "date", N_("Last day")),
        Field("region", "code", N_("Region")),
        Field("product_line", "code", N_("Product line")),
        Field("channel", "code", N_("Channel")),
        Field("effect", "text", N_("Expected effect")),  # a fraction or a percentage, also a negative one
        Field("note", "text", N_("Note")),
    ),
)
