"""The uploaded file on its way to the services: in a private folder, gone with the visit.

The browser's file lies in memory until the uploader is emptied. It is copied out once, in pieces, and then lives on
disk only, so that a visitor with a large file costs the server no memory while they look at the preview.
"""

import fcntl
import gc
import os
import secrets
import shutil
import tempfile
import time
import weakref
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

_PREFIX = "salesdash-upload-"
_PIECE = 1 << 20
#: a folder younger than this may not be locked yet
_YOUNG_SECONDS = 60


@dataclass(eq=False)
class Parked:
    """A file that was uploaded. ``path`` lies in a folder that only this user of the machine can read; it goes when
    ``remove`` is called, when nobody holds this object any more (the visit ended), or when the process ends; if that
    was killed, at the next upload in another one. ``lock`` is what tells that the process lives."""

    name: str
    path: Path
    size: int
    #: where files that belong to this upload may lie, e.g. its rejected rows
    folder: Path
    lock: int
    id: str = field(default_factory=lambda: secrets.token_hex(8))

    def __post_init__(self) -> None:
        self._finalizer = weakref.finalize(self, _discard, self.folder, self.lock)

    def remove(self) -> None:
        """Deletes the file and its folder."""
        self._finalizer()


def take(uploaded: UploadedFile) -> Parked:
    """Parks what somebody uploaded; the server then no longer holds it in memory."""
    parked = park(uploaded, uploaded.name)
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, uploaded.file_id)
    return parked


def park(content: BinaryIO, name: str) -> Parked:
    """Copies an uploaded file into a folder of its own, under the name that the person gave it: messages about the
    file call it so, and its ending tells what it claims to be."""
    _sweep()
    shown = _safe(name)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    lock = os.open(folder, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    path = folder / "file" / shown
    path.parent.mkdir()
    content.seek(0)
    with path.open("wb") as copy:
        shutil.copyfileobj(content, copy, _PIECE)
    return Parked(shown, path, path.stat().st_size, folder, lock)


def _safe(name: str) -> str:
    """The last part of a browser's name for a file, as every file system takes it."""
    bare = "".join(c for c in name.replace("\\", "/").rpartition("/")[2] if c.isprintable()).strip()
    if not bare.strip("."):
        return "file"
    stem, dot, ending = bare.rpartition(".")
    return f"{stem[:60]}{dot}{ending[:20]}" if dot else bare[:60]


def _discard(folder: Path, lock: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    os.close(lock)


def _sweep() -> None:
    """Removes the files of visits that have ended and what killed processes left behind: what nobody holds locked."""
    gc.collect()  # ended visits are cycles of objects, and the server does not collect after every run of a page
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            if time.time() - folder.stat().st_mtime < _YOUNG_SECONDS:
                continue
            lock = os.open(folder, os.O_RDONLY)
        except OSError:
            continue  # another process was quicker, or it is another user's
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        except BlockingIOError:
            continue  # its process lives
        finally:
            os.close(lock)
