"""The script that draws charts."""

from __future__ import annotations

import gzip
from typing import Any

from django.http import Http404, HttpResponse

from junheng.web.charts.bundle import bundle
from junheng.web.people.gate import public


@public
def script(request: Any, content: str) -> HttpResponse:
    """Answer Vega's bundle of this content: it never changes, so that the browser asks once."""
    held = bundle()
    if content != held.content:
        raise Http404
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(held.packed if packed else gzip.decompress(held.packed), content_type="text/javascript")
    if packed:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
