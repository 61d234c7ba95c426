"""A company that is built once on each database and stands for all tests of a folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from salesdash import db
from salesdash.config import config


class Standing:
    """Builds companies when they are first asked for, and makes one the configured database."""

    def __init__(self, empty: Callable[[str, Path], str], folder: Path) -> None:
        self._empty, self._folder = empty, folder
        self._urls: dict[tuple[str, str], str] = {}

    def use(self, patch: pytest.MonkeyPatch, name: str, database: str, build: Callable[[], object]) -> Iterator[str]:
        """For the length of a test: the company ``name`` as ``build`` makes it on "sqlite" or "postgresql"."""
        if (name, database) not in self._urls:
            url = self._empty(database, self._folder / f"{name}.sqlite3")
            with pytest.MonkeyPatch.context() as own:
                self._configure(own, url)
                build()
            self._urls[name, database] = url
        self._configure(patch, self._urls[name, database])
        yield self._urls[name, database]
        config.cache_clear()

    def end(self) -> None:
        """Lets go of the connections."""
        for url in self._urls.values():
            db.engine(url).dispose()

    def _configure(self, patch: pytest.MonkeyPatch, url: str) -> None:
        patch.setenv("SALESDASH_DATABASE_URL", url)
        patch.setenv("SALESDASH_CACHE_DIR", str(self._folder / f"snapshot-{Path(url).name}"))
        config.cache_clear()
