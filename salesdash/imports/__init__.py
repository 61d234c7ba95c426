"""Uploads: files in, order lines and master data out."""

from salesdash.imports.options import Options, Preview, Result, UndoResult
from salesdash.imports.previewing import preview
from salesdash.imports.record import batches
from salesdash.imports.running import run
from salesdash.imports.undoing import undo

__all__ = ["Options", "Preview", "Result", "UndoResult", "batches", "preview", "run", "undo"]
