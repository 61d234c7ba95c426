"""Pieces of HTML: everything is escaped, everything is reachable by keyboard."""

from html.parser import HTMLParser

import pytest

from salesdash.charts import DARK, LIGHT
from salesdash.ui import markup
from salesdash.ui.markup import Card, Change

NASTY = '<script>alert("1")</script>&'


class Reader(HTMLParser):
    """What a browser would make of a piece: its elements with their attributes, and its text."""

    def __init__(self, piece: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(piece)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in ("img", "wbr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words += data


def read(piece: str) -> Reader:
    reader = Reader(piece)
    assert reader.open == []  # everything that was opened is closed
    return reader


def test_every_text_is_escaped():
    change = Change("+1", NASTY, "better", NASTY)
    pieces = [
        markup.head(NASTY, [NASTY]),
        markup.cards([Card(NASTY, NASTY, NASTY, "data:image/svg+xml,x", NASTY, [change], NASTY)]),
        markup.table(NASTY, [NASTY, NASTY], [[NASTY, NASTY]]),
        markup.words(NASTY, [NASTY, NASTY], [[NASTY, NASTY]]),
    ]
    for piece in pieces:
        reader = read(markup.wrapped(LIGHT, piece))
        assert "script" not in [tag for tag, _attrs in reader.elements]
        assert NASTY in reader.words


def test_tables_name_their_rows_and_columns_and_scroll_by_keyboard():
    reader = read(markup.table("By region", ["Region", "Revenue"], [["North", "12.00"]]))
    scopes = [attrs.get("scope") for tag, attrs in reader.elements if tag == "th"]
    assert scopes == ["col", "col", "row"]
    region = next(attrs for _tag, attrs in reader.elements if attrs.get("role") == "region")
    assert (region["tabindex"], region["aria-label"]) == ("0", "By region")


def test_a_long_key_may_break_after_its_underscores():
    assert '<td data-label="Key">new_<wbr>customers</td>' in markup.words(
        "", ["Name", "Key"], [["New", "new_customers"]]
    )


def test_texts_stand_left_and_figures_right():
    reader = read(markup.table("Orders", ["Order", "Customer", "Revenue"], [["1", "Ann", "12.00"]], left=(0, 1)))
    assert [attrs.get("class") for tag, attrs in reader.elements if tag in ("th", "td")] == [
        "l",
        "l",
        None,
        None,
        "l",
        None,
    ]


def test_the_formula_of_a_card_is_reached_by_keyboard_and_read_aloud():
    reader = read(markup.cards([Card("Revenue", "1", "Sum of lines", "", "", [])]))
    help_ = next(attrs for _tag, attrs in reader.elements if attrs.get("class") == "sd-help")
    assert (help_["tabindex"], help_["aria-label"]) == ("0", "Sum of lines")


@pytest.mark.parametrize(("cards", "half"), [(1, 1), (2, 1), (5, 3), (7, 4)])
def test_cards_that_do_not_fit_in_one_row_know_how_many_stand_in_the_first_of_two(cards, half):
    reader = read(markup.cards([Card("Revenue", "1", "Sum of lines", "", "", [])] * cards))
    style = next(attrs["style"] for _tag, attrs in reader.elements if attrs.get("class") == "sd-cards")
    assert style == f"--sd-cards:{cards};--sd-half:{half}"


def test_pieces_carry_the_colours_of_the_theme_and_the_looks_come_once():
    assert DARK.accent in markup.wrapped(DARK, "")
    assert "<style>" not in markup.wrapped(DARK, "")
    assert markup.looks().startswith("<style>")


def test_names_are_no_markdown():
    assert markup.plain("a*b_[c](d) $e$") == r"a\*b\_\[c\]\(d\) \$e\$"
