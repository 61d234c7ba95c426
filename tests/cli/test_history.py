"""``history``: each analysis as one document; the figures are worked out in tests/history."""

from pathlib import Path

import pytest

from salesdash.history import ANALYSES
from tests.cli.conftest import Cli
from tests.cli.test_imports import ORDERS

YEAR = ["--from", "2024-01-01", "--to", "2024-12-31"]
#: analysis → its tables
TABLES = {
    "trend": ["months", "effects"], "years": ["months", "years"], "products": ["rows", "classes"],
    "prices": ["rows", "months"], "customers": ["cohorts", "retention", "average", "frequency"],
    "concentration": ["rows", "curve"], "baskets": ["rows", "items"], "patterns": ["weekdays", "months", "grid"],
    "returns": ["rows", "months"],
}  # fmt: skip


def test_every_analysis(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS)
    assert cli("import", path, "--kind", "orders").status == 0
    assert set(TABLES) == set(ANALYSES)
    for name, tables in TABLES.items():
        document = cli("history", name, *YEAR, "--json").document
        assert list(document)[:4] == ["from", "to", "sentence", "sentences"]
        assert document["sentence"] == next(iter(document["sentences"].values()))
        assert all(isinstance(document[table], list) for table in tables)
        words = cli("history", name, *YEAR)
        assert words.status == 0 and document["sentence"] in words.out and "nan" not in words.out.lower()
    products = cli("history", "products", *YEAR, "--by", "product", "--json").document
    # 55.50 in January, 22.00 in February, 10.00 taken back
    assert sum(row["value"] for row in products["rows"]) == 67.5
    narrowed = cli("history", "products", *YEAR, "--by", "product", "--where", "region=N", "--json").document
    assert sum(row["value"] for row in narrowed["rows"]) == 15.5
    quantities = cli("history", "trend", *YEAR, "--measure", "quantity", "--json").document
    assert [row["value"] for row in quantities["months"]][-1] == 3
    assert cli("history", "trend", *YEAR, env={"LANG": "zh_TW.UTF-8"}).status == 0

    for arguments in (
        ["fortune", *YEAR], ["trend", "--from", "2024-13-01", "--to", "2024-12-31"],
        ["trend", *YEAR, "--measure", "luck"], ["baskets", *YEAR, "--minimum-support", "2"],
        ["products", *YEAR, "--by", "moon"], ["products", *YEAR, "--where", "region=Atlantis"],
    ):  # fmt: skip
        answer = cli("history", *arguments, "--json")
        assert answer.status == 2 and answer.error["message"], arguments


@pytest.mark.parametrize("name", ["trend", "baskets"])
def test_without_data_it_says_so(cli: Cli, name: str) -> None:
    assert cli("history", name, *YEAR, "--json").document["sentence"].startswith("Too little data")
