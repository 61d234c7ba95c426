"""The layout of the slides, made here: 16 : 9, fonts that carry Chinese, a footer with page numbers."""

import re
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from salesdash.locale import language
from salesdash.reports import looks
from salesdash.reports.answers import Head
from salesdash.reports.slide_shapes import (
    EDGE,
    HEIGHT,
    TITLE_TOP,
    WIDE,
    WIDTH,
    column_widths,
    fill,
    place_title,
    rgb,
    title_size,
)

#: points of a summary that have room in large letters
_FEW = 9
_BODY_TOP, _FOOT = Inches(1.85), Inches(6.98)
#: where the title stands alone among the placeholders of the layout
_TITLE_ONLY = 5
_EAST_ASIAN = {"en": "Microsoft JhengHei", "zh_Hant": "Microsoft JhengHei", "zh_Hans": "Microsoft YaHei"}
_TAGS = {"en": "en-US", "zh_Hant": "zh-TW", "zh_Hans": "zh-CN"}
_ACCENTS = (looks.GAIN, "#84909d", looks.LOSS, "#1b2733", "#7db0e8", "#c3cad1")

#: what PowerPoint knows the field of the page number by
_FIELD = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"

#: text, size, colour, bold
Line = tuple[str, float, str, bool]
#: left, top, width, height
Place = tuple[int, int, int, int]


