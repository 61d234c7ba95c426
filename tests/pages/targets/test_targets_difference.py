"""The targets page: what versions differ in, cell by cell or in sum."""

from salesdash import db, targets
from salesdash.access.identity import OPERATOR
from salesdash.targets import Weights
from tests.pages.targets.company import PLAN, html, opened
from tests.targets import firm


def test_a_version_that_only_splits_moved_nothing_and_many_cells_are_summed(planner):
    with db.writing() as session:
        for by in ("month", "product_line", "channel"):
            targets.split(session, OPERATOR, PLAN, firm.cell(rep="R1"), by, Weights("equal"))
            targets.split(session, OPERATOR, PLAN, firm.cell(rep="R2"), by, Weights("equal"))
    app = opened(planner, "chief", "versions")
    assert not app.exception
    line = html(app).partition(">9</th>")[2].partition("</tr>")[0]
    assert "Split" in line and ">–<" in line and "$0" not in line
    (channels,) = (one.value for one in app.dataframe)  # of the last split nothing moved between people or months
    assert channels.iloc[:, 0].tolist() == ["Name of SHOP", "Name of WEB", "(not split)"]
    assert channels["Change"].tolist() == ["+$100.00", "+$100.00", "-$200.00"]
    app.selectbox(key="targets.diff.b").set_value(9)
    app.selectbox(key="targets.diff.a").set_value(1).run()
    people, periods = (one.value for one in app.dataframe)  # 12 months, 2 lines and 2 channels of each person
    assert people.iloc[:, 0].tolist() == ["Name of R1", "Name of R2", "(not split)"]
    assert people["Change"].tolist() == ["+$400.00", "+$200.00", "-$600.00"]
    # the cents of $33.33⅓ and $16.66⅔ a month
    months = [*["+$50.01"] * 4, *["+$50.00"] * 4, *["+$49.99"] * 4]
    assert periods["Change"].tolist() == ["-$600.00", *months]
    assert any("in sum" in one.value for one in app.caption)
