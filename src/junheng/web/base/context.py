"""What every template gets: where the page stands and the menu of what this person may open."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse

from junheng.web.base.words import bi, language

MENU = (
    ("home", "home:index", "home.view", bi("首页", "Home")),
    ("filing", "filing:index", "filing.view", bi("填报", "Filing")),
    ("registry", "registry:index", "registry.view", bi("基础数据", "Registry")),
    ("judgement", "judgement:index", "judgement.view", bi("监测评估", "Judgement")),
    ("judgement", "judgement:own", "judgement.school", bi("本校评估", "My school")),
    ("audits", "audits:index", "audit.view", bi("审核", "Audit")),
    ("evidence", "evidence:index", "evidence.view", bi("档案", "Evidence")),
    ("people", "people:index", "people.manage", bi("账号", "Accounts")),
    ("grants", "people:grants", "people.grant", bi("权限", "Permissions")),
    ("log", "log:index", "log.view", bi("日志", "Log")),
    ("operation", "operation:index", "operation.view", bi("运行", "Operation")),
)
"""Menu: feature, address, act, words. Of two entries of one name stands the first that may be opened."""


def page(request: Any) -> dict[str, Any]:
    """Return `menu`, `language`, `counties` for the layout; `county` and `policy` stand on the request."""
    policy = getattr(request, "policy", None)
    if policy is None or not request.user.is_authenticated:
        return {"menu": [], "language": language()}
    feature, asked = _here(request.resolver_match)
    menu = []
    for name, url, act, words in MENU:
        if policy.may(act) and name not in {entry["name"] for entry in menu}:
            try:
                here = act == asked if feature == "people" else name == feature
                menu.append({"name": name, "url": reverse(url), "words": words, "here": here})
            except NoReverseMatch:
                continue
    return {"menu": menu, "language": language(), "counties": request.counties}


def _here(match: Any) -> tuple[str, str]:
    """Return the feature in view and the act of the page; the two pages of `people` are told apart by it."""
    return (match.app_name, getattr(match.func, "act", "")) if match else ("", "")
