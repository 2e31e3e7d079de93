"""The feature's long work."""

from __future__ import annotations

from junheng.web.base.words import bi
from junheng.web.filing.acts import closed_by_job
from junheng.web.jobs.work import job

job("filing.close", name=bi("关闭填报", "closing a filing round"), time_limit=900)(closed_by_job)
