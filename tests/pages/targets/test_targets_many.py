"""The targets page: splitting with a preview, the grid, transfer, versions."""

from salesdash import db, targets
from salesdash.access.identity import OPERATOR
from salesdash.models import AuthorityLimit
from tests.pages.targets.company import E4, PLAN, by_label, html, opened, put, save, value
from tests.targets import firm


def edit(app, beginning, rows):
    """What somebody typed into the grid whose key begins so: row → column → value."""
    (grid,) = [one for one in app.data_editor if one.key.startswith(beginning)]
    app.session_state[grid.key] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    return app.run()


def grid(app, beginning):
    return next(one.value for one in app.data_editor if one.key.startswith(beginning))


def _split(app, by, kind, **cell):
    for dimension, code in cell.items():
        app.selectbox(key=f"targets.cell.{dimension}").set_value(code)
    app.run()
    app.selectbox(key="targets.split.by").set_value(by).run()
    app.segmented_control(key="targets.split.kind").set_value(kind).run()
    assert not app.exception, app.exception
    return app


def test_a_split_is_shown_before_it_is_saved_and_sums_to_the_cent(planner):
    put(100, rep="R1")  # 100 over three months: 33.34, 33.33, 33.33
    app = _split(opened(planner, "chief", "split"), "month", "equal", period="q1", rep="R1")
    assert "no target yet" in app.error[0].value
    put(100, quarter=1, rep="R1")
    app.run()
    shown = grid(app, "targets.split")
    assert shown["amount"].tolist() == ["33.34", "33.33", "33.33"]
    assert not app.warning
    app = edit(app, "targets.split", {2: {"locked": True}})
    assert grid(app, "targets.split")["amount"].tolist() == ["50.00", "50.00", "0"]
    assert ["no amount yet: locked now, it stays at 0" in one.value for one in app.warning] == [True]
    app = edit(app, "targets.split", {})
    assert any("sum to $100.00; the target is $100.00" in one.value.replace("\\", "") for one in app.caption)
    assert value(month=1, rep="R1") == 0
    save(app)
    assert not app.error
    assert [value(month=m, rep="R1") for m in (1, 2, 3)] == [33.34, 33.33, 33.33]


def test_locks_and_typed_weights_are_edited_in_the_grid(planner):
    app = _split(opened(planner, "chief", "split"), "rep", "typed")
    codes = {name: at for at, name in enumerate(grid(app, "targets.split")["name"])}
    one, two = codes["Name of R1"], codes["Name of R2"]
    others = {at: {"weight": "0"} for at in codes.values() if at not in (one, two)}
    app = edit(app, "targets.split", {one: {"locked": True}, two: {"weight": "3"}, **others})
    shown = grid(app, "targets.split").set_index("name")
    assert shown["amount"]["Name of R1"] == "400.00"  # locked
    assert shown["amount"]["Name of R2"] == "600.00"  # all that is left
    app = edit(app, "targets.split", {two: {"weight": "three"}})
    assert "is no number" in app.error[0].value
    assert by_label(app.button, "Save").disabled
    app = edit(app, "targets.split", {one: {"locked": True}, two: {"weight": "3"}, **others})
    save(app)
    assert (value(rep="R1"), value(rep="R2"), value()) == (400, 600, 1000)
    app.button(key="said_undo").click().run()
    assert (value(rep="R2"), value()) == (200, 1000)


def test_last_year_weighs(planner):
    app = _split(opened(planner, "chief", "split"), "rep", "last-year")
    shown = grid(app, "targets.split").set_index("name")
    assert shown["amount"]["Name of R1"] == "600.00"  # 600 and 400 of 1,000 sold
    assert shown["amount"]["Name of R2"] == "400.00"


def _typed(app, **cells):
    """Types into the grid: R1_3="50" is the March of R1."""
    rows = {}
    names = grid(app, "targets.grid")["name"].tolist()
    for place, text in cells.items():
        code, month = place.split("_")
        rows.setdefault(names.index(f"Name of {code}"), {})[month] = text
    return edit(app, "targets.grid", rows)


