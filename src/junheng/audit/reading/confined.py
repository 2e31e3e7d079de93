"""Reading in a process of its own, which may take so much memory and time and no more.

What a PDF unpacks to is known only to who unpacks it: filters are chained, forms are drawn a thousand times over. So
no bound is guessed from the file: the process that reads it has one, and where it dies of it the file is refused.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import msgspec

from junheng.audit.model import Document
from junheng.audit.reading.bounds import Limits, Unreadable

if sys.platform != "win32":  # there the time is bounded, the memory is not
    import resource

Reader = Callable[[bytes, str, Limits], Document]


class Question(msgspec.Struct, frozen=True):
    """What the process is asked: a file, its name, its limits."""

    data: bytes
    name: str
    limits: Limits


class Answer(msgspec.Struct, frozen=True):
    """What it answers: the document, or by which rule the file is refused and what fills in the words."""

    document: Document | None = None
    rule: str = ""
    filled: dict[str, str | int] = {}


def confined(serve: str, data: bytes, name: str, limits: Limits) -> Document:
    """Read a file in a process of its own; `serve` ("module:function") names what there calls `answer`.

    Raises `Unreadable`: what the reader raised, or `heavy` where the process died or came to no end.
    """
    module, function = serve.split(":")
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", f"from {module} import {function}; {function}()"],
            input=msgspec.msgpack.encode(Question(data, name, limits)),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.seconds,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            check=False,
        )
        answer = msgspec.msgpack.decode(done.stdout, type=Answer)
    except (subprocess.TimeoutExpired, OSError, msgspec.MsgspecError) as error:
        raise Unreadable("heavy") from error
    if answer.document is None:
        raise Unreadable(answer.rule, **answer.filled)
    return answer.document


def answer(reader: Reader) -> None:
    """In the process: bound it, read the file from standard input, write the answer to standard output."""
    question = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Question)
    _bound(question.limits)
    try:
        told = Answer(reader(question.data, question.name, question.limits))
    except Unreadable as why:
        told = Answer(rule=why.rule, filled=why.filled)
    except MemoryError:
        told = Answer(rule="heavy")
    sys.stdout.buffer.write(msgspec.msgpack.encode(told))


def _bound(limits: Limits) -> None:
    if sys.platform == "win32":
        return
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (bound, bound))
