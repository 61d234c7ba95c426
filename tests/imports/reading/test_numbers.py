"""Numbers as people write them, against values worked out by hand."""

from collections import Counter

import pytest

from salesdash.errors import BadInput
from salesdash.imports.reading import NumberStyle
from salesdash.imports.reading.missing import NO_VALUE, Bad
from salesdash.imports.reading.number_styles import Evidence, decide
from salesdash.imports.reading.numbers import parse

POINT, COMMA = NumberStyle("."), NumberStyle(",")


@pytest.mark.parametrize(
    ("text", "e4"),
    [
        ("1", 10_000),
        ("-1.5", -15_000),
        ("1,234.56", 12_345_600),
        ("1 234.5", 12_345_000),
        ("1'234.5", 12_345_000),
        ("1’234.5", 12_345_000),
        ("12,34,567.5", 12_345_675_000),  # lakh and crore
        ("$1,234.5", 12_345_000),
        ("NT$ 1,000", 10_000_000),
        ("-$5", -50_000),
        ("$-5", -50_000),
        ("USD 12", 120_000),
        ("12 USD", 120_000),
        ("100元整", 1_000_000),
        ("￥５", 50_000),
        ("１，２３４．５", 12_345_000),
        ("(123)", -1_230_000),
        ("($123.45)", -1_234_500),
        ("123-", -1_230_000),
        ("−5", -50_000),
        ("15%", 1_500),
        ("3.5萬", 350_000_000),
        ("3.5万元", 350_000_000),
        ("1億2,345萬", 1_234_500_000_000),
        ("2.9999999999999999E-2", 300),
        ("1e3", 10_000_000),
        ("0.00005", 0),  # ties go to the even one, on the decimal text
        ("0.00015", 2),
        ("0.00025", 2),
        ("-0.00015", -2),
        ("1.00005", 10_000),
        ("2.67495", 26_750),
        ("90000000000", 9 * 10**14),
        (".5", 5_000),
        ("5.", 50_000),
        ("'-5", -50_000),
        ("1e-9999", 0),
    ],
)
def test_with_a_decimal_point(text: str, e4: int) -> None:
    assert parse(text, POINT, 10_000) == e4


@pytest.mark.parametrize(
    ("text", "e4"),
    [
        ("1.234,56", 12_345_600),
        ("1 234,56 €", 12_345_600),
        ("-0,5", -5_000),
        ("€ -5,00", -50_000),
        ("1.234", 12_340_000),
    ],
)
def test_with_a_decimal_comma(text: str, e4: int) -> None:
    assert parse(text, COMMA, 10_000) == e4


@pytest.mark.parametrize("text", ["", " ", "-", "—", "NA", "na", "n/a", "#N/A", "NULL", "null", "?", "NaN", "$ -"])
def test_missing_is_not_zero(text: str) -> None:
    assert parse(text, POINT, 10_000) == NO_VALUE


@pytest.mark.parametrize("text", ["abc", "--5", "1_000", "1,2345", "1.2.3", "0x10", ".", "1 2", "5 apples", "1,23"])
def test_no_number(text: str) -> None:
    assert parse(text, POINT, 10_000) == Bad.NOT_A_NUMBER


@pytest.mark.parametrize("text", ["inf", "-Infinity", "∞"])
def test_not_finite(text: str) -> None:
    assert parse(text, POINT, 10_000) == Bad.NOT_FINITE


@pytest.mark.parametrize("text", ["1e999", "90000000000.0001", "9" * 5000])
def test_out_of_range(text: str) -> None:
    assert parse(text, POINT, 10_000) == Bad.NUMBER_OUT_OF_RANGE


def test_unit_of_the_header_and_rates() -> None:
    assert parse("1.5", NumberStyle(".", times=10_000), 10_000) == 150_000_000
    assert parse("0.031465", POINT, 10**12, 9 * 10**18) == 31_465_000_000


def _decided(*values: str, delimiter: str | None = ",", other: str | None = None) -> str:
    columns = {"Amount": Evidence()}
    columns["Amount"].weigh(Counter(values))
    if other:
        columns["Price"] = Evidence()
        columns["Price"].weigh(Counter([other]))
    return decide(columns, delimiter)["Amount"]


@pytest.mark.parametrize(
    ("values", "mark"),
    [
        (("12.50", "1,234"), "."),
        (("12,50", "1.234"), ","),
        (("1.234.567",), ","),
        (("1,234,567",), "."),
        (("1.234,5",), ","),
        (("1234,567",), ","),
        (("12", "13"), "."),
        (("12.5", "12.5", "1,5"), "."),  # a few wrong ones do not turn the column
        (("1,234", "2,345"), "."),  # in a file separated by commas
    ],
)
def test_decimal_sign_of_a_column(values: tuple[str, ...], mark: str) -> None:
    assert _decided(*values) == mark


def test_open_columns_follow_other_evidence() -> None:
    assert _decided("1.234", "2.345", delimiter=";", other="12,5") == ","
    assert _decided("1,234", "2,345", delimiter=";", other="12.5") == "."
    assert _decided("1.234", "950", delimiter=";") == ","  # thousands, since 950 has no decimals
    assert _decided("1,234", "1950", delimiter=";") == ","  # decimals, since 1950 has no separator


@pytest.mark.parametrize("delimiter", [";", "\t", None])
def test_what_stays_open_is_asked(delimiter: str | None) -> None:
    with pytest.raises(BadInput) as refusal:
        _decided("1,234", "2,345", delimiter=delimiter)
    assert refusal.value.code == "ambiguous_numbers"
    assert refusal.value.details["choices"] == [".", ","]