def test_many_targets_are_typed_or_pasted_and_only_those_that_differ_are_sent(planner):
    put(100, rep="R1", month=3)
    app = _typed(opened(planner, "chief", "grid"), R1_3="100.00", R2_3="1,500", R2_4="-", R1_4=" 20 ")
    assert any("2 cells change, +$1,520.00 in sum" in one.value.replace("\\", "") for one in app.caption)
    app.button(key="targets.grid.save").click().run()
    assert not app.error and not app.exception
    assert (value(rep="R2", month=3), value(rep="R1", month=4), value(rep="R1", month=3)) == (1500, 20, 100)
    with db.reading() as session:
        assert targets.versions(session, OPERATOR, PLAN)["version"].max() == 5  # three, March of R1, and this one
    assert "2 targets are saved." in app.success[0].value
    app.button(key="said_undo").click().run()
    assert value(rep="R2", month=3) == 0


def test_what_cannot_be_read_is_named_with_its_place_and_nothing_is_saved(planner):
    app = _typed(opened(planner, "chief", "grid"), R1_3="abc", R2_3="70")
    assert "Name of R1, Mar" in app.error[0].value and "abc is no number" in app.error[0].value
    assert app.button(key="targets.grid.save").disabled
    app = _typed(app, R1_3="60", R2_3="70")
    assert not app.error
    app.button(key="targets.grid.save").click().run()
    assert (value(rep="R1", month=3), value(rep="R2", month=3)) == (60, 70)


def test_a_file_is_offered_beside_the_grid(planner):
    app = opened(planner, "chief", "grid")
    assert any(one.label == "Targets from a file" for one in app.expander)
    assert any(one.key == "template_targets" for one in app.get("download_button"))


def test_in_the_grid_too_the_second_sees_both_values_and_chooses(planner):
    put(100, rep="R1", month=3)
    app = _typed(opened(planner, "chief", "grid"), R1_3="110", R2_3="70")
    put(105, rep="R1", month=3, user=firm.user("boss"))
    app.button(key="targets.grid.save").click().run()
    assert value(rep="R2", month=3) == 0
    shown = next(one.value for one in app.data_editor if one.key == "targets.clash.grid")
    assert shown.iloc[0, 1:4].tolist() == ["$100.00", "$105.00", "$110.00"]
    app.button(key="targets.clash.save").click().run()  # theirs stays, the rest is saved
    assert (value(rep="R1", month=3), value(rep="R2", month=3)) == (105, 70)


def test_in_the_grid_mine_is_taken_where_it_is_chosen(planner):
    put(100, rep="R1", month=3)
    app = _typed(opened(planner, "chief", "grid"), R1_3="110")
    put(105, rep="R1", month=3)
    app.button(key="targets.grid.save").click().run()
    app = edit(app, "targets.clash", {0: {"mine": True}})
    app.button(key="targets.clash.save").click().run()
    assert value(rep="R1", month=3) == 110


def test_regions_of_the_grid_hold_what_lies_below_them(planner):
    put(100, region="N1", month=3)
    put(50, region="N", month=3)
    app = opened(planner, "chief", "grid")
    app.selectbox(key="targets.grid.of").set_value("region").run()
    shown = grid(app, "targets.grid").set_index("name")
    assert shown["3"]["Name of N"] == "150.00" if value(region="N", month=3) == 150 else "50.00"


def test_a_target_goes_over_to_another_person_with_customers(planner):
    put(120, rep="R1", month=9)
    before = value(rep="R2")
    app = opened(planner, "chief", "transfer")
    app.selectbox(key="targets.giver.0").set_value("R1").run()
    app.selectbox(key="targets.taker.0").set_value("R2")
    app.selectbox(key="targets.from.0").set_value(7).run()
    assert any("Name of R1 has $260.00 from Jul 2026" in one.value.replace("\\", "") for one in app.caption)
    app.text_input(key="targets.share.0").set_value("150")
    by_label(app.button, "Transfer").click().run()
    assert "at most 100" in app.error[0].value
    app.text_input(key="targets.share.0").set_value("50%")
    by_label(app.button, "Transfer").click().run()
    assert not app.error
    assert (value(rep="R1", month=9), value(rep="R2", month=9), value(rep="R2")) == (
        60,
        60,
        before + 130,
    )  # half of 120 and of 280 * 6 / 12


