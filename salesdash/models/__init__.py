"""The tables, one module per domain. Importing this package makes all of them known to ``Base.metadata``."""

from salesdash.models.base import Base
from salesdash.models.company import CompanySetting, DataVersion, ExchangeRate, MonthVersion
from salesdash.models.facts import ImportBatch, LineRetirement, OrderLine, SpanningOrder
from salesdash.models.master import (
    Category,
    Channel,
    Country,
    CreditGroup,
    CreditShare,
    Customer,
    MemberMerge,
    Person,
    PersonPlace,
    Placement,
    Product,
    ProductLine,
    Region,
    Team,
)

__all__ = [
    "Base",
    "Category",
    "Channel",
    "CompanySetting",
    "Country",
    "CreditGroup",
    "CreditShare",
    "Customer",
    "DataVersion",
    "ExchangeRate",
    "ImportBatch",
    "LineRetirement",
    "MemberMerge",
    "MonthVersion",
    "OrderLine",
    "Person",
    "PersonPlace",
    "Placement",
    "Product",
    "ProductLine",
    "Region",
    "SpanningOrder",
    "Team",
]
