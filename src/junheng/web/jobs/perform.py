"""One attempt at a job in this process: run its function, write its end, put what went wrong into words."""

from __future__ import annotations

import errno
import logging
import traceback
from secrets import token_hex

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.utils.translation import override

from junheng.web.jobs import queue
from junheng.web.jobs.models import Job
from junheng.web.jobs.work import Cancelled, Readable, Work, kind_of

log = logging.getLogger("junheng.jobs")
LANGUAGES = {"zh": "zh-hans", "en": "en"}


def perform(job: Job) -> None:
    """Do the job, claimed before, and write how it ended; never raises what its function raises."""
    try:
        with override(LANGUAGES[job.language]):
            result = _run(job)
    except Cancelled:
        queue.end_cancelled(job)
    except Readable as error:
        queue.end_failed(job, error.zh, error.en)
    except Exception as error:
        reference = token_hex(4)
        zh, en = words(error, reference)
        _note(job, error, reference)
        queue.end_failed(job, zh, en, reference)
    else:
        if not queue.held(job).exists():  # ended by `once`
            return
        _end(job, result)


def drain(worker: str = "here") -> int:
    """Do every waiting job in this process, one after the other; return how many. For commands and tests."""
    count = 0
    while (job := queue.claim(worker)) is not None:
        perform(job)
        count += 1
    return count


def _run(job: Job) -> dict[str, object] | None:
    if job.by is not None and not job.by.is_active:
        raise Readable("申请人的账号已停用，任务没有执行。", "The account of who asked is closed; nothing was done.")
    return kind_of(job.kind).run(Work(job))


def _end(job: Job, result: dict[str, object] | None) -> None:
    try:
        queue.end_done(job, result)
    except (TypeError, ValueError) as error:
        reference = token_hex(4)
        _note(job, error, reference)
        queue.end_failed(job, *words(error, reference), reference)


def words(error: BaseException, reference: str) -> tuple[str, str]:
    """Return what a person is told of a failure nobody foresaw, in Chinese and English."""
    zh, en = _cause(error)
    return (
        f"{zh}已保存的数据不受影响。可以重试；仍不成功，请把编号 {reference} 告诉系统管理员。",
        f"{en} What was saved before is safe. Try again; if it fails again, tell the system administrator {reference}.",
    )


def _cause(error: BaseException) -> tuple[str, str]:
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "没有完成：服务器磁盘已满。", "Not completed: the server's disk is full."
    if isinstance(error, MemoryError):
        return "没有完成：服务器内存不足。", "Not completed: the server is short of memory."
    if isinstance(error, PermissionDenied | PermissionError):
        return "没有完成：申请人没有这项权限。", "Not completed: who asked is not allowed to do this."
    if isinstance(error, DatabaseError):
        return "没有完成：数据库没有正常响应。", "Not completed: the database did not answer as it should."
    if isinstance(error, OSError):
        return "没有完成：服务器读写文件出错。", "Not completed: the server could not read or write a file."
    return "没有完成：程序遇到没有料到的情况。", "Not completed: the program met something unforeseen."


def _note(job: Job, error: BaseException, reference: str) -> None:
    """Log where it went wrong; not the error's own words, which may hold data of persons."""
    where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    log.error(
        "job failed",
        extra={"job": job.pk, "kind": job.kind, "reference": reference, "error": type(error).__name__, "where": where},
    )
