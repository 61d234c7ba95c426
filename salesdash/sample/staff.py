"""The sample company's people: what is known of them, where they stand, and the users among them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from salesdash.access import setup
from salesdash.access import users as accounts
from salesdash.access.identity import OPERATOR
from salesdash.models import Account, PersonPlace
from salesdash.sample.recipe import Recipe
from salesdash.sample.stories import JOINER, LEAVER, MOVER, MOVER_TO, Stories

#: from when the first place of a person holds
ALWAYS = date(1900, 1, 1)


def facts(ingredients: Recipe, stories: Stories) -> dict[str, Sequence[Any]]:
    """Title and the dates of joining and leaving, by place in the list of people."""
    hired = [stories.joined.isoformat() if row["code"] == JOINER else row["hired_on"] for row in ingredients.people]
    left = [
        (stories.joined - timedelta(days=1)).isoformat() if row["code"] == LEAVER else None
        for row in ingredients.people
    ]
    titles = [row["title"] for row in ingredients.people]
    return {"title": titles, "hired_on": hired, "left_on": left}


def places(session: Session, ingredients: Recipe, stories: Stories, ids: dict[str, np.ndarray], batch: int) -> None:
    """Where everybody stands, and the one who changed the team."""

    def place(table: str, code: str) -> int | None:
        return ids[table][ingredients.place(table, code)].item() if code else None

    for row in ingredients.people:
        held = {
            "person_id": place("people", row["code"]), "manager_id": place("people", row["manager"]),
            "region_id": place("regions", row["region"]), "batch_id": batch,
        }  # fmt: skip
        session.add(PersonPlace(valid_from=ALWAYS, team_id=place("teams", row["team"]), **held))
        if row["code"] == MOVER:
            boss = next(r["manager"] for r in ingredients.people if r["team"] == MOVER_TO and r["code"] != r["manager"]
                        and "representative" in r["title"])  # fmt: skip
            held["manager_id"] = place("people", boss)
            session.add(PersonPlace(valid_from=stories.moved, team_id=place("teams", MOVER_TO), **held))
    session.flush()


def users(session: Session, ingredients: Recipe) -> None:
    """One user for every role and some more. They have no passwords: the sign-in page offers them as a list."""
    setup.install_defaults(session)
    for row in ingredients.users:
        made = accounts.add(session, OPERATOR, row["login"], row["role"], name=row["name"], rep=row["person"] or None)
        account = session.get_one(Account, made.id)
        account.preferences = {"sample": True}
    session.flush()
