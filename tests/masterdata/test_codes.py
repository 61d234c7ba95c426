"""The codes by which files name members."""

from datetime import date

import pytest

from salesdash import db
from salesdash.access import users
from salesdash.access.identity import OPERATOR, User
from salesdash.errors import BadInput, NotPermitted
from salesdash.masterdata import codes
from salesdash.masterdata.codes import members_by_any_code
from salesdash.models import Channel, Person, PersonCode


def test_people_by_codes_other_codes_logins_and_names(company: str) -> None:
    with db.writing(company) as session:
        left = Person(code="old", name="Eve", left_on=date(2020, 1, 1))
        twin, ann = Person(code="new", name="Eve"), Person(code="a1", name="Ann", name_zh_hant="安")
        session.add_all([left, twin, ann, Person(code="x1", name="Same"), Person(code="x2", name="Same")])
        session.flush()
        gone = Person(code="a0", name="Ann too", merged_into_id=ann.id)
        session.add(gone)
        session.add_all([PersonCode(person_id=one.id, code="77") for one in (left, twin)])
        users.add(session, OPERATOR, "ann@acme", role="sales_representative", rep="a1", password="river stone lamp")
    with db.reading(company) as session:
        found = members_by_any_code(session, "rep", ["a1", "a0", "Ann@ACME ", "安", "77", "Eve", "Same", "nobody"])
    assert found.codes == {"a1": "a1", "a0": "a1", "Ann@ACME ": "a1", "安": "a1", "77": "new", "Eve": "new"}
    assert found.several == {"Same"}


def test_other_dimensions_by_codes_and_names(company: str) -> None:
    with db.writing(company) as session:
        session.add_all([Channel(code="web", name="Online"), Channel(code="Online", name="Other")])
    with db.reading(company) as session:
        assert members_by_any_code(session, "channel", ["Online", "web"]).codes == {"Online": "Online", "web": "web"}
        assert members_by_any_code(session, "channel", []).codes == {}


def test_other_codes_are_set_and_audited(company: str) -> None:
    with db.writing(company) as session:
        session.add(Person(code="a1", name="Ann"))
        session.flush()
        codes.set_other_codes(session, OPERATOR, "a1", [" 7 ", "8", "", "7"])
    with db.writing(company) as session:
        assert codes.other_codes(session, OPERATOR, "a1") == ["7", "8"]
        codes.set_other_codes(session, OPERATOR, "a1", ["8", "9"])
        assert codes.other_codes(session, OPERATOR, "a1") == ["8", "9"]
        with pytest.raises(BadInput, match="code_too_long"):
            codes.set_other_codes(session, OPERATOR, "a1", ["9" * 201])
        with pytest.raises(BadInput):
            codes.other_codes(session, OPERATOR, "nobody")
        reader = User(id=None, login="x", name="x", role="analyst", permissions=frozenset({"kpis.read"}))
        with pytest.raises(NotPermitted):
            codes.set_other_codes(session, reader, "a1", [])
