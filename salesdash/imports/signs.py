"""Currency signs beside amounts that do not fit the currency that the amounts are taken for."""

from typing import Any

from salesdash.imports.reading import FilePlan

#: sign → the currencies that it stands for, the likeliest first. Letters as codes of currencies stand for themselves.
_STANDS_FOR = {
    "$": "USD TWD HKD AUD CAD SGD NZD MXN ARS CLP COP", "NT$": "TWD", "US$": "USD", "HK$": "HKD", "AU$": "AUD",
    "A$": "AUD", "CA$": "CAD", "C$": "CAD", "S$": "SGD", "R$": "BRL", "RM": "MYR", "RP": "IDR", "FR": "CHF",
    "KR": "SEK NOK DKK ISK", "ZŁ": "PLN", "KČ": "CZK", "FT": "HUF", "ЛВ": "BGN", "РУБ": "RUB", "€": "EUR",
    "£": "GBP EGP", "¥": "CNY JPY", "₩": "KRW", "₹": "INR", "₽": "RUB", "₫": "VND", "₺": "TRY", "฿": "THB",
    "元": "CNY TWD HKD", "圆": "CNY TWD HKD", "圓": "TWD HKD CNY", "塊": "TWD HKD CNY", "円": "JPY",
    "NTD": "TWD", "RMB": "CNY",
}  # fmt: skip


def warnings(plan: FilePlan, currency: str | None) -> list[dict[str, Any]]:
    """A warning if signs of other currencies stand in a file that does not say its currency, so that its amounts are
    taken for ``currency``; None: files of this kind have no choice of it."""
    if currency is None or "currency" in plan.positions or "currency" in plan.constants:
        return []
    foreign = {sign: names for sign in sorted(plan.signs) if currency not in (names := _currencies(sign))}
    if not foreign:
        return []
    perhaps = next(iter(foreign.values()))[0]
    return [{"code": "currency_sign", "signs": list(foreign), "taken_as": currency, "perhaps": perhaps}]


def _currencies(sign: str) -> list[str]:
    bare = sign.upper().rstrip(".")
    return _STANDS_FOR.get(bare, bare).split()
