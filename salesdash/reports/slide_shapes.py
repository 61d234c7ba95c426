"""Measures and shapes that the slides share."""

from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches, Pt

from salesdash.reports.looks import text_width

WIDTH, HEIGHT, EDGE = Inches(13.333), Inches(7.5), Inches(0.6)
WIDE = WIDTH - 2 * EDGE
TITLE_TOP = Inches(0.42)


def title_size(title: str) -> int:
    """Points of a title, so that it takes two lines at most; a Chinese character counts twice."""
    width = text_width(title)
    return 26 if width <= 60 else 22 if width <= 140 else 18


def rgb(colour: str) -> RGBColor:
    """A colour as the library takes it."""
    return RGBColor.from_string(colour[1:].upper())


def column_widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Widths of columns by what stands in them, within limits."""
    longest = [max(8, *map(text_width, cells)) for cells in zip(*rows, strict=True)]
    weights = [min(width, 60) for width in longest]
    return [WIDE * weight // sum(weights) for weight in weights]


def fill(shape: Any, colour: str, edge: str | None = None) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)
    shape.shadow.inherit = False
    if edge:
        shape.line.color.rgb, shape.line.width = rgb(edge), Pt(1)
    else:
        shape.line.fill.background()


def place_title(layout: Any) -> None:
    """The placeholders of a layout for the wide slide: the title at the top left, the others away."""
    for shape in list(layout.placeholders):
        if shape.placeholder_format.type is not None and "TITLE" in str(shape.placeholder_format.type):
            shape.left, shape.top, shape.width, shape.height = EDGE, TITLE_TOP, WIDE, Inches(1.0)
            shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        else:
            shape._element.getparent().remove(shape._element)
