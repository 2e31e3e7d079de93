"""The main pages of each role."""

from __future__ import annotations

PLACES: dict[str, tuple[str, ...]] = {
    "juzhang": (
        "/",
        "/filing/",
        "/registry/",
        "/registry/part/",
        "/judgement/",
        "/judgement/items/",
        "/judgement/compare/",
        "/judgement/what-if/",
        "/judgement/indicators/junior/L2/",
        "/evidence/",
        "/snapshots/",
        "/people/own/",
    ),
    "dudao": (
        "/",
        "/filing/rounds/1/",
        "/filing/rounds/new/",
        "/imports/",
        "/imports/new/",
        "/imports/batches/",
        "/evidence/item/P1/",
        "/evidence/archives/",
    ),
    "jijiao": ("/registry/pupil/", "/registry/pupil/add/"),
    "tianbao1": (
        "/",
        "/filing/",
        "/filing/1/",
        "/filing/1/pages/premises/",
        "/filing/1/pages/pupils/",
        "/filing/1/upload/",
        "/judgement/own/",
        "/api/tokens/",
    ),
    "xiaozhang1": ("/", "/filing/1/sign/"),
    "duxue": ("/", "/judgement/"),
    "shiji": ("/", "/judgement/counties/"),
    "xitong": ("/", "/people/", "/people/open/", "/operation/", "/jobs/"),
    "anquan": ("/", "/people/grants/", "/people/requests/", "/people/policy/"),
    "shenji": ("/", "/log/", "/log/packs/"),
}
