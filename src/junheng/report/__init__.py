"""Floor 5: what leaves the house: forms, workbooks and pages, every figure traced."""

from junheng.report.forms.book import write_forms
from junheng.report.overview import overview
from junheng.report.page.page import page
from junheng.report.reason import reason
from junheng.report.result.book import write_result

__all__ = ["overview", "page", "reason", "write_forms", "write_result"]
