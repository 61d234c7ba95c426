"""Tokens of months change exactly when they are marked."""

from sqlalchemy import select

from salesdash import db, snapshot
from salesdash.models import MonthVersion


def tokens() -> dict[int, str]:
    with db.reading() as session:
        return {m.month: m.token for m in session.scalars(select(MonthVersion))}


def test_only_the_marked_months_get_new_tokens(database: str) -> None:
    with db.writing() as session:
        snapshot.mark_months(session, [202401, 202402])
    before = tokens()
    with db.writing() as session:
        snapshot.mark_months(session, [202402, 202403, 202402])
    after = tokens()
    assert before.keys() == {202401, 202402}
    assert after.keys() == {202401, 202402, 202403}
    assert before[202401] == after[202401]
    assert before[202402] != after[202402]


def test_marking_all_renews_every_month_and_the_version_of_facts_but_not_the_identity(database: str) -> None:
    with db.writing() as session:
        snapshot.mark_months(session, [202401, 202402])
    with db.reading() as session:
        before, versions = tokens(), db.versions(session)
    with db.writing() as session:
        snapshot.mark_all(session)
    with db.reading() as session:
        after, later = tokens(), db.versions(session)
    assert all(before[month] != after[month] for month in before)
    assert versions["facts"] != later["facts"]
    assert versions["database"] == later["database"]
