"""People and duties, as an administrator and as everybody else."""

import pytest

from salesdash import company, db
from salesdash.access import duties, sign_in, users
from salesdash.access.identity import OPERATOR
from salesdash.models import Region, Team
from tests.pages import harness


@pytest.fixture
def admin(visitor):
    with db.writing() as session:
        session.add_all([Region(code="N", name="North"), Team(code="T", name="Team One")])
    visitor.account("administrator")
    visitor.account("finance")
    visitor.sign_in("administrator")
    return visitor


def button(app, label):
    return next(one for one in app.button if one.label == label)


def choose(app, label):
    return next(one for one in app.selectbox if one.label == label)


def within(app, form, elements, label):
    """The element with this label in the form whose key begins so."""
    return next(one for one in elements if one.label == label and one.form_id.startswith(form))


def field(app, label):
    return next(one for one in app.text_input if one.label == label)


def account(login):
    with db.reading() as session:
        return users.table(session, OPERATOR).set_index("login").loc[login]


def test_everybody_reads_positions_and_changes_nothing(visitor):
    visitor.sign_in(visitor.account("sales_representative"))
    app = visitor.open("people")
    words = harness.text(app)
    assert "Sales manager" in words and "Leads a team" in words and "Discount on one order" in words
    labels = {one.label for one in app.button}
    assert "Edit" not in labels and "Make the account" not in labels
    assert button(app, "Save").disabled
    assert [tab.label for tab in app.tabs] == ["Positions", "Roles and permissions"]


def test_a_person_is_added_and_gets_a_link_that_works_once(admin):
    app = admin.open("people")
    field(app, "Login (required)").input("Eve@Example.com")
    choose(app, "Role").select("executive")
    button(app, "Make the account").click().run()
    assert not app.exception and not app.error
    (address,) = [one.value for one in app.code]
    sign_in.choose_password(address.split("token=")[1], "correct horse battery")
    assert sign_in.with_password("eve@example.com", "correct horse battery", "10.0.0.1")
    assert account("eve@example.com")["role"] == "executive"
    app.run()
    assert not app.code


def test_what_does_not_fit_is_said_at_the_form(admin):
    app = admin.open("people")
    field(app, "Login (required)").input("finance")
    button(app, "Make the account").click().run()
    assert [error.value for error in app.error] == ["There is an account finance already."]


def test_an_account_gets_another_role_scope_and_regions(admin):
    app = admin.open("people")
    choose(app, "Change an account").select("finance").run()
    within(app, "change", app.selectbox, "Role").select("analyst")
    within(app, "change", app.selectbox, "Sees the rows of").select("own_unit")
    within(app, "change", app.selectbox, "Team, if not that of the representative").select("T")
    within(app, "change", app.multiselect, "Only these regions and those below").select("N")
    within(app, "change", app.button, "Save").click().run()
    assert not app.exception and not app.error
    changed = account("finance")
    assert (changed["role"], changed["scope"], changed["team"], changed["regions"]) == (
        "analyst",
        "own_unit",
        "T",
        ["N"],
    )


def test_a_change_by_somebody_else_meanwhile_is_told(admin):
    app = admin.open("people")
    choose(app, "Change an account").select("finance").run()
    with db.writing() as session:
        users.change(session, OPERATOR, "finance", name="Changed meanwhile")
    save = within(app, "change", app.button, "Save")
    within(app, "change", app.selectbox, "Role").select("analyst")
    save.click().run()
    assert [error.value for error in app.error] == ["Somebody else changed this meanwhile. Look at it again."]
    assert account("finance")["role"] == "finance"


def test_disabling_asks_first(admin):
    app = admin.open("people")
    choose(app, "Change an account").select("finance").run()
    assert not account("finance")["disabled"]
    app.button(key="people_disable").click().run()
    assert account("finance")["disabled"]
    choose(app, "Change an account").select("finance").run()
    button(app, "Open the account again").click().run()
    assert not account("finance")["disabled"]


def test_nobody_changes_their_own_role(admin):
    app = admin.open("people")
    choose(app, "Change an account").select("administrator").run()
    assert "Nobody changes their own role" in harness.text(app)
    assert button(app, "Link for a new password") and "people_disable" not in {one.key for one in app.button}


