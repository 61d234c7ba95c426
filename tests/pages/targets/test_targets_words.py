"""How targets are read as they are typed or pasted, and written."""

import pytest

from salesdash.errors import BadInput
from salesdash.locale import use
from salesdash.periods import FiscalCalendar
from salesdash.targets import Cell, weightfile
from salesdash.ui import targets_words

APRIL = FiscalCalendar(4)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1200000", 1_200_000), ("1,200,000.5", 1_200_000.5), ("1.200.000,50", 1_200_000.5), ("$ 1,200", 1200),
        ("120萬", 1_200_000), ("900K", 900_000), ("1.2M", 1_200_000), ("$1,5 m", 1_500_000), ("90萬", 900_000),
        ("1.2亿", 120_000_000), ("1 200", 1200), ("0", 0), ("-", None), ("–", None), ("", None), ("  ", None),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_people_and_spreadsheets_write_it(text, amount):
    assert targets_words.read("revenue", "USD", text) == (None if amount is None else amount * 10_000)


@pytest.mark.parametrize(
    ("measure", "text", "code"),
    [
        ("revenue", "abc", "not_a_number"), ("revenue", "-5", "negative_target"), ("revenue", "(5)", "negative_target"),
        ("revenue", "1.005", "too_fine"), ("orders", "1.5", "too_fine"), ("quantity", "0.5", "too_fine"),
        ("revenue", "9" * 30, "too_large"),
    ],
)  # fmt: skip
def test_what_can_be_no_target_is_refused(measure, text, code):
    with pytest.raises(BadInput) as refused:
        targets_words.read(measure, "USD", text)
    assert refused.value.code == code


def test_counts_are_whole_and_yen_have_no_decimals():
    assert targets_words.read("orders", "USD", "1,200") == 1200
    assert targets_words.read("revenue", "JPY", "1,200") == 12_000_000
    with pytest.raises(BadInput, match="only whole ones"):
        targets_words.read("revenue", "JPY", "1.5")


@pytest.mark.parametrize("language", ["en", "zh_Hant", "zh_Hans"])
def test_what_stands_in_the_grid_reads_as_itself(language):
    use(language)
    for measure, value in (("revenue", 12_345_678_900), ("quantity", 70_000), ("orders", 1_234_567)):
        assert targets_words.read(measure, "USD", targets_words.plain(measure, value, "USD")) == value


def test_periods_follow_the_fiscal_year():
    names = targets_words.period_names(APRIL, 2026)
    assert list(names)[:7] == ["year", "q1", "q2", "q3", "q4", "m4", "m5"]
    assert (names["q1"], names["m4"], names["m3"]) == ("Q1 (Apr – Jun)", "Apr 2025", "Mar 2026")
    for code in names:
        assert targets_words.period_code(Cell(2026, **targets_words.period_of(code))) == code
    words = targets_words.cell_words(Cell(2026, quarter=4, rep="R1"), APRIL, {"rep": {"R1": "Ann"}})
    assert words == "Q4 (Jan – Mar) 2026 · Ann"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_weights_are_read_from_a_file(tmp_path, separator):
    file = tmp_path / "weights.csv"
    rows = (("rep", "weight"), ("R1", "60.5"), ("R2", "-"), ("R1", "1"))
    file.write_text("\n".join(separator.join(row) for row in rows))
    assert weightfile.read(file, file.name) == {"R1": 61.5, "R2": 0.0}


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("rep,weight\nR1,-3\n", "not_a_weight", "Row 2"), ("R1,1\nR2,much\n", "not_a_weight", "much"),
        ("R1\n", "too_few_fields", "Row 1"), ("rep,weight\n", "no_weights", "holds no weights"),
    ],
)  # fmt: skip
def test_a_file_without_good_weights_is_refused_with_the_row(tmp_path, text, code, told):
    file = tmp_path / "weights.csv"
    file.write_text(text)
    with pytest.raises(BadInput) as refused:
        weightfile.read(file, file.name)
    assert refused.value.code == code
    assert told in refused.value.text()
