"""Numbers as people write them, exact to 1/10,000, without a step through floating point."""

import re
import unicodedata
from decimal import ROUND_HALF_EVEN, Context, Decimal

from salesdash.imports.reading.missing import MISSING, NO_VALUE, Bad
from salesdash.imports.reading.plan import NumberStyle

#: beyond this many units of 1/10,000 no amount is taken, so that sums of many lines stay exact
LIMIT = 9 * 10**14
#: the largest whole number that is kept, whatever its unit
_LARGEST = 9 * 10**18
_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)

_CURRENCY = (
    r"(?:NT\$|US\$|HK\$|AU\$|CA\$|S\$|R\$|A\$|C\$|RM(?!B)|Rp|Fr\.?|kr\.?|zł|Kč|Ft|лв|руб\.?|[$€£¥₩₹₽₫₺฿]|元|圆|圓|円|塊|"
    r"(?:EUR|USD|TWD|NTD|CNY|RMB|HKD|JPY|GBP|CHF|AUD|CAD|SGD|KRW|INR|MYR|THB|SEK|NOK|DKK|PLN|CZK|HUF|BRL|MXN|NZD|ZAR)"
    r"(?![A-Za-z]))"
)
_BEFORE = re.compile(rf"^\s*([-+]?)\s*{_CURRENCY}\s*", re.I)
_AFTER = re.compile(rf"\s*{_CURRENCY}(?:整)?\s*$", re.I)
_SIGN = re.compile(rf"^['(\s+-]*({_CURRENCY})|({_CURRENCY})(?:整)?[)\s-]*$", re.I)
_SIGNS = str.maketrans(
    {
        "−": "-",
        "–": "-",
        "—": "-",
        "‐": "-",
        "‑": "-",
        "’": "'",
        "‘": "'",
        "`": "'",
        "´": "'",
        "、": ",",
        "٫": ".",
        "٬": ",",
    }
)
_EXPONENT = re.compile(r"\d+(?:[.,]\d*)?[eE][-+]?\d{1,4}")
_POINT = re.compile(r"(?:\d+|\d{1,3}(?:(?P<s>[,' ])\d{3})(?:(?P=s)\d{3})*|\d{1,2}(?:,\d{2})+,\d{3})?(?:\.\d*)?")
_COMMA = re.compile(r"(?:\d+|\d{1,3}(?:(?P<s>[.' ])\d{3})(?:(?P=s)\d{3})*)?(?:,\d*)?")
_TEN_THOUSANDS = re.compile(r"(?:([^億亿萬万]+)[億亿])?(?:([^億亿萬万]+)[萬万])?([^億亿萬万]*)")
_DIGIT = re.compile(r"[0-9]")
_USUAL = re.compile(r"(-?)(\d{1,14}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d{1,12}))?", re.ASCII)


def clean(text: str) -> tuple[str, bool, bool]:
    """The digits with their separators, whether the number is negative, whether it is a percentage."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS)
    text = text.strip()
    text = text[1:] if text[:1] == "'" else text  # a spreadsheet's sign for text
    negative = percent = False
    if text[:1] == "(" and text[-1:] == ")":
        negative, text = True, text[1:-1].strip()
    text = _AFTER.sub("", _BEFORE.sub(r"\1", text))
    if text[:1] == "(" and text[-1:] == ")":  # $(123)
        negative, text = True, text[1:-1].strip()
    if text[-1:] == "%":
        percent, text = True, text[:-1].rstrip()
    if text[:1] in ("-", "+"):
        negative, text = negative != (text[0] == "-"), text[1:].lstrip()
    elif text[-1:] == "-":
        negative, text = not negative, text[:-1].rstrip()
    return _AFTER.sub("", _BEFORE.sub(r"\1", text)), negative, percent


def currency_sign(text: str) -> str | None:
    """The currency sign or code that stands beside the number, None if none does."""
    found = _SIGN.search(unicodedata.normalize("NFKC", text).strip())
    if found is None or not clean(text)[0][:1].isdigit():
        return None
    return found[1] or found[2]


def _decimal(text: str, mark: str) -> Decimal | None:
    """The number that stands there, None if none does."""
    if "e" in text or "E" in text:
        return Decimal(text.replace(",", ".")) if _EXPONENT.fullmatch(text) else None
    if not (_POINT if mark == "." else _COMMA).fullmatch(text) or not _DIGIT.search(text):
        return None
    whole, _, rest = text.partition(mark)
    return Decimal("".join(c for c in whole if c.isdigit()) + "." + rest)


def parse(text: str, style: NumberStyle, scale: int, limit: int = LIMIT) -> int:
    """The number in whole units of 1/scale, ties to the even one; NO_VALUE if missing, else a code of Bad."""
    if style.decimal == "." and not style.percent and style.times == 1 and (m := _USUAL.fullmatch(text)):
        sign, whole, rest = m.groups("")
        zeros = len(str(scale)) - 1 - len(rest)
        if zeros >= 0:
            units = int(whole.replace(",", "") + rest) * 10**zeros
            return Bad.NUMBER_OUT_OF_RANGE if units > min(limit, _LARGEST) else -units if sign else units
    if text.strip().casefold() in MISSING:
        return NO_VALUE
    if len(text) > 100:
        return Bad.NUMBER_OUT_OF_RANGE if text.strip().isdigit() else Bad.NOT_A_NUMBER
    return _unusual(text, style, scale, limit)


def _unusual(text: str, style: NumberStyle, scale: int, limit: int) -> int:
    bare, negative, percent = clean(text)
    if not bare and not percent:
        return NO_VALUE  # a currency sign or a dash alone, as accountants write 0 or nothing
    if bare.casefold() in ("inf", "infinity", "∞"):
        return Bad.NOT_FINITE
    value = _chinese(bare, style.decimal) if any(c in bare for c in "億亿萬万") else _decimal(bare, style.decimal)
    if value is None:
        return Bad.NOT_A_NUMBER
    if value.adjusted() > 18 or value.adjusted() < -30:
        return Bad.NUMBER_OUT_OF_RANGE if value and value.adjusted() > 18 else 0
    units = value * style.times * scale / (100 if percent or style.percent else 1)
    whole = int(units.to_integral_value(ROUND_HALF_EVEN, _EXACT))
    if whole > min(limit, _LARGEST):
        return Bad.NUMBER_OUT_OF_RANGE
    return -whole if negative else whole


def _chinese(text: str, mark: str) -> Decimal | None:
    """3.5萬, 1億2,345萬."""
    match = _TEN_THOUSANDS.fullmatch(text)
    if not match:
        return None
    total = Decimal(0)
    for part, factor in zip(match.groups(), (10**8, 10**4, 1), strict=True):
        value = _decimal(part.strip(), mark) if part else Decimal(0)
        if value is None:
            return None
        total += value * factor
    return total
