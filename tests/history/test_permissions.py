"""Who may see which analysis, and of which rows."""

from datetime import date

import pytest

from salesdash import db
from salesdash.access import users
from salesdash.access.identity import OPERATOR
from salesdash.access.permissions import ROLES
from salesdash.errors import NotPermitted
from salesdash.history import ANALYSES, document, sentences
from salesdash.history.answers import View
from salesdash.history.tables import tables
from salesdash.periods import Range
from tests.history.asking import asked, units
from tests.kpis.company import Line, members, publish

YEAR = ("2024-01-01", "2024-12-31")
LINES = [
    Line("A", date(2024, 1, 5), 100, quantity=4, customer=1, credit=1),
    Line("B", date(2024, 2, 5), 60, quantity=3, customer=2, credit=2),
]


def test_roles_and_scopes(company):
    with db.writing() as session:
        members(session)
        known = {role: users.add(session, OPERATOR, role, role, rep="Ann") for role in ROLES}
    publish(LINES)
    for name, analysis in ANALYSES.items():
        for role in ("administrator", "customer_service"):
            assert not analysis.open_to(known[role])
            with pytest.raises(NotPermitted):
                asked(name, *YEAR, user=known[role])
        assert analysis.open_to(known["executive"])
        answer = asked(name, *YEAR, user=known["executive"])
        assert set(tables(answer)) == set(sentences(answer, "USD"))
        assert document(View(Range(date(2024, 1, 1), date(2024, 12, 31))), answer, "USD")["sentence"]
    # Ann is the representative: one line of hers
    assert asked("products", *YEAR, user=known["sales_representative"], by="product").rows["value"].tolist() == units(
        100
    )
    assert asked("concentration", *YEAR, user=known["sales_representative"]).rows["code"].tolist() == ["C1"]
    assert asked("trend", *YEAR, user=known["sales_representative"]).months["value"].tolist() == units(100)

    production = known["production"]
    assert [name for name, analysis in ANALYSES.items() if analysis.open_to(production)] == [
        "trend", "years", "products", "concentration", "patterns", "returns",
    ]  # fmt: skip
    assert asked("products", *YEAR, user=production).rows["value"].tolist() == units(7)
    assert "quantity" in sentences(asked("products", *YEAR, user=production), "USD")["abc"]
    for name, measure in (("prices", None), ("customers", None), ("baskets", None), ("trend", "revenue")):
        with pytest.raises(NotPermitted):
            asked(name, *YEAR, user=production, measure=measure)
    shown = document(View(Range(date(2024, 1, 1), date(2024, 12, 31))), asked("trend", *YEAR, user=production), "USD")
    assert [row["value"] for row in shown["months"]] == [4, 3] and "$" not in shown["sentence"]
