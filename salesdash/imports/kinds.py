"""The kinds of files that can be imported, their fields, and what each field holds.

The reader, the staging, the templates and the documentation all go by this table. The spellings by which the
columns of real files are recognised stand in ``salesdash.imports.spellings``.
"""

from salesdash.imports.fields import SCALES, Field, Kind
from salesdash.imports.kinds_plans import EVENTS, PAYMENTS, TARGETS
from salesdash.locale import N_

__all__ = ["KINDS", "PERMISSIONS", "SCALES", "Field", "Kind"]

_NAMES = (
    Field("name", "text", N_("Name")),
    Field("name_zh_hant", "text", N_("Name in Traditional Chinese")),
    Field("name_zh_hans", "text", N_("Name in Simplified Chinese")),
)

ORDERS = Kind(
    "orders",
    N_("Order lines"),
    "facts.import",
    (
        Field("order_no", "code", N_("Order number"), required=True),
        Field("ordered_on", "date", N_("Order date"), required=True),
        Field("line_no", "code", N_("Line number")),
        Field("customer", "code", N_("Customer")),
        Field("customer_name", "text", N_("Customer name")),
        Field("product", "code", N_("Product")),
        Field("product_name", "text", N_("Product name")),
        Field("product_line", "code", N_("Product line")),
        Field("category", "code", N_("Product category")),
        Field("region", "code", N_("Region")),
        Field("country", "code", N_("Country")),
        Field("channel", "code", N_("Channel")),
        Field("rep", "code", N_("Representative")),  # one code, or shares: r1:60;r2:40
        Field("quantity", "number", N_("Quantity")),
        Field("unit_price", "number", N_("Unit price")),
        Field("net_amount", "number", N_("Net amount")),
        Field("discount", "fraction", N_("Discount")),
        Field("cost", "number", N_("Cost of the line")),
        Field("currency", "code", N_("Currency")),
        Field("shipped_on", "date", N_("Shipping date")),
        Field("due_on", "date", N_("Due date")),
    ),
    either=(("net_amount",), ("quantity", "unit_price")),
)

PRODUCTS = Kind(
    "products",
    N_("Products"),
    "master.manage",
    (
        Field("product", "code", N_("Product"), required=True),
        *_NAMES,
        Field("product_line", "code", N_("Product line")),
        Field("category", "code", N_("Product category")),
    ),
)

CUSTOMERS = Kind(
    "customers",
    N_("Customers"),
    "master.manage",
    (
        Field("customer", "code", N_("Customer"), required=True),
        *_NAMES,
        Field("country", "code", N_("Country")),
    ),
)

REPS = Kind(
    "reps",
    N_("Representatives"),
    "master.manage",
    (
        Field("rep", "code", N_("Representative"), required=True),
        *_NAMES,
        # read only to be joined to the name where there is no column for the whole name
        Field("first_name", "text", N_("Given name")),
        Field("last_name", "text", N_("Family name")),
        Field("manager", "code", N_("Manager")),
        Field("team", "code", N_("Team")),
        Field("region", "code", N_("Region")),
        Field("title", "text", N_("Position")),
        Field("hired_on", "date", N_("Hired on")),
        Field("left_on", "date", N_("Left on")),
        Field("other_code", "code", N_("Other code")),  # a national id, a number of the ERP
    ),
)

REGIONS = Kind(
    "regions",
    N_("Regions"),
    "master.manage",
    (
        Field("region", "code", N_("Region"), required=True),
        *_NAMES,
        Field("parent", "code", N_("Region above")),
    ),
)

RATES = Kind(
    "rates",
    N_("Exchange rates"),
    "master.manage",
    (
        Field("date", "date", N_("Date"), required=True),
        Field("currency", "code", N_("Currency"), required=True),
        Field("rate", "rate", N_("Rate to the company's currency"), required=True),
    ),
)

#: all kinds, in the order in which they are offered
KINDS: dict[str, Kind] = {
    kind.key: kind for kind in (ORDERS, PAYMENTS, TARGETS, EVENTS, PRODUCTS, CUSTOMERS, REPS, REGIONS, RATES)
}

#: the permissions of which everybody has one who may import anything
PERMISSIONS = tuple(dict.fromkeys(kind.permission for kind in KINDS.values()))
