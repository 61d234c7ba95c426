"""Whatever a table holds and however it is written, it reads back as it was; the order of its rows decides nothing."""

import datetime as dt
import random
import tempfile
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesdash.imports.reading import FilePlan, Numbers, inspect, read

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5", "cp1252"]
#: words of customers by the encoding whose own they are
WORDS = {
    "gb18030": ["北京华联", "上海电机", "广州服装公司", "娃哈哈", "李小龙, 张三"],
    "big5": ["全聯福利中心", "鴻海精密", "台灣大哥大", "新竹物流公司", "王小明, 張三"],
    "cp1252": ["Müller & Söhne", "Café Noël", "Peña; Hijos", "Smith|Jones", "Åland Öl"],
}
DATES = {
    "%Y-%m-%d": None, "%Y/%m/%d %H:%M:%S": None, "%Y%m%d": None, "%Y年%m月%d日": None, "%d.%m.%Y": "D.M.Y",
    "%m/%d/%Y": "M/D/Y", "%d-%m-%y": "D-M-Y", "%d-%b-%Y": None, "ROC": None,
}  # fmt: skip


def _us(value: Decimal) -> str:
    return f"{value:,.4f}"


def _plain(value: Decimal) -> str:
    return f"{value:.2f}" if value == round(value, 2) else f"{value:f}"


def _german(value: Decimal) -> str:
    return f"{value:,.4f}".translate(str.maketrans(",.", ".,"))


def _accountant(value: Decimal) -> str:
    return f"({-value:,.4f})" if value < 0 else f"NT${value:,.4f}"


def _wide(value: Decimal) -> str:
    return f"{value:,.4f}".translate(str.maketrans("0123456789,.-", "０１２３４５６７８９，．－"))


def _trailing(value: Decimal) -> str:
    return f"{-value:.4f}-" if value < 0 else f"{value:.4f}"


STYLES = {f.__name__: f for f in (_us, _plain, _german, _accountant, _wide, _trailing)}


def _written(day: dt.date, form: str) -> str:
    if form == "ROC":
        return f"{day.year - 1911}/{day.month:02d}/{day.day:02d}"
    return dt.datetime(day.year, day.month, day.day, 14, 5, 9, tzinfo=dt.UTC).strftime(form)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[tuple[str, dt.date, str, Decimal]], dict[str, str]]:
    """Rows of orders, and how they are to be written."""
    own = draw(st.sampled_from(sorted(WORDS)))
    encoding = draw(st.sampled_from([own, *ENCODINGS[:5]]))
    days = st.dates(dt.date(2015, 1, 1), dt.date(2030, 12, 31))
    amounts = st.decimals(Decimal("-99999999.9999"), Decimal("99999999.9999"), places=4)
    row = st.tuples(st.integers(1, 10**6).map("A{}".format), days, st.sampled_from(WORDS[own]), amounts)
    rows = draw(st.lists(row, min_size=3, max_size=25))
    rows += [("A0", dt.date(2032, 5, 27), WORDS[own][0], Decimal("1.25"))]  # says the form of dates and numbers
    style = draw(st.sampled_from(sorted(STYLES)))
    form = draw(st.sampled_from(sorted(DATES)))
    if encoding == "cp1252":
        style = style if style != "_wide" else "_us"
        form = form if "年" not in form else "%Y-%m-%d"
    delimiter = draw(st.sampled_from([",", ";", "\t", "|"]))
    return rows, {"encoding": encoding, "style": style, "form": form, "delimiter": delimiter}


def _file(rows: list[tuple[str, dt.date, str, Decimal]], how: dict[str, str]) -> bytes:
    def cells(row: tuple[str, dt.date, str, Decimal]) -> list[str]:
        return [row[0], _written(row[1], how["form"]), row[2], STYLES[how["style"]](row[3])]

    lines = [["Order No", "Order Date", "Customer", "Amount"], *map(cells, rows)]
    quoted = [how["delimiter"].join(f'"{cell}"' for cell in line) for line in lines]
    return ("\r\n".join(quoted) + "\r\n").encode(how["encoding"])


def _inspect(data: bytes) -> tuple[FilePlan, list[tuple[str, dt.date, str, Decimal]], int]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "orders.csv"
        path.write_bytes(data)
        plan = inspect(path, "orders")
        rows = []
        rejected = 0
        for chunk in read(plan, 7):
            rejected += len(chunk.rejects)
            amounts = chunk.fields["net_amount"]
            assert isinstance(amounts, Numbers)
            rows += list(
                zip(
                    chunk.fields["order_no"],  # type: ignore[arg-type]
                    chunk.fields["ordered_on"].astype(object),  # type: ignore[union-attr]
                    chunk.fields["customer"],  # type: ignore[arg-type]
                    [Decimal(int(v)) / 10_000 for v in amounts.values],
                    strict=True,
                )
            )
    return plan, rows, rejected


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_what_was_written_is_read(table: tuple[list[tuple[str, dt.date, str, Decimal]], dict[str, str]]) -> None:
    rows, how = table
    plan, found, rejected = _inspect(_file(rows, how))
    assert (found, rejected) == (rows, 0)
    assert (plan.delimiter, plan.rows) == (how["delimiter"], len(rows))
    assert DATES[how["form"]] in (None, plan.date_format)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_rows_decides_nothing(
    table: tuple[list[tuple[str, dt.date, str, Decimal]], dict[str, str]], chance: random.Random
) -> None:
    rows, how = table
    shuffled = chance.sample(rows, len(rows))
    first, second = _inspect(_file(rows, how)), _inspect(_file(shuffled, how))
    assert first[0].dialect == second[0].dialect
    assert first[0].date_forms == second[0].date_forms
    assert first[0].number_styles == second[0].number_styles
    assert sorted(first[1]) == sorted(second[1])


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=600) | st.text(max_size=300).map(lambda text: ("Order No,Order Date,Amount\n" + text).encode())
)
def test_any_bytes_end_in_rows_or_in_a_message(data: bytes) -> None:
    from salesdash.errors import BadInput

    try:
        plan, rows, rejected = _inspect(b"Order No,Order Date,Customer,Amount\n" + data)
    except BadInput as error:
        assert error.text()
    else:
        assert plan.rows == len(rows) + rejected
