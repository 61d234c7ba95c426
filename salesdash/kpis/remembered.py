"""What a process remembers of its answers. Keys hold the versions of the data, so nothing stale is ever found."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from salesdash import db

Answer = TypeVar("Answer")


class Remembered(Generic[Answer]):
    """The answers asked for most recently, at most ``most`` of them. Safe with threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """The answer under ``key``, made now if it is not known. Whoever gets it must not change it."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        answer = make()
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return answer

    def clear(self) -> None:
        """Forgets everything."""
        with self._lock:
            self._answers.clear()


def state(session: Session) -> tuple[str | None, ...]:
    """The versions of all that figures, names and labels hang on."""
    versions = db.versions(session)
    return tuple(versions.get(name) for name in ("database", "facts", "master", "settings", "payments", "holders"))
