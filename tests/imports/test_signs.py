"""Currency signs that do not fit the currency that amounts are taken for."""

from pathlib import Path

import pytest

from salesdash.imports import reading, signs
from salesdash.imports.reading.numbers import currency_sign
from tests.imports.helpers import write


@pytest.mark.parametrize(
    ("sign", "currency"),
    [("$", "USD"), ("$", "TWD"), ("¥", "CNY"), ("¥", "JPY"), ("￥", "JPY"), ("NT$", "TWD"), ("€", "EUR"), ("£", "GBP"),
     ("kr", "SEK"), ("Fr.", "CHF"), ("RMB", "CNY"), ("USD", "USD")],
)  # fmt: skip
def test_signs_of_the_companys_own_currency_are_no_matter(tmp_path: Path, sign: str, currency: str) -> None:
    plan = reading.inspect(write(tmp_path / "p.csv", "paid_on,customer,amount", f"2026-03-01,C1,{sign}5"), "payments")
    assert plan.signs and signs.warnings(plan, currency) == []


def test_other_signs_are_told_unless_the_file_says_its_currency(tmp_path: Path) -> None:
    path = write(
        tmp_path / "o.csv", "order_no,ordered_on,customer,net_amount", "A1,2026-03-01,C1,-€5", "A2,2026-03-01,C1,7 ¥"
    )
    plan = reading.inspect(path, "orders")
    (warning,) = signs.warnings(plan, "USD")
    assert (warning["signs"], warning["taken_as"], warning["perhaps"]) == (["¥", "€"], "USD", "CNY")
    assert signs.warnings(plan, "JPY")[0]["signs"] == ["€"]
    assert signs.warnings(reading.inspect(path, "orders", constants={"currency": "USD"}), "USD") == []
    written = write(tmp_path / "c.csv", "order_no,ordered_on,customer,net_amount,currency", "A1,2026-03-01,C1,€5,EUR")
    assert signs.warnings(reading.inspect(written, "orders"), "USD") == []


def test_words_are_no_signs() -> None:
    assert [currency_sign(text) for text in ("from 5", "free", "$", "5", "(1,234)")] == [None] * 5
    assert [currency_sign(text) for text in ("$(5)", "-€5", "(€5)", "5 元", "usd 5")] == ["$", "€", "€", "元", "usd"]
