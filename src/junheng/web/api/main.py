"""The interface as a whole: its operations, its errors, its description."""

from __future__ import annotations

from ninja import NinjaAPI

from junheng import __version__
from junheng.web.api import answers
from junheng.web.api.routes import audits, filing, judgement, lists, others, registry
from junheng.web.people.gate import page

api = NinjaAPI(
    title="Junheng 均衡",
    version=__version__,
    description="Everything a page shows this person, and filing. Exact decimals are text, unknown is null, never 0.",
    urls_namespace="api",
    docs_url="/docs",
    openapi_url="/openapi.json",
    docs_decorator=page("api.tokens"),
)
answers.register(api)
api.add_router("", others.router)
api.add_router("/registry", registry.router)
api.add_router("/filing", filing.router)
api.add_router("/filing", lists.router)
api.add_router("", judgement.router)
api.add_router("", audits.router)
