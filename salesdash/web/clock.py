"""What a process of the server does while it serves: it looks after jobs that wait."""

import asyncio
import logging

from sqlalchemy.exc import SQLAlchemyError

from salesdash import jobs

log = logging.getLogger("salesdash.clock")

#: seconds between two looks
MINUTE = 60


async def tick() -> None:
    """Looks at once and then every minute, until it is cancelled. A database that does not answer is looked for again
    a minute later."""
    while True:
        try:
            await asyncio.to_thread(jobs.look_after)
        except (SQLAlchemyError, OSError) as problem:
            log.warning("The jobs could not be looked after: %s", (str(problem).splitlines() or [""])[0])
        await asyncio.sleep(MINUTE)
