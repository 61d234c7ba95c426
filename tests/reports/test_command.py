"""The command ``report``: what it writes, says and refuses."""

from pathlib import Path

import pytest

from salesdash.reports import files
from tests.cli.conftest import run


@pytest.mark.parametrize(("ending", "begins"), [("pptx", b"PK"), ("XLSX", b"PK"), ("html", b"<!doctype html>")])
def test_a_file_of_each_form(small, tmp_path: Path, ending, begins):
    out = tmp_path / f"報告.{ending}"
    answer = run(small, "--as", "chief", "report", "--period", "2024-01", "--out", str(out), "--json")
    assert answer.status == 0, answer.err
    document = answer.document
    assert out.read_bytes().startswith(begins)
    assert (document["file"], document["bytes"]) == (str(out), out.stat().st_size)
    assert (document["period"], document["from"], document["to"]) == ("2024-01", "2024-01-01", "2024-01-31")
    assert (document["format"], document["as_of"], document["running"]) == (ending.lower(), "2024-01-20", False)
    assert document["sections"][0]["message"].startswith("Revenue: $350")
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_in_words(small, tmp_path: Path):
    answer = run(small, "report", "--period", "2024-01", "--out", str(tmp_path / "r.html"))
    assert answer.out.startswith("Sales report 2024-01 is written to r.html.")
    assert "Are the targets reached? Revenue: 87.5%" in answer.out
    assert "Counting the figures" in answer.err


@pytest.mark.parametrize(
    ("login", "period", "name", "status", "code"),
    [
        ("chief", "2024-01", "r.pdf", 2, "unknown_ending"),
        ("chief", "2024-01", "r", 2, "unknown_ending"),
        ("chief", "2024-01", "nowhere/r.html", 2, "no_folder"),
        ("chief", "someday", "r.html", 2, "unknown_period"),
        ("chief", "2199-01", "r.html", 2, "not_begun"),
        ("adam", "someday", "r.pdf", 3, "not_permitted"),
    ],
)
def test_what_is_refused_leaves_no_file(small, tmp_path: Path, login, period, name, status, code):
    answer = run(small, "--as", login, "report", "--period", period, "--out", str(tmp_path / name), "--json")
    assert (answer.status, answer.error["code"]) == (status, code)
    assert list(tmp_path.iterdir()) == []


def test_what_was_there_stays_until_the_new_is_whole(small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    out = tmp_path / "r.html"
    out.write_text("before")

    def full(_path: Path, _content: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.Path, "write_bytes", full)
    answer = run(small, "report", "--period", "2024-01", "--out", str(out), "--json")
    assert answer.status == 1 and answer.error["code"] == "system"
    assert out.read_text() == "before" and len(list(tmp_path.iterdir())) == 1
