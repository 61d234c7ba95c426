"""Languages: gettext over the catalogues in this folder, chosen per context (one person's run of a page).

``_`` translates now, ``N_`` only marks a text for the catalogues, ``ngettext`` chooses the plural, ``NN_`` marks
a text with a plural.
The English text is the key, so English needs no catalogue.
"""

import gettext as _gettext
import io
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

#: code → its own name, in the order in which they are offered
LANGUAGES = {"en": "English", "zh_Hant": "繁體中文", "zh_Hans": "简体中文"}
DEFAULT_LANGUAGE = "en"

_language: ContextVar[str] = ContextVar("salesdash_language", default=DEFAULT_LANGUAGE)


def use(language: str) -> None:
    """Makes ``language`` (a key of LANGUAGES, anything else means English) the one of this context."""
    _language.set(language if language in LANGUAGES else DEFAULT_LANGUAGE)


def language() -> str:
    """The language in force, a key of LANGUAGES."""
    return _language.get()


def babel_locale() -> Locale:
    """The language in force as Babel's locale, for numbers, money and dates."""
    return Locale.parse({"en": "en_US", "zh_Hant": "zh_Hant_TW", "zh_Hans": "zh_Hans_CN"}[language()])


def best_language(wanted: str | None) -> str:
    """The language of LANGUAGES nearest to a browser's tag or Accept-Language header, e.g. ``zh-TW,zh;q=0.9``."""
    for tag in (wanted or "").split(","):
        parts = tag.split(";")[0].strip().lower().replace("_", "-").split("-")
        if parts[0] == "zh":
            return "zh_Hant" if {"hant", "tw", "hk", "mo"} & set(parts[1:]) else "zh_Hans"
        if parts[0] == "en":
            return "en"
    return DEFAULT_LANGUAGE


@cache
def _translations(code: str) -> _gettext.NullTranslations:
    path = Path(__file__).parent / f"{code}.po"
    if not path.exists():
        return _gettext.NullTranslations()
    with path.open("rb") as source:
        catalogue = read_po(source, locale=code)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return _gettext.GNUTranslations(compiled)


def gettext(message: str) -> str:
    """``message`` in the language in force."""
    return _translations(language()).gettext(message) if message else ""


def in_every_language(message: str) -> dict[str, str]:
    """``message`` in each of LANGUAGES: code → text."""
    return {code: _translations(code).gettext(message) for code in LANGUAGES}


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of the message that ``count`` asks for, in the language in force."""
    return _translations(language()).ngettext(singular, plural, count)


def N_(message: str) -> str:  # noqa: N802 - the customary name, which the extraction looks for
    """Marks ``message`` for the catalogues and returns it unchanged."""
    return message


def NN_(singular: str, plural: str, counted: str) -> tuple[str, str, str]:  # noqa: N802
    """Marks a message with a plural for the catalogues; ``counted`` names the placeholder that chooses the form."""
    return singular, plural, counted


_ = gettext
