"""Files in, columns of plain values out. Knows no database.

``inspect`` reads the whole file once and decides from whole columns how it is written; ``read`` hands out its rows
in chunks.
"""

from salesdash.imports.reading.chunks import read
from salesdash.imports.reading.inspecting import inspect
from salesdash.imports.reading.plan import REASONS, Chunk, FilePlan, Numbers, NumberStyle, Reject

__all__ = ["REASONS", "Chunk", "FilePlan", "NumberStyle", "Numbers", "Reject", "inspect", "read"]
