"""Dates as people write them, and the form of a column."""

from collections import Counter
from datetime import date, timedelta

import pytest

from salesdash.errors import BadInput
from salesdash.imports.reading.date_forms import decide, form_of, shown
from salesdash.imports.reading.dates import DMY, MDY, ROC, SERIAL, YMD, parse
from salesdash.imports.reading.missing import NO_VALUE, Bad


def _day(text: str, form: str | None) -> date:
    return date(1970, 1, 1) + timedelta(days=parse(text, form))


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-05",
        "2024/1/5",
        "2024.01.05",
        "20240105",
        "2024-01-05 00:00:00.000",
        "2024-01-05T10:00:00Z",
        "2024-01-05T10:00:00.123+08:00",
        "2024年1月5日",
        "2024年01月05日 下午3:20",
        "２０２４／０１／０５",
        "2024/1/5(五)",
        "2024/01/05 星期五",
        "113/01/05",
        "民國113年1月5日",
        "中華民國 113 年 1 月 5 日",
        "1130105",
        "05-Jan-2024",
        "5 January 2024",
        "Jan 5, 2024",
        "January 5th, 2024 10:15 PM",
        "Fri, 05 Jan 2024",
        "05-JAN-24",
        "2024-Jan-05",
    ],
)
def test_dates_that_say_themselves_how_they_are_read(text: str) -> None:
    assert _day(text, None) == date(2024, 1, 5)


@pytest.mark.parametrize(
    ("text", "form", "day"),
    [
        ("1/9/2010 8:26", DMY, date(2010, 9, 1)),
        ("1/9/2010 8:26", MDY, date(2010, 1, 9)),
        ("12/1/2010 08:26 AM", MDY, date(2010, 12, 1)),
        ("5.1.24", DMY, date(2024, 1, 5)),
        ("24/01/05", YMD, date(2024, 1, 5)),
        ("99/01/05", ROC, date(2010, 1, 5)),
        ("01-02-69", DMY, date(1969, 2, 1)),
        ("01-02-68", DMY, date(2068, 2, 1)),
        ("45296", SERIAL, date(2024, 1, 5)),
    ],
)
def test_dates_in_the_form_of_their_column(text: str, form: str, day: date) -> None:
    assert _day(text, form) == day


@pytest.mark.parametrize(
    ("text", "form", "bad"),
    [
        ("2023-02-29", None, Bad.NO_SUCH_DATE),
        ("31/02/2024", DMY, Bad.NO_SUCH_DATE),
        ("04/13/2024", DMY, Bad.OTHER_DATE_FORM),
        ("0000-01-01", None, Bad.DATE_OUT_OF_RANGE),
        ("1899-12-31", None, Bad.DATE_OUT_OF_RANGE),
        ("2200-01-01", None, Bad.DATE_OUT_OF_RANGE),
        ("yesterday", DMY, Bad.NOT_A_DATE),
        ("2024-01", None, Bad.NOT_A_DATE),
        ("45296", DMY, Bad.NOT_A_DATE),
        ("2024-01-05 25:00", None, Bad.NOT_A_DATE),
        ("1" + " " * 100_000, DMY, Bad.NOT_A_DATE),
        ("NULL", DMY, NO_VALUE),
        ("-", DMY, NO_VALUE),
    ],
)
def test_no_dates(text: str, form: str | None, bad: int) -> None:
    assert parse(text, form) == bad


@pytest.mark.parametrize(
    ("written", "form"),
    [
     ("%d/%m/%Y", DMY), ("D/M/Y", DMY), ("dd.mm.yyyy", DMY), ("M/D/Y", MDY),
     ("%m/%d/%y", MDY), ("MM/DD/YYYY HH:mm", MDY),
     ("Y-M-D", YMD), ("%Y-%m-%d %H:%M:%S", YMD), ("iso", YMD), ("ROC", ROC), ("ROC Y/M/D", ROC), ("%d-%b-%Y", DMY)],
)  # fmt: skip
def test_forms_that_people_name(written: str, form: str) -> None:
    assert form_of(written) == form


@pytest.mark.parametrize("written", ["", "D/M", "%H:%M", "day first", "Y/D/M"])
def test_forms_that_are_none(written: str) -> None:
    with pytest.raises(BadInput) as refusal:
        form_of(written)
    assert refusal.value.code == "unknown_date_format"


def _form(*values: str, **more: object) -> str | None:
    return decide(Counter(values), "Order Date", serial=False, **more)  # type: ignore[arg-type]


def test_one_day_above_twelve_decides() -> None:
    assert _form("03/04/2024", "05/06/2024", "13/06/2024") == DMY
    assert _form("03/04/2024", "05/06/2024", "06/13/2024") == MDY


def test_the_form_of_most_values_wins() -> None:
    values = Counter({"13/01/2024": 20, "01/14/2024": 1, "03/04/2024": 5})
    assert decide(values, "Order Date", serial=False) == DMY


@pytest.mark.parametrize("values", [("03/04/2024", "05/06/2024"), ("13/04/2024", "04/13/2024"), ("01/02/03",)])
def test_open_columns_are_asked(values: tuple[str, ...]) -> None:
    with pytest.raises(BadInput) as refusal:
        _form(*values)
    assert refusal.value.code == "ambiguous_dates"
    assert refusal.value.details["choices"][:2] == [DMY, MDY]


def test_what_reads_the_same_either_way_is_not_asked() -> None:
    assert _form("05/05/2024", "06/06/2024") == DMY


def test_open_columns_follow_the_other_dates_of_the_file() -> None:
    assert _form("03/04/2024", others=frozenset([MDY])) == MDY


def test_republic_years() -> None:
    assert _form("99/12/31", "100/01/01") == ROC
    assert _form("113/01/05", "113/02/30") is None


def test_a_few_that_go_another_way_are_left_to_be_rejected() -> None:
    assert decide(Counter({"2024-01-05": 100, "03/04/2024": 2}), "Order Date", serial=False) is None
    assert parse("03/04/2024", None) == Bad.OTHER_DATE_FORM


def test_days_as_numbers_only_in_spreadsheets() -> None:
    assert decide(Counter(["45296", "45297"]), "Order Date", serial=True) == SERIAL
    assert decide(Counter(["45296", "45297"]), "Order Date", serial=False) is None


def test_forms_are_shown_as_they_are_written() -> None:
    assert shown(Counter(["13.04.2024"]), DMY) == "D.M.Y"
    assert shown(Counter(["2024-01-05 10:00"]), None) == "Y-M-D"
    assert shown(Counter(["2024年1月5日"]), None) == "Y年M月D日"
    assert shown(Counter(["20240105"]), None) == "YMD"
    assert shown(Counter(["113/01/05"]), None) == ROC
    assert shown(Counter(["5 Jan 2024"]), None) == "D-MON-Y"
