"""The master data page: what waits, names, merges, places."""

import shutil
from datetime import date

import pytest

from salesdash import db, sample
from salesdash.access.identity import OPERATOR
from salesdash.config import config
from salesdash.masterdata import codes, editing, merging, people, placing
from salesdash.models import Base
from tests.pages import harness

AS_OF = date(2026, 11, 24)


@pytest.fixture(scope="module")
def sample_files(tmp_path_factory):
    """The database and the snapshot of the sample company, made once."""
    folder = tmp_path_factory.mktemp("sample")
    url = f"sqlite:///{folder / 'company.sqlite3'}"
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SALESDASH_CACHE_DIR", str(folder / "snapshot"))
        config.cache_clear()
        Base.metadata.create_all(db.engine(url))
        sample.load(url, AS_OF)
        db.engine(url).dispose()
    config.cache_clear()
    return folder


@pytest.fixture
def at_work(sample_files, tmp_path, monkeypatch):
    """An analyst of the sample company."""
    shutil.copy(sample_files / "company.sqlite3", tmp_path)
    url = f"sqlite:///{tmp_path / 'company.sqlite3'}"
    monkeypatch.setenv("SALESDASH_DATABASE_URL", url)
    monkeypatch.setenv("SALESDASH_CACHE_DIR", str(sample_files / "snapshot"))
    config.cache_clear()
    visitor = harness.Visitor(monkeypatch)
    visitor.sign_in("analyst")
    yield visitor
    db.engine(url).dispose()
    config.cache_clear()


def _by_key(elements, beginning: str):
    return next(one for one in elements if str(one.key).startswith(beginning))


def _view(visitor, view: str):
    app = visitor.open("master_data")
    return _by_key(app.segmented_control, "master_view").set_value(view).run()


def _held(key: str, code: str) -> dict:
    with db.reading() as session:
        return editing.get(session, OPERATOR, key, code)


def test_what_is_unassigned_stands_first_and_is_placed(at_work):
    app = at_work.open("master_data")
    assert not app.exception and not app.error
    assert _by_key(app.segmented_control, "master_view").value == "unassigned"
    figures = app.dataframe[0].value[["Lines", "Revenue"]]
    assert [column.kind for column in figures.dtypes] == ["i", "f"]  # numbers, to be sorted and aligned as such
    _by_key(app.multiselect, "master_which_region_country").set_value(["TW"])
    _by_key(app.selectbox, "master_to_region").set_value("NORTH").run()
    next(one for one in app.button if one.label == "Place").click().run()
    assert not app.error and "Placed." in harness.text(app)
    with db.reading() as session:
        held = placing.placements(session, OPERATOR)
        assert held[["dimension", "by", "by_code", "code"]].values.tolist() == [["region", "country", "TW", "NORTH"]]
    _by_key(app.button, "withdraw_").click().run()
    with db.reading() as session:
        assert placing.placements(session, OPERATOR).empty


def test_a_product_without_line_gets_one(at_work):
    app = at_work.open("master_data")
    _by_key(app.segmented_control, "master_missing").set_value("product_line").run()
    _by_key(app.multiselect, "master_which_product_line").set_value(["ACCS-11", "PART-12"])
    _by_key(app.selectbox, "master_to_product_line").set_value("ACCS").run()
    next(one for one in app.button if one.label == "Place").click().run()
    assert _held("product", "ACCS-11")["product_line"] == _held("product", "PART-12")["product_line"] == "ACCS"
    assert "product_line" not in _by_key(app.segmented_control, "master_missing").options


def _chosen(app, dimension: str, code: str):
    _by_key(app.selectbox, "master_of").set_value(dimension).run()
    _by_key(app.text_input, f"master_search_{dimension}").set_value(code).run()
    _by_key(app.selectbox, f"master_chosen_{dimension}").set_value(code).run()
    return app


def test_a_customer_is_found_and_named(at_work):
    app = _chosen(_view(at_work, "entries"), "customer", "C0001")
    assert not app.exception
    names = {one.label: one for one in app.text_input}
    assert names["Name in Traditional Chinese"].value == "長城大賣場"
    names["Name"].set_value("Great Wall")
    next(one for one in app.button if one.label == "Save").click().run()
    assert "C0001 is saved." in harness.text(app)
    assert _held("customer", "C0001")["name"] == "Great Wall"


