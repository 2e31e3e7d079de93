"""Floor 3: facts against a standard: verdicts with their working, gaps, alerts, inequality, trend."""

from junheng.assess.again import Outcome, again, outcome
from junheng.assess.assessment import assess, counties
from junheng.assess.encode import json_schema, to_json
from junheng.assess.errors import ScopeError
from junheng.assess.history import history
from junheng.assess.judge import county_verdicts, facts_read, judge_frames
from junheng.assess.model import (
    Alert,
    Assessment,
    Cell,
    ClassBand,
    Component,
    Composite,
    CountyIndicator,
    Culprit,
    Excluded,
    Finding,
    IndicatorReference,
    Inequality,
    ItemResult,
    Oversize,
    Part,
    RoomNeed,
    StandardReference,
    TrendPoint,
    Unknown,
    Verdict,
)
from junheng.assess.scope import rules_of

__all__ = [
    "Alert",
    "Assessment",
    "Cell",
    "ClassBand",
    "Component",
    "Composite",
    "CountyIndicator",
    "Culprit",
    "Excluded",
    "Finding",
    "IndicatorReference",
    "Inequality",
    "ItemResult",
    "Outcome",
    "Oversize",
    "Part",
    "RoomNeed",
    "ScopeError",
    "StandardReference",
    "TrendPoint",
    "Unknown",
    "Verdict",
    "again",
    "assess",
    "counties",
    "county_verdicts",
    "facts_read",
    "history",
    "json_schema",
    "judge_frames",
    "outcome",
    "rules_of",
    "to_json",
]
