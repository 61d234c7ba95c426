"""Whether this process can serve: for a proxy, a supervisor, a monitor."""

import logging

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from salesdash import migrations

log = logging.getLogger("salesdash.health")


async def healthz(_request: Request) -> Response:
    """200 if the database answers and has the schema of this version, else 503; tells nothing else to anybody."""
    return await run_in_threadpool(_answer)


def _answer() -> Response:
    try:
        schema = migrations.current()
    except SQLAlchemyError:
        log.exception("the database does not answer")
        return JSONResponse({"status": "no database"}, status_code=503, headers={"Cache-Control": "no-store"})
    fits = schema == migrations.newest()
    return JSONResponse(
        {"status": "ok" if fits else "schema", "schema": schema},
        status_code=200 if fits else 503,
        headers={"Cache-Control": "no-store"},
    )
