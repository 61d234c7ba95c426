"""Twenty managers at once: nothing is lost, every sum holds, the second at a cell is told."""

from concurrent.futures import ThreadPoolExecutor

from salesdash import db, targets
from salesdash.access.identity import OPERATOR
from salesdash.errors import Conflict
from salesdash.models import Person
from salesdash.targets import Cell, Plan, Weights
from salesdash.units import SCALE
from tests.targets import firm as company

E = SCALE
MANAGERS = 20


def _people(year: int) -> list[str]:
    codes = [f"P{year}-{number}" for number in range(MANAGERS)]
    with db.writing() as session:
        ids = range(year * 100, year * 100 + MANAGERS)
        session.add_all(Person(id=id_, code=code, name=code) for id_, code in zip(ids, codes, strict=True))
        db.touch(session, "master")
    return codes


def _together(work, count: int = MANAGERS) -> list:
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, range(count)))


def test_nothing_is_lost_and_sums_stay_whole(plan: Plan) -> None:
    people = _people(plan.year)
    months = Weights("typed", {str(month): month for month in range(1, 13)})

    def edit(number: int) -> None:
        cell = Cell(plan.year, rep=people[number])
        with db.writing() as session:
            targets.set_amount(session, OPERATOR, plan, cell, (number + 1) * 100 * E)
        with db.writing() as session:
            targets.split(session, OPERATOR, plan, cell, "month", months)
        with db.writing() as session:
            targets.set_amount(session, OPERATOR, plan, cell, (number + 2) * 100 * E, give_way="parent")

    _together(edit)
    with db.reading() as session:
        by_rep = targets.cells(session, OPERATOR, plan, by=("rep",)).set_index("rep")["target"]
        by_month = targets.cells(session, OPERATOR, plan, by=("rep", "month"))
        versions = targets.versions(session, OPERATOR, plan)
    assert {code: by_rep[code] for code in people} == {code: (n + 2) * 100 * E for n, code in enumerate(people)}
    assert by_month.groupby("rep")["target"].sum().to_dict() == by_rep.to_dict()
    assert sorted(versions["version"]) == list(range(1, 3 * MANAGERS + 1))


def test_of_twenty_at_one_cell_one_wins(plan: Plan) -> None:
    with db.writing() as session:
        targets.set_amount(session, OPERATOR, plan, Cell(plan.year), 100 * E)

    def edit(number: int) -> tuple[int, str]:
        try:
            with db.writing() as session:
                wanted = (200 + number) * E
                targets.set_amount(session, OPERATOR, plan, Cell(plan.year), wanted, seen=100 * E)
        except Conflict as refused:
            return refused.details["now"], refused.code
        return (200 + number) * E, "in force"

    found = _together(edit)
    (winner,) = [amount for amount, said in found if said == "in force"]
    assert {amount for amount, said in found if said == "changed_meanwhile"} == {winner}
    assert len(found) == MANAGERS


def test_twenty_open_a_new_sheet_at_once(plan: Plan) -> None:
    def edit(number: int) -> None:
        with db.writing() as session:
            targets.set_amount(session, OPERATOR, plan, Cell(plan.year, month=number + 1), E, give_way="parent")

    _together(edit, 12)
    with db.reading() as session:
        assert targets.cells(session, OPERATOR, plan)["target"].tolist() == [12 * E]


def test_of_two_who_decide_one_wins(plan: Plan) -> None:
    with db.writing() as session:
        cell = Cell(plan.year, rep="R1")
        asked = targets.set_amount(session, company.user("mona"), plan, cell, 200_000 * E)
    assert asked.proposal is not None
    deciders = [company.user("chief"), company.user("boss")]

    def decide(number: int) -> str:
        try:
            with db.writing() as session:
                (targets.approve if number else targets.reject)(session, deciders[number], asked.proposal, "")
        except Conflict as refused:
            return refused.code
        return "decided"

    assert sorted(_together(decide, 2)) == ["already_decided", "decided"]
    with db.reading() as session:
        found = targets.proposals(session, OPERATOR).set_index("id").loc[asked.proposal]
        amount = targets.about(session, OPERATOR, plan, cell).amount
    assert amount == (200_000 * E if found["status"] == "approved" else 0)