def test_who_sees_a_part_sees_the_versions_of_that_part(planner):
    put(300, rep="R3")
    with db.writing() as session:
        targets.set_amount(
            session, OPERATOR, PLAN, targets.Cell(2026, rep="R1"), 350 * E4, reason="Less for R1", give_way="parent"
        )  # fmt: skip
    app = opened(planner, "rob", "versions")
    shown = html(app)
    assert "Less for R1" in shown and "Name of R1" in shown
    assert "R2" not in shown and "R3" not in shown and "1,000" not in shown
    assert not [one for one in app.button if one.label == "Undo"]


def test_versions_are_listed_compared_taken_away_and_taken_back(planner):
    with db.writing() as session:
        targets.set_amount(
            session, firm.user("chief"), PLAN, targets.Cell(2026, rep="R1"), 500 * E4, reason="A new shop"
        )  # fmt: skip
    app = opened(planner, "chief", "versions")
    shown = html(app)
    assert "A new shop" in shown and "chief" in shown and "Name of R1" in shown
    change = app.dataframe[0].value
    assert "$500.00" in change.to_string() and "+$100.00" in change.to_string()
    app.selectbox(key="targets.undo.which").set_value(4).run()
    app.button(key="targets.undo.ask").click().run()
    by_label(app.text_input, "Reason").set_value("A mistake")
    by_label(app.button, "Take it back").click().run()
    assert not app.error
    assert value(rep="R1") == 400
    with db.reading() as session:
        newest = targets.versions(session, OPERATOR, PLAN).iloc[0]
    assert (newest["undoes"], newest["reason"]) == (4, "A mistake")


def test_what_was_pasted_above_the_own_limit_waits_and_nothing_else_is_said(planner):
    with db.writing() as session:
        session.query(AuthorityLimit).filter_by(subject="Change of targets").update({"amount": 10 * E4})
    app = _typed(opened(planner, "mona", "grid"), R1_3="100", R2_3="50")
    assert any("You may move up to $10.00 alone in" in one.value.replace("\\", "") for one in app.caption)
    app.button(key="targets.grid.save").click().run()
    assert not app.error, app.error[0].value
    told = app.warning[0].value
    assert told.startswith("2 targets wait for approval by somebody else.") and "Nothing is in force yet" in told
    assert "saved" not in told and not app.success
    assert "1 proposal of yours for this plan waits" in app.info[0].value
    app.button(key="said_proposals").click().run()
    assert app.segmented_control(key="targets.view").value == "proposals"
    assert value(rep="R1", month=3) == 0


def test_of_measures_that_are_no_money_what_may_still_be_moved_is_a_number(planner):
    with db.writing() as session:
        orders = targets.Plan(2026, "orders")
        targets.set_amount(session, OPERATOR, orders, targets.Cell(2026, rep="R3"), 1200)
        targets.set_amount(session, firm.user("mona"), orders, targets.Cell(2026, rep="R1"), 50, give_way="parent")
    app = opened(planner, "mona", "grid", measure="orders")
    told = "Orders: you may still move 75 alone"  # a tenth of 1,250, less the 50
    assert any(one.value.startswith(told) for one in app.caption)
    assert not any("alone" in one.value for one in opened(planner, "chief", "grid", measure="orders").caption)


def test_the_grid_has_the_order_of_the_overview_and_who_plays_no_part_last(planner):
    put(50, rep="R4")
    app = opened(planner, "chief", "grid")
    names = grid(app, "targets.grid")["name"].tolist()
    assert names == ["Name of R1", "Name of R2", "Name of R3", "Name of R4", "Name of M"]  # R5 left before the year
    shown = html(opened(planner, "chief", "overview"))
    places = [shown.index(f"{name}<") for name in ("Name of R1", "Name of R2", "Name of R4")]
    assert places == sorted(places)
