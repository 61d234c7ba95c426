"""The paper for the meeting: figures, targets, forecast and signals of a period, as slides, workbook or page."""

from salesdash.reports.answers import Chart, Head, Number, Report, Section, Series, Table
from salesdash.reports.files import WRITERS
from salesdash.reports.gathering import STAGES, gather

__all__ = ["STAGES", "WRITERS", "Chart", "Head", "Number", "Report", "Section", "Series", "Table", "gather"]