class Deck:
    """A presentation in the making."""

    def __init__(self, head: Head) -> None:
        self.head = head
        self.presentation = Presentation()
        self.presentation.slide_width, self.presentation.slide_height = WIDTH, HEIGHT
        self.presentation.core_properties.title = looks.clean(head.title)
        self.presentation.core_properties.author = looks.clean(head.person)
        layouts = self.presentation.slide_layouts
        self._layout = layouts[_TITLE_ONLY]
        for other in [layout for layout in layouts if layout is not self._layout]:
            layouts.remove(other)
        place_title(self._layout)
        place_title(self.presentation.slide_master)
        self._theme()

    def cover(self, lines: Sequence[tuple[str, str]]) -> None:
        """The first slide: whose report, of what, as of when."""
        slide = self._blank(self.head.title, 40, Inches(2.1))
        band = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, Inches(0.28), HEIGHT)
        fill(band, looks.GAIN)
        band.name, band.element.nvSpPr.cNvPr.attrib["descr"] = "", ""
        company = [(self.head.company, 20.0, looks.MUTED, False)]
        self._text(slide, (EDGE, Inches(1.5), WIDE, Inches(0.6)), company)
        about = [(f"{name}: {value}", 16, looks.TEXT, False) for name, value in lines]
        self._text(slide, (EDGE, Inches(3.5), WIDE, Inches(2.5)), about)

    def slide(self, message: str) -> Any:
        """A slide whose title is a message."""
        slide = self._blank(message, title_size(message), TITLE_TOP)
        foot = f"{self.head.company} · {self.head.label} ({self.head.days}) · {self.head.rows}"
        self._text(slide, (EDGE, _FOOT, Inches(10.5), Inches(0.35)), [(foot, 10, looks.MUTED, False)])
        self._page_number(slide)
        return slide

    def caption(self, slide: Any, text: str) -> None:
        """What the slide shows, below its title."""
        self._text(slide, (EDGE, Inches(1.42), WIDE, Inches(0.4)), [(text, 14, looks.MUTED, False)])

    def stage(self, remarks: bool) -> Place:
        """Where a chart stands: left, top, width, height; with room for remarks below."""
        low = Inches(6.2) if remarks else Inches(6.8)
        return EDGE, _BODY_TOP, WIDE, low - _BODY_TOP

    def remarks(self, slide: Any, notes: Sequence[str]) -> None:
        """What else is to say, below the chart; the notes of the speaker have all of it."""
        lines = [(" ".join(notes[:3]), 12.0, looks.MUTED, False)]
        self._text(slide, (EDGE, Inches(6.22), WIDE, Inches(0.7)), lines)

    def points(self, slide: Any, points: Sequence[tuple[str, str]]) -> None:
        """Sentences below each other, the question before each in grey."""
        frame = self._text(slide, (EDGE, Inches(1.45), WIDE, Inches(5.3)), [])
        size = 14 if len(points) <= _FEW else 12
        for at, (name, said) in enumerate(points):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(8)
            if name:
                self._run(paragraph, f"{name} ", size, looks.MUTED, bold=False)
            self._run(paragraph, said, size, looks.TEXT, bold=False)

    def card(self, slide: Any, column: int, row: int, across: int, lines: Sequence[Line]) -> None:
        """A figure with its changes."""
        gap = Inches(0.2)
        width = min(Inches(3.6), (WIDE - gap * (across - 1)) // across)
        height = Inches(2.35)
        left, top = EDGE + (width + gap) * column, _BODY_TOP + (height + gap) * row
        box = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, left, top, width, height)
        box.name = looks.clean(lines[0][0])
        fill(box, "#ffffff", looks.GRID)
        self._write(box.text_frame, lines)
        box.text_frame.vertical_anchor = MSO_ANCHOR.TOP

    def table(self, slide: Any, headings: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> None:
        """A native table; columns of figures are aligned at the right, a column of sentences is the widest."""
        place = EDGE, _BODY_TOP, WIDE, Inches(0.36)
        shape = slide.shapes.add_table(len(rows) + 1, len(headings), *place)
        shape.name = looks.clean(self.head.title)
        for column, width in enumerate(column_widths([headings, *rows])):
            shape.table.columns[column].width = width
        for at, cells in enumerate([headings, *rows]):
            for column, text in enumerate(cells):
                cell = shape.table.cell(at, column)
                cell.margin_left = cell.margin_right = Inches(0.06)
                colour = "#ffffff" if at == 0 else looks.TEXT
                paragraph = cell.text_frame.paragraphs[0]
                self._run(paragraph, text, 11 if at else 12, colour, bold=at == 0)
                paragraph.alignment = PP_ALIGN.RIGHT if right[column] else PP_ALIGN.LEFT

    def _blank(self, title: str, size: float, top: int) -> Any:
        slide = self.presentation.slides.add_slide(self._layout)
        shape = slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = EDGE, top, WIDE, Inches(1.0)
        shape.text_frame.margin_left = shape.text_frame.margin_right = 0
        self._write(shape.text_frame, [(title, size, looks.TEXT, True)])
        return slide

    def _text(self, slide: Any, place: Place, lines: Sequence[Line]) -> Any:
        frame = slide.shapes.add_textbox(*place).text_frame
        frame.margin_left = frame.margin_right = 0
        self._write(frame, lines)
        return frame

    def _write(self, frame: Any, lines: Sequence[Line]) -> None:
        frame.word_wrap = True
        for at, (text, size, colour, bold) in enumerate(lines):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.LEFT
            self._run(paragraph, text, size, colour, bold=bold)

    def _run(self, paragraph: Any, text: str, size: float, colour: str, *, bold: bool) -> None:
        run = paragraph.add_run()
        run.text = looks.clean(text)
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, rgb(colour)
        run._r.get_or_add_rPr().set("lang", _TAGS[language()])

    def _page_number(self, slide: Any) -> None:
        place = WIDTH - EDGE - Inches(1), _FOOT, Inches(1), Inches(0.35)
        frame = self._text(slide, place, [("", 10, looks.MUTED, False)])
        paragraph = frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT
        run = paragraph.runs[0]._r
        field = etree.SubElement(
            paragraph._p, qn("a:fld"), id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum"
        )
        field.append(deepcopy(run.find(qn("a:rPr"))))
        etree.SubElement(field, qn("a:t")).text = str(len(self.presentation.slides))
        paragraph._p.remove(run)

    def _theme(self) -> None:
        """Fonts and colours of the theme, so that what somebody adds later looks the same."""
        part = self.presentation.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        theme = part.blob.decode("utf-8")
        theme = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', r"\g<1>Calibri", theme)
        theme = re.sub(r'(<a:ea typeface=")[^"]*', rf"\g<1>{_EAST_ASIAN[language()]}", theme)
        for number, colour in enumerate(_ACCENTS, 1):
            new = f'<a:accent{number}><a:srgbClr val="{colour[1:].upper()}"/></a:accent{number}>'
            theme = re.sub(rf"<a:accent{number}>.*?</a:accent{number}>", new, theme, flags=re.DOTALL)
        part._blob = theme.encode("utf-8")
