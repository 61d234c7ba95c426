"""The look of the few pages that the server writes itself. Everything put into them is escaped here."""

import base64
import hashlib
from html import escape
from pathlib import Path
from string import Template

from starlette.responses import HTMLResponse

from salesdash.locale import LANGUAGES, language
from salesdash.locale import gettext as _

STYLE = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_TAGS = {"en": "en", "zh_Hant": "zh-Hant", "zh_Hans": "zh-Hans"}
_PAGE = Template(
    """<!doctype html>
<html lang="$tag"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>$title · SalesDash</title><style>$style</style></head>
<body><main><p class="brand"><span aria-hidden="true">▚</span> SalesDash<small>$company</small></p>
<h1>$title</h1>$notice$body<nav aria-label="$languages">$switch</nav></main></body></html>"""
)


def page(
    title: str, body: str, *, company: str = "", notice: str = "", again: str = "", status: int = 200
) -> HTMLResponse:
    """A whole page. ``body`` is markup made of the functions below; all else is plain text. ``notice`` is read out
    at once by screen readers; ``again`` is the address of this page, for the links that switch the language."""
    joint = "&" if "?" in again else "?"
    switch = " ".join(
        f'<a href="{escape(again)}{escape(joint)}lang={code}" lang="{_TAGS[code]}" hreflang="{_TAGS[code]}"'
        f"{' aria-current=true' if code == language() else ''}>{escape(name)}</a>"
        for code, name in LANGUAGES.items()
    )
    text = _PAGE.substitute(
        tag=_TAGS[language()],
        title=escape(title),
        style=STYLE,
        company=escape(company),
        notice=f'<p class="notice" role="alert">{escape(notice)}</p>' if notice else "",
        body=body,
        languages=escape(_("Language")),
        switch=switch,
    )
    return HTMLResponse(text, status_code=status, headers=HEADERS)


def form(action: str, fields: str, button: str) -> str:
    """A form that is posted to ``action`` (a path of ours)."""
    return f'<form method="post" action="{escape(action)}">{fields}<button>{escape(button)}</button></form>'


def field(
    name: str,
    label: str,
    *,
    kind: str = "text",
    value: str = "",
    autocomplete: str = "",
    hint: str = "",
    focus: bool = False,
) -> str:
    """A required field with its label, and a hint that belongs to it."""
    hinted = f' aria-describedby="{name}-hint"' if hint else ""
    return (
        f'<label for="{name}">{escape(label)}</label>'
        f'<input id="{name}" name="{name}" type="{kind}" value="{escape(value)}" autocomplete="{autocomplete}" required'
        f'{hinted}{" autofocus" if focus else ""} autocapitalize="none" spellcheck="false" maxlength="1000">'
        + (f'<p class="hint" id="{name}-hint">{escape(hint)}</p>' if hint else "")
    )


def hidden(name: str, value: str) -> str:
    """A value that goes with a form."""
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'


def paragraph(text: str) -> str:
    """A paragraph of plain text."""
    return f"<p>{escape(text)}</p>"


def link(address: str, text: str) -> str:
    """A link to one of our own addresses."""
    return f'<p><a class="button" href="{escape(address)}">{escape(text)}</a></p>'
