"""The choice of one thing by its code in the address: who decides, and what is told."""

from streamlit.testing.v1 import AppTest


def _page() -> None:
    import streamlit as st

    from salesdash.ui.choice import Choices

    choices = Choices("page", lambda: {"size": "large"})
    fruits = {"apple": "An apple", "pear": "A pear", "plum": "A plum"}
    if not st.session_state.get("away"):
        choices.selectbox("fruit", "Fruit", fruits, default="pear")
        choices.segments("size", "Size", {"small": "S", "large": "L"})
        choices.pills("colour", "Colour", {"red": "Red", "green": "Green"}, key="colour")
    st.caption(",".join(choices.ignored))


def _opened(**query: str) -> AppTest:
    app = AppTest.from_function(_page)
    app.query_params.update(query)
    return _run(app)


def _run(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, app.exception
    return app


def _address(app: AppTest) -> list[str]:
    return [app.query_params.get(name, "") for name in ("fruit", "size", "colour")]


def test_the_default_and_what_was_remembered_go_into_the_address() -> None:
    app = _opened()
    assert _address(app) == ["pear", "large", "red"]
    assert app.selectbox(key="page.fruit").value == "pear"


def test_the_address_goes_first_and_what_it_names_in_vain_is_told() -> None:
    app = _opened(fruit="plum", size="huge", colour="green")
    assert _address(app) == ["plum", "large", "green"]
    assert app.caption[0].value == "huge"
    assert not _run(app).caption[0].value


def test_a_choice_on_the_page_stays_until_the_address_says_something_else() -> None:
    app = _opened(fruit="plum")
    app.selectbox(key="page.fruit").set_value("apple")
    assert _address(_run(app))[0] == "apple"
    app.query_params["fruit"] = "pear"  # a link, or the way back
    assert _run(app).selectbox(key="page.fruit").value == "pear"


def test_what_was_chosen_before_the_page_was_left_is_there_again() -> None:
    app = _opened(fruit="plum")
    app.session_state["away"] = True
    _run(app).query_params.clear()
    app.session_state["away"] = False
    assert _address(_run(app)) == ["plum", "large", "red"]
