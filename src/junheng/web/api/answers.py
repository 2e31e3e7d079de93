"""How the interface answers: errors in words, pages of rows, writes done once."""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import Field, NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from junheng.web.api.models import Answered
from junheng.web.filing.acts.common import NotNow
from junheng.web.jobs.work import Readable

MOST = 500
WORDS = {
    401: ("令牌无效、已过期或已停用。", "The token is wrong, expired or ended."),
    403: ("此令牌或其所有人无权这样做。", "This token, or its owner, may not do this."),
    404: ("没有这条数据，或不在您的范围内。", "There is no such thing, or it is not among yours."),
    409: (
        "同一幂等键用于了不同的请求，没有执行。",
        "The idempotency key was used for another request; nothing was done.",
    ),
    422: ("请求内容有误，没有执行。", "The request is wrong; nothing was done."),
    429: ("请求过于频繁，请稍后再试。", "Too many requests; try again later."),
}


class Problem(Schema):
    """What went wrong, in words for people and a stable code for programs."""

    status: int
    code: str
    zh: str
    en: str
    detail: Any = None


def problem(status: int, code: str, words: tuple[str, str] | None = None, detail: Any = None) -> JsonResponse:
    """Return an error's answer."""
    zh, en = words or WORDS.get(status, WORDS[422])
    answer = JsonResponse(
        {"status": status, "code": code, "zh": zh, "en": en, "detail": detail}, status=status, encoder=DjangoJSONEncoder
    )
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def register(api: NinjaAPI) -> None:
    """Give every error of the interface its answer."""

    @api.exception_handler(HttpError)
    def told(_: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, error.message)

    @api.exception_handler(ValidationError)
    def invalid(_: HttpRequest, error: ValidationError) -> HttpResponse:
        faults = [
            {"where": list(map(str, each["loc"])), "type": each["type"], "words": each["msg"]} for each in error.errors
        ]
        return problem(422, "invalid", detail=faults)

    @api.exception_handler(Http404)
    def missing(_: HttpRequest, __: Http404) -> HttpResponse:
        return problem(404, "missing")

    @api.exception_handler(PermissionDenied)
    def refused(_: HttpRequest, __: PermissionDenied) -> HttpResponse:
        return problem(403, "refused")

    @api.exception_handler(Readable)
    def readable(_: HttpRequest, error: Readable) -> HttpResponse:
        return problem(422, "refused", (error.zh, error.en))

    @api.exception_handler(NotNow)
    def not_now(_: HttpRequest, error: NotNow) -> HttpResponse:
        return problem(409, "not_now", (str(error), str(error)))


class Paging(Schema):
    """Which page of a list: from 1, of at most 500 rows."""

    page: int = Field(1, ge=1, le=1_000_000)
    size: int = Field(100, ge=1, le=MOST)


def paged(rows: QuerySet[Any], paging: Paging, shown: Callable[[Any], Any]) -> dict[str, Any]:
    """Return one page of an ordered query: `items`, `count` of all, `page`, `size`, `more`."""
    start = (paging.page - 1) * paging.size
    some = list(rows[start : start + paging.size + 1])
    return {
        "items": [shown(each) for each in some[: paging.size]],
        "count": rows.count(),
        "page": paging.page,
        "size": paging.size,
        "more": len(some) > paging.size,
    }


def once(act: Callable[..., Any]) -> Callable[..., Any]:
    """Do a write once per `Idempotency-Key`: the key's answer is kept in the transaction of the write itself.

    Asked again with the same key and content it gets the same answer; with other content 409. Without a key the
    write is simply done. An error leaves no trace of the key, so it can be tried again.
    """

    @wraps(act)
    def answered(request: Any, *args: Any, **kwargs: Any) -> Any:
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            return act(request, *args, **kwargs)
        if len(key) > 80 or not key.isprintable():
            raise HttpError(422, "idempotency_key")
        parts = (request.method.encode(), request.path.encode(), _content(request))
        asked = hashlib.sha256(b"\0".join(parts)).hexdigest()
        before = Answered.objects.filter(token=request.token, key=key).first()
        if before is not None:
            return _again(before, asked)
        try:
            with transaction.atomic():
                result = act(request, *args, **kwargs)
                body = json.loads(json.dumps(result, cls=DjangoJSONEncoder))
                Answered.objects.create(token=request.token, key=key, asked=asked, status=200, body=body)
        except IntegrityError:
            before = Answered.objects.filter(token=request.token, key=key).first()
            if before is None:
                raise
            return _again(before, asked)
        return result

    # The signature is read from the wrapper, in whose module the operation's own names are not known.
    answered.__signature__ = inspect.signature(act, eval_str=True)  # type: ignore[attr-defined]
    answered.__annotations__ = inspect.get_annotations(act, eval_str=True)
    return answered


def _content(request: Any) -> bytes:
    """Return the request's content; of a form with files, which is read only once, its fields and the files' bytes."""
    if request.content_type != "multipart/form-data":
        return bytes(request.body)
    fields = json.dumps(sorted(request.POST.lists()), ensure_ascii=False).encode()
    files = b"".join(hashlib.sha256(b"".join(file.chunks())).digest() for file in request.FILES.values())
    return fields + files


def _again(before: Answered, asked: str) -> Any:
    if before.asked != asked:
        raise HttpError(409, "idempotency_key")
    return before.body
