"""The page Jobs: what runs, what failed and why, what is due by itself."""

import pytest

from salesdash import db, jobs
from salesdash.access.identity import OPERATOR
from salesdash.jobs import kinds, planning, working
from salesdash.jobs.running import begin
from salesdash.models import Job
from tests.pages import harness


@pytest.fixture
def root(visitor, monkeypatch):
    monkeypatch.setitem(kinds.KINDS, "tell", "tests.jobs.works:refuse")
    monkeypatch.setitem(kinds.KINDS, "monitor", "tests.jobs.works:fail")
    visitor.sign_in(visitor.account("administrator"))
    return visitor


def ask(kind, **parameters):
    with db.writing() as session:
        return jobs.ask(session, OPERATOR, kind, jobs.key(kind, parameters), parameters)


def plans():
    with db.reading() as session:
        return {one.name: one for one in planning.plans(session, OPERATOR)}


def words(app):
    return harness.text(app) + " ".join(str(element.proto.body) for element in app.main.get("html"))


def test_what_runs_what_failed_and_why(root):
    ask("tell", cadence="daily")
    ask("monitor", of=0)
    working.work_off(None)
    ask("forecast", measure="revenue", by=["region"], frequency="month", horizon=12)
    running = begin(None)
    with db.writing() as session:
        job = session.get_one(Job, running)
        job.stage, job.share = "forecasting", 0.4
    waiting = ask("tell", cadence="weekly")
    app = root.open("jobs")
    assert not app.exception and not app.error
    shown = words(app)
    assert "2 jobs wait or run. Of the last 2, 2 failed." in shown
    assert "2 rows were rejected, so nothing was imported." in shown
    assert "ZeroDivisionError: division by zero" in shown
    assert "Revenue by Region, 12 months ahead" in shown
    app.button(key=f"jobs_stop_{waiting}").click().run()
    app.button(key=f"jobs_stop_{running}").click().run()
    assert "being stopped" in words(app)
    with db.reading() as session:
        assert jobs.look(session, OPERATOR, waiting).status == "cancelled"
        assert jobs.look(session, OPERATOR, running).cancelling


def test_schedules_are_changed_and_run(root):
    app = root.open("jobs")
    assert "No job has run yet." in words(app)
    assert plans()["monitor"].version == 0  # showing them stores nothing
    app.toggle(key="jobs_on_monitor_0").set_value(False).run()
    assert "Saved." in app.success[0].value
    assert not plans()["monitor"].enabled
    app.multiselect(key="jobs_measures_forecast_1").set_value(["orders"])
    app.selectbox(key="jobs_cadence_forecast_1").select("weekly")
    save = next(one for one in app.button if one.form_id == "jobs_form_forecast_1")
    save.click().run()
    assert not app.exception and not app.error
    changed = plans()["forecast"]
    assert (changed.cadence, changed.parameters["measures"], changed.jobs) == ("weekly", ["orders"], 5)
    app.button(key="jobs_now_forecast_2").click().run()
    assert "5 jobs were asked for." in app.success[0].value
    with db.reading() as session:
        assert jobs.listing(session, OPERATOR)["kind"].tolist() == ["forecast"] * 5
    app.multiselect(key="jobs_measures_forecast_2").set_value([])
    next(one for one in app.button if one.form_id == "jobs_form_forecast_2").click().run()
    assert "Choose at least one measure." in app.error[0].value


def test_what_somebody_else_changed_meanwhile(root):
    app = root.open("jobs")
    with db.writing() as session:
        planning.change(session, OPERATOR, "monitor", 0, enabled=False)
    app.toggle(key="jobs_on_monitor_0").set_value(False).run()
    assert "Somebody else changed this meanwhile." in app.error[0].value
