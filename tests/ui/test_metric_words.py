"""The metric dictionary in words."""

from salesdash.metrics import RECEIVABLES, REGISTRY
from salesdash.ui import metric_words


def test_every_metric_has_its_row_and_every_column_its_words():
    rows, columns = metric_words.rows(), metric_words.columns()
    assert rows["key"].tolist() == [*REGISTRY, *RECEIVABLES]
    assert [c.key for c in columns] == [
        "name",
        "others",
        "formula",
        "unit",
        "adds_up",
        "good",
        "owner",
        "thresholds",
        "key",
    ]
    assert (rows.drop(columns="others") != "").all(axis=None)


def test_thresholds_count_in_the_bad_direction():
    rows = metric_words.rows().set_index("key")
    assert rows.loc["revenue", "thresholds"] == "watch from -5.0%, alert from -15.0% against the comparison shown"
    in_points = "watch from +1.0 pts, alert from +3.0 pts against the comparison shown"
    assert rows.loc["return_rate", "thresholds"] == in_points
    assert rows.loc["cost", "thresholds"] == "–"
    assert rows.loc["cost", "good"] == "Neither"
    assert rows.loc["orders", "adds_up"] == "no"
