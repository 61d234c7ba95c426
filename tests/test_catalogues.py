"""The catalogues are complete: every text of the sources is there, in both Chinese scripts, with its placeholders."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
KEYWORDS = {"_": None, "gettext": None, "N_": None, "ngettext": (1, 2), "NN_": (1, 2)}
PLACEHOLDER = re.compile(r"\{[^}]*\}")
HAN = re.compile(r"[\u3400-\u9fff]")


@cache
def messages() -> frozenset[str | tuple[str, ...]]:
    """Every message of the sources; those with a plural as (singular, plural)."""
    found = set()
    for folder in ("salesdash", "pages"):
        for _file, _line, message, _comments, _context in extract_from_dir(ROOT / folder, keywords=KEYWORDS):
            found.add(message)
    return frozenset(message for message in found if message)


@cache
def catalogue(language: str) -> Catalog:
    with (ROOT / "salesdash" / "locale" / f"{language}.po").open("rb") as source:
        return read_po(source, locale=language)


@pytest.mark.parametrize("language", ["zh_Hant", "zh_Hans"])
def test_every_text_is_translated(language: str) -> None:
    missing = [m for m in messages() if not _translation(catalogue(language), m)]
    assert missing == []


@pytest.mark.parametrize("language", ["zh_Hant", "zh_Hans"])
def test_nothing_is_left_over(language: str) -> None:
    keys = {m[0] if isinstance(m, tuple) else m for m in messages()}
    ids = {m.id[0] if isinstance(m.id, tuple) else m.id for m in catalogue(language) if m.id}
    assert ids - keys == set()
    assert not [m.id for m in catalogue(language) if m.fuzzy and m.id]


@pytest.mark.parametrize("language", ["zh_Hant", "zh_Hans"])
def test_placeholders_survive_the_translation(language: str) -> None:
    wrong = []
    for message in catalogue(language):
        originals = message.id if isinstance(message.id, tuple) else (message.id,)
        allowed = {p for original in originals for p in PLACEHOLDER.findall(original)}
        wanted = set(PLACEHOLDER.findall(originals[-1]))
        for text in message.string if isinstance(message.string, tuple) else (message.string,):
            found = set(PLACEHOLDER.findall(text))
            if message.id and not (wanted <= found <= allowed):
                wrong.append((message.id, text))
    assert wrong == []


def test_no_text_hides_in_an_f_string() -> None:
    """Before Python 3.12 the extraction does not look into f-strings: a text in there would stay English."""
    keys = {m[0] if isinstance(m, tuple) else m for m in messages()}
    hidden = []
    for file in [*(ROOT / "salesdash").rglob("*.py"), *(ROOT / "pages").glob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
                text = node.args[0]
                if isinstance(text, ast.Constant) and text.value and text.value not in keys:
                    hidden.append((str(file.relative_to(ROOT)), node.lineno, text.value))
    assert hidden == []


def test_the_two_scripts_differ() -> None:
    texts = [
        (_translation(catalogue("zh_Hant"), m), _translation(catalogue("zh_Hans"), m))
        for m in messages()
        if HAN.search(_translation(catalogue("zh_Hant"), m) or "")
    ]
    assert sum(hant != hans for hant, hans in texts) > 0.7 * len(texts)


def _translation(found: Catalog, message: str | tuple[str, ...]) -> str | None:
    entry = found.get(message[0] if isinstance(message, tuple) else message)
    if entry is None:
        return None
    return entry.string[0] if isinstance(entry.string, tuple) else entry.string
