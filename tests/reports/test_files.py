"""The files opened again: native charts, figures equal to the services', texts escaped, languages."""

import io
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from pptx import Presentation
from python_calamine import CalamineWorkbook

from salesdash.reports import WRITERS
from salesdash.reports.looks import stacks, steps
from tests.kpis.company import E4
from tests.reports.paper import HARM

#: words that stay as they are: names of the company, codes
NAMES = re.compile(r"SalesDash|USD|script|alert|cmd|calc|Chen|Ann|South|Shop|Road|Bells|Web")


def slides(report):
    return list(Presentation(io.BytesIO(WRITERS["pptx"](report))).slides)


def charts(slide):
    return [shape for shape in slide.shapes if shape.has_chart]


def words(slide):
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def of(deck, title):
    return next(slide for slide in deck if slide.shapes.title.text.startswith(title))


def test_slides_say_the_message_and_hold_one_native_chart_each(small, gather):
    report = gather("chief", "2024-01")
    deck = slides(report)
    titles = [slide.shapes.title.text for slide in deck]
    assert titles == ["Sales report 2024-01", "In short", *(one.message.replace("\x08", "") for one in report.sections)]
    drawn = {one.key for one in report.sections if one.chart}
    for section, slide in zip(report.sections, deck[2:], strict=True):
        assert len(charts(slide)) == (section.key in drawn)
        assert section.title in slide.notes_slide.notes_text_frame.text
        assert all(chart._element.nvGraphicFramePr.cNvPr.get("descr") for chart in charts(slide))
    assert "Data as of: Jan 20, 2024" in words(deck[0]) and "Filters: the whole company" in words(deck[0])
    xml = "".join(shape._element.xml for shape in deck[4].shapes)
    assert 'type="slidenum"' in xml and "<a:t>5</a:t>" in xml


def test_charts_on_slides_hold_the_figures(small, gather):
    deck = slides(gather("chief", "2024-01"))
    (region,) = charts(of(deck, "None of 2 grew"))
    plot = region.chart.plots[0]
    assert list(plot.categories) == ["N2", "N1", "South"]
    assert [(one.name, list(one.values)) for one in plot.series] == [
        ("2024-01", [200.0, 150.0, None]), ("Last year", [300.0, None, 100.0]),
    ]  # fmt: skip
    (fan,) = charts(of(deck, "2024 lands"))
    names = [one.name for one in fan.chart.plots[0].series]
    assert names == ["Revenue", "Forecast", "80% from", "80% to", "95% from", "95% to"]
    assert list(fan.chart.plots[0].series[5].values)[-1] == 140.0
    (bridge,) = charts(of(deck, "Revenue is $50"))
    assert str(bridge.chart.chart_type).startswith("COLUMN_STACKED")
    assert list(bridge.chart.plots[0].categories)[-1] == "Change\n-50"
    assert list(bridge.chart.plots[0].series[-1].values)[-1] == -50.0


def test_nothing_in_a_file_can_run_as_a_formula(small, gather):
    report = gather("chief", "2024-01")
    (fallen,) = charts(of(slides(report), "=cmd"))
    inside = zipfile.ZipFile(io.BytesIO(fallen.chart.part.chart_workbook.xlsx_part.blob))
    assert "<f>" not in inside.read("xl/worksheets/sheet1.xml").decode()
    assert next(iter(fallen.chart.plots[0].categories)).startswith("'=cmd")
    book = zipfile.ZipFile(io.BytesIO(WRITERS["xlsx"](report)))
    sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any("<f>" in book.read(name).decode() for name in sheets)
    assert "'=cmd" in book.read("xl/sharedStrings.xml").decode()


def test_the_workbook_has_a_sheet_per_question_with_numbers_and_charts(small, gather):
    report = gather("chief", "2024-01")
    content = WRITERS["xlsx"](report)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names[:4] == ["In short", "How are we doing", "Why did it change", "Where does it lead"]
    assert len(book.sheet_names) == 1 + len(report.sections)
    region = book.get_sheet_by_name("Revenue by region").to_python(skip_empty_area=False)
    assert region[0][0] == "None of 2 grew against a year before; N2 lost most (-$100)."
    assert "the whole company" in region[1][0]
    assert region[4] == ["Region", "Revenue", "Last year", "Difference", "Change"]
    assert region[5][:4] == ["N2", 200.0, 300.0, -100.0] and region[5][4] == pytest.approx(-1 / 3)
    parts = zipfile.ZipFile(io.BytesIO(content))
    drawn = [parts.read(name).decode() for name in parts.namelist() if re.match(r"xl/charts/chart\d+\.xml", name)]
    assert len(drawn) == sum(one.chart is not None for one in report.sections)
    assert any("'Revenue by region'!$B$6:$B$8" in chart for chart in drawn)
    sheet = parts.read("xl/worksheets/sheet2.xml").decode()
    assert 'state="frozen"' in sheet
    summary = book.get_sheet_by_name("In short").to_python()
    assert summary[0][0] == "Sales report 2024-01" and ["Filters", "the whole company"] in summary


