"""Kinds of job the tests ask for."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from junheng.web.base.words import bi
from junheng.web.jobs.work import Readable, Work, job
from junheng.web.log.chain import record


@job("test.count", name=bi("计数", "counting"))
def count(work: Work) -> dict[str, Any]:
    for done in range(work.arguments["to"]):
        work.progress(done, work.arguments["to"], bi("数数", "counting"))
    return {"url": "/registry/", "by": work.actor.name, "channel": work.actor.channel}


@job("test.once", name=bi("一次", "once"), time_limit=60)
def once(work: Work) -> None:
    """Leave a mark before, wait, then take effect; `hold` seconds inside the transaction."""
    with Path(work.arguments["begun"]).open("a") as file:
        file.write(f"{os.getpid()}\n")
    time.sleep(work.arguments.get("wait", 0))
    with work.once() as result:
        record(work.actor, "test.effect", work.arguments["thing"])
        time.sleep(work.arguments.get("hold", 0))
        result["url"] = "/"


@job("test.wait", time_limit=2)
def wait(work: Work) -> None:
    """Wait without a word, as a long computation does."""
    with Path(work.arguments["begun"]).open("a") as file:
        file.write(f"{os.getpid()}\n")
    time.sleep(600)


@job("test.steps")
def steps(work: Work) -> None:
    """Work in small steps that say how far they are."""
    with Path(work.arguments["begun"]).open("a") as file:
        file.write(f"{os.getpid()}\n")
    for done in range(6000):
        work.progress(done, 6000, bi("一步一步", "step by step"))
        time.sleep(0.1)


@job("test.readable")
def readable(work: Work) -> None:
    raise Readable("第三行有误，没有导入。", "Row three is wrong; nothing was imported.")


@job("test.broken")
def broken(work: Work) -> None:
    raise ValueError("张三 110101201501010011")


@job("test.full")
def full(work: Work) -> None:
    raise OSError(28, "No space left on device")


@job("test.abroad")
def abroad(work: Work) -> dict[str, Any]:
    return {"url": "//elsewhere.example/"}


@job("test.dies", most_attempts=2)
def dies(work: Work) -> None:
    os._exit(9)


@job("test.stuck")
def stuck(work: Work) -> None:
    """Wait without a word and without a limit worth the name."""
    wait(work)
