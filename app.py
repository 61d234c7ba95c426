"""The application: the pages, and beside them sign-in, health and the gate. ``streamlit run app.py``"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from salesdash.config import PROJECT_ROOT, config
from salesdash.ui.errors import on_error
from salesdash.web import one_time, sign_in
from salesdash.web.gate import Gate
from salesdash.web.handling import handler
from salesdash.web.health import healthz
from salesdash.web.start import at_start


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """What a process does before it serves."""
    logging.basicConfig(level=config().log_level)
    at_start()
    yield


BOTH = ["GET", "POST"]
app = st.App(
    PROJECT_ROOT / "salesdash" / "ui" / "shell.py",
    lifespan=lifespan,
    routes=[
        Route("/sign-in", handler(sign_in.with_password), methods=BOTH),
        Route("/sign-in/sample", handler(sign_in.as_sample), methods=["POST"]),
        Route("/sign-in/service", handler(sign_in.from_service), methods=["GET"]),
        Route("/sign-out", handler(sign_in.out), methods=BOTH),
        Route("/setup", handler(one_time.setup), methods=BOTH),
        Route("/reset", handler(one_time.reset), methods=BOTH),
        Route("/healthz", healthz, methods=["GET"]),
    ],
    middleware=[Middleware(Gate)],
    on_script_error=on_error,
)
