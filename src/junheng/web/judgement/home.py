"""What the first page shows of the judgement: the verdict in one sentence and four small charts."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from junheng.report.words import stages_of
from junheng.web.judgement import scope
from junheng.web.judgement.arranged import linked_sentence
from junheng.web.judgement.pictures import picture
from junheng.web.judgement.service import Judged


def context(request: Any) -> dict[str, Any] | None:
    """Return what `judgement/home.html` needs, about the newest snapshot; None where there is nothing to show.

    Nothing is shown to who may not see the county's judgement, without a snapshot, and when it cannot be judged.
    """
    if request.county is None or not request.policy.may("judgement.view", county=request.county.code):
        return None
    try:
        found = scope.view(request)
    except (scope.CannotJudge, Http404, PermissionDenied):
        return None
    if found is None:
        return None
    stage = _stage(found)
    charts = [picture(request, found, "schools")]
    charts += [picture(request, found, name, stage=stage) for name in ("cv", "trends", "bands")] if stage else []
    return {
        "found": found,
        "a": found.assessment,
        "pieces": linked_sentence(request, found),
        "charts": [chart for chart in charts if chart is not None],
    }


def _stage(found: Judged) -> str:
    """Return the stage to look at first: the one with a coefficient over its limit, else the first."""
    stages = stages_of(found.assessment)
    over = [one.stage for one in found.assessment.county if one.verdict == "short"]
    return next((stage for stage in stages if stage in over), stages[0] if stages else "")
