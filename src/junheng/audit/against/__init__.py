"""Agreement with the data of a county and with other reports: checks for `engine.audit`."""

from __future__ import annotations

from junheng.audit.against.county import Match, against_county, matches
from junheng.audit.against.known import Figures, Known, figures
from junheng.audit.against.other import against_report

__all__ = ["Figures", "Known", "Match", "against_county", "against_report", "figures", "matches"]
