"""How files of targets name measures, levels and units."""

from salesdash.imports.reading import NumberStyle, numbers
from salesdash.imports.reading.missing import NO_VALUE
from salesdash.imports.spellings import normal
from salesdash.metrics import TARGET_MEASURES

_MEASURES = {
    "revenue": "revenue sales salesrevenue salesamount turnover 銷售額 销售额 營業額 营业额 業績 业绩",
    "gross_profit": "grossprofit profit 毛利 毛利額 毛利额",
    "quantity": "quantity qty units volume 數量 数量 銷量 销量",
    "orders": "orders ordercount numberoforders 訂單量 订单量 訂單數 订单数",
    "new_customers": "newcustomers newclients 新客戶 新客户 新客戶數 新客户数",
    "receipts": "receipts collections payments cash 回款 回款額 回款额 收款 收款額 收款额",
}
_LEVELS = {
    "base": "base minimum threshold floor 保底 基本 底線 底线",
    "target": "target plan quota commit 目標 目标 達標 达标",
    "stretch": "stretch challenge upside 挑戰 挑战 衝刺 冲刺",
}
_UNITS = {
    1: "1 one unit units 元 圓 圆 個 个 件",
    1_000: "thousand thousands k 千 千元 仟元 仟",
    10_000: "萬 万 萬元 万元 tenthousand",
    1_000_000: "million millions m mn 百萬 百万 百萬元 百万元",
    100_000_000: "億 亿 億元 亿元",
}
_MEASURE_OF = {word: key for key, words in _MEASURES.items() for word in (normal(key), *words.split())}
_LEVEL_OF = {word: key for key, words in _LEVELS.items() for word in words.split()}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_SCALE = 10_000


def measure(written: str) -> str | None:
    """The measure that a text names, None if it names none that targets can be set for."""
    found = _MEASURE_OF.get(normal(written))
    return found if found in TARGET_MEASURES else None


def level(written: str) -> str | None:
    """The level that a text names, None if it names none."""
    return _LEVEL_OF.get(normal(written))


def unit(written: str) -> int | None:
    """What a unit multiplies by: a whole number from 1 on, or a word (thousand, 萬元); None if it is neither."""
    if (word := _UNIT_OF.get(normal(written).removeprefix("in"))) is not None:
        return word
    value = numbers.parse(written, NumberStyle(), _SCALE)
    return value // _SCALE if value > NO_VALUE and value >= _SCALE and value % _SCALE == 0 else None
