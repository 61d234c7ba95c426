"""Weights of a split that people write: typed into the grid, or from a file."""

from collections.abc import Mapping

from streamlit.runtime.uploaded_file_manager import UploadedFile

from salesdash.targets import Weights, weightfile
from salesdash.ui import uploads_file

#: kinds of weights that people write themselves
WRITTEN = ("typed", "file")
#: kinds of weights that are amounts of the measure; others are numbers as they are
AMOUNTS = ("last-year", "forecast")


def plain(kind: str) -> Weights:
    """The weights that the company's figures give."""
    return Weights(kind)


def written(weights: Mapping[str, float]) -> Weights:
    """The weights that somebody wrote: code → number."""
    return Weights("typed", weights)


def of_file(uploaded: UploadedFile) -> dict[str, float]:
    """What a file says. Raises BadInput with the row that cannot be read."""
    uploaded.seek(0)
    parked = uploads_file.park(uploaded, uploaded.name)
    try:
        return weightfile.read(parked.path, uploaded.name)
    finally:
        parked.remove()
