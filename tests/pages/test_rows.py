"""Every role on the pages that show the business: only the rows of its scope. The commands are walked in tests/cli."""

import re
import shutil

import pytest

from salesdash import db, imports
from salesdash.access import users
from salesdash.access.identity import OPERATOR
from salesdash.access.permissions import ROLES
from salesdash.access.setup import install_defaults
from salesdash.config import config
from salesdash.imports.options import Options
from tests.pages import harness

REPS = "rep,name,manager,team\nM1,Winifred,,T1\nR1,Xanthe,M1,T1\nR2,Zebedee,,T2\n"
ORDERS = """order_no,ordered_on,rep,region,quantity,net_amount
1,2024-03-01,R1,N,2,100
2,2024-03-02,R2,S,3,200
3,2024-03-03,M1,N,1,50
4,2024-03-04,R1:60;R2:40,S,10,1000
"""
PAYMENTS = "order_no,paid_on,amount\n1,2024-04-01,40\n"
#: login → role, where they stand, the revenue they see and the number of orders; None: no amounts, no page
SEEN = {
    "executive": ("executive", {}, 1350, 4),
    "analyst": ("analyst", {}, 1350, 4),
    "finance": ("finance", {}, 1350, 4),
    "marketing": ("marketing", {}, 1350, 4),
    "manager": ("sales_manager", {"rep": "M1"}, 750, 3),
    "representative": ("sales_representative", {"rep": "R1"}, 700, 2),
    "assistant": ("sales_assistant", {"team": "T2"}, 600, 2),
    "unplaced": ("sales_representative", {}, 0, 0),
    "narrowed": ("executive", {"regions": ["S"]}, 1200, 2),
    "narrowed representative": ("sales_representative", {"rep": "R1", "regions": ["S"]}, 600, 1),
    "production": ("production", {}, None, 0),
    "administrator": ("administrator", {}, None, None),
    "service": ("customer_service", {}, None, None),
}
#: what is owed to those whom they see: 40 of order 1 are paid; None: no such page
OWED = {
    "executive": 1310, "analyst": 1310, "finance": 1310, "marketing": 1310, "manager": 710, "representative": 660,
    "assistant": 600, "unplaced": 0, "narrowed": 1200, "narrowed representative": 600,
    "production": None, "administrator": None, "service": None,
}  # fmt: skip
#: whose names do not stand on the page
HIDDEN = {
    "manager": ["Zebedee"], "representative": ["Winifred", "Zebedee"], "assistant": ["Winifred", "Xanthe"],
    "unplaced": ["Winifred", "Xanthe", "Zebedee"],
    "narrowed": ["Winifred"], "narrowed representative": ["Winifred", "Zebedee"],
}  # fmt: skip


@pytest.fixture(scope="module")
def company(sqlite_template, tmp_path_factory):
    """The folder of a company with an account of each kind. Pages only look at it, so all tests share it."""
    folder = tmp_path_factory.mktemp("rows")
    url = f"sqlite:///{shutil.copy(sqlite_template, folder / 'company.sqlite3')}"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SALESDASH_DATABASE_URL", url)
        environment.setenv("SALESDASH_CACHE_DIR", str(folder / "snapshot"))
        config.cache_clear()
        with db.writing() as session:
            install_defaults(session)
        for kind, text in (("reps", REPS), ("orders", ORDERS), ("payments", PAYMENTS)):
            file = folder / f"{kind}.csv"
            file.write_text(text)
            imports.run(url, OPERATOR, file, kind, Options())
        with db.writing() as session:
            for who, (role, place, *_) in SEEN.items():
                users.add(session, OPERATOR, who.replace(" ", "."), role, **place)
    config.cache_clear()
    yield folder
    db.engine(url).dispose()


@pytest.fixture
def business(company, monkeypatch, request):
    monkeypatch.setenv("SALESDASH_DATABASE_URL", f"sqlite:///{company / 'company.sqlite3'}")
    monkeypatch.setenv("SALESDASH_CACHE_DIR", str(company / "snapshot"))
    config.cache_clear()
    request.addfinalizer(config.cache_clear)
    return harness.Visitor(monkeypatch)


def words(app):
    """All markup of the page as plain text."""
    return re.sub(r"<[^>]+>|\s+", " ", " ".join(str(element.proto.body) for element in app.main.get("html")))


def everything(app):
    """All that the page sent to the browser: charts, tables and what filters offer too."""
    return " ".join(str(getattr(element, "proto", "")) for element in app.main)


def test_every_role_is_walked():
    assert {role for role, *_ in SEEN.values()} == set(ROLES)


@pytest.mark.parametrize("who", SEEN)
def test_the_kpi_page_counts_the_rows_of_the_scope_and_no_others(business, who):
    role, _place, revenue, orders = SEEN[who]
    login = who.replace(" ", ".")
    business.sign_in(login)
    app = business.open("kpis", period="custom", dates=["2024-01-01", "2024-12-31"])
    if orders is None:
        assert "kpis" not in harness.pages(app)
        return
    assert not app.exception and not app.error
    shown = words(app)
    sent = everything(app)
    for name in ("Winifred", "Xanthe", "Zebedee"):
        assert (name in sent) is (name not in HIDDEN.get(who, ())), name
    if role == "production":
        assert re.search(r"Quantity .{0,200}?\b16\b", shown), shown
        assert not any(word in shown for word in ("Revenue", "$", "1,350"))
    elif orders:
        assert re.search(rf"Orders .{{0,200}}?\b{orders}\b", shown), shown
        assert re.search(rf"Revenue .{{0,200}}?\${revenue:,}\b", shown), shown
    else:
        assert "Revenue" not in shown


@pytest.mark.parametrize("who", SEEN)
def test_receivables_are_those_of_the_rows_of_the_scope(business, who):
    login = who.replace(" ", ".")
    business.sign_in(login)
    app = business.open("receivables", as_of="2024-12-31")
    if OWED[who] is None:
        assert "receivables" not in harness.pages(app)
        return
    assert not app.exception and not app.error
    sent = everything(app)
    for name in ("Winifred", "Xanthe", "Zebedee"):
        assert (name in sent) is (name not in HIDDEN.get(who, ())), name
    said = " ".join(element.value for element in app.markdown).replace("\\", "")
    assert f"${OWED[who]:,}" in said if OWED[who] else "Nobody owes anything." in said


@pytest.mark.parametrize("who", SEEN)
def test_the_history_is_that_of_the_rows_of_the_scope(business, who):
    role, _place, revenue, orders = SEEN[who]
    login = who.replace(" ", ".")
    business.sign_in(login)
    app = business.open("history", period="custom", dates=["2024-01-01", "2024-12-31"])
    if orders is None:
        assert "history" not in harness.pages(app)
        return
    app.get("button_group")[0].set_value("returns").run()
    assert not app.exception and not app.error
    sent = everything(app)
    for name in ("Winifred", "Xanthe", "Zebedee"):
        assert (name in sent) is (name not in HIDDEN.get(who, ())), name
    shown = words(app)
    if role == "production":
        assert re.search(r"Sold\s+16\b", shown) and "$" not in shown
    else:
        assert re.search(rf"Sold\s+\${revenue:,}\b", shown) if orders else "Sold" not in shown
