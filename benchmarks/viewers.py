"""Viewers without a browser: each holds a websocket to a Streamlit server on this machine and runs a page again and
again, waiting for each run to finish."""

import asyncio
import statistics
import time
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect


@dataclass
class Runs:
    """What the viewers saw: seconds per run (the first run of each viewer apart), bytes of the largest, exceptions."""

    first: list[float] = field(default_factory=list)
    later: list[float] = field(default_factory=list)
    largest: int = 0
    exceptions: set[str] = field(default_factory=set)
    seconds: float = 0.0
    #: the page's own markup of the last run that ended
    markup: str = ""

    def figures(self) -> dict[str, float | int | list[str]]:
        """As the benchmark prints them."""
        return {
            "runs": len(self.first) + len(self.later),
            "runs_per_second": round(len(self.later) / self.seconds, 1),
            "median_seconds": round(statistics.median(self.later), 4),
            "p95_seconds": round(sorted(self.later)[int(len(self.later) * 0.95)], 4),
            "bytes": self.largest,
            "exceptions": sorted(self.exceptions),
        }


def run(url: str, *, viewers: int, runs: int, page: str = "", cookie: str = "", query: str = "") -> Runs:
    """``viewers`` at once, each ``runs`` times after a first run that is not counted. ``url``: http://127.0.0.1:…,
    ``query``: what stands behind the question mark of the page's address."""
    seen = Runs()
    asyncio.run(_all(url, seen, viewers, runs, page, cookie, query))
    return seen


async def _all(url: str, seen: Runs, viewers: int, runs: int, page: str, cookie: str, query: str) -> None:
    ready = asyncio.Barrier(viewers + 1)
    tasks = [asyncio.create_task(_viewer(url, seen, ready, runs, page, cookie, query)) for _ in range(viewers)]
    await ready.wait()  # everybody has seen the page once
    start = time.perf_counter()
    await asyncio.gather(*tasks)
    seen.seconds = time.perf_counter() - start


async def _viewer(url: str, seen: Runs, ready: asyncio.Barrier, runs: int, page: str, cookie: str, query: str) -> None:
    socket = connect(
        url.replace("http", "ws", 1) + "/_stcore/stream", subprotocols=["streamlit"], origin=url,  # type: ignore[list-item,arg-type]
        additional_headers={"Cookie": cookie} if cookie else {}, max_size=1 << 28, compression=None, proxy=None,
    )  # fmt: skip
    async with socket as connection:
        for number in range(runs + 1):
            message = BackMsg()
            message.rerun_script.query_string = query
            message.rerun_script.page_name = page
            start, size, markup = time.perf_counter(), 0, ""
            await connection.send(message.SerializeToString())
            async for raw in connection:
                assert isinstance(raw, bytes)
                size += len(raw)
                answer = ForwardMsg()
                answer.ParseFromString(raw)
                if answer.delta.new_element.WhichOneof("type") in ("exception", "alert"):
                    element = answer.delta.new_element
                    seen.exceptions.add((element.exception.message or element.alert.body)[:200])
                if answer.delta.new_element.WhichOneof("type") == "html":
                    markup += answer.delta.new_element.html.body
                if answer.WhichOneof("type") == "script_finished":
                    break
            seen.markup = markup
            (seen.later if number else seen.first).append(time.perf_counter() - start)
            seen.largest = max(seen.largest, size)
            if number == 0:
                await ready.wait()