def test_permissions_are_saved_with_the_versions_that_were_shown(admin):
    app = admin.open("people")
    app.get("button_group")[0].set_value("finance").run()
    with db.writing() as session:
        seen = duties.roles(session, OPERATOR).set_index("role").loc["finance"]
        duties.change_role(
            session, OPERATOR, "finance", int(seen["version"]), scope="own", permissions={"kpis.read", "audit.read"}
        )
    app.button(key="FormSubmitter:roles-Save").click().run()
    assert [error.value for error in app.error] == ["Somebody else changed this meanwhile. Look at it again."]
    button(app, "Discard and look again").click().run()
    app.button(key="FormSubmitter:roles-Save").click().run()
    assert not app.error and not app.exception


def test_a_role_is_given_a_permission_and_rows(admin):
    app = admin.open("people")
    app.get("button_group")[0].set_value("finance").run()
    within(app, "roles", app.checkbox, "Read the audit trail").check()
    within(app, "roles", app.selectbox, "Sees the rows of").select("own_unit")
    app.button(key="FormSubmitter:roles-Save").click().run()
    assert not app.error and not app.exception
    with db.reading() as session:
        role = duties.roles(session, OPERATOR).set_index("role").loc["finance"]
    assert (role["audit.read"], role["kpis.read"], role["scope"]) == (True, True, "own_unit")


def test_the_own_role_is_not_widened(admin):
    app = admin.open("people")
    assert within(app, "roles", app.checkbox, "See the KPIs").disabled
    assert not within(app, "roles", app.checkbox, "Read the audit trail").disabled
    within(app, "roles", app.selectbox, "Sees the rows of").select("all")
    app.button(key="FormSubmitter:roles-Save").click().run()
    assert [error.value for error in app.error] == [
        "Nobody widens the role that they hold themselves: ask a colleague."
    ]


def test_a_position_is_edited_in_its_place(admin):
    app = admin.open("people")
    app.button(key="edit_finance").click().run()
    field(app, "Name").input("Controller")
    app.text_area[0].input("Counts.")
    within(app, "position", app.button, "Save").click().run()
    assert not app.error and not app.exception
    with db.reading() as session:
        changed = next(one for one in duties.positions(session, OPERATOR) if one.code == "finance")
    assert (changed.name, changed.duties) == ("Controller", "Counts.")
    assert "Controller" in harness.text(app)


def test_whoever_saves_second_is_told_and_keeps_what_was_typed(admin):
    app = admin.open("people")
    choose(app, "Change an account").select("finance").run()
    with db.writing() as session:
        users.change(session, OPERATOR, "finance", name="Changed meanwhile", role="marketing")
    within(app, "change", app.text_input, "Name").input("Typed by the second")
    within(app, "change", app.button, "Save").click().run()
    assert [error.value for error in app.error] == ["Somebody else changed this meanwhile. Look at it again."]
    assert within(app, "change", app.text_input, "Name").value == "Typed by the second"
    assert account("finance")["name"] == "Changed meanwhile"
    button(app, "Somebody changed this account meanwhile. Look again").click().run()
    assert within(app, "change", app.text_input, "Name").value == "Changed meanwhile"
    assert within(app, "change", app.selectbox, "Role").value == "marketing"


def test_an_account_made_by_somebody_else_meanwhile_takes_nothing_that_was_typed(admin):
    app = admin.open("people")
    field(app, "Login (required)").input("eve")
    with db.writing() as session:
        users.add(session, OPERATOR, "adam", "finance")
    button(app, "Make the account").click().run()
    assert not app.error and account("eve")["name"] == "eve"
    assert field(app, "Login (required)").value == "", "the form begins again"


def test_a_company_without_a_name_is_told_the_next_steps(admin):
    app = admin.open("people")
    assert "Next steps" in harness.text(app)
    assert [link.proto.label for link in app.get("page_link")] == ["Settings"]
    admin.sign_in("finance")
    assert "Next steps" not in harness.text(admin.open("people"))
    with db.writing() as session:
        company.change(session, OPERATOR, "name", "Example Ltd")
    admin.sign_in("administrator")
    assert "Next steps" not in harness.text(admin.open("people"))
