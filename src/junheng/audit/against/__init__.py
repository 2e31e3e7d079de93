"""Agreement with the data of a county and with other reports: checks for `engine.audit`."""

from __future__ import annotations

from junheng.audit.against.county import AgainstCounty, against_county, matches
from junheng.audit.against.known import Figures, Known, figures
from junheng.audit.against.match import Comparison, Match
from junheng.audit.against.names import SURENESS
from junheng.audit.against.other import AgainstReport, against_report

__all__ = [
    "SURENESS",
    "AgainstCounty",
    "AgainstReport",
    "Comparison",
    "Figures",
    "Known",
    "Match",
    "against_county",
    "against_report",
    "figures",
    "matches",
]
