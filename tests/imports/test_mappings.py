"""Saved mappings, on both databases."""

import pytest

from salesdash import db
from salesdash.access.identity import User
from salesdash.errors import BadInput, NotPermitted
from salesdash.imports import Options, mappings
from salesdash.models import AuditEntry

HEADER = ["Belegnr", "Datum", "Betrag"]
OPTIONS = Options(
    mapping={"order_no": "Belegnr", "ordered_on": "Datum", "net_amount": "Betrag"},
    constants={"channel": "Shop"},
    date_format="D/M/Y",
    decimal=",",
    on_existing="replace",
)


def person(*permissions: str) -> User:
    return User(id=1, login="ana", name="Ana", role="analyst", permissions=frozenset(permissions))


ANALYST = person("facts.import", "master.manage")


def test_a_mapping_is_found_again_by_the_columns_whatever_their_order(company: str) -> None:
    with db.writing(company) as session:
        mappings.save(session, ANALYST, "orders", " Till  system ", header=HEADER, options=OPTIONS)
    with db.reading(company) as session:
        found = mappings.matching(session, ANALYST, ["BETRAG", "Belegnr", "datum"], ["orders"])
        assert found is not None
        assert found.name == "Till system"
        assert found.options.mapping == OPTIONS.mapping
        assert mappings.matching(session, ANALYST, [*HEADER, "Filiale"], ["orders"]) is None
        assert mappings.matching(session, ANALYST, HEADER, ["products"]) is None


def test_it_settles_how_a_file_is_read_and_not_what_becomes_of_existing_orders(company: str) -> None:
    with db.writing(company) as session:
        saved = mappings.save(session, ANALYST, "orders", "Till", header=HEADER, options=OPTIONS)
    read = mappings.applied(saved, Options(strict=True))
    assert (read.date_format, read.decimal, read.constants) == ("D/M/Y", ",", {"channel": "Shop"})
    assert (read.on_existing, read.strict) == ("skip", True)


def test_saving_again_replaces_what_has_the_same_name_or_the_same_columns(company: str) -> None:
    with db.writing(company) as session:
        mappings.save(session, ANALYST, "orders", "Till", header=HEADER, options=OPTIONS)
        mappings.save(session, ANALYST, "orders", "Till", header=["other", "columns"], options=Options(decimal="."))
        mappings.save(
            session, ANALYST, "orders", "Another name", header=["other", "columns"], options=Options(decimal=",")
        )
    with db.reading(company) as session:
        assert [(one.name, one.options.decimal) for one in mappings.listed(session, ANALYST)] == [("Another name", ",")]


def test_it_is_removed_and_the_trail_tells_it(company: str) -> None:
    with db.writing(company) as session:
        saved = mappings.save(session, ANALYST, "orders", "Till", header=HEADER, options=OPTIONS)
        mappings.remove(session, ANALYST, saved.id)
    with db.reading(company) as session:
        assert mappings.listed(session, ANALYST) == []
        trail = [(entry.action, entry.key) for entry in session.query(AuditEntry).order_by(AuditEntry.id)]
        assert trail[-2:] == [("create", "Till"), ("remove", "Till")]
    with db.writing(company) as session, pytest.raises(BadInput):
        mappings.remove(session, ANALYST, saved.id)


def test_it_takes_the_permission_of_its_kind(company: str) -> None:
    importer, reader = person("master.manage"), person("kpis.read")
    with db.writing(company) as session:
        saved = mappings.save(session, ANALYST, "orders", "Till", header=HEADER, options=OPTIONS)
        assert mappings.listed(session, importer) == []
        with pytest.raises(NotPermitted):
            mappings.save(session, importer, "orders", "Mine", header=HEADER, options=OPTIONS)
        with pytest.raises(NotPermitted):
            mappings.remove(session, importer, saved.id)
        with pytest.raises(NotPermitted):
            mappings.listed(session, reader)


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_name_is_short_and_not_empty(company: str, name: str) -> None:
    with db.writing(company) as session, pytest.raises(BadInput) as refused:
        mappings.save(session, ANALYST, "orders", name, header=HEADER, options=OPTIONS)
    assert refused.value.code == "bad_name"
