"""How files of events name kinds and expected effects."""

from salesdash.events import KINDS
from salesdash.imports.reading import NumberStyle, numbers
from salesdash.imports.reading.missing import NO_VALUE
from salesdash.imports.spellings import normal

_KINDS = {
    "holiday": "holiday holidays publicholiday festival dayoff 假日 節日 节日 假期 節慶 节庆 國定假日 法定假日 連假 "
    "放假",
    "promotion": "promotion promotions promo sale sales discount campaign 促銷 促销 特賣 特卖 折扣 優惠 优惠 促銷活動 "
    "促销活动 檔期 档期",
    "closure": "closure closed shutdown close stop stocktaking 停業 停业 休業 休业 停工 關閉 关闭 盤點 盘点 停產 停产",
    "event": "event other otherevent fair exhibition launch 活動 活动 事件 其他 展覽 展览 展會 展会 新品上市",
}
_KIND_OF = {word: key for key, words in _KINDS.items() for word in (normal(key), *words.split())}
assert _KINDS.keys() == KINDS.keys()
_SCALE = 10**6


def kind(written: str) -> str | None:
    """The kind that a text names, None if it names none."""
    return _KIND_OF.get(normal(written))


def effect(written: str, percent: bool) -> float | None:
    """An expected effect as a fraction: 0.2, 20%, -100 %; None where nothing is said. ``percent``: a number without a
    sign is a percentage. Raises ValueError for what is no number."""
    for decimal in (".", ","):
        style = NumberStyle(decimal, percent=percent and not _signed(written))
        value = numbers.parse(written, style, _SCALE)
        if value >= NO_VALUE:
            return value / _SCALE if value > NO_VALUE else None
    raise ValueError(written)


def in_percent(written: set[str]) -> bool:
    """Whether the numbers of a column are percentages: one that has no sign lies beyond -1 … 1."""
    bare = (numbers.parse(text, NumberStyle(), _SCALE) for text in written if not _signed(text))
    return any(value > NO_VALUE and abs(value) > _SCALE for value in bare)


def _signed(written: str) -> bool:
    return any(sign in written for sign in "%％")
