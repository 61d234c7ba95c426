"""Download buttons: the file is made when it is asked for, in another thread, in the reader's language."""

import threading

import pandas as pd
import pytest
import streamlit as st

from salesdash.downloads import Column, Sheet
from salesdash.locale import use
from salesdash.ui.downloads import buttons


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> dict:
    """File name → what makes the file, for every button that is drawn."""
    found: dict = {}
    monkeypatch.setattr(
        st, "download_button", lambda _label, data, file_name, *_args, **_more: found.update({file_name: data})
    )
    return found


def test_nothing_is_made_before_somebody_asks(offered):
    buttons("k", "By region", lambda: pytest.fail("made too early"))
    assert sorted(name.split("-")[-1].split(".")[1] for name in offered) == ["csv", "xlsx"]


def test_the_file_speaks_the_readers_language(offered):
    use("zh_Hant")
    made: list[bytes] = []

    def sheet() -> Sheet:
        return Sheet(
            "各區域", [Column("name", "區域")], pd.DataFrame({"name": ["北區"]}), as_of="2026年11月24日", person="王"
        )

    buttons("k", "各區域", sheet)
    csv = next(data for name, data in offered.items() if name.endswith(".csv"))
    thread = threading.Thread(target=lambda: made.append(csv()))
    thread.start()
    thread.join()
    text = made[0].decode("utf-8-sig")
    assert "北區" in text
    assert "資料截至,2026年11月24日" in text
