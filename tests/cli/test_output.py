"""JSON exactly as the contract has it; tables whose columns stand below each other."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesdash.cli.output import facts, json_text, table


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("80977720.2100"), "80977720.21"),
        (Decimal(809777202100) / 10_000, "80977720.21"),
        (Decimal("-0.0001"), "-0.0001"),
        (Decimal("922337203685477.5807"), "922337203685477.5807"),  # a float would lose the last digits
        (Decimal("100"), "100"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-0.0000"), "0"),
        (Decimal("NaN"), "null"),
        (0.85, "0.85"),
        (float("nan"), "null"),
        (float("inf"), "null"),
        (None, "null"),
        (True, "true"),
        (pd.NA, "null"),
        (pd.NaT, "null"),
        (np.int64(7), "7"),
        (np.float64("nan"), "null"),
        (np.bool_(False), "false"),
        (date(2024, 2, 29), '"2024-02-29"'),
        (datetime(2024, 2, 29, 8, 5, tzinfo=UTC), '"2024-02-29T08:05:00+00:00"'),
        (pd.Timestamp("2024-02-29T08:05:00Z"), '"2024-02-29T08:05:00+00:00"'),
        ("晨光", '"晨光"'),
        ({"a": [1, {"b": ()}]}, '{"a": [1, {"b": []}]}'),
    ],
)
def test_values(value: object, text: str) -> None:
    assert json_text(value) == text


@given(st.integers(-(9 * 10**18), 9 * 10**18))
def test_amounts_keep_every_digit_and_have_at_most_four_decimals(amount_e4: int) -> None:
    text = json_text(Decimal(amount_e4) / 10_000)
    assert Decimal(text) * 10_000 == amount_e4
    assert len(text.partition(".")[2]) <= 4


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda c: st.lists(c) | st.dictionaries(st.text(), c)
    )
)
def test_documents_read_back_as_they_were(document: object) -> None:
    assert json.loads(json_text(document)) == document


def test_chinese_takes_two_columns() -> None:
    shown = table(["Name", "Amount"], [["晨光貿易", "1,234.00"], ["Acme", "5.00"]], right=[1])
    assert shown.splitlines() == [
        "Name        Amount",
        "--------  --------",
        "晨光貿易  1,234.00",
        "Acme          5.00",
    ]


def test_facts_stand_below_each_other() -> None:
    assert facts([("currency", "USD"), ("名", "晨光"), ("none", "")]) == "currency  USD\n名        晨光\nnone"
