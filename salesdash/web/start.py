"""What a process of the server does before it serves, and after."""

import logging
import sys

from sqlalchemy.exc import SQLAlchemyError

from salesdash import db, migrations
from salesdash.access import first

log = logging.getLogger("salesdash.start")


def at_start() -> None:
    """Prints the address for the first administrator while nobody who manages people can sign in; says what to do
    about a database that cannot be used yet (the health check says so too, and the process goes on waiting for it)."""
    try:
        if migrations.current() != migrations.newest():
            log.error("The schema is not that of this version. Run: python -m salesdash db upgrade")
            return
        with db.writing() as session:
            address = first.address(session)
    except SQLAlchemyError:
        log.exception("The database does not answer")
        return
    if address is not None:
        print(
            f"\n  Nobody who manages people can sign in yet. Make the first administrator at:\n  {address}\n",
            file=sys.stderr,
            flush=True,
        )


def at_end() -> None:
    """Leaves all data in the database's own file, so that who copies that file alone has everything."""
    try:
        db.settle()
    except SQLAlchemyError:
        log.exception("The database does not answer")
