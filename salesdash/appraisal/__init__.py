"""KPI appraisal: closing periods, frozen scores, and what was said and agreed about them."""

from salesdash.appraisal.closed import closed_months, is_closed

__all__ = ["closed_months", "is_closed"]
