"""The pages Team and My targets, on a day on which everything can be worked out by hand: Thursday, 27 June 2024, with
one working day of June left."""

import re
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from salesdash import company as settings
from salesdash import db, models, targets
from salesdash.access.identity import OPERATOR
from salesdash.targets import Cell, Plan
from tests.kpis.company import E4, Line, company
from tests.pages.harness import PATIENCE, SCRIPT, Visitor

TODAY = date(2024, 6, 27)
LINES = [
    Line("A1", TODAY, 350, customer=1, credit=1),
    Line("C1", TODAY, 90, customer=2, credit=3, region=4),
    Line("A0", date(2023, 6, 5), 400, customer=3, credit=1),
]


@pytest.fixture
def looker(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    monkeypatch.setattr(settings, "today", lambda _company: TODAY)
    company(LINES)
    return visitor


def aim(*cells: tuple[str, int], measure: str = "revenue") -> None:
    with db.writing() as session:
        rows = [(Cell(2024, month=6, rep=rep), amount * E4, None) for rep, amount in cells]
        targets.set_many(session, OPERATOR, Plan(2024, measure), rows)


def seen(app: AppTest) -> str:
    """All HTML and Markdown of the page, its looks aside."""
    assert not app.exception, app.exception
    assert not app.error, [e.value for e in app.error]
    parts = [e.proto.body for e in app.get("html")] + [e.value for e in (*app.markdown, *app.caption, *app.info)]
    return re.sub("<style>.*?</style>", "", "\n".join(parts), flags=re.DOTALL).replace("\\", "")


def open_page(looker: Visitor, page: str, role: str, query: dict | None = None, **more) -> AppTest:
    looker.sign_in(looker.account(role, **more))
    app = AppTest.from_file(str(SCRIPT), default_timeout=PATIENCE)
    app.query_params.update(query or {})
    return app.switch_page(f"../../pages/{page}.py").run()


def test_who_is_behind_and_by_how_much(looker):
    aim(("Ann", 500), ("Bo", 200), ("Cy", 100))
    # the season of June 2023: all of it fell up to the 27th, so the whole target is to be expected
    app = open_page(looker, "team", "executive")
    html = seen(app)
    assert "3 of 3 people are behind, together by $360; most of all Bo ($200)." in html
    for label, value in {"Actual": "$440", "Target": "$800", "Pace": "55.0%", "Left per working day": "$360"}.items():
        assert re.search(rf"{label}</div>.{{0,60}}<span>{re.escape(value)}</span>", html), label
    assert "1 working day left" in html
    alts = [element.proto.alt for element in app.get("plotly_chart")]
    assert alts == [
        "Revenue against the target by representative",
        "Attainment by representative and month, in per cent (… still runs)",
    ]  # fmt: skip


def test_those_ahead_make_up_for_those_behind(looker):
    aim(("Ann", 300), ("Bo", 200), ("Cy", 100))  # Ann is 50 ahead, Bo 200 and Cy 10 behind
    html = seen(open_page(looker, "team", "executive"))
    assert "2 of 3 people are behind, together by $210; most of all Bo ($200)." in html
    assert "Those ahead make up for $50 of it." in html


def test_a_manager_sees_their_people_only_and_sales_without_a_target(looker):
    aim(("Bo", 200))
    with db.writing() as session:
        for person in (1, 2):
            session.add(models.PersonPlace(person_id=person, valid_from=date(2024, 5, 1), team_id=2, manager_id=3))
    html = seen(open_page(looker, "team", "sales_manager", rep="Cy"))
    assert "1 of 1 person is behind, together by $200; most of all Bo ($200)." in html
    assert "$440 more came from 2 without a target; the table has them." in html
    own = seen(open_page(looker, "team", "sales_representative", rep="Ann"))
    assert "Bo" not in own


def test_looking_into_one_shows_the_orders_behind(looker):
    aim(("Ann", 500), ("Bo", 200))
    app = open_page(looker, "team", "executive")
    app.selectbox(key="team.open.rep").select("Ann").run()
    assert "Revenue against the target by month" in app.get("plotly_chart")[-1].proto.alt
    app.toggle(key="pursuit.orders").set_value(True).run()
    html = seen(app)
    assert "A1" in html
    assert "C1" not in re.findall(r'<th scope="row">(.*?)</th>', html)


def test_where_i_stand_and_what_closes_the_gap(looker):
    aim(("Ann", 500), ("Bo", 200))
    html = seen(open_page(looker, "my_targets", "sales_representative", rep="Ann"))
    assert "$150 are missing to the target of $500; by the season you are $150 behind." in html
    assert "$150 on the 1 working day left. That is 1 order of your usual size ($350)." in html
    assert "Customers who bought less than in the same days a year ago" in html
    assert "C3" in html
    assert "Place" not in html


def test_a_place_in_the_team_only_where_the_company_allows_it(looker):
    aim(("Ann", 500), ("Bo", 200), ("Cy", 100))
    with db.writing() as session:
        for person in (1, 2, 3):
            session.add(models.PersonPlace(person_id=person, valid_from=date(2024, 5, 1), team_id=2))
    assert "Place" not in seen(open_page(looker, "my_targets", "sales_representative", rep="Ann"))
    with db.writing() as session:
        settings.change(session, OPERATOR, "peer_ranking", "yes")
    html = seen(open_page(looker, "my_targets", "sales_representative", rep="Ann"))
    assert "Place 2 of 3 in your team by attainment." in html
    assert "Cy" not in html


def test_without_targets_the_pages_say_what_to_do(looker):
    assert "No targets yet." in seen(open_page(looker, "team", "executive"))
    assert "You have no targets of your own here." in seen(
        open_page(looker, "my_targets", "sales_representative", rep="Ann")
    )


def test_who_sees_quantities_only_follows_quantities_only(looker):
    aim(("Ann", 500))
    assert "No targets yet." in seen(open_page(looker, "team", "production"))
    aim(("Ann", 10), measure="quantity")
    html = seen(open_page(looker, "team", "production"))
    assert "Quantity" in html
    assert "$" not in html


def test_the_address_names_the_view(looker):
    aim(("Ann", 500))
    html = seen(open_page(looker, "team", "executive", {"span": "year"}))
    assert "Revenue · Target · Jan 1 – Dec 31, 2024" in html.replace("\u2009", " ")


@pytest.mark.parametrize("page", ["team", "my_targets"])
def test_a_link_with_values_that_name_nothing_is_told_so(looker, page):
    aim(("Ann", 500))
    app = open_page(looker, page, "executive", {"span": "decade", "measure": "bogus"})
    (told,) = [one.value.replace("\\", "") for one in app.warning]
    assert told == "Ignored, because it is unknown or not open to you: decade, bogus"
    assert (app.query_params["span"], app.query_params["measure"]) == ("month", "revenue")