def test_the_second_of_two_people_is_told_and_keeps_what_was_typed(at_work):
    app = _chosen(_view(at_work, "entries"), "customer", "C0001")
    with db.writing() as session:
        editing.change(session, OPERATOR, "customer", "C0001", name="Changed meanwhile")
    {one.label: one for one in app.text_input}["Name"].set_value("Mine")
    next(one for one in app.button if one.label == "Save").click().run()
    assert _held("customer", "C0001")["name"] == "Changed meanwhile"
    assert "Somebody else changed C0001 meanwhile" in app.error[0].value
    assert {one.label: one for one in app.text_input}["Name"].value == "Mine"
    _by_key(app.button, "master_refresh").click().run()
    assert {one.label: one for one in app.text_input}["Name"].value == "Changed meanwhile"


def test_a_merge_is_previewed_done_and_undone(at_work):
    app = _chosen(_view(at_work, "entries"), "customer", "C0002")
    _by_key(app.selectbox, "master_into_customer").set_value("C0003").run()
    assert "count for it" in harness.text(app)
    _by_key(app.button, "master_merge_customer").click().run()
    assert not app.error
    assert _held("customer", "C0002")["merged_into"] == "C0003"
    app = _view(at_work, "merged")
    _by_key(app.button, "master_undo_").click().run()
    assert _held("customer", "C0002")["merged_into"] is None
    with db.reading() as session:
        assert merging.merges(session, OPERATOR).empty


def test_a_person_gets_other_codes(at_work):
    app = _chosen(_view(at_work, "entries"), "rep", "E012")
    _by_key(app.text_input, "master_codes_of_").set_value("A123，990,A123")
    next(one for one in app.button if one.label == "Save the codes").click().run()
    assert not app.error and "E012 is saved." in harness.text(app)
    assert _by_key(app.text_input, "master_codes_of_").value == "990, A123"
    with db.reading() as session:
        assert codes.members_by_any_code(session, "rep", ["990"]).codes == {"990": "E012"}


def test_a_person_changes_the_team_from_a_date_and_back(at_work):
    app = _chosen(_view(at_work, "entries"), "rep", "E012")
    {one.label: one for one in app.date_input}["Holds from"].set_value(date(2026, 11, 1))
    {one.label: one for one in app.selectbox}["Team"].set_value("HSZ")
    next(one for one in app.button if one.label == "Change from this day on").click().run()
    assert not app.error
    with db.reading() as session:
        assert people.places(session, OPERATOR, "E012")["team"].tolist() == ["TPE", "HSZ"]
    _by_key(app.button, "master_forget_").click().run()
    with db.reading() as session:
        assert people.places(session, OPERATOR, "E012")["team"].tolist() == ["TPE"]


@pytest.mark.parametrize("language", ["zh_Hant", "zh_Hans"])
def test_names_are_in_the_readers_language(at_work, language):
    from salesdash.access import preferences, users

    with db.writing() as session:
        preferences.choose_language(session, users.by_login(session, "analyst"), language)
    app = _view(at_work, "entries")
    assert not app.exception
    listed = app.dataframe[0].value
    assert ("長城大賣場" if language == "zh_Hant" else "长城大卖场") in listed.iloc[:, 1].tolist()


def test_every_list_opens(at_work):
    app = _view(at_work, "entries")
    for dimension in ("product", "product_line", "category", "region", "country", "channel", "team", "rep"):
        _by_key(app.selectbox, "master_of").set_value(dimension).run()
        assert not app.exception and not app.error, dimension
        assert len(app.dataframe[0].value) > 0


def test_starting_with_own_data_is_for_those_who_manage_settings(at_work):
    app = at_work.open("master_data")
    assert not [one for one in app.button if one.key == "sample_leave"]
    at_work.sign_in("admin")
    app = at_work.open("master_data")
    _by_key(app.button, "sample_leave").click().run()
    _by_key(app.button, "sample_leave_confirmed").click().run()
    with db.reading() as session:
        assert sample.is_loaded(session) is None
