"""The process that pages start."""

import logging
import os

from salesdash.config import config
from salesdash.jobs import working

#: how much such a process stands back behind those that people wait for
NICE = 10


def serve(url: str) -> None:
    """Works off what waits, and ends."""
    logging.basicConfig(level=config().log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("salesdash.jobs").setLevel(logging.DEBUG)  # errors in full: nobody reads this log but for them
    os.nice(NICE)
    working.work_off(url)
