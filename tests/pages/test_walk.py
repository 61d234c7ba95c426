"""Each role sees exactly its pages, and the others refuse whoever asks for them all the same."""

import pytest

from salesdash import db
from salesdash.access import menu, users
from salesdash.access.identity import OPERATOR, User
from salesdash.access.permissions import PERMISSIONS, ROLES
from salesdash.config import PROJECT_ROOT
from tests.pages import harness

EVERYBODY = {"dictionary", "people", "account"}
SELLING = EVERYBODY | {
    "kpis", "history", "targets", "team", "my_targets", "receivables", "appraisal", "forecast", "signals", "reports",
    "calendar",
}  # fmt: skip
EXPECTED = {
    "administrator": EVERYBODY | {"uploads", "master_data", "settings", "audit", "jobs"},
    "executive": SELLING | {"uploads"},
    "sales_manager": SELLING | {"uploads"},
    "sales_representative": SELLING,
    "sales_assistant": SELLING | {"uploads"},
    "analyst": SELLING | {"uploads", "master_data"},
    "finance": SELLING,
    "marketing": SELLING | {"uploads"},
    "production": EVERYBODY | {"kpis", "history", "targets", "team", "forecast", "signals", "reports", "calendar"},
    "customer_service": EVERYBODY,
}
FIRST = dict.fromkeys(ROLES, "kpis") | {
    "administrator": "people", "analyst": "uploads", "customer_service": "dictionary", "sales_manager": "team",
    "sales_representative": "my_targets", "sales_assistant": "my_targets", "production": "forecast",
}  # fmt: skip
THERE = {file.stem for file in (PROJECT_ROOT / "pages").glob("*.py")}


def test_every_page_stands_in_the_menu_and_every_entry_has_its_page():
    assert {entry.name for entry in menu.MENU} == THERE


@pytest.mark.parametrize("role", ROLES)
def test_a_role_sees_exactly_its_pages_and_each_of_them_runs(visitor, role):
    visitor.sign_in(visitor.account(role, rep="R1"))
    app = visitor.open()
    assert not app.exception and not app.error
    assert harness.pages(app) == EXPECTED[role]
    for page in sorted(EXPECTED[role]):
        shown = visitor.open(page)
        assert not shown.exception, (page, shown.exception)
        assert not shown.error, (page, [error.value for error in shown.error])


@pytest.mark.parametrize("role", ROLES)
def test_the_first_page_is_the_one_of_the_role(company, role):
    with db.writing() as session:
        assert menu.first_page(users.add(session, OPERATOR, role, role)) == FIRST[role]


@pytest.mark.parametrize("role", ROLES)
def test_a_page_that_is_not_open_says_so_and_what_it_takes(visitor, role):
    visitor.sign_in(visitor.account(role))
    for entry in menu.MENU:
        if entry.name not in EXPECTED[role]:
            shown = visitor.open(entry.name)
            assert not shown.exception
            assert harness.page(shown) == entry.name
            assert "This page is not open to you." in harness.text(shown)
            assert all(PERMISSIONS[code] in shown.info[0].value for code in entry.permissions)
            assert not shown.main.dataframe and not shown.main.metric and not shown.main.selectbox


def test_from_a_page_that_is_not_open_one_gets_to_the_first_one(visitor):
    visitor.sign_in(visitor.account("customer_service"))
    app = visitor.open("kpis")
    app.button(key="closed_first").click().run()
    assert not app.exception and not app.info
    assert app.text_input(key="q").label == "Search"


@pytest.mark.parametrize("role", ROLES)
def test_a_page_refuses_whoever_may_not_see_it_even_if_the_navigation_let_them_in(visitor, role, monkeypatch):
    visitor.sign_in(visitor.account(role))
    monkeypatch.setattr(menu, "entries", lambda user: list(menu.MENU))
    for page in sorted(THERE - EXPECTED[role]):
        shown = visitor.open(page)
        said = [error.value for error in shown.error] + [error.message for error in shown.exception]
        assert said, page
        assert all("You may not do this" in words for words in said), (page, said)
        assert not shown.main.dataframe and not shown.main.metric and not shown.main.selectbox


def test_nobody_sees_anything_without_signing_in(visitor):
    for app in (visitor.open(), visitor.open()):
        assert "You are signed out." in harness.text(app)
        assert harness.pages(app) == set()


def test_whoever_has_no_permission_has_the_pages_of_everybody():
    nobody = User(id=None, login="n", name="N", role="finance", permissions=frozenset())
    assert {entry.name for entry in menu.entries(nobody)} == EVERYBODY
    assert menu.first_page(nobody) == "dictionary"
