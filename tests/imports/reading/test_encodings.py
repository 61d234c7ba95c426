"""Encodings of small files in several scripts, and what a person says about them."""

from pathlib import Path

import pytest

from salesdash.errors import BadInput
from salesdash.imports.reading import FilePlan, inspect, read

TRADITIONAL = "訂單編號,訂單日期,客戶,金額\nA1,2024-01-05,全聯福利中心,100\nA2,2024-01-06,鴻海精密,250\n"
SIMPLIFIED = "订单编号,订单日期,客户,金额\nA1,2024-01-05,北京华联,100\nA2,2024-01-06,鸿海精密,250\n"
WESTERN = "Order No,Order Date,Customer,Amount\nA1,2024-01-05,Müller Straße,100\nA2,2024-01-06,Café Noël,250\n"
PLAIN = "Order No,Order Date,Customer,Amount\nA1,2024-01-05,Smith,100\nA2,2024-01-06,Jones,250\n"


def _plan(tmp_path: Path, data: bytes, **options: str) -> FilePlan:
    path = tmp_path / "orders.csv"
    path.write_bytes(data)
    return inspect(path, "orders", **options)  # type: ignore[arg-type]


def _customers(plan: FilePlan) -> list[str]:
    return [value for chunk in read(plan) for value in chunk.fields["customer"]]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "codec", "shown"),
    [
        (TRADITIONAL, "big5", "big5"),
        (TRADITIONAL, "gb18030", "gb18030"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (SIMPLIFIED, "gb2312", "gb18030"),
        (WESTERN, "cp1252", "windows-1252"),
        *((text, codec, shown) for text in (TRADITIONAL, SIMPLIFIED, WESTERN, PLAIN) for codec, shown in (
            ("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16-le"), ("utf-16-le", "utf-16-le"),
            ("utf-16-be", "utf-16-be"))),
    ],
)  # fmt: skip
def test_encodings_of_small_files(tmp_path: Path, text: str, codec: str, shown: str) -> None:
    plan = _plan(tmp_path, text.encode(codec))
    assert plan.encoding == shown
    assert plan.columns["order_no"] == text.split(",", maxsplit=1)[0]
    assert _customers(plan) == [line.split(",")[2] for line in text.splitlines()[1:]]


@pytest.mark.parametrize(
    "name", ["黃筱雯", "螺絲起子", "螢光筆", "皮質沙發", "藍牙耳機", "冷凍水餃", "臺灣銀行", "ＡＢＣ公司"]
)
def test_one_short_name_in_big5(tmp_path: Path, name: str) -> None:
    plan = _plan(tmp_path, f"Order No,Order Date,Customer,Amount\nA1,2024-01-05,{name},100\n".encode("big5"))
    assert plan.encoding == "big5"
    assert _customers(plan) == [name]


@pytest.mark.parametrize(
    "name", ["黄筱雯", "螺丝起子", "荧光笔", "皮质沙发", "蓝牙耳机", "冷冻水饺", "中国银行", "娃哈哈"]
)
def test_one_short_name_in_gb18030(tmp_path: Path, name: str) -> None:
    plan = _plan(tmp_path, f"Order No,Order Date,Customer,Amount\nA1,2024-01-05,{name},100\n".encode("gb18030"))
    assert plan.encoding == "gb18030"
    assert _customers(plan) == [name]


@pytest.mark.parametrize("name", ["Peña", "Curaçao", "Åland", "naïve café", "JOSÉ", "Straße", "£ & Co", "O’Neill"])
def test_one_short_name_in_windows_1252(tmp_path: Path, name: str) -> None:
    plan = _plan(tmp_path, f"Order No,Order Date,Customer,Amount\nA1,2024-01-05,{name},100\n".encode("cp1252"))
    assert plan.encoding == "windows-1252"
    assert _customers(plan) == [name]


def test_the_only_chinese_line_may_come_late(tmp_path: Path) -> None:
    rows = [f"A{i},2024-01-05,Smith,100\n" for i in range(60_000)]
    data = PLAIN.splitlines(keepends=True)[0] + "".join(rows)
    plan = _plan(tmp_path, data.encode() + "Z1,2024-01-05,台灣大哥大,100\n".encode("big5"))
    assert plan.encoding == "big5"
    assert _customers(plan)[-1] == "台灣大哥大"


def test_a_person_overrules(tmp_path: Path) -> None:
    plan = _plan(tmp_path, TRADITIONAL.encode("gb18030"), encoding="GBK")
    assert (plan.encoding, _customers(plan)[1]) == ("gb18030", "鴻海精密")
    assert _plan(tmp_path, WESTERN.encode("latin-1"), encoding="latin-1").encoding == "windows-1252"
    assert _plan(tmp_path, TRADITIONAL.encode("utf-16"), encoding="utf-16").encoding == "utf-16-le"
    assert _plan(tmp_path, TRADITIONAL.encode("utf-8-sig"), encoding="utf-8").encoding == "utf-8-sig"


@pytest.mark.parametrize(
    ("encoding", "code"),
    [("klingon", "unknown_encoding"), ("rot13", "unknown_encoding"), ("zlib", "unknown_encoding"),
     ("utf-7", "unknown_encoding"), ("utf-8", "wrong_encoding"), ("ascii", "wrong_encoding")],
)  # fmt: skip
def test_what_cannot_be(tmp_path: Path, encoding: str, code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        _plan(tmp_path, TRADITIONAL.encode("big5"), encoding=encoding)
    assert refusal.value.code == code
