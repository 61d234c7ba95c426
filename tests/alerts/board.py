"""Signals as they would be told, without those who find them."""

from datetime import date

from salesdash.alerts.news import News


def news(number: int, level: str = "alert", *, token: str = "", **more) -> News:
    """Signal ``number`` as it says now; ``token``: renewed with what it says."""
    fields = {
        "sentence": f"Revenue of R{number} is 12% below the forecast.", "owner": None, "action": "", "due": None,
        "url": f"https://sales.example.com/signals?signal={number}",
    } | more  # fmt: skip
    document = {"id": number, "level": level, "sentence": fields["sentence"]}
    return News(id=number, token=token or f"token-{number}", level=level, document=document, **fields)


MINE = {"owner": "ann", "action": "Call the customers", "due": date(2026, 11, 20)}
