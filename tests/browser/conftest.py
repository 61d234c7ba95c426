"""A real server over a sample company, and a real Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

#: a busy machine is no failure
expect.set_options(timeout=30_000)

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM_ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Server:
    """A running application."""

    url: str
    database_url: str
    process: subprocess.Popen
    lines: list[str]
    environment: dict[str, str]

    def command(self, *arguments: str, **kwargs) -> subprocess.CompletedProcess:
        """Runs the command line against the server's database."""
        return subprocess.run(
            [sys.executable, "-m", "salesdash", *arguments], cwd=ROOT, env=self.environment, capture_output=True,
            text=True, check=True, **kwargs,
        )  # fmt: skip


def environment_for(database_url: str, folder: Path) -> dict[str, str]:
    return os.environ | {"SALESDASH_DATABASE_URL": database_url, "SALESDASH_CACHE_DIR": str(folder / "snapshot")}


def start(database_url: str, folder: Path) -> Server:
    """Starts the application on a free port and waits until it answers."""
    port = free_port()
    environment = environment_for(database_url, folder) | {"SALESDASH_PUBLIC_URL": f"http://127.0.0.1:{port}"}
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--server.headless", "true"],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    lines: list[str] = []
    ready = threading.Event()

    def follow() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            if "http://" in line:
                ready.set()
        ready.set()

    threading.Thread(target=follow, daemon=True).start()
    ready.wait(60)
    server = Server(f"http://127.0.0.1:{port}", database_url, process, lines, environment)
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"{server.url}/healthz", timeout=30) as answer:
                assert answer.status == 200
                return server
        except OSError:  # URLError is one too
            if process.poll() is not None:
                break
            ready.wait(0.05)
            threading.Event().wait(0.05)
    process.kill()
    raise AssertionError("the server did not come up:\n" + "".join(lines))


def stop(server: Server) -> None:
    server.process.terminate()
    try:
        server.process.wait(10)
    except subprocess.TimeoutExpired:
        server.process.kill()
        server.process.wait()


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the sample company, made once; tests that write take a copy."""
    folder = tmp_path_factory.mktemp("sample")
    file = folder / "company.sqlite3"
    environment = environment_for(f"sqlite:///{file}", folder)
    for arguments in (["db", "upgrade"], ["sample", "load"]):
        subprocess.run([sys.executable, "-m", "salesdash", *arguments], cwd=ROOT, env=environment, check=True)
    return file


def copy_of(sample_file: Path, folder: Path) -> str:
    """A copy of the sample company in ``folder``, its URL."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in sample_file.parent.glob("company.sqlite3*"):
        if part.is_file():
            shutil.copy(part, folder / part.name)
    shutil.copytree(sample_file.parent / "snapshot", folder / "snapshot", dirs_exist_ok=True)
    return f"sqlite:///{folder / 'company.sqlite3'}"


@pytest.fixture(scope="session")
def server(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The application over the sample company, for tests that only read."""
    folder = tmp_path_factory.mktemp("server")
    running = start(copy_of(sample_file, folder), folder)
    yield running
    stop(running)


@pytest.fixture
def own_server(sample_file: Path, tmp_path: Path) -> Iterator[Server]:
    """The application over a copy of the sample company that the test may change."""
    running = start(copy_of(sample_file, tmp_path), tmp_path)
    yield running
    stop(running)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert found, "no Chromium: run tests/browser/chromium.sh"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of a fresh visitor with an English browser on a laptop."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()
