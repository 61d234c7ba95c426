"""What a process of the server does before it serves."""

import logging
import sys

from sqlalchemy.exc import SQLAlchemyError

from salesdash import db, migrations
from salesdash.access import links

log = logging.getLogger("salesdash.start")


def at_start() -> None:
    """Prints the address for the first administrator while there are no accounts; says what to do about a database
    that cannot be used yet (the health check says so too, and the process goes on waiting for it)."""
    try:
        if migrations.current() != migrations.newest():
            log.error("The schema is not that of this version. Run: python -m salesdash db upgrade")
            return
        with db.writing() as session:
            address = links.first_administrator(session)
    except SQLAlchemyError:
        log.exception("The database does not answer")
        return
    if address is not None:
        print(
            f"\n  There are no accounts yet. Make the first administrator at:\n  {address}\n",
            file=sys.stderr,
            flush=True,
        )
