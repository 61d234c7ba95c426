"""What the tests of the targets page share: a company with targets, somebody before it, how forms are found."""

import re

from streamlit.testing.v1 import AppTest

from salesdash import db, targets
from salesdash.access.identity import OPERATOR
from salesdash.targets import Cell, Plan
from salesdash.units import SCALE
from tests.pages.harness import PATIENCE, SCRIPT
from tests.targets import firm

PLAN = Plan(2026)
E4 = SCALE


def put(amount, plan=PLAN, user=OPERATOR, **named):
    with db.writing() as session:
        return targets.set_amount(session, user, plan, Cell(plan.year, **named), amount * E4)


def value(plan=PLAN, **named):
    with db.reading() as session:
        return targets.about(session, OPERATOR, plan, Cell(plan.year, **named)).amount / E4


def build():
    """Targets of 1,000 for 2026, of which R1 has 400 and R2 200, in the configured database."""
    firm.build()
    put(1000)
    put(400, rep="R1")
    put(200, rep="R2")


def opened(visitor, login, view="", **query):
    """The page as somebody sees it who came by an address."""
    visitor.sign_in(login)
    return visit(year="2026", **({"view": view} if view else {}), **query)


def visit(**query):
    """The page as whoever is signed in sees it, opened by its address."""
    app = AppTest.from_file(str(SCRIPT), default_timeout=PATIENCE)
    app.query_params.update(query)
    app.switch_page("../../pages/targets.py").run()
    assert not app.exception, app.exception
    return app


def html(app):
    bodies = "\n".join(e.proto.body for e in app.get("html"))
    return re.sub("<style>.*?</style>", "", bodies, flags=re.DOTALL)


def by_label(elements, label):
    return next(one for one in elements if one.label == label)


def save(app):
    """Presses the button "Save" and runs the page."""
    return by_label(app.button, "Save").click().run()
