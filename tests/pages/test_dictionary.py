"""The metric dictionary is open to every role."""

import pytest

from salesdash.access.permissions import ROLES
from salesdash.metrics import RECEIVABLES, REGISTRY


def html(app) -> str:
    assert not app.exception, app.exception
    return "\n".join(element.proto.body for element in app.get("html")).replace("<wbr>", "")


@pytest.mark.parametrize("role", ["administrator", "production", "customer_service"])
def test_every_metric_is_explained_to_every_role(visitor, role):
    assert role in ROLES
    visitor.sign_in(visitor.account(role))
    shown = html(visitor.open("dictionary"))
    for key, metric in (REGISTRY | RECEIVABLES).items():
        assert metric.name in shown and key in shown


def test_words_are_looked_for_in_names_and_formulas(visitor):
    visitor.sign_in(visitor.account("executive"))
    app = visitor.open("dictionary")
    app.text_input(key="q").set_value("distinct customers").run()
    assert "Active customers" in html(app) and "Return rate" not in html(app)
    app.text_input(key="q").set_value("moon").run()
    assert "No metric speaks of" in app.info[0].value
