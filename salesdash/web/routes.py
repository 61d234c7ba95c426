"""The addresses that the server answers itself."""

from starlette.routing import Route

from salesdash.web import one_time, sign_in
from salesdash.web.handling import handler
from salesdash.web.health import healthz

_BOTH = ["GET", "POST"]
ROUTES = [
    Route("/sign-in", handler(sign_in.with_password), methods=_BOTH),
    Route("/sign-in/sample", handler(sign_in.as_sample), methods=["POST"]),
    Route("/sign-in/service", handler(sign_in.from_service), methods=["GET"]),
    Route("/sign-out", handler(sign_in.out), methods=_BOTH),
    Route("/setup", handler(one_time.setup), methods=_BOTH),
    Route("/reset", handler(one_time.reset), methods=_BOTH),
    Route("/healthz", healthz, methods=["GET"]),
]
