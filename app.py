"""The application: the pages, and beside them sign-in, health and the gate. ``streamlit run app.py``"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from salesdash.config import PROJECT_ROOT, config, serve_at
from salesdash.ui.errors import on_error
from salesdash.web.clock import tick
from salesdash.web.gate import Gate
from salesdash.web.routes import ROUTES
from salesdash.web.start import at_end, at_start


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """What a process does before it serves, and after."""
    logging.basicConfig(level=config().log_level)
    logging.getLogger("alembic").setLevel(logging.WARNING)  # the health check asks for the revision all the time
    serve_at(
        st.get_option("server.address"), st.get_option("server.port"), tls=bool(st.get_option("server.sslCertFile"))
    )
    at_start()
    clock = asyncio.create_task(tick())
    yield
    clock.cancel()
    at_end()


app = st.App(
    PROJECT_ROOT / "salesdash" / "ui" / "shell.py",
    lifespan=lifespan,
    routes=ROUTES,
    middleware=[Middleware(Gate)],
    on_script_error=on_error,
)
