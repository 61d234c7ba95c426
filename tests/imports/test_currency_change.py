"""The company's currency stays while an import said in which currency its amounts are."""

from pathlib import Path

import pytest

from salesdash import company, db, imports
from salesdash.access.identity import OPERATOR
from salesdash.errors import Conflict
from tests.imports.helpers import bring, write

HEADER = "order_no,ordered_on,net_amount"


@pytest.mark.parametrize("how", ["column", "constant"])
def test_amounts_that_a_file_named_keep_their_currency(database: str, tmp_path: Path, how: str) -> None:
    if how == "column":
        path, constants = write(tmp_path / "a.csv", HEADER + ",currency", "A1,2024-03-01,145,USD"), {}
    else:
        path, constants = write(tmp_path / "a.csv", HEADER, "A1,2024-03-01,145"), {"currency": "USD"}
    result = bring(database, path, constants=constants)
    with pytest.raises(Conflict, match="currency_named"), db.writing(database) as session:
        company.change(session, OPERATOR, "currency", "TWD")
    imports.undo(database, OPERATOR, result.batch)
    with db.writing(database) as session:
        assert company.change(session, OPERATOR, "currency", "TWD").currency == "TWD"


def test_amounts_of_no_named_currency_are_in_the_companys(database: str, tmp_path: Path) -> None:
    bring(database, write(tmp_path / "a.csv", HEADER, "A1,2024-03-01,145"))
    with db.writing(database) as session:
        assert company.change(session, OPERATOR, "currency", "TWD").currency == "TWD"


def test_an_import_that_runs_keeps_it_too(database: str, tmp_path: Path) -> None:
    refused = []

    def meanwhile(stage: str, _share: float) -> None:
        if stage == "publishing":
            return
        with db.writing(database) as session:
            try:
                company.change(session, OPERATOR, "currency", "TWD")
            except Conflict as conflict:
                refused.append(conflict.code)
            session.rollback()

    path = write(tmp_path / "a.csv", HEADER + ",currency", "A1,2024-03-01,145,USD")
    imports.run(database, OPERATOR, path, "orders", imports.Options(), progress=meanwhile)
    assert refused == ["currency_named"]
