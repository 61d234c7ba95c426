"""Download buttons: the file is made when it is asked for, in another thread, in the reader's language."""

import threading
from datetime import datetime
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
import streamlit as st

from salesdash import db
from salesdash.config import config
from salesdash.downloads import Column, Sheet
from salesdash.locale import use
from salesdash.models import CompanySetting
from salesdash.ui.downloads import buttons


@pytest.fixture
def offered(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> dict:
    """File name → what makes the file, for every button that is drawn, in a company in Kiritimati, where the day
    begins 26 hours before it does in Niue."""
    monkeypatch.setenv("SALESDASH_DATABASE_URL", sqlite_url)
    config.cache_clear()
    request.addfinalizer(config.cache_clear)
    with db.writing() as session:
        session.add(CompanySetting(key="time_zone", value="Pacific/Kiritimati"))
    found: dict = {}
    monkeypatch.setattr(
        st, "download_button", lambda _label, data, file_name, *_args, **_more: found.update({file_name: data})
    )
    return found


def test_nothing_is_made_before_somebody_asks(offered):
    buttons("k", "By region", lambda: pytest.fail("made too early"))
    assert sorted(name.split("-")[-1].split(".")[1] for name in offered) == ["csv", "xlsx"]


def test_the_file_is_named_by_the_day_of_the_company(offered):
    names = []
    for zone in ("Pacific/Kiritimati", "Pacific/Niue"):
        with db.writing() as session:
            session.get_one(CompanySetting, "time_zone").value = zone
        offered.clear()
        today = datetime.now(ZoneInfo(zone)).date().isoformat()
        buttons("k", "By region", lambda: pytest.fail("made too early"))
        names += [name for name in offered if today in name]
    assert len(set(names)) == 4


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
