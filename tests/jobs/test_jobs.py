"""Jobs from asking to their end."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from salesdash import db, jobs
from salesdash.access import users
from salesdash.access.identity import OPERATOR, User
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.jobs import kinds, working
from salesdash.jobs.pulse import Cancelled, Pulse
from salesdash.jobs.running import begin, carry_out, this_worker
from salesdash.jobs.states import SILENCE
from salesdash.locale import use
from salesdash.models import AuditEntry, Job
from salesdash.models.base import now


@pytest.fixture(autouse=True)
def works(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("add", "refuse", "refuse_file", "fail"):
        monkeypatch.setitem(kinds.KINDS, name, f"tests.jobs.works:{name}")
        monkeypatch.setitem(kinds.ASKING, name, ("kpis.read",))


def account(login: str, role: str) -> User:
    with db.writing() as session:
        return users.add(session, OPERATOR, login, role)


def asked(user: User = OPERATOR, kind: str = "add", key: str = "k", **parameters: object) -> int:
    with db.writing() as session:
        return jobs.ask(session, user, kind, key, parameters or {"numbers": [1, 2]})


def looked(job_id: int, user: User = OPERATOR) -> jobs.JobState:
    with db.reading() as session:
        return jobs.look(session, user, job_id)


def change(job_id: int, **values: object) -> None:
    with db.writing() as session:
        session.execute(update(Job).where(Job.id == job_id).values(**values))


def worked() -> dict[int, str]:
    return working.work_off(None)


def test_work_is_done_as_whoever_asked(company: str) -> None:
    ann = account("ann", "analyst")
    job_id = asked(ann, numbers=[1, 2, 3])
    assert looked(job_id, ann).status == "waiting"
    assert worked() == {job_id: "done"}
    state = looked(job_id, ann)
    assert (state.status, state.share, state.result) == ("done", 1.0, {"sum": 6, "who": "ann"})
    assert state.asked_by == "ann"
    assert state.ended_at >= state.started_at >= state.asked_at
    assert state.problem() is None


def test_of_one_key_one_job_waits(company: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda _number: asked(), range(16)))
    assert len(set(ids)) == 1
    assert asked(key="another") != ids[0]
    worked()
    assert asked() != ids[0]
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 3


def test_what_went_wrong_is_kept_and_read_in_any_language(company: str) -> None:
    job_id = asked(kind="refuse")
    assert worked() == {job_id: "failed"}
    state = looked(job_id)
    assert (state.failure["code"], state.failure["details"], state.result) == ("rejected_rows", {"rejected": 2}, None)
    assert state.problem() == "2 rows were rejected, so nothing was imported."
    use("zh_Hant")
    assert "2" in state.problem() and "rejected" not in state.problem()
    use("en")
    job_id = asked(kind="refuse_file")
    worked()
    assert looked(job_id).problem() == "There is no file a.csv."


def test_a_fault_is_logged_with_an_id_and_the_next_job_goes_on(company: str, caplog: pytest.LogCaptureFixture) -> None:
    failing, fine = asked(kind="fail", key="f", of=0), asked()
    assert worked() == {failing: "failed", fine: "done"}
    failure = looked(failing).failure
    assert failure["code"] == "internal"
    assert failure["details"]["what"] == "ZeroDivisionError: division by zero"
    assert failure["details"]["id"] in caplog.text and "ZeroDivisionError" in caplog.text
    assert failure["details"]["id"] in looked(failing).problem()


def test_whoever_asked_has_no_account_any_more(company: str) -> None:
    job_id = asked(account("ann", "analyst"))
    with db.writing() as session:
        users.disable(session, OPERATOR, "ann")
    worked()
    assert looked(job_id).failure["code"] == "unknown_login"


def test_who_may_ask_look_and_cancel(company: str) -> None:
    ann, max_ = account("ann", "analyst"), account("max", "analyst")
    mia, root = account("mia", "marketing"), account("root", "administrator")
    with db.writing() as session:
        with pytest.raises(NotPermitted):
            jobs.ask(session, mia, "forecast", "f", {})
        with pytest.raises(BadInput, match="unknown_job"):
            jobs.ask(session, ann, "dance", "d", {})
        job_id = jobs.ask(session, ann, "forecast", "f", {})
    assert looked(job_id, max_).alive and looked(job_id, root).alive  # max asks for such work too
    with pytest.raises(BadInput, match="unknown_job_number"):
        looked(job_id, mia)
    with db.reading() as session:
        assert jobs.listing(session, mia).empty
        assert jobs.listing(session, root)[["id", "asked_by", "status"]].values.tolist() == [[job_id, "ann", "waiting"]]
    with db.writing() as session, pytest.raises(NotPermitted):
        jobs.cancel(session, max_, job_id)
    with db.writing() as session:
        assert jobs.cancel(session, root, job_id).status == "cancelled"
        assert session.scalar(select(AuditEntry.action).where(AuditEntry.entity == "job")) == "cancel"
    assert worked() == {}
    with db.writing() as session:
        assert jobs.cancel(session, ann, job_id).status == "cancelled"  # it stays as it is


def test_a_running_job_hears_that_it_is_to_stop(company: str) -> None:
    job_id = asked()
    assert begin(None) == job_id
    pulse = Pulse(None, job_id, this_worker())
    pulse.say("adding", 0.4)
    pulse.beat()
    state = looked(job_id)
    assert (state.status, state.stage, state.share, state.cancelling) == ("running", "adding", 0.4, False)
    with db.writing() as session:
        assert jobs.cancel(session, OPERATOR, job_id).cancelling
    pulse.say("adding", 0.5)
    pulse.beat()
    with pytest.raises(Cancelled):
        pulse.say("adding", 0.6)
    with pytest.raises(Conflict, match="being_cancelled"):
        asked()


def test_cancelled_in_the_middle(company: str, monkeypatch: pytest.MonkeyPatch) -> None:
    job_id = asked()
    begin(None)

    def stop(self: Pulse, stage: str, share: float) -> None:
        raise Cancelled

    monkeypatch.setattr(Pulse, "say", stop)
    assert carry_out(None, job_id) == "cancelled"
    assert (looked(job_id).status, looked(job_id).result, looked(job_id).failure) == ("cancelled", None, None)


def test_a_job_that_its_process_left_is_begun_again_once(company: str) -> None:
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    nobody = this_worker().replace(str(os.getpid()), gone.stdout.decode().strip())
    job_id = asked()
    for status in ("running", "running", "failed"):
        begin(None)
        assert looked(job_id).status == status
        change(job_id, worker=nobody)
    assert looked(job_id).failure["code"] == "left"
    assert "2 times" in looked(job_id).problem()
    again = asked()
    begin(None)
    change(again, worker=nobody, cancel_asked=True)
    begin(None)
    assert looked(again).status == "cancelled"


def test_a_process_elsewhere_is_known_by_its_sign_of_life(company: str) -> None:
    job_id = asked()
    begin(None)
    change(job_id, worker="elsewhere:1")
    assert not working.waits(None) and begin(None) is None
    change(job_id, beat_at=now() - SILENCE - timedelta(seconds=1))
    assert looked(job_id).silent and working.waits(None)
    assert worked() == {job_id: "done"}


def test_what_was_taken_away_from_a_process_is_not_ended_by_it(company: str) -> None:
    job_id = asked()
    begin(None)
    change(job_id, worker="elsewhere:1")
    assert carry_out(None, job_id) == "done"
    assert looked(job_id).status == "running"
    pulse = Pulse(None, job_id, this_worker())
    pulse.beat()
    with pytest.raises(Cancelled):
        pulse.say("adding", 0.1)


def test_one_process_works_at_a_time_and_one_waits(company: str) -> None:
    job_id = asked()
    with db.exclusive(db.engine(), working.LOCK):
        assert worked() == {}
        with db.exclusive(db.engine(), working.NEXT):
            left = jobs.run_due(None)
    assert (left.busy, left.ended) == (True, {})
    assert jobs.run_due(None).ended == {job_id: "done"}