class Read(HTMLParser):
    """Tags, addresses and texts of a page, its looks aside."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.text = ""
        self.feed(page.decode())

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data):
        if self.tags[-1] != "style":
            self.text += data + "\n"


def test_the_page_stands_alone_and_is_escaped(small, gather):
    report = gather("chief", "2024-01")
    page = Read(WRITERS["html"](report))
    assert "script" not in page.tags and not page.addresses and b"url(" not in WRITERS["html"](report)
    assert page.tags.count("svg") == sum(one.chart is not None for one in report.sections)
    assert "<script>alert(1)</script>" in page.text and "Chen & Co" in page.text
    assert "\x08" not in page.text and HARM.replace("\x08", "") in page.text
    for expected in ("Sales report 2024-01", "the whole company", "Data as of", "Jan 20, 2024", "▼ 12.5% worse"):
        assert expected in page.text
    svg = WRITERS["html"](report).decode().split("<svg")[3]
    assert 'role="img"' in svg and "None of 2 grew against a year before" in svg


def test_tables_are_told_whole_and_without_signs_of_nothing(small, gather):
    table = gather("chief", "2024-01").sections[0].table
    rows = {row[0]: row for row in table.words("USD")}
    assert rows["Revenue"][1:4] == ["350.00", "400.00", "-12.5%"]
    assert rows["Orders"][1:4] == ["2", "2", "0.0%"]
    assert rows["Gross margin"][1] == "75.0%"  # of the one line whose cost is known: (200 − 50) ÷ 200


def test_a_report_without_sales_is_a_file_that_says_so(small, gather):
    report = gather("lost", "2024-01")
    assert [slide.shapes.title.text for slide in slides(report)] == ["Sales report 2024-01", "Not in this report"]
    assert "There are no sales in 2024-01 that you may see." in Read(WRITERS["html"](report)).text
    assert CalamineWorkbook.from_filelike(io.BytesIO(WRITERS["xlsx"](report))).sheet_names == ["In short"]


@pytest.mark.parametrize(("language", "tag", "font"), [("zh_Hant", "zh-TW", "JhengHei"), ("zh_Hans", "zh-CN", "YaHei")])
def test_in_the_language_of_the_reader(small, gather, language, tag, font):
    report = gather("chief", "2024-01", language)
    content = WRITERS["pptx"](report)
    deck = list(Presentation(io.BytesIO(content)).slides)
    assert all(re.search("[\u4e00-\u9fff]", slide.shapes.title.text) for slide in deck)
    assert f'lang="{tag}"' in deck[2].shapes.title._element.xml
    theme = zipfile.ZipFile(io.BytesIO(content)).read("ppt/theme/theme1.xml").decode()
    assert f"Microsoft {font}" in theme
    own = [one for one in report.sections if one.key != "signals"]  # whose words are those of monitoring
    english = NAMES.sub("", Read(WRITERS["html"](replace(report, sections=own))).text)
    assert not re.findall(r"[A-Za-z]{3,}", english)


def test_a_bridge_leads_from_nothing_to_the_whole_change():
    amounts = [30.0, -50.0, 10.0, -10.0]
    assert steps(amounts) == [(0, 30), (30, -20), (-20, -10), (0, -10)]
    assert stacks(amounts) == {
        "base": [0, 0, -10, 0],
        "more": [30, 0, -10, 0],
        "less": [0, -20, 0, 0],
        "less_before": [0, 30, 0, 0],
        "whole": [0, 0, 0, -10],
    }


def test_amounts_on_charts_are_in_units(small, gather):
    section = gather("chief", "2024-01").sections[3]
    assert section.chart.values(section.table, section.chart.series[0])[0] == section.table.values("now")[0] / E4
