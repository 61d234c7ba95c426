"""Facts that are known of the Online Retail data (UCI, Chen 2015), through the services, on both databases."""

from datetime import date
from pathlib import Path

import pytest

from salesdash.history import sentences
from tests.history.asking import asked
from tests.imports.helpers import bring

YEAR = ("2010-12-01", "2011-12-31")


def test_a_year_of_a_wholesaler(database: str, shared_data: Path) -> None:
    bring(database, shared_data / "online_retail" / "online_retail.csv.gz")

    # the cohorts that analyses of these data show: December 2010, its customers and who of them bought again
    found = asked("customers", *YEAR)
    assert found.cohorts["customers"].tolist()[:3] == [885, 417, 380]
    assert (found.buyers, found.cohorts["customers"].sum()) == (4338, 4338)
    december = found.retention[found.retention["cohort"] == "2010-12"].set_index("age")["share"]
    assert [round(share * 885) for share in december] == [885, 324, 286, 340, 321, 352, 321, 309, 313, 350, 331, 445]
    assert found.begins == date(2010, 12, 1)  # many of them had bought before: the data only begin here
    # 1,548 of 4,338 bought on one day only
    assert found.repeat_rate == pytest.approx(1 - 1548 / 4338)

    # the last month ends on the 9th
    months = asked("trend", *YEAR).months
    assert months["partial"].tolist() == [False] * 12 + [True]
    assert months["value"].sum() == 97_477_479_340

    # sold less returned is the sum of the file
    back = asked("returns", *YEAR, by="product")
    assert back.sold - back.returned == 97_477_479_340
    assert back.base is None and back.rate_before is None
    assert back.rows["code"].tolist()[:2] == ["AMAZONFEE", "23843"]
    # PAPER CRAFT, LITTLE BIRDIE: 80,995 pieces for 168,469.60 sold and taken back on the same day
    assert back.rows["returned"].tolist()[1] == 1_684_696_000

    # nobody buys on a Saturday
    week = asked("patterns", *YEAR).weekdays
    assert week["days"].tolist() == [47, 52, 53, 53, 50, 0, 50]
    assert "none on Saturday" in sentences(asked("patterns", *YEAR), "GBP")["weekdays"]

    # customer 14646 is the largest with 279,489.02
    large = asked("concentration", *YEAR)
    assert large.rows["code"].tolist()[:3] == ["14646", "18102", "17450"]
    assert large.rows["value"].tolist()[0] == 2_794_890_200

    # tea plates in roses and green, bought together in 319 of 19,960 orders
    pairs = asked("baskets", *YEAR, by="product")
    assert (pairs.orders, pairs.fewest) == (19_960, 200)
    top = pairs.rows.iloc[0]
    assert {top["a"], top["b"]} == {"23170", "23171"}
    assert (top["orders"], {top["orders_a"], top["orders_b"]}) == (319, {445, 381})
    assert top["lift"] == pytest.approx(319 * 19_960 / (445 * 381))
