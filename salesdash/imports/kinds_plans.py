"""The kinds of files beside sales and master data: payments and targets."""

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
