"""How the auditor's properties are tried: without a limit in seconds, which a busy machine breaks.

How much work is done is held by counting calls (`test_audit_bounds.py`), how fast by the benchmarks.
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("audit", deadline=None)
settings.load_profile("audit")
