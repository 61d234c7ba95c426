"""Bands and scorecards that the company sets."""

import pytest

from salesdash import db
from salesdash.access.identity import OPERATOR
from salesdash.analytics.scoring import Part
from salesdash.appraisal import bands, rules, scorecards
from salesdash.appraisal.bands import COLOURS, Band
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.locale import LANGUAGES, use
from salesdash.metrics import TARGET_MEASURES

TWO = [Band(0, {"en": "Short", "zh_Hant": "未達"}, "vermilion"), Band(1000, {"en": "Reached"}, "blue")]


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", COLOURS)
def test_the_word_reads_on_its_colour(colour):
    low, high = sorted(luminance(one) for one in COLOURS[colour])
    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_the_bands_that_a_company_starts_with_hold_and_speak_three_languages():
    usual = bands.defaults()
    assert bands.checked(usual) == usual
    assert [one.start for one in usual] == [0, 800, 950, 1000, 1100]
    for language in LANGUAGES:
        use(language)
        assert len({one.name for one in usual}) == 5


def test_a_word_that_is_missing_in_a_language_is_said_in_another():
    use("zh_Hant")
    assert [one.name for one in TWO] == ["未達", "Reached"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ([TWO[0]], "bad_bands"),
        ([Band(1, {"en": "A"}, "blue"), TWO[1]], "bands_gap"),
        ([TWO[0], Band(0, {"en": "B"}, "blue")], "bands_order"),
        ([*TWO, Band(900, {"en": "C"}, "sky")], "bands_order"),
        ([TWO[0], Band(10_001, {"en": "B"}, "blue")], "bands_order"),
        ([TWO[0], Band(10, {"en": " short"}, "blue"), TWO[1]], None),
        ([TWO[0], Band(10, {"en": "Short "}, "blue")], "bands_alike"),
        ([TWO[0], Band(10, {"en": " "}, "blue")], "bad_word"),
        ([TWO[0], Band(10, {"en": "x" * 41}, "blue")], "bad_word"),
        ([TWO[0], Band(10, {"en": "B"}, "#fff")], "unknown_colour"),
        ([Band(n * 10, {"en": str(n)}, "blue") for n in range(11)], "bad_bands"),
    ],
)
def test_bands_are_contiguous_from_0_up_and_tell_themselves_apart(content, code):
    if code is None:
        bands.checked(content)
        return
    with pytest.raises(BadInput) as refused:
        bands.checked(content)
    assert refused.value.code == code
    assert refused.value.text()


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([], "empty_scorecard"),
        ([Part("cost", 1)], "unknown_measure"),
        ([Part("revenue", 1), Part("revenue", 2)], "measure_twice"),
        ([Part("revenue", 0)], "bad_weight"),
        ([Part("revenue", 1001)], "bad_weight"),
        ([Part("revenue", 1, -1, 10)], "bad_limits"),
        ([Part("revenue", 1, 10, 10)], "bad_limits"),
        ([Part("revenue", 1, 0, 100_001)], "bad_limits"),
    ],
)
def test_scorecards_that_cannot_be(parts, code):
    with pytest.raises(BadInput) as refused:
        scorecards.checked(parts)
    assert refused.value.code == code
    assert refused.value.text()


def test_rules_are_set_by_who_sees_everybody_or_manages_the_settings(ledger, someone):
    with db.writing() as session:
        assert rules.set_bands(session, someone("ed"), bands.defaults(), 0) == 1
        assert rules.set_bands(session, someone("admin"), TWO, 1) == 2
        assert rules.set_bands(session, someone("admin"), TWO, 2) == 2  # nothing changed
    for login in ("mia", "rita", "fin", "ana"):
        with db.writing() as session, pytest.raises(NotPermitted):
            rules.set_bands(session, someone(login), TWO, 2)
    with db.reading() as session:
        assert rules.may_set(session, someone("ed")) and not rules.may_set(session, someone("mia"))
        assert rules.bands_in_force(session).content == tuple(TWO)


def test_rules_that_cannot_be_are_not_saved(ledger):
    with db.writing() as session, pytest.raises(BadInput):
        rules.set_scorecard(session, OPERATOR, "executive", [Part("cost", 1)], 0)
    with db.reading() as session:
        assert rules.scorecard(session, "executive").version == 0


def test_whoever_sets_rules_second_is_told_what_is_in_force(ledger, someone):
    with db.writing() as session:
        rules.set_scorecard(session, someone("ed"), "executive", [Part("revenue", 1)], 0)
    with db.writing() as session, pytest.raises(Conflict) as refused:
        rules.set_scorecard(session, someone("admin"), "executive", [Part("orders", 1)], 0)
    details = refused.value.details
    assert (details["by"], details["now"][0]["measure"], details["yours"][0]["measure"]) == ("ed", "revenue", "orders")
    with db.writing() as session, pytest.raises(BadInput):
        rules.set_scorecard(session, OPERATOR, "finance", [Part("orders", 1)], 0)


def test_the_usual_scorecard_has_only_measures_with_targets(ledger):
    with db.reading() as session:
        usual = rules.scorecard(session, "executive").content
    assert {part.measure for part in usual} <= set(TARGET_MEASURES)
    assert usual[0].measure == "revenue"
